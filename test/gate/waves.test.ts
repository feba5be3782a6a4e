import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EarlierRuns, NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { DecidedPlan, DecidedRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Policy } from "../../src/model/policy.ts";
import type { RolloutProgress } from "../../src/model/rollout.ts";
import { dayHold } from "../../src/gate/waves.ts";
import { app as builtApp, plan, replace, upgrade, user } from "../report/builders.ts";
import { shareOf } from "../share.ts";

const NOW = Date.UTC(2026, 0, 5, 8);
const HOUR = 3_600_000;
const POLICY: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "count", count: 1000 },
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};

function due(count: number, app = "expenses") {
  return Array.from({ length: count }, (_, index) => upgrade({ user: user(`${app}${index}`), app }));
}

function byDay(perDay: number, rows: readonly DecidedRow[], sendTimes: EarlierRuns["sendTimes"]): DecidedPlan {
  return gate(plan(rows), { ...POLICY, perDay }, { ...NO_EARLIER_RUNS, sendTimes }, NOW);
}

const ROLLOUT: Omit<RolloutProgress, "app" | "digest"> = {
  catalogId: null,
  version: null,
  phase: "rolling",
  at: null,
  rings: [],
  until: null,
  detail: null,
  gates: [],
  halt: null,
  warnings: [],
  rereads: null,
  course: [],
};

const acting = ({ rows }: DecidedPlan): number => rows.filter(({ verdict }) => verdict === "act").length;
const chosen = (gated: DecidedPlan): readonly string[] =>
  gated.rows.filter(({ verdict }) => verdict === "act").map(({ app, user: { id } }) => `${app} ${id ?? ""}`);
const details = ({ rows }: DecidedPlan): ReadonlySet<string | null> =>
  new Set(
    rows.filter(({ verdict }) => verdict === "held").map(({ reason, detail }) => `${reason ?? ""}: ${detail ?? ""}`),
  );

