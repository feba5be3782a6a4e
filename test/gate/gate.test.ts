import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { ActingRow, DecidedPlan, DecidedRow, Plan } from "../../src/model/plan.ts";
import { targetMove } from "../../src/plan/convergence.ts";
import { DEFAULT_RULES, type Limit, type Policy } from "../../src/model/policy.ts";
import { blocked, install, row, uninstall, upgrade } from "../report/builders.ts";
import { shareOf } from "../share.ts";

const NOW = Date.UTC(2026, 0, 5, 8);

const NO_LIMITS: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "count", count: 1000 },
  maxRemovals: { kind: "count", count: 1000 },
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};

function acts(id: string, action: "install" | "upgrade" | "uninstall" = "upgrade", app = "expenses"): ActingRow {
  const user = { id, userPrincipalName: `${id}@contoso.com`, asWritten: id };
  return { install, upgrade, uninstall }[action]({ user, app });
}

const rests = row({ user: acts("rests").user });
const stuck = blocked("unreadable", { user: acts("stuck").user });

function planOf(rows: readonly DecidedRow[], facts: Partial<DecidedPlan> = {}): DecidedPlan {
  const apps = ["expenses", "travel"].map((name) => ({
    name,
    id: null,
    manifestId: null,
    displayName: null,
    catalog: "found" as const,
    source: { file: "apps/apps.yaml", line: 3, column: 3 },
    suspended: false,
    offered: null,
    approved: [],
    clientAppId: null,
    lock: { state: "no-lock" as const },
    owner: null,
    repairConsent: "report" as const,
    replaces: null,
    lacking: null,
    unused: null,
  }));
  return { apps, targets: [], rows, totalRows: rows.length, filters: { apps: [], users: [] }, ...facts };
}

/** Without earlier writes that might still show. */
function gatedBy(plan: DecidedPlan, policy: Policy): DecidedPlan {
  return gate(plan, policy, NO_EARLIER_RUNS, NOW);
}

/** `id: verdict reason` */
function told(plan: Plan): readonly string[] {
  return plan.rows.map(({ user, verdict, reason }) => `${user.id}: ${verdict}${reason === null ? "" : ` ${reason}`}`);
}

const people = (count: number, action: "install" | "upgrade" | "uninstall" = "upgrade") =>
  Array.from({ length: count }, (_, index) => acts(`user${index}`, action));
const reasonsOf = (plan: Plan) => new Set(plan.rows.map(({ reason }) => reason));

describe("one reason at a time", () => {
  it("nothing to hold", () =>
    expect(told(gatedBy(planOf([acts("a"), rests, stuck]), NO_LIMITS))).toEqual([
      "a: act",
      "rests: nothing in-sync",
      "stuck: blocked unreadable",
    ]));

  it("the policy is suspended: every action", () => {
    const held = gatedBy(planOf([acts("a"), acts("b", "uninstall"), rests]), { ...NO_LIMITS, suspended: true });
    expect(told(held)).toEqual(["a: held suspended", "b: held suspended", "rests: nothing in-sync"]);
  });

  it("an app is suspended: its rows", () => {
    const base = planOf([acts("a"), acts("a", "upgrade", "travel")]);
    const apps = base.apps.map((app) => ({ ...app, suspended: app.name === "travel" }));
    expect(told(gatedBy({ ...base, apps }, NO_LIMITS))).toEqual(["a: act", "a: held suspended"]);
  });

  it("a user is protected", () =>
    expect(
      told(gatedBy(planOf([acts("ceo"), acts("a")]), { ...NO_LIMITS, protectedUserIds: new Set(["ceo"]) })),
    ).toEqual(["ceo: held protected", "a: act"]));

  it("a protected entry does not resolve: every action, as anybody might be meant", () => {
    const held = gatedBy(planOf([acts("a"), acts("b")]), { ...NO_LIMITS, protectedUnresolved: ["board@contoso.com"] });
    expect(told(held)).toEqual(["a: held protected-unresolved", "b: held protected-unresolved"]);
    expect(held.rows.at(0)?.detail).toContain("board@contoso.com");
    const thousands = Array.from({ length: 40_000 }, (_, index) => `director${index}@contoso.com`);
    const many = gatedBy(planOf([acts("a")]), { ...NO_LIMITS, protectedUnresolved: thousands });
    expect(many.rows.at(0)?.detail).toMatch(/^protectedUsers: "director0@contoso\.com".{1,150}, and 39995 more$/);
  });

  it.each([
    { state: "not-found", move: "assignment-owner" },
    { state: "unreadable", move: "directory-admin" },
  ] as const)("a protected entry that is $state is for $move, as the list of targets says", ({ state, move }) => {
    const source = { file: "policy.yaml", line: 3, column: 5 };
    const name = "Board";
    const board = {
      kind: "group",
      role: "protected",
      name,
      id: null,
      state,
      members: null,
      detail: null,
      source,
    } as const;
    const held = gatedBy(planOf([acts("a")], { targets: [board] }), { ...NO_LIMITS, protectedUnresolved: [name] });
    expect([held.rows.at(0)?.move, targetMove(board)]).toEqual([move, move]);
  });

  it("more removals than allowed: all removals, and nothing else", () => {
    const held = gatedBy(planOf([acts("a"), acts("b", "uninstall"), acts("c", "uninstall")]), {
      ...NO_LIMITS,
      maxRemovals: { kind: "count", count: 1 },
    });
    expect(told(held)).toEqual(["a: act", "b: held removal-limit", "c: held removal-limit"]);
  });

  it("more changes than allowed: every action, never the first ones", () =>
    expect(reasonsOf(gatedBy(planOf(people(5)), { ...NO_LIMITS, maxChanges: { kind: "count", count: 4 } }))).toEqual(
      new Set(["change-limit"]),
    ));

  it("exactly as many as allowed act", () =>
    expect(reasonsOf(gatedBy(planOf(people(5)), { ...NO_LIMITS, maxChanges: { kind: "count", count: 5 } }))).toEqual(
      new Set([null]),
    ));
});

