import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NO_EARLIER_RUNS } from "../../src/gate/earlier-runs.ts";
import { gate } from "../../src/gate/gate.ts";
import type { DecidedPlan, DecidedRow } from "../../src/model/plan.ts";
import { DEFAULT_RULES, type Limit, type Policy } from "../../src/model/policy.ts";
import { app, install, plan, replace, row, uninstall, upgrade, user } from "../report/builders.ts";

const NOW = Date.UTC(2026, 0, 5, 8);

const NO_LIMITS: Policy = {
  ...DEFAULT_RULES,
  maxChanges: { kind: "count", count: 1000 },
  maxRemovals: { kind: "count", count: 1000 },
  protectedUserIds: new Set(),
  protectedUnresolved: [],
  exceptions: [],
};
const count = (amount: number): Limit => ({ kind: "count", count: amount });
const percent = (amount: number): Limit => ({ kind: "percent", percent: amount });

/** `verdict reason: detail` of each row. */
function gated(
  rows: readonly DecidedRow[],
  policy: Partial<Policy>,
  facts: Partial<DecidedPlan> = {},
): readonly string[] {
  return gate(plan(rows, facts), { ...NO_LIMITS, ...policy }, NO_EARLIER_RUNS, NOW).rows.map(
    ({ verdict, reason, detail }) =>
      [verdict, ...(reason === null ? [] : [reason]), ...(detail === null ? [] : [`(${detail})`])].join(" "),
  );
}

function copies(many: number, name = "expenses"): readonly DecidedRow[] {
  return Array.from({ length: many }, (_, at) => replace({ user: user(`copy${at}`), app: name }));
}

function overReplaced(due: number, allowed: number): string {
  return `held removal-limit (${due} earlier uploads to remove, replaces.removals allows ${allowed})`;
}

describe("maxRemovals", () => {
  it.each<[string, Limit, readonly string[]]>([
    ["exactly as many are allowed", count(2), ["act", "act", "act"]],
    [
      "one more than allowed: all removals are held, and nothing else",
      count(1),
      [
        "held removal-limit (2 removals, maxRemovals allows 1)",
        "held removal-limit (2 removals, maxRemovals allows 1)",
        "act",
      ],
    ],
    [
      "a share",
      percent(40),
      [
        "held removal-limit (2 removals, maxRemovals allows 40%, which is 1)",
        "held removal-limit (2 removals, maxRemovals allows 40%, which is 1)",
        "act",
      ],
    ],
    ["a share that is just enough", percent(67), ["act", "act", "act"]],
    [
      "no removals at all",
      percent(0),
      [
        "held removal-limit (2 removals, maxRemovals allows 0%, which is 0)",
        "held removal-limit (2 removals, maxRemovals allows 0%, which is 0)",
        "act",
      ],
    ],
  ])("%s", (_name, maxRemovals, expected) => {
    const removals = [uninstall({ user: user("adele") }), uninstall({ user: user("megan") })];
    expect(gated([...removals, upgrade({ user: user("zoe") })], { maxRemovals })).toEqual(expected);
  });

  it("counts removals only: installs and upgrades are no removals", () => {
    expect(gated([upgrade(), install({ user: user("megan") })], { maxRemovals: count(0) })).toEqual(["act", "act"]);
  });
});

describe("replaces.removals", () => {
  const NAMED = [app({ replaces: { id: "an-earlier-upload", removals: 2 } }), app({ name: "travel" })];
  it.each<[string, readonly DecidedRow[], readonly string[]]>([
    ["exactly as many earlier uploads are allowed", copies(2), ["act", "act"]],
    [
      "one more: all of them stay, and no other action of the app is held",
      [...copies(3), upgrade({ user: user("zoe") })],
      [...Array.from({ length: 3 }, () => overReplaced(3, 2)), "act"],
    ],
    [
      "an app that names no number allows none, and no other app is held",
      [...copies(1, "travel"), ...copies(2)],
      [overReplaced(1, 0), "act", "act"],
    ],
    ["upgrades do not count", [...copies(2), upgrade({ user: user("zoe") })], ["act", "act", "act"]],
  ])("%s", (_name, rows, expected) => expect(gated(rows, {}, { apps: NAMED })).toEqual(expected));
});

