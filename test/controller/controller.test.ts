import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  type ControllerOptions,
  createController,
  type PassOrder,
  type PassResult,
} from "../../src/controller/controller.ts";
import type { LogEvent } from "../../src/controller/log.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import { parseSchedule } from "../../src/controller/schedule.ts";
import { follow, type Newest } from "../../src/controller/source.ts";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { SourceError } from "../../src/errors.ts";
import { isoTime } from "../../src/model/clock.ts";
import type { Plan } from "../../src/model/plan.ts";
import { judge } from "../../src/plan/convergence.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { plan, upgrade } from "../report/builders.ts";
import { isWhole } from "../share.ts";

const START = Date.UTC(2026, 0, 5, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What git holds: a commit that is good, that is bad, that suspends everything, or nothing that can be reached. */
type Head = { readonly commit: string; readonly kind: "good" | "bad" | "suspending" } | "unreachable";
type State = { readonly commit: string; readonly suspends: boolean };

const CONVERGED: PassResult = {
  outcome: "converged",
  exitCode: 0,
  judgement: null,
  plan: null,
  traffic: {},
  budgetLeft: null,
  summary: "all is well",
  problem: null,
  againInMs: null,
};

const ANYBODY = { policySuspended: false, applies: true };

function neverEnds(): Promise<PassResult> {
  return new Promise(() => undefined);
}

/** A controller whose passes take `passMs` each, in virtual time. */
function world(changed: Partial<ControllerOptions<State>> = {}, passMs = MINUTE) {
  const clock = createVirtualClock(START);
  const now = {
    head: { commit: "a", kind: "good" } as Head,
    suspended: null as string | null,
    storeTrouble: null as string | null,
    frozen: null as string | null,
    catalogMoved: false,
  };
  const orders: (PassOrder<State> & { readonly at: string })[] = [];
  const events: LogEvent[] = [];
  const controller = createController<State>({
    clock,
    random: () => 0.5,
    following: follow<State>(
      {
        read: async (known) => {
          await Promise.resolve();
          const { head } = now;
          if (head === "unreachable") throw new SourceError("git fetch failed");
          return head.commit === known ? null : newest(head);
        },
      },
      describeInOneLine,
    ),
    carryOut: async (order) => {
      orders.push({ ...order, at: isoTime(clock.now()) });
      await clock.sleep(passMs, order.pass.stop);
      return CONVERGED;
    },
    hearing: null,
    hasCatalogMoved: () => Promise.resolve(now.catalogMoved),
    suspension: { because: () => now.suspended },
    storeTrouble: () => now.storeTrouble,
    frozen: () => Promise.resolve(now.frozen),
    suspends: ({ suspends }) => suspends,
    metrics: createMetrics({ nowMs: () => clock.now(), build: { version: "0", node: "24" } }),
    log: (event) => void events.push(event),
    onPass: () => undefined,
    describeError: (error) => (error instanceof Error ? error.message : "?"),
    schedule: null,
    jitterMs: 0,
    corrects: true,
    deadlineMs: HOUR,
    sourceEveryMs: MINUTE,
    brakeEveryMs: 5_000,
    catalogEveryMs: null,
    ...changed,
  });
  const stop = new AbortController();
  const start = () => void controller.run(stop.signal);
  /** `trigger commit at 06:00`, with ` (report)` where it only reports. */
  const told = () =>
    orders.map(({ pass, inUse, at, reportOnly }) => {
      const how = reportOnly === null ? "" : " (report)";
      return `${pass.trigger} ${inUse.commit} at ${at.slice(5, 16)}${how}`;
    });
  return { clock, now, orders, events, controller, stop, start, told };
}

function newest({ commit, kind }: Exclude<Head, "unreachable">): Newest<State> {
  const state = { commit, suspends: kind === "suspending" };
  return {
    version: commit,
    commit,
    ref: "refs/heads/main",
    content: kind === "bad" ? { kind: "refused", problem: "2 errors" } : { kind: "valid", state },
  };
}

describe("a freeze", () => {
  it("is told everywhere once it is seen, and a thaw starts the pass that was kept from changing anything", async () => {
    const { clock, now, start, told, controller, events } = world();
    start();
    await clock.advance(10 * MINUTE);
    now.frozen = "every app frozen by ana on build-7: the audit runs";
    await clock.advance(MINUTE);
    expect(controller.standing().frozen).toBe(now.frozen);
    expect(controller.ready()).toEqual({
      ok: true,
      why: `converged at the last pass; changes are frozen: ${now.frozen}`,
    });
    now.frozen = null;
    await clock.advance(MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00", "retry a at 01-05T00:11"]);
    expect(controller.standing().frozen).toBeNull();
    expect(events.flatMap((event) => (event.kind === "notice" ? [event.text] : []))).toEqual([
      "warning: changes are frozen: every app frozen by ana on build-7: the audit runs",
      "changes are not frozen any more",
    ]);
  });

  it("ends no controller that only reports, and starts no pass of it", async () => {
    const { clock, now, start, told } = world({ corrects: false });
    start();
    now.frozen = "every app";
    await clock.advance(MINUTE);
    now.frozen = null;
    await clock.advance(MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00"]);
  });
});

describe("what starts a pass", () => {
  it("the start, and then the schedule, put off by the jitter", async () => {
    const { clock, start, told } = world({ schedule: parseSchedule("0 6 * * *", "UTC"), jitterMs: 20 * MINUTE });
    start();
    await clock.advance(2 * DAY);
    expect(told()).toEqual(["start a at 01-05T00:00", "schedule a at 01-05T06:10", "schedule a at 01-06T06:10"]);
  });

  it("a new commit, once it is seen", async () => {
    const { clock, now, start, told } = world();
    start();
    await clock.advance(10 * MINUTE + 1);
    now.head = { commit: "b", kind: "good" };
    await clock.advance(10 * MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00", "commit b at 01-05T00:10"]);
  });

  it("a definition that moved in the catalog", async () => {
    const { clock, now, start, told } = world({ catalogEveryMs: 6 * HOUR });
    start();
    await clock.advance(7 * HOUR);
    now.catalogMoved = true;
    await clock.advance(5 * HOUR);
    expect(told()).toEqual(["start a at 01-05T00:00", "catalog a at 01-05T12:00"]);
  });

  it("somebody who asks", async () => {
    const { clock, controller, start, told } = world();
    start();
    await clock.advance(HOUR);
    controller.request("request");
    await clock.advance(HOUR);
    controller.request("signal");
    await clock.advance(HOUR);
    expect(told().slice(1)).toEqual(["request a at 01-05T01:00", "signal a at 01-05T02:00"]);
  });
});

describe("a desired state that is not good never acts", () => {
  it("a bad commit: the last good one is reported on, until a good one comes", async () => {
    const { clock, now, events, start, told } = world();
    start();
    await clock.advance(10 * MINUTE);
    now.head = { commit: "b", kind: "bad" };
    await clock.advance(10 * MINUTE);
    now.head = { commit: "c", kind: "good" };
    await clock.advance(10 * MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00", "commit a at 01-05T00:10 (report)", "commit c at 01-05T00:20"]);
    expect(events.filter(({ kind }) => kind === "source-refused")).toEqual([
      { kind: "source-refused", commit: "b", problem: "2 errors" },
    ]);
  });

  it("git that cannot be reached: reported on, and said once", async () => {
    const { clock, now, events, controller, start, told } = world();
    start();
    await clock.advance(10 * MINUTE);
    now.head = "unreachable";
    await clock.advance(10 * MINUTE);
    controller.request("request");
    await clock.advance(10 * MINUTE);
    expect(told().at(-1)).toBe("request a at 01-05T00:20 (report)");
    expect(events.filter(({ kind }) => kind === "source-refused")).toHaveLength(1);
  });

  it("none at all: the pass fails, and the controller goes on", async () => {
    const { clock, now, controller, start, told } = world();
    now.head = "unreachable";
    start();
    await clock.advance(4 * MINUTE + 1);
    expect(controller.last()).toMatchObject({ outcome: "failed", problem: "git fetch failed" });
    now.head = { commit: "a", kind: "good" };
    await clock.advance(5 * MINUTE);
    expect(told()).toEqual(["commit a at 01-05T00:04"]);
  });
});

describe("what was missed is made good as soon as it can be", () => {
  it("git that was away at the scheduled minute: a pass once it is back, not at the next schedule", async () => {
    const { clock, now, events, start, told } = world({ schedule: parseSchedule("0 6 * * *", "UTC") });
    start();
    await clock.advance(6 * HOUR - 30_000);
    now.head = "unreachable";
    await clock.advance(MINUTE + 10_000);
    now.head = { commit: "a", kind: "good" };
    await clock.advance(HOUR);
    expect(told().slice(1)).toEqual(["schedule a at 01-05T06:00 (report)", "retry a at 01-05T06:01"]);
    const ofSource = events.filter(({ kind }) => kind.startsWith("source-"));
    expect(ofSource).toEqual([
      { kind: "source-refused", commit: null, problem: "git fetch failed" },
      { kind: "source-recovered", commit: "a" },
    ]);
  });

  it("a brake that was pulled while a pass changed things", async () => {
    const { clock, now, orders, start, told } = world();
    start();
    await clock.advance(1_000);
    now.suspended = "/run/suspend is there";
    expect(orders[0]?.changingEnds()).toContain("/run/suspend");
    await clock.advance(10 * MINUTE);
    now.suspended = null;
    await clock.advance(10 * MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00", "retry a at 01-05T00:10"]);
  });

  it("a pass that was put off: after so long as it said, and no sooner", async () => {
    const standby: PassResult = { ...CONVERGED, outcome: "standby", problem: "another run", againInMs: 15 * MINUTE };
    let passes = 0;
    const { clock, start } = world({
      carryOut: async () => {
        passes += 1;
        await Promise.resolve();
        return passes === 1 ? standby : CONVERGED;
      },
    });
    start();
    await clock.advance(14 * MINUTE);
    expect(passes).toBe(1);
    await clock.advance(2 * MINUTE);
    expect(passes).toBe(2);
    await clock.advance(DAY);
    expect(passes).toBe(2);
  });
});

/** The minutes of all passes within a day and a half, each of which comes to this. */
async function minutesOf(result: PassResult | (() => PassResult)): Promise<readonly number[]> {
  const minutes: number[] = [];
  const { clock, start } = world({
    carryOut: async () => {
      minutes.push((clock.now() - START) / MINUTE);
      await Promise.resolve();
      return typeof result === "function" ? result() : result;
    },
  });
  start();
  await clock.advance(36 * HOUR);
  return minutes.map(Math.round);
}

describe("a pass that came to nothing is made again, ever more rarely", () => {
  const UNREAD: PassResult = {
    ...CONVERGED,
    outcome: "not-converged",
    judgement: { ...judge(plan([]), ANYBODY), state: "unknown" },
  };

  it("that failed, within the hour", async () => {
    const minutes = await minutesOf({ ...CONVERGED, outcome: "failed", problem: "Graph does not answer" });
    expect(minutes.slice(0, 9)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  });

  it("that left something unread, at last once a day, since some of it stays unread for good", async () => {
    expect(await minutesOf(UNREAD)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047]);
  });

  it("and is over with the first one that comes to something", async () => {
    let passes = 0;
    const minutes = await minutesOf(() => {
      passes += 1;
      return passes < 3 ? UNREAD : CONVERGED;
    });
    expect(minutes).toEqual([0, 1, 3]);
  });

  it("but not what a budget left for the next pass", async () => {
    const left = plan([{ ...upgrade(), verdict: "blocked", action: null, reason: "not-read-yet" }]);
    expect(await minutesOf({ ...UNREAD, plan: left })).toEqual([0]);
  });
});

describe("a clock that is set anew", () => {
  const daily = { schedule: parseSchedule("0 6 * * *", "UTC") };

  it("back by days: the next pass is that of the day that the clock shows now", async () => {
    const { clock, start, told } = world(daily);
    start();
    await clock.advance(HOUR);
    clock.set(clock.now() + 90 * DAY);
    await clock.advance(HOUR);
    clock.set(clock.now() - 90 * DAY);
    await clock.advance(5 * HOUR);
    expect(told()).toEqual(["start a at 01-05T00:00", "schedule a at 04-05T01:01", "schedule a at 01-05T06:00"]);
  });

  it("back by a moment, just after a pass: there is no second one", async () => {
    const { clock, start, told } = world(daily);
    start();
    await clock.advance(6 * HOUR + 500);
    clock.set(clock.now() - 3_000);
    await clock.advance(HOUR);
    expect(told()).toEqual(["start a at 01-05T00:00", "schedule a at 01-05T06:00"]);
  });

  it("back while a pass is put off: it waits no longer for that", async () => {
    const standby: PassResult = { ...CONVERGED, outcome: "standby", problem: "another run", againInMs: 15 * MINUTE };
    let passes = 0;
    const { clock, start } = world({
      carryOut: async () => {
        passes += 1;
        await Promise.resolve();
        return passes === 1 ? standby : CONVERGED;
      },
    });
    start();
    await clock.advance(MINUTE);
    clock.set(clock.now() - DAY);
    await clock.advance(15 * MINUTE);
    expect(passes).toBe(2);
  });

  it("forwards while a pass is under way: it is not taken for one that is stuck, and lasts as long as it lasts", async () => {
    const { clock, start, controller } = world({}, 5 * MINUTE);
    start();
    await clock.advance(MINUTE);
    clock.set(clock.now() + 30 * DAY);
    expect(controller.live()).toMatchObject({ ok: true });
    await clock.advance(5 * MINUTE);
    expect(controller.last()?.tookMs).toBe(5 * MINUTE);
  });
});

describe("the log of a long trouble", () => {
  it("of git, whose words are other ones at each look: told each ten minutes, and its end once", async () => {
    let looks = 0;
    const { clock, events, start } = world({
      following: follow<State>(
        {
          read: async () => {
            await Promise.resolve();
            looks += 1;
            if (clock.now() < START + HOUR) throw new SourceError(`no answer at port ${looks}`);
            return newest({ commit: "a", kind: "good" });
          },
        },
        describeInOneLine,
      ),
    });
    start();
    await clock.advance(2 * HOUR);
    expect(looks).toBeGreaterThan(300);
    expect(events.filter(({ kind }) => kind === "source-refused")).toHaveLength(6);
    expect(events.filter(({ kind }) => kind === "source-recovered")).toHaveLength(1);
  });

  it("of git, then of a commit: each kind is told at once", async () => {
    const { clock, now, events, start } = world();
    start();
    await clock.advance(5 * MINUTE);
    now.head = "unreachable";
    await clock.advance(2 * MINUTE);
    now.head = { commit: "b", kind: "bad" };
    await clock.advance(2 * MINUTE);
    now.head = { commit: "c", kind: "good" };
    await clock.advance(2 * MINUTE);
    expect(events.filter(({ kind }) => kind.startsWith("source-")).map((event) => JSON.stringify(event))).toEqual([
      '{"kind":"source-refused","commit":null,"problem":"git fetch failed"}',
      '{"kind":"source-refused","commit":"b","problem":"2 errors"}',
      '{"kind":"source-recovered","commit":"c"}',
    ]);
  });

  it("of months on standby: its beginning, what the schedule asks for, and the first pass that is more", async () => {
    let isHeld = true;
    const { clock, events, start } = world({
      schedule: parseSchedule("7 0 6 * * *", "UTC"),
      carryOut: async ({ begins }) => {
        await Promise.resolve();
        if (isHeld) return { ...CONVERGED, outcome: "standby", problem: "another run", againInMs: MINUTE };
        begins();
        return CONVERGED;
      },
    });
    start();
    await clock.advance(2 * DAY);
    isHeld = false;
    await clock.advance(10 * MINUTE);
    const told = events.flatMap((event) => (event.kind === "pass-ended" ? [event.outcome] : []));
    expect(told).toEqual(["standby", "standby", "standby", "converged"]);
    expect(events.filter(({ kind }) => kind === "pass-started")).toHaveLength(4);
  });
});

describe("a look at the source that a pass and the clock share", () => {
  it("tells of a commit once, and makes one pass of it", async () => {
    const { clock, now, events, start, told } = world({
      schedule: parseSchedule("10 * * * *", "UTC"),
      following: follow<State>(
        {
          read: async (known) => {
            await clock.sleep(1_000);
            const { head } = now;
            return head === "unreachable" || head.commit === known ? null : newest(head);
          },
        },
        describeInOneLine,
      ),
      sourceEveryMs: 59_000,
    });
    start();
    // The looks come each minute, so the one at 00:10:00 is under way when the pass begins.
    await clock.advance(9 * MINUTE + 59_000);
    now.head = { commit: "b", kind: "good" };
    await clock.advance(10 * MINUTE);
    expect(events.flatMap((event) => (event.kind === "commit" ? [event.commit] : []))).toEqual(["a", "b"]);
    expect(told()).toHaveLength(2);
  });
});

describe("a part that cannot go on", () => {
  it("ends all of them: nothing is changed that nobody watches", async () => {
    const { clock, controller, orders, stop } = world({
      catalogEveryMs: HOUR,
      hasCatalogMoved: () => Promise.reject(new Error("a defect")),
    });
    let ended: unknown = null;
    controller.run(stop.signal).catch((error: unknown) => {
      ended = error;
    });
    await clock.advance(2 * HOUR);
    expect(String(ended)).toBe("Error: a defect");
    const passes = orders.length;
    controller.request("request");
    await clock.advance(DAY);
    expect(orders).toHaveLength(passes);
  });
});

describe("the end", () => {
  it("while the source is looked at makes no pass that fails, and is no trouble of the source", async () => {
    const { clock, now, controller, events, stop, start } = world();
    now.head = "unreachable";
    start();
    stop.abort();
    await clock.advance(MINUTE);
    expect(controller.last()?.outcome).not.toBe("failed");
    expect(events.filter(({ kind }) => kind === "source-refused")).toEqual([]);
  });
});

describe("trouble with the store", () => {
  it("has a beginning and an end", async () => {
    const { clock, now, events, controller, start } = world();
    now.storeTrouble = "the store cannot be written";
    start();
    await clock.advance(10 * MINUTE);
    controller.request("request");
    await clock.advance(10 * MINUTE);
    now.storeTrouble = null;
    controller.request("request");
    await clock.advance(10 * MINUTE);
    expect(events.filter(({ kind }) => kind.startsWith("store-"))).toEqual([
      { kind: "store-unusable", problem: "the store cannot be written" },
      { kind: "store-recovered" },
    ]);
  });
});

describe("the brake", () => {
  it("a file: nothing is changed while it is there, and what was missed is made good once it is not", async () => {
    const { clock, now, events, start, told } = world();
    now.suspended = "/run/suspend is there";
    start();
    await clock.advance(10 * MINUTE);
    now.suspended = null;
    await clock.advance(MINUTE);
    expect(told()).toEqual(["start a at 01-05T00:00 (report)", "retry a at 01-05T00:10"]);
    expect(events.filter(({ kind }) => kind === "suspended" || kind === "resumed").map(({ kind }) => kind)).toEqual([
      "suspended",
      "resumed",
    ]);
  });

  it("is asked while a pass is under way: a file, or a newer commit that suspends", async () => {
    const { clock, now, orders, start } = world({}, 30 * MINUTE);
    start();
    await clock.advance(5 * MINUTE);
    const [order] = orders;
    expect(order?.changingEnds()).toBe(null);
    now.suspended = "/run/suspend is there";
    expect(order?.changingEnds()).toContain("/run/suspend");
    now.suspended = null;
    now.head = { commit: "b", kind: "suspending" };
    await clock.advance(5 * MINUTE);
    expect(order?.changingEnds()).toContain("policy.suspend");
    now.head = { commit: "c", kind: "good" };
    await clock.advance(5 * MINUTE);
    expect(order?.changingEnds()).toBe(null);
  });
});

describe("a controller that only reports", () => {
  it("never corrects, whatever happens", async () => {
    const { clock, orders, start } = world({ corrects: false, schedule: parseSchedule("0 * * * *", "UTC") });
    start();
    await clock.advance(5 * HOUR);
    expect(orders).toHaveLength(6);
    // Its passes are made as previews by whoever carries them out; that it is only reported is no problem to tell of.
    expect(orders.every(({ reportOnly }) => reportOnly === null)).toBe(true);
  });
});

describe("health", () => {
  it("is ready after the first pass, live unless a pass is stuck", async () => {
    const { clock, controller, start } = world({ carryOut: neverEnds, deadlineMs: HOUR });
    start();
    await clock.advance(MINUTE);
    expect(controller.ready()).toMatchObject({ ok: false });
    await clock.advance(74 * MINUTE);
    expect(controller.live()).toEqual({ ok: true, why: "pass 1 is under way" });
    await clock.advance(MINUTE);
    expect(controller.live()).toMatchObject({ ok: false, why: expect.stringContaining("16 min after its deadline") });
  });

  it("is not ready while what passes do cannot be kept", async () => {
    const { clock, controller, now, start } = world();
    start();
    await clock.advance(2 * MINUTE);
    expect(controller.ready()).toMatchObject({ ok: true });
    now.storeTrouble = "the store cannot be written";
    expect(controller.ready()).toEqual({ ok: false, why: "the store cannot be written" });
    now.storeTrouble = null;
    expect(controller.ready()).toMatchObject({ ok: true });
  });

  it("a pass that throws is a failed pass, and the next one is made", async () => {
    let count = 0;
    const carryOut = () => {
      count += 1;
      return count === 1 ? Promise.reject(new Error("no token")) : Promise.resolve(CONVERGED);
    };
    const { clock, controller, start } = world({ carryOut });
    start();
    await clock.advance(MINUTE - 1);
    expect(controller.last()).toMatchObject({ outcome: "failed", problem: "no token" });
    await clock.advance(MINUTE);
    expect(controller.last()).toMatchObject({ outcome: "converged", problem: null });
  });
});

describe("a long life", () => {
  it("500 passes, one after another, and the end comes in good order", async () => {
    const { clock, orders, controller, stop } = world({ schedule: parseSchedule("*/5 * * * *", "UTC") });
    const running = controller.run(stop.signal);
    for (let hours = 0; hours < 42; hours += 1) await clock.advance(HOUR);
    expect(orders.length).toBeGreaterThan(500);
    for (const [index, order] of orders.entries()) expect(order.pass.number).toBe(index + 1);
    stop.abort();
    await clock.runUntilSettled(running);
  });

  it.runIf(isWhole)(
    "keeps nothing of passes that are over: 1,000 plans of 100 rows each leave memory as it was",
    async () => {
      let passes = 0;
      const carryOut = (): Promise<PassResult> => {
        passes += 1;
        return Promise.resolve({ ...CONVERGED, plan: largePlan() });
      };
      const { clock, controller, stop } = world({ carryOut, schedule: parseSchedule("* * * * *", "UTC") });
      const running = controller.run(stop.signal);
      await clock.advance(3 * HOUR);
      const before = heapInUse();
      await clock.advance(17 * HOUR);
      expect(passes).toBeGreaterThan(1_000);
      // One such plan has some 40 kB, so that 1,000 of them would have 40 MB.
      expect(heapInUse() - before).toBeLessThan(20 * 1024 * 1024);
      stop.abort();
      await clock.runUntilSettled(running);
    },
  );
});

function largePlan(): Plan {
  return plan(Array.from({ length: 100 }, (_row, index) => upgrade({ app: `app${index}` })));
}

/** Bytes that are in use once all that is not has been given back. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