it("says where the rules that hold rows are written, where that is known", () => {
  const source = { file: "policy.yaml", line: 2, column: 1 };
  const ruledAt = { rollouts: new Map([["expenses", source]]) };
  const places = { maxChanges: source };
  expect(gatedBy(planOf([acts("a")], { ruledAt }), { ...NO_LIMITS, places }).ruledAt).toEqual({
    ...ruledAt,
    policy: places,
  });
  expect(gatedBy(planOf([acts("a")], { ruledAt }), NO_LIMITS).ruledAt).toEqual(ruledAt);
});

describe("shares are of all rows of the desired state before filters, rounded down, at least 1", () => {
  it.each<[Limit, number, number, boolean]>([
    [{ kind: "percent", percent: 20 }, 10, 2, true],
    [{ kind: "percent", percent: 20 }, 10, 3, false],
    [{ kind: "percent", percent: 20 }, 14, 2, true],
    [{ kind: "percent", percent: 20 }, 14, 3, false],
    [{ kind: "percent", percent: 1 }, 10, 1, true],
    [{ kind: "percent", percent: 1 }, 10, 2, false],
    [{ kind: "percent", percent: 0 }, 1000, 1, false],
    [{ kind: "percent", percent: 100 }, 3, 3, true],
    [{ kind: "count", count: 0 }, 10, 1, false],
  ])("%j of %i rows lets %i act: %s", (maxChanges, totalRows, changes, allowed) => {
    const held = gatedBy(planOf(people(changes), { totalRows }), { ...NO_LIMITS, maxChanges });
    expect(reasonsOf(held)).toEqual(new Set([allowed ? null : "change-limit"]));
  });
});

describe("the order: each step counts the rows that still act", () => {
  it("protected rows do not count against limits", () => {
    const policy: Policy = {
      ...NO_LIMITS,
      protectedUserIds: new Set(["user0", "user1"]),
      maxChanges: { kind: "count", count: 3 },
    };
    expect(told(gatedBy(planOf(people(5)), policy)).filter((line) => line.endsWith(": act"))).toHaveLength(3);
  });

  it("removals over their limit do not count as changes", () => {
    const rows = [...people(3), acts("x", "uninstall"), acts("y", "uninstall")];
    const policy: Policy = {
      ...NO_LIMITS,
      maxRemovals: { kind: "count", count: 1 },
      maxChanges: { kind: "count", count: 3 },
    };
    expect(told(gatedBy(planOf(rows), policy))).toEqual([
      "user0: act",
      "user1: act",
      "user2: act",
      "x: held removal-limit",
      "y: held removal-limit",
    ]);
  });

  it("maxChanges counts what would act in this run, after waves, and maxDue what is due in all", () => {
    const [two, four] = [2, 4].map((count) => ({ kind: "count", count }) as const);
    const waves = { ...NO_LIMITS, maxChanges: two ?? NO_LIMITS.maxChanges, perRun: 2 };
    const gated = gatedBy(planOf(people(5)), waves);
    expect([reasonsOf(gated), gated.due]).toEqual([new Set([null, "next-run"]), 5]);
    expect(reasonsOf(gatedBy(planOf(people(5)), { ...waves, perRun: 3 }))).toEqual(
      new Set(["change-limit", "next-run"]),
    );
    const held = gatedBy(planOf(people(5)), { ...waves, maxDue: four ?? null });
    expect([reasonsOf(held), held.due]).toEqual([new Set(["change-limit"]), undefined]);
    expect(held.rows.at(0)?.detail).toBe("5 changes due, maxDue allows 4");
  });

  it("maxRemovals counts every removal that is due, before waves", () => {
    const maxRemovals = { kind: "count", count: 1 } as const;
    const gated = gatedBy(planOf(people(3, "uninstall")), { ...NO_LIMITS, maxRemovals, perRun: 1 });
    expect(reasonsOf(gated)).toEqual(new Set(["removal-limit"]));
  });
});