describe("maxDue", () => {
  it("lets exactly as many act", () => {
    expect(gated([upgrade(), upgrade({ user: user("megan") })], { maxDue: count(2) })).toEqual(["act", "act"]);
  });
});

describe("maxChanges", () => {
  it.each<[string, Limit, readonly string[]]>([
    ["exactly as many", count(2), ["act", "act", "nothing in-sync"]],
    [
      "one too many: all are held",
      count(1),
      [
        "held change-limit (2 changes, maxChanges allows 1)",
        "held change-limit (2 changes, maxChanges allows 1)",
        "nothing in-sync",
      ],
    ],
    [
      "a share of all rows of the desired state, rounded down",
      percent(50),
      [
        "held change-limit (2 changes, maxChanges allows 50%, which is 1)",
        "held change-limit (2 changes, maxChanges allows 50%, which is 1)",
        "nothing in-sync",
      ],
    ],
  ])("%s", (_name, maxChanges, expected) => {
    expect(gated([upgrade(), install({ user: user("megan") }), row({ user: user("zoe") })], { maxChanges })).toEqual(
      expected,
    );
  });

  it("a small share allows one all the same", () => {
    expect(gated([upgrade(), row({ user: user("zoe") })], { maxChanges: percent(1) })[0]).toBe("act");
  });

  it("takes the share of all rows, also where a filter shows some", () => {
    const some = [upgrade(), upgrade({ user: user("megan") })];
    expect(gated(some, { maxChanges: percent(50) }, { totalRows: 4 })).toEqual(["act", "act"]);
    expect(gated(some, { maxChanges: percent(50) }, { totalRows: 3 })[0]).toContain("50%, which is 1");
  });
});

describe("perRun", () => {
  const names = ["adele", "megan", "zoe", "isaiah", "lynne"];
  const rows = names.map((name) => upgrade({ user: user(name) }));
  /** The order by the book: of a hash of the id in lower case. */
  const ordered = names
    .map((name) => ({
      name,
      hash: createHash("sha256")
        .update((user(name).id ?? "").toLowerCase())
        .digest("hex"),
    }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ name }) => name);

  it.each([1, 2, 3, 4])("%i: the first of them in the order of the hash, and the rest next time", (perRun) => {
    const acting = gate(plan(rows), { ...NO_LIMITS, perRun }, NO_EARLIER_RUNS, NOW).rows.filter(
      ({ verdict }) => verdict === "act",
    );
    const first = acting.map(({ user: { asWritten } }) => names.find((name) => asWritten.startsWith(name)) ?? "");
    expect(new Set(first)).toEqual(new Set(ordered.slice(0, perRun)));
    expect(first).toHaveLength(perRun);
  });

  it("as many as there are: nothing is held", () => {
    expect(gated(rows, { perRun: 5 })).toEqual(names.map(() => "act"));
    expect(gate(plan(rows), { ...NO_LIMITS, perRun: 5 }, NO_EARLIER_RUNS, NOW).nextAct).toBeUndefined();
  });

  it("says how many of how many", () => {
    expect(gated(rows, { perRun: 2 }).filter((told) => told !== "act")).toEqual(
      Array.from({ length: 3 }, () => "held next-run (perRun allows 2 of 5)"),
    );
  });
});

describe("what is held says why", () => {
  it.each<[string, Partial<Policy>, Partial<DecidedPlan>, string]>([
    ["everything is suspended", { suspended: true }, {}, "held suspended (policy.suspend is true)"],
    ["the app is suspended", {}, { apps: [app({ suspended: true })] }, "held suspended (the app is suspended)"],
    ["the user is protected", { protectedUserIds: new Set([user("adele").id ?? ""]) }, {}, "held protected"],
    [
      "whom the policy protects is not known",
      { protectedUnresolved: ["Executives", "Board"] },
      {},
      'held protected-unresolved (protectedUsers: "Executives", "Board")',
    ],
  ])("%s", (_name, policy, facts, expected) => {
    expect(gated([upgrade()], policy, facts)).toEqual([expected]);
  });

  it("nothing that rests is held", () => {
    expect(gated([row()], { suspended: true, protectedUserIds: new Set([user("adele").id ?? ""]) })).toEqual([
      "nothing in-sync",
    ]);
  });
});