describe("perDay", () => {
  it.each<[string, number, EarlierRuns["sendTimes"], number, string, string | undefined]>([
    ["nothing was sent yet", 3, [], 3, "0 were sent in the last 24 hours", "2026-01-06 08:00 UTC"],
    ["some were sent", 3, [NOW - 20 * HOUR, NOW - HOUR], 1, "2 were sent in the last 24 hours", "2026-01-05 12:00 UTC"],
    ["all were sent", 2, [NOW - 20 * HOUR, NOW - HOUR], 0, "2 were sent in the last 24 hours", "2026-01-05 12:00 UTC"],
    [
      "more than all, since it was lowered",
      1,
      [NOW - 20 * HOUR, NOW - HOUR],
      0,
      "2 were sent in the last 24 hours",
      "2026-01-06 07:00 UTC",
    ],
    ["a day ago does not count", 3, [NOW - 24 * HOUR], 3, "0 were sent in the last 24 hours", "2026-01-06 08:00 UTC"],
    [
      "there is no store",
      3,
      "no-store",
      3,
      "counted in this run alone, since there is no store",
      "2026-01-06 08:00 UTC",
    ],
    ["the store does not tell", 3, "unreadable", 0, "and the store does not tell how many were sent", undefined],
  ])("%s", (_name, perDay, sendTimes, acts, why, next) => {
    const gated = byDay(perDay, due(5), sendTimes);
    expect([acting(gated), details(gated), gated.nextAct?.text, gated.due]).toEqual([
      acts,
      new Set([`next-day: perDay allows ${perDay}, ${why}`]),
      next,
      5,
    ]);
  });

  it("promises no time where everybody acts", () => {
    expect(byDay(5, due(5), []).nextAct).toBeUndefined();
  });

  it("gives the apps their turns, whichever comes first in the plan", () => {
    const rows = [...due(50), ...due(2, "travel"), ...due(10, "wiki")];
    const gated = byDay(9, rows, []);
    const ofApps = Map.groupBy(chosen(gated), (text) => text.split(" ")[0]);
    expect([...ofApps].map(([app, all]) => [app, all.length])).toEqual([
      ["expenses", 4],
      ["travel", 2],
      ["wiki", 3],
    ]);
    expect(chosen(byDay(9, rows.toReversed(), [])).toSorted()).toEqual(chosen(gated).toSorted());
  });

  it("lets an urgent version go first", () => {
    const rows = [...due(3), ...due(3, "travel")];
    const rollouts = [
      { ...ROLLOUT, app: "travel", digest: "sha256:1" },
      { ...ROLLOUT, app: "expenses", digest: "sha256:2" },
    ];
    const urgent = new Map([
      ["travel", "sha256:1"],
      ["expenses", "sha256:other"],
    ]);
    const gated = gate({ ...plan(rows), rollouts }, { ...POLICY, perDay: 4 }, { ...NO_EARLIER_RUNS, urgent }, NOW);
    expect(
      chosen(gated)
        .map((text) => text.replace(/ .*/, ""))
        .toSorted(),
    ).toEqual(["expenses", "travel", "travel", "travel"]);
  });

  it("is asked before each write: what was sent twice took somebody's slot", () => {
    expect(dayHold({ perDay: 2, timeZone: "UTC" }, [NOW - HOUR], NOW)).toBeNull();
    expect(dayHold({ perDay: 2, timeZone: "UTC" }, [NOW - HOUR, NOW], NOW)).toMatchObject({
      reason: "next-day",
      next: { text: "2026-01-06 07:00 UTC" },
    });
    expect(dayHold({ perDay: 2, timeZone: "UTC" }, [NOW - HOUR, NOW, NOW], NOW)).toMatchObject({
      reason: "next-day",
      next: { text: "2026-01-06 08:00 UTC" },
    });
    expect(dayHold({ perDay: null, timeZone: "UTC" }, [NOW, NOW], NOW)).toBeNull();
  });

  it("counts what seems to be sent later than now, as after a clock was set back", () => {
    expect(acting(byDay(3, due(5), [NOW + HOUR, NOW + 2 * HOUR]))).toBe(1);
  });

  it("lets no more than so many go in any 24 hours, however often it runs, and in the end everybody", () => {
    const world = fc.record({
      perDay: fc.integer({ min: 1, max: 5 }),
      people: fc.integer({ min: 0, max: 20 }),
      pauses: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
    });
    fc.assert(
      fc.property(world, ({ perDay, people, pauses }) => {
        let left = due(people);
        let nowMs = NOW;
        const sends: number[] = [];
        for (let run = 0; left.length > 0 && run < 1000; run += 1) {
          const sendTimes = sends.filter((ms) => ms > nowMs - 24 * HOUR);
          const gated = gate(plan(left), { ...POLICY, perDay }, { ...NO_EARLIER_RUNS, sendTimes }, nowMs);
          for (const { verdict } of gated.rows) if (verdict === "act") sends.push(nowMs);
          left = left.filter((_, index) => gated.rows.at(index)?.verdict !== "act");
          nowMs += (pauses[run % pauses.length] ?? 1) * HOUR;
        }
        expect(left).toEqual([]);
        for (const end of sends)
          expect(sends.filter((ms) => ms > end - 24 * HOUR && ms <= end).length).toBeLessThanOrEqual(perDay);
      }),
      { numRuns: shareOf(100) },
    );
  });
});

it("what waits waits for the window too", () => {
  const window = { name: "nights", days: ["Mon"], fromMinute: 20 * 60, toMinute: 22 * 60 } as const;
  const gated = gate(plan(due(5)), { ...POLICY, perRun: 2, window }, NO_EARLIER_RUNS, NOW);
  const reasons = [...details(gated)].map((text) => text?.replace(/:.*/, ""));
  expect(new Set(reasons)).toEqual(new Set(["next-run", "outside-window"]));
  expect(gated.nextAct?.text).toBe("2026-01-05 20:00 UTC");
});

it.each<[string, readonly DecidedRow[]]>([
  ["reinstallations", due(3).map((one) => ({ ...one, action: "reinstall" as const }))],
  ["replacements", due(3).map(({ user: one }) => replace({ user: one }))],
])("counts what takes two writes twice, and gives it a day of its own where a day has one: %s", (_name, rows) => {
  const apps = [builtApp({ replaces: { id: "an-earlier-upload", removals: 9 } })];
  const gated = (perDay: number, sendTimes: readonly number[]): DecidedPlan =>
    gate(plan(rows, { apps }), { ...POLICY, perDay }, { ...NO_EARLIER_RUNS, sendTimes }, NOW);
  expect([1, 3, 4].map((perDay) => acting(gated(perDay, [])))).toEqual([1, 1, 2]);
  expect([1, 2].map((perDay) => acting(gated(perDay, [NOW - HOUR])))).toEqual([0, 0]);
});