function acting(plan: Plan): readonly string[] {
  return idsOf(plan.rows.filter(({ verdict }) => verdict === "act"));
}

function idsOf(rows: Plan["rows"]): readonly string[] {
  return rows.map(({ user }) => user.id ?? "").sort();
}

describe("perRun", () => {
  it("lets so many act, the same whatever the order of rows, and none twice over runs", () => {
    const rows = people(50);
    const first = gatedBy(planOf(rows), { ...NO_LIMITS, perRun: 20 });
    expect(acting(first)).toHaveLength(20);
    expect(acting(gatedBy(planOf(rows.toReversed()), { ...NO_LIMITS, perRun: 20 }))).toEqual(acting(first));
    expect(acting(first), "a sample, not the first by name").not.toEqual(idsOf(rows.slice(0, 20)));
    const rest = rows.filter(({ user }) => !acting(first).includes(user.id ?? ""));
    expect(acting(gatedBy(planOf(rest), { ...NO_LIMITS, perRun: 30 }))).toHaveLength(30);
  });
});

describe("whatever the plan and the policy", () => {
  const rows = fc.array(
    fc
      .tuple(
        fc.nat(30),
        fc.constantFrom<"install" | "upgrade" | "uninstall">("install", "upgrade", "uninstall"),
        fc.constantFrom("act", "nothing", "blocked"),
      )
      .map(
        ([id, action, verdict]): DecidedRow =>
          verdict === "act"
            ? acts(`user${id}`, action)
            : { ...(verdict === "nothing" ? rests : stuck), user: acts(`user${id}`).user },
      ),
  );
  const limit = fc.oneof(
    fc.nat(20).map((count): Limit => ({ kind: "count", count })),
    fc.nat(100).map((percent): Limit => ({ kind: "percent", percent })),
  );
  const policies = fc.record({
    suspended: fc.boolean(),
    maxChanges: limit,
    maxRemovals: limit,
    perRun: fc.option(fc.integer({ min: 1, max: 10 })),
    protectedUserIds: fc.array(fc.nat(30)).map((ids) => new Set(ids.map((id) => `user${id}`))),
    protectedUnresolved: fc.constantFrom([], ["somebody"]),
  });

  it("no row is lost, none begins to act, a held row keeps drift, action and consent, and the input stays as it was", () => {
    fc.assert(
      fc.property(rows, policies, (before, chosen) => {
        const policy = { ...DEFAULT_RULES, exceptions: [], ...chosen };
        const copy = structuredClone(before);
        const after = gatedBy(planOf(before), policy).rows;
        expect(before).toEqual(copy);
        expect(after).toHaveLength(before.length);
        for (const [index, gated] of [...after].entries()) {
          const original = before[index];
          if (original?.verdict !== "act" || gated.verdict === "act") expect(gated).toEqual(original);
          else
            expect(gated).toMatchObject({
              verdict: "held",
              drift: original.drift,
              action: original.action,
              consent: original.consent,
            });
        }
        if (policy.perRun !== null)
          expect(after.filter(({ verdict }) => verdict === "act").length).toBeLessThanOrEqual(policy.perRun);
        if (policy.suspended) expect(after.some(({ verdict }) => verdict === "act")).toBe(false);
        expect(after.some(({ verdict, user }) => verdict === "act" && policy.protectedUserIds.has(user.id ?? ""))).toBe(
          false,
        );
      }),
      { numRuns: shareOf(300) },
    );
  });
});
