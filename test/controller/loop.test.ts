import { describe, expect, it } from "vitest";
import { createLoop, type Pass, type Trigger } from "../../src/controller/loop.ts";
import { createVirtualClock } from "../fakes/clock.ts";

const START = Date.UTC(2026, 0, 5, 8);
const MINUTE = 60_000;

/** A loop whose passes take as long as `takes` says, in virtual time; passes with the stop they were given. */
function world(takes: (pass: Pass) => number, options: { deadlineMs?: number; fails?: (pass: Pass) => boolean } = {}) {
  const clock = createVirtualClock(START);
  const passes: { trigger: Trigger; from: number; to: number; stopped: boolean }[] = [];
  const failures: string[] = [];
  let most = 0;
  let underWay = 0;
  const loop = createLoop({
    clock,
    deadlineMs: options.deadlineMs ?? 60 * MINUTE,
    carryOut: async (pass) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await clock.sleep(takes(pass), pass.stop);
      underWay -= 1;
      const [from, to] = [pass.startedAtMs - START, clock.now() - START];
      passes.push({ trigger: pass.trigger, from, to, stopped: pass.stop.aborted });
      if (options.fails?.(pass) === true) throw new Error(`pass ${pass.number} failed`);
    },
    failed: (_pass, error) => void failures.push(error instanceof Error ? error.message : "?"),
  });
  const stop = new AbortController();
  const running = loop.run(stop.signal);
  return { clock, loop, passes, failures, stop, running, most: () => most };
}

describe("passes", () => {
  it("stand still until one is asked for", async () => {
    const { clock, passes } = world(() => MINUTE);
    await clock.advance(24 * 60 * MINUTE);
    expect(passes).toEqual([]);
  });

  it("never run two at once; all that ask in the meantime are answered by one more", async () => {
    const { clock, loop, passes, most } = world(() => 10 * MINUTE);
    loop.request("schedule");
    await clock.advance(MINUTE);
    for (const trigger of ["commit", "request", "commit"] as const) loop.request(trigger);
    await clock.advance(60 * MINUTE);
    expect(passes).toEqual([
      { trigger: "schedule", from: 0, to: 10 * MINUTE, stopped: false },
      { trigger: "commit", from: 10 * MINUTE, to: 20 * MINUTE, stopped: false },
    ]);
    expect(most()).toBe(1);
  });

  it("go on after one that failed, and its error is told", async () => {
    const { clock, loop, passes, failures } = world(() => MINUTE, { fails: ({ number }) => number === 1 });
    loop.request("schedule");
    await clock.advance(2 * MINUTE);
    loop.request("schedule");
    await clock.advance(2 * MINUTE);
    expect(passes).toHaveLength(2);
    expect(failures).toEqual(["pass 1 failed"]);
  });

  it("are asked to stop at the deadline, and the next one has its own", async () => {
    const { clock, loop, passes } = world(({ number }) => (number === 1 ? 999 * MINUTE : 20 * MINUTE), {
      deadlineMs: 30 * MINUTE,
    });
    loop.request("schedule");
    await clock.advance(31 * MINUTE);
    loop.request("request");
    await clock.advance(60 * MINUTE);
    expect(passes.map(({ to, from, stopped }) => ({ minutes: (to - from) / MINUTE, stopped }))).toEqual([
      { minutes: 30, stopped: true },
      { minutes: 20, stopped: false },
    ]);
  });

  it("tell which one is under way, for as long as it is", async () => {
    const { clock, loop } = world(() => MINUTE);
    expect(loop.current()).toBe(null);
    loop.request("signal");
    await clock.advance(1);
    expect(loop.current()).toMatchObject({ number: 1, trigger: "signal", startedAtMs: START });
    await clock.advance(MINUTE);
    expect(loop.current()).toBe(null);
  });
});

describe("the end", () => {
  it("asks the pass under way to stop, waits for it, and begins no other", async () => {
    const { clock, loop, passes, stop, running } = world(() => 10 * MINUTE);
    loop.request("schedule");
    await clock.advance(MINUTE);
    loop.request("commit");
    stop.abort();
    await clock.runUntilSettled(running);
    expect(passes).toEqual([{ trigger: "schedule", from: 0, to: MINUTE, stopped: true }]);
  });

  it("comes at once between passes", async () => {
    const { clock, stop, running } = world(() => MINUTE);
    await clock.advance(MINUTE);
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });
});
