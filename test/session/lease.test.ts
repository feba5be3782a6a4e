import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_LEASE, takeLease } from "../../src/session/lease.ts";
import type { Clock } from "../../src/model/clock.ts";
import type { Leasing, Store } from "../../src/store/store.ts";

const MINUTE = 60_000;
const LOST = "the lease on this tenant was lost";
const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nobodyDoes = () => Promise.reject(new Error("nobody does that here"));

/** A store whose lease was got, after so long; `renewals` says what each renewal comes to, the last one for all further ones. */
function storeWith(renewals: readonly boolean[], takesMs = 0) {
  const calls = { renewed: 0, released: 0, isSeen: true, isOurs: true };
  const held: Leasing = {
    kind: "held",
    lease: {
      renew: () => Promise.resolve(renewals[Math.min(calls.renewed++, renewals.length - 1)] ?? false),
      isOurs: () => Promise.resolve(calls.isOurs),
      unseen: () => (calls.isSeen ? null : "the store is gone from its place"),
      release: () => Promise.resolve(void (calls.released += 1)),
    },
  };
  const take = async (): Promise<Leasing> => {
    await vi.advanceTimersByTimeAsync(takesMs);
    return held;
  };
  const store: Pick<Store, "lease"> = { lease: { take, look: nobodyDoes, breakIt: nobodyDoes } };
  return { store, calls };
}

describe("a lease that a run holds", () => {
  it("is renewed each minute, and is held as long as that works", async () => {
    const { store, calls } = storeWith([true]);
    const lease = await takeLease(store, clock);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(calls.renewed).toBe(60);
    expect(lease.lost()).toBe(null);
  });

  it("is lost when a renewal is refused, and stays lost", async () => {
    const { store } = storeWith([true, false, true]);
    const lease = await takeLease(store, clock);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lease.lost()).toBe(null);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lease.lost()).toBe(LOST);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(lease.lost()).toBe(LOST);
  });

  it("is lost as soon as the store says so before a write, and stays lost", async () => {
    const { store, calls } = storeWith([true]);
    const lease = await takeLease(store, clock);
    expect(await lease.lostNow()).toBe(null);
    calls.isOurs = false;
    expect(lease.lost()).toBe(null);
    expect(await lease.lostNow()).toBe(LOST);
    calls.isOurs = true;
    expect([lease.lost(), await lease.lostNow()]).toEqual([LOST, LOST]);
  });

  it("is lost once others do not see it any more, and stays lost", async () => {
    const { store, calls } = storeWith([true]);
    const lease = await takeLease(store, clock);
    expect(lease.lost()).toBe(null);
    calls.isSeen = false;
    expect(lease.lost()).toBe("the store is gone from its place, so another run may have a lease of its own");
    calls.isSeen = true;
    expect(lease.lost()).toMatch(/^the store is gone/);
  });

  it("is lost on a computer that slept for longer than it lasts, before any timer rings", async () => {
    const { store } = storeWith([true]);
    const lease = await takeLease(store, clock);
    vi.setSystemTime(Date.now() + 5 * MINUTE - 1);
    expect(lease.lost()).toBe(null);
    vi.setSystemTime(Date.now() + 1);
    expect(lease.lost()).toBe(LOST);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lease.lost()).toBe(LOST);
  });

  it("lasts from when it was asked for, however long the answer took", async () => {
    const { store } = storeWith([true], 4 * MINUTE);
    const lease = await takeLease(store, clock);
    vi.setSystemTime(Date.now() + MINUTE);
    expect(lease.lost()).toBe(LOST);
  });

  it("is released once, and not renewed afterwards", async () => {
    const { store, calls } = storeWith([true]);
    await (await takeLease(store, clock)).release();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(calls).toMatchObject({ renewed: 0, released: 1 });
  });
});

it("without a store nothing is lost", async () => {
  expect([NO_LEASE.lost(), await NO_LEASE.lostNow()]).toEqual([null, null]);
});
