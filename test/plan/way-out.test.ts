import { describe, expect, it } from "vitest";
import type { DecidedPlan, PlanRow } from "../../src/model/plan.ts";
import { eachWayOnce, finishedLine, wayLine, wayFinder, wayText } from "../../src/plan/way-out.ts";
import { ROLLOUT } from "../fakes/rollouts.ts";
import { app, blocked, held, plan, row, target, upgrade, user } from "../report/builders.ts";

const AT = (line: number, file = "policy.yaml") => ({ file, line, column: 3 });

describe("who has to be asked", () => {
  const owned = app({ owner: "@contoso/expenses", source: AT(3, "apps.yaml") });
  it.each([
    [
      "with something to do",
      "nothing-published",
      /^apps.yaml:3: publish a version.*; ask the owner, @contoso\/expenses$/,
    ],
    ["with something to write", "app-ambiguous", /write the catalogId.*; ask the owner, @contoso\/expenses$/],
    ["of somebody else's turn", "user-not-found", /take it out$/],
  ] as const)("names the owner %s", (_name, reason, expected) => {
    const way = wayFinder(plan([], { apps: [owned] }))(blocked(reason));
    expect(way === null ? null : wayText(way)).toMatch(expected);
  });
});

it.each([
  [
    "maxChanges",
    "140 changes, maxChanges allows 100",
    "policy.yaml:4: if so many are meant, write policy.maxChanges: 140",
  ],
  ["maxDue", "140 changes due, maxDue allows 100", "policy.yaml:2: if so many are meant, write policy.maxDue: 140"],
])("leads to the limit that was passed: %s", (_name, detail, expected) => {
  const ruledAt = { policy: { policy: AT(2), maxChanges: AT(4) } };
  const way = wayFinder(plan([], { ruledAt }))(held(upgrade(), "change-limit", detail));
  expect(way === null ? null : wayText(way)).toBe(expected);
});

it("leads to the entry that protects the user, and else to the groups that may", () => {
  const find = wayFinder(
    plan([], {
      targets: [
        target({ role: "protected", kind: "user", name: "ADELE@contoso.com", id: null, source: AT(7) }),
        target({ role: "protected", kind: "group", name: "Board", source: AT(8) }),
        target({ role: "to", source: AT(9) }),
      ],
    }),
  );
  expect(find(held(upgrade(), "protected"))).toMatchObject({ at: [AT(7)], todo: null });
  expect(find(held(upgrade({ user: user("megan") }), "protected"))).toMatchObject({ at: [AT(8)] });
});

it("makes one way of those that ask for the same, with a few of its places", () => {
  const find = wayFinder(plan([]));
  const rows = [4, 5, 6, 7, 8, 9, 10].map((line) => blocked("user-not-found", { sources: [AT(line, "users.yaml")] }));
  const [way, ...others] = eachWayOnce(rows.map(find));
  expect(others).toEqual([]);
  expect(way === undefined ? null : wayLine(way)).toBe(
    "to do: users.yaml:4, users.yaml:5, users.yaml:6, users.yaml:7, users.yaml:8 and 2 more: correct the name, or take it out",
  );
});

function text(one: PlanRow, facts: Partial<DecidedPlan> = {}): string | null {
  const way = wayFinder(plan([], facts))(one);
  return way === null ? null : wayText(way);
}

describe("what there is to do", () => {
  const lockedAt = AT(2, "trueup.lock");
  it.each<[string, PlanRow, Partial<DecidedPlan>, RegExp]>([
    [
      "for a protected entry that is not there",
      held(upgrade(), "protected-unresolved"),
      {},
      /correct the entry of protectedUsers, or take it out$/,
    ],
    [
      "for a protected entry that cannot be read, which nobody is told to take out",
      { ...held(upgrade(), "protected-unresolved"), move: "directory-admin" },
      {},
      /: give the token a role for the entry of protectedUsers, or name one that can be read$/,
    ],
    [
      "where nothing is offered",
      blocked("version-not-offered"),
      { apps: [app({ offered: null })] },
      /write a range that holds what is offered$/,
    ],
    [
      "where the directory hides the account",
      blocked("unreadable", { move: "directory-admin" }),
      {},
      /have the account's type, state and plans set/,
    ],
    [
      "where the lock file names another definition",
      blocked("definition-not-locked"),
      { apps: [app({ lock: { state: "unknown", definition: null, source: lockedAt } })] },
      /^trueup.lock:2: run trueup lock/,
    ],
    [
      "where no application is to get the consent",
      blocked("identity-not-approved"),
      { apps: [app({ offered: null })] },
      /take clientAppId out/,
    ],
    [
      "where too many earlier uploads would go",
      { ...held(upgrade(), "removal-limit", "7 earlier uploads to remove"), action: "replace" },
      { apps: [app({ source: AT(3, "apps.yaml") })] },
      /^apps.yaml:3: if so many are meant, write replaces.removals: 7$/,
    ],
    ["where no rollout says how to go on", held(upgrade(), "rollout-halted"), { rollouts: [] }, /trueup rollout says/],
    [
      "where its rollout names no halt",
      held(upgrade(), "rollout-expired"),
      { rollouts: [ROLLOUT] },
      /trueup rollout says/,
    ],
    [
      "where what lacks is not known",
      blocked("permissions-not-approved"),
      { apps: [app({ lacking: null })] },
      /approve under permissions what the version requires/,
    ],
    [
      "where consent is narrower than required",
      row({ drift: ["consent-narrower"] }),
      { apps: [app({ repairConsent: "report" })] },
      /write repairConsent: upgrade, or reinstall/,
    ],
    [
      "where a rollout names its halt",
      held(upgrade(), "rollout-halted"),
      {
        rollouts: [
          {
            ...ROLLOUT,
            phase: "halted",
            halt: { number: 2, kind: "halted", at: 0, because: "refusals", liftedAt: null },
          },
        ],
      },
      /when it is mended, write resume: sha256:digest\/2$/,
    ],
  ])("is said %s", (_name, one, facts, expected) => {
    expect(text(one, facts)).toMatch(expected);
  });

  it("is to look where nothing is known of rollouts", () => {
    const { rollouts: _, ...without } = plan([]);
    const way = wayFinder(without)(held(upgrade(), "rollout-halted"));
    expect(way?.todo).toBe("look at it: trueup rollout says how to go on");
  });

  it("is not known for an app that the plan does not list", () => {
    expect(text(blocked("nothing-published"), { apps: [] })).toBeNull();
  });

  it("is nothing where a user who is protected by id has no name", () => {
    const targets = [target({ role: "protected", kind: "user", name: "adele", id: null, source: AT(7) })];
    const nameless = user("adele");
    const protectedRow = held(upgrade({ user: { ...nameless, userPrincipalName: null } }), "protected");
    expect(wayFinder(plan([], { targets }))(protectedRow)).toMatchObject({ todo: null });
  });
});

it.each([
  ["its id", { id: "id-1", manifestId: "manifest-1" }, "(id-1)"],
  ["its manifest id", { id: null, manifestId: "manifest-1" }, "(manifest-1)"],
  ["no id", { id: null, manifestId: null }, "(no id)"],
])("says with %s that an assignment has done its work", (_name, ids, expected) => {
  expect(finishedLine(app(ids))).toBe(
    `apps/apps.yaml:3: expenses ${expected}: neither the catalog nor anybody has it; ensure: absent has done its work, and can be taken out`,
  );
});
