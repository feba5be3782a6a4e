import { describe, expect, it } from "vitest";
import type { PlanRow, ResultRow } from "../../src/model/plan.ts";
import { type Reason, REASONS } from "../../src/model/reasons.ts";
import { stateOf, type Trouble } from "../../src/notify/state.ts";
import { createPeople } from "../../src/report/facts/people.ts";
import {
  app,
  blocked,
  ended,
  held,
  hiddenGroup,
  outcome,
  people,
  plan,
  result,
  row,
  unreadable,
  upgrade,
  user,
} from "../report/builders.ts";
import { COUNTED, type Ending, FINE, reportOf } from "./watching.ts";

/** `code app (count)` of each trouble. */
function troubles(ending: Ending): readonly string[] {
  const state = stateOf(reportOf(ending), { ...FINE, ...ending.standing }, COUNTED);
  return [...state.troubles.values()].map(({ code, app: name, count }) => `${code} ${name ?? "-"} (${count})`);
}

const NOTED: readonly (readonly [string, Ending, readonly string[]])[] = [
  ["nothing wrong", { plan: plan([row()]) }, []],
  ["drift that is only reported", { outcome: "differs", plan: plan([upgrade()]) }, []],
  ["a pass that failed", { outcome: "failed", problem: "no token" }, ["pass-failed - (1)"]],
  ["a refused commit", { standing: { sourceProblem: "2 errors" } }, ["source-not-in-use - (1)"]],
  ["the brake", { standing: { suspended: "/run/stop is there" } }, ["suspended - (1)"]],
  ["a store that cannot be written", { standing: { storeTrouble: "disk full" } }, ["store-unusable - (1)"]],
  ["a hidden group", { plan: plan([row()], { targets: [hiddenGroup()] }) }, ["targets-unread - (1)"]],
  ["a budget that is used up", { plan: plan([row()]), budgetLeft: 0 }, ["budget-exhausted - (0)"]],
  [
    "a budget that left people unread",
    { plan: plan([blocked("not-read-yet")]), budgetLeft: 0.5 },
    ["budget-exhausted - (1)"],
  ],
  ["budget left", { plan: plan([row()]), budgetLeft: 0.4 }, []],
  ["people who could not be read", { plan: plan([unreadable(), row()]) }, ["unreadable expenses (1)"]],
  [
    "two apps, two reasons",
    {
      plan: plan([
        blocked("permissions-not-approved"),
        blocked("permissions-not-approved", { user: user("megan") }),
        held(upgrade({ app: "onboarding" }), "change-limit"),
      ]),
    },
    ["permissions-not-approved expenses (2)", "change-limit onboarding (1)"],
  ],
  [
    "changes that failed, and those that wait since they failed: one and the same",
    {
      plan: result([
        ended(upgrade(), outcome("failed", "blocked-by-policy")),
        ended(held(upgrade({ user: user("megan") }), "backing-off"), null),
      ]),
    },
    ["not-done expenses (2)"],
  ],
];

describe("what of a pass is trouble", () => {
  it.each(NOTED)("%s", (_name, ending, expected) => {
    expect(troubles(ending)).toEqual(expected);
  });

  const reasons = Object.keys(REASONS).filter((reason): reason is Reason => Object.hasOwn(REASONS, reason));
  it.each(reasons)("rows that wait for %s: said exactly if somebody has to act, or it went wrong", (reason) => {
    const isForPeople = !["none", "trueup"].includes(REASONS[reason].move);
    const isSaid = isForPeople || reason === "unreadable" || reason === "backing-off";
    expect(troubles({ plan: plan([blocked(reason)]) }).length).toBe(isSaid ? 1 : 0);
  });
});

describe("what was changed", () => {
  it("counts rows that were read back as applied, by app and action", () => {
    const rows: readonly ResultRow[] = [
      ...people(3).map((one) => ended(upgrade({ user: one }), outcome("applied", null))),
      ended(upgrade({ user: user("zoe") }), outcome("unverified", "not-visible")),
      ended(upgrade({ user: user("yan") }), outcome("already-done", null)),
    ];
    expect(stateOf(reportOf({ plan: result(rows) }), FINE, COUNTED).changed).toEqual([
      { app: "expenses", action: "upgrade", count: 3 },
    ]);
  });

  it("is nothing where nothing was carried out", () => {
    expect(stateOf(reportOf({ plan: plan([upgrade()]) }), FINE, COUNTED).changed).toEqual([]);
  });
});

function found(ending: Ending, who = COUNTED): readonly Trouble[] {
  return [...stateOf(reportOf(ending), { ...FINE, ...ending.standing }, who).troubles.values()];
}

describe("words that came with the data", () => {
  it("name nobody", () => {
    const detail = "adele@contoso.com (id-of-adele) has another copy";
    const rows: readonly PlanRow[] = [blocked("other-copy-installed", { detail })];
    expect(found({ plan: plan(rows) })[0]?.detail).not.toContain("adele@");
    const keyed = createPeople({ showUsers: false, key: "a key that is long enough" });
    expect(found({ plan: plan(rows) }, keyed)[0]?.detail).toMatch(/^u-[a-z2-7]{8} /);
    expect(found({ outcome: "failed", problem: "megan@contoso.com is no group" })[0]?.detail).toBe(
      "(a person) is no group",
    );
  });

  it("are left out where rows differ in them", () => {
    const one = blocked("cannot-downgrade", { detail: "installed is 4.0.0" });
    expect(found({ plan: plan([one, { ...one, user: user("megan") }]) })[0]?.detail).toBe("installed is 4.0.0");
    expect(
      found({ plan: plan([one, { ...one, user: user("megan"), detail: "installed is 5.0.0" }]) })[0]?.detail,
    ).toBeNull();
  });

  it("are one short line", () => {
    const problem = `first\nsecond \u001b[31m\u202e ${"long ".repeat(200)}`;
    const detail = found({ outcome: "failed", problem })[0]?.detail ?? "";
    expect(detail.length).toBeLessThanOrEqual(300);
    expect(detail).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const named = plan([blocked("version-past-range")], { apps: [app({ displayName: "Ex\npenses`@<" })] });
    expect(found({ plan: named })[0]?.displayName).toBe("Ex\uFFFDpenses'@‹");
  });
});
