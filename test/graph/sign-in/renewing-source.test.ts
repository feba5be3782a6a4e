import { describe, expect, it } from "vitest";
import { SignInError } from "../../../src/errors.ts";
import type { Attempt } from "../../../src/graph/sign-in/attempt.ts";
import { createRenewingSource } from "../../../src/graph/sign-in/renewing-source.ts";
import { createVirtualClock, HURRIED } from "../../fakes/clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const REFUSED = new SignInError("client-secret-expired", "the secret has expired");
const BUSY = new SignInError("sign-in-unavailable", "the service is busy");

const gives = (token: string, lifeMs = HOUR): Attempt => ({ kind: "token", token, lifeMs });
const refuses = (waitMs: number | null = null): Attempt => ({ kind: "failed", error: REFUSED, passing: false, waitMs });
const isBusy = (waitMs: number | null = null): Attempt => ({ kind: "failed", error: BUSY, passing: true, waitMs });

/** A source in front of a service that does, try by try, what the script says, and then fails the test. */
function sourceOf(...script: readonly (Attempt | Error)[]) {
  const clock = createVirtualClock(0, HURRIED);
  const said: string[] = [];
  const triedAt: number[] = [];
  const source = createRenewingSource({
    attempt: () => {
      const next = script[triedAt.length] ?? new Error(`nothing was expected to be asked at ${clock.now()}`);
      triedAt.push(clock.now());
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    clock,
    say: (line) => said.push(line),
  });
  return { source, clock, said, triedAt };
}

describe("a failure is told", () => {
  it("at once where asking again does not help, and to whoever asks in the next 10 s without asking again", async () => {
    const { source, clock, triedAt } = sourceOf(refuses(), gives("token-1"));
    await expect(source.token()).rejects.toBe(REFUSED);
    await clock.advance(10 * SECOND - 1);
    await expect(source.token()).rejects.toBe(REFUSED);
    await expect(source.renew("token-0")).rejects.toBe(REFUSED);
    await clock.advance(1);
    expect(await source.token()).toBe("token-1");
    expect(triedAt).toEqual([0, 10 * SECOND]);
  });

  it.each([
    ["as long as the service asks", 45 * SECOND, 45 * SECOND],
    ["10 min at most", HOUR, 10 * MINUTE],
  ])("and held for %s", async (_name, waitMs, heldMs) => {
    const { source, clock, triedAt } = sourceOf(isBusy(waitMs), gives("token-1"));
    await expect(source.token()).rejects.toBe(BUSY);
    await clock.advance(heldMs - 1);
    await expect(source.token()).rejects.toBe(BUSY);
    await clock.advance(1);
    expect(await source.token()).toBe("token-1");
    expect(triedAt).toEqual([0, heldMs]);
  });

  it("after three tries where it may pass, with the waits of the service or 1 s and 4 s", async () => {
    const own = sourceOf(isBusy(), isBusy(), isBusy());
    await expect(own.source.token()).rejects.toBe(BUSY);
    expect(own.triedAt).toEqual([0, SECOND, 5 * SECOND]);
    const asked = sourceOf(isBusy(30 * SECOND), isBusy(2 * SECOND), isBusy(SECOND));
    await expect(asked.source.token()).rejects.toBe(BUSY);
    expect(asked.triedAt).toEqual([0, 30 * SECOND, 32 * SECOND]);
  });
});

describe("while a token is good but due", () => {
  it("is used on when the renewal fails, which is said once in 10 s", async () => {
    const { source, clock, said, triedAt } = sourceOf(gives("token-1"), refuses(), refuses());
    await source.token();
    await clock.advance(56 * MINUTE);
    expect(await source.token()).toBe("token-1");
    expect(await source.token()).toBe("token-1");
    const line = "the token could not be renewed yet and is good for 4 more min: the secret has expired";
    expect(said).toEqual([line]);
    await clock.advance(10 * SECOND);
    expect(await source.token()).toBe("token-1");
    expect(said).toEqual([line, line]);
    expect(triedAt).toEqual([0, 56 * MINUTE, 56 * MINUTE + 10 * SECOND]);
  });

  it("lets the failure be told when it ends before the last try", async () => {
    const { source, clock, said } = sourceOf(gives("token-1"), isBusy(), isBusy(), isBusy());
    await source.token();
    await clock.advance(HOUR - 3 * SECOND);
    await expect(source.token()).rejects.toBe(BUSY);
    expect(said).toEqual([]);
  });

  it("does not hide a mistake of the program, as if a service had failed", async () => {
    const mistake = new TypeError("not a function");
    const { source, clock, said } = sourceOf(gives("token-1"), mistake);
    await source.token();
    await clock.advance(56 * MINUTE);
    await expect(source.token()).rejects.toBe(mistake);
    expect(said).toEqual([]);
  });

  it("is used on when what came instead cannot be sent", async () => {
    const { source, clock } = sourceOf(gives("token-1"), gives("two words"));
    await source.token();
    await clock.advance(56 * MINUTE);
    expect(await source.token()).toBe("token-1");
  });
});

describe("a token that Graph refused", () => {
  it("is replaced by the one that is held, when that is another", async () => {
    const { source, clock, triedAt } = sourceOf(gives("token-1"), gives("token-2"));
    await source.token();
    await clock.advance(HOUR);
    await source.token();
    expect(await source.renew("token-1")).toBe("token-2");
    expect(triedAt).toHaveLength(2);
  });

  it("is replaced by a new one, when the one that is held has ended", async () => {
    const { source, clock } = sourceOf(gives("token-1"), gives("token-2"));
    await source.token();
    await clock.advance(HOUR);
    expect(await source.renew("token-of-before")).toBe("token-2");
    expect(await source.token()).toBe("token-2");
  });

  it("and comes again, as from a service that keeps tokens, is not asked for over and over", async () => {
    const { source, triedAt } = sourceOf(gives("token-1"), gives("token-1"));
    await source.token();
    expect(await source.renew("token-1")).toBe("token-1");
    expect(await source.renew("token-1")).toBe("token-1");
    expect(triedAt).toHaveLength(2);
  });

  it("is asked for again later, when it could not be replaced", async () => {
    const { source, clock } = sourceOf(gives("token-1"), refuses(), gives("token-2"));
    await source.token();
    await expect(source.renew("token-1")).rejects.toBe(REFUSED);
    await clock.advance(10 * SECOND);
    expect(await source.renew("token-1")).toBe("token-2");
  });

  it("and another one, refused at the same time, fail together, and each is asked for again later", async () => {
    const { source, clock, triedAt } = sourceOf(gives("token-1"), refuses(), gives("token-2"));
    await source.token();
    const both = await Promise.allSettled([source.renew("token-1"), source.renew("token-0")]);
    expect(both).toEqual([
      { status: "rejected", reason: REFUSED },
      { status: "rejected", reason: REFUSED },
    ]);
    expect(triedAt).toEqual([0, 0]);
    await clock.advance(10 * SECOND);
    expect(await Promise.all([source.renew("token-0"), source.renew("token-1")])).toEqual(["token-2", "token-2"]);
    expect(triedAt).toEqual([0, 0, 10 * SECOND]);
  });
});
