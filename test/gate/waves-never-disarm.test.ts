import * as fc from "fast-check";
import { expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { Exception } from "../../src/model/exception.ts";
import type { DecidedPlan, DecidedRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Limit, type Policy } from "../../src/model/policy.ts";
import type { Rollout, RolloutState } from "../../src/model/rollout.ts";
import { followRollouts } from "../../src/rolling/follow.ts";
import type { RolloutStore } from "../../src/rollout/ports.ts";
import { plan, row, uninstall, upgrade, user } from "../report/builders.ts";
import { DAY, digestOf, HOUR, named, ring, rollout, share, T0 } from "../rollout/world.ts";
import { shareOf } from "../share.ts";

// Waves and rings spread what is due over many runs. The limits guard against mistakes, and must see all of it each time: what
// they would hold at once must not get through in small pieces. What they allow is said again here, and not taken from the code.

type Wish = "old" | "fine" | "unwanted";

interface Case {
  readonly wishes: readonly Wish[];
  readonly policy: Partial<Policy>;
  readonly rings: Rollout | null;
  readonly excepted: readonly number[];
  readonly exceptionEndsAfterH: number;
  readonly hours: readonly number[];
}

const limit: fc.Arbitrary<Limit> = fc.oneof(
  fc.nat({ max: 12 }).map((count): Limit => ({ kind: "count", count })),
  fc.constantFrom(0, 1, 10, 25, 50, 100).map((percent: number): Limit => ({ kind: "percent", percent })),
);
const wave = fc.option(fc.integer({ min: 1, max: 6 }));
const window = fc.option(
  fc.constant({ name: "w", days: ["Tue", "Wed", "Thu"], fromMinute: 480, toMinute: 960 } as const),
);
const rings = fc
  .record({ first: fc.array(fc.nat({ max: 15 }), { maxLength: 4 }), parts: fc.subarray([0.1, 0.4]), soak: fc.nat(30) })
  .map(({ first, parts, soak }) => {
    const facts = { soakMs: soak * HOUR };
    const shares = parts.map((part) => share(`share-${part}`, part, 0, facts));
    return rollout([named("it", first.map(idOf), facts), ...shares, ring("everyone", facts)]);
  });
const cases: fc.Arbitrary<Case> = fc.record({
  wishes: fc.array(fc.constantFrom<Wish>("old", "old", "fine", "unwanted"), { minLength: 1, maxLength: 16 }),
  policy: fc.record({
    maxDue: fc.option(limit, { nil: null }),
    maxRemovals: limit,
    maxChanges: limit,
    perRun: wave,
    perDay: wave,
    window,
    protectedUserIds: fc.array(fc.nat({ max: 15 }), { maxLength: 2 }).map((some) => new Set(some.map(idOf))),
  }),
  rings: fc.option(rings),
  excepted: fc.array(fc.nat({ max: 15 }), { maxLength: 3 }),
  exceptionEndsAfterH: fc.integer({ min: 1, max: 100 }),
  hours: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
});

function idOf(index: number): string {
  return user(`u${index}`).id;
}

function rowOf(wish: Wish, index: number): DecidedRow {
  const who = { user: user(`u${index}`) };
  if (wish === "unwanted") return uninstall(who);
  return wish === "old" ? upgrade(who) : row(who);
}

/** What is left of the wishes when what acts is done, run by run; gives what each run did and what was due before it. */
async function* runs({ wishes, policy: rules, rings: of, excepted, exceptionEndsAfterH, hours }: Case) {
  const exception: Exception = {
    app: "expenses",
    accept: ["outdated", "unwanted"],
    reason: "audit",
    owner: "audit-it",
    until: "soon",
    endsAtMs: T0 + exceptionEndsAfterH * HOUR,
    source: { file: "exceptions.yaml", line: 3, column: 3 },
    userIds: new Set(excepted.map(idOf)),
    unread: [],
  };
  const policy: Policy = {
    ...DEFAULT_RULES,
    protectedUserIds: new Set(),
    protectedUnresolved: [],
    ...rules,
    exceptions: [exception],
  };
  const left = [...wishes];
  let nowMs = T0;
  let state: RolloutState | null = null;
  let sendTimes: readonly number[] = [];
  const definition = { app: "expenses", catalogId: "c", digest: digestOf("2.4.0"), version: "2.4.0" };
  const known = { others: [], outcomes: [], watched: [], firstSeenAt: null, signals: {} };
  const memory: RolloutStore = {
    isUsable: () => Promise.resolve(true),
    states: () => Promise.resolve([]),
    keep: ([kept]) => Promise.resolve(void (state = kept ?? state)),
    outcomes: () => Promise.resolve([]),
    firstSeen: () => Promise.resolve(null),
    watched: () => Promise.resolve([]),
    watch: () => Promise.resolve(),
  };
  for (const one of hours) {
    nowMs += one * HOUR;
    const rows = left.map(rowOf);
    const recall = { apps: of === null ? [] : [{ definition, rollout: of, state, ...known }], forgotten: [] };
    const followed = followRollouts(recall, policy, memory, () => Promise.resolve(), nowMs);
    const past = { ...NO_EARLIER_RUNS, sendTimes, byRollout: followed.hold };
    const gated: DecidedPlan = gate(plan(rows), policy, past, nowMs);
    const acts = gated.rows.flatMap(({ verdict }, index) => (verdict === "act" ? [index] : []));
    const isExcepted = (id: string) => exception.endsAtMs > nowMs && exception.userIds.has(id);
    const due = rows.flatMap(({ verdict }, index) =>
      verdict === "act" && !policy.protectedUserIds.has(idOf(index)) && !isExcepted(idOf(index)) ? [index] : [],
    );
    yield { acts, due, left: [...left], policy, gated };
    await followed.keep();
    for (const index of acts) left[index] = "fine";
    sendTimes = [...sendTimes.filter((at) => at > nowMs - DAY), ...acts.map(() => nowMs)];
    if (policy.perDay !== null) expect(sendTimes.length).toBeLessThanOrEqual(policy.perDay);
  }
}

function most(of: Limit, rows: number): number {
  if (of.kind === "count") return of.count;
  return of.percent === 0 ? 0 : Math.max(1, Math.floor((rows * of.percent) / 100));
}

it("waves, rings, windows and exceptions let nothing through that a limit over all that is due would hold", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      for await (const { acts, due, left, policy } of runs(one)) {
        const removals = due.filter((index) => left[index] === "unwanted");
        const areRemovalsHeld = removals.length > most(policy.maxRemovals, left.length);
        const others = due.filter((index) => left[index] !== "unwanted");
        const counted = areRemovalsHeld ? others : due;
        const isAllHeld = policy.maxDue !== null && counted.length > most(policy.maxDue, left.length);
        const allowed = new Set(isAllHeld ? [] : counted);
        expect(acts.filter((index) => !allowed.has(index))).toEqual([]);
        expect(acts.length).toBeLessThanOrEqual(most(policy.maxChanges, left.length));
        if (policy.perRun !== null) expect(acts.length).toBeLessThanOrEqual(policy.perRun);
      }
    }),
    { numRuns: shareOf(300) },
  );
});

it("what the limits allow is done by and by, so the property is no empty promise", async () => {
  const generous = { kind: "percent", percent: 100 } as const;
  const policy = { maxDue: generous, maxRemovals: generous, maxChanges: generous, perRun: 3, perDay: 4 };
  const of = rollout([named("it", [idOf(0)], { soakMs: HOUR }), ring("everyone")]);
  const wishes: readonly Wish[] = ["old", "old", "unwanted", "old", "fine", "unwanted", "old", "old"];
  const hours = Array.from({ length: 6 }, () => 25);
  const done: number[] = [];
  const all = { wishes, policy, rings: of, excepted: [1], exceptionEndsAfterH: 60, hours };
  for await (const { acts } of runs(all)) done.push(...acts);
  expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 5, 6, 7]);
});
