import { describe, expect, it } from "vitest";
import type { PlanException } from "../../src/model/exception.ts";
import type { PlanRow } from "../../src/model/plan.ts";
import { type Reason, REASONS } from "../../src/model/reasons.ts";
import {
  eachWayOnce,
  flagText,
  type Signposts,
  wayFinder,
  wayLead,
  wayLine,
  type WayOut,
} from "../../src/plan/way-out.ts";
import { ROLLOUT } from "../fakes/rollouts.ts";
import {
  app,
  blocked,
  CAMERA,
  ended,
  held,
  install,
  outcome,
  plan,
  present,
  replace,
  row,
  SEND,
  target,
  uninstall,
  upgrade,
  user,
} from "../report/builders.ts";

// Where every reason leads, in a plan in which everything is written somewhere.

const at = (line: number, file = "policy.yaml") => ({ file, line, column: 3 });
const EXCEPTION: PlanException = {
  app: "expenses",
  accept: ["outdated"],
  reason: "audit",
  owner: "audit@contoso.com",
  until: "2027-01-31",
  source: at(1, "exceptions.yaml"),
  state: "in-force",
  rows: 1,
  acts: 0,
};
const POLICY_KEYS = ["policy", "suspend", "maxRemovals", "maxChanges", "maxDue", "perDay", "perRun", "window"];
const OWNED = app({ owner: "@contoso/expenses", source: at(3, "apps.yaml") });
const FULL: Signposts = {
  apps: [OWNED, app({ name: "travel", source: at(9, "apps.yaml") })],
  targets: [
    target({ source: at(1, "read.yaml") }),
    ...[2, 3, 4, 5].map((line) => target({ state: "unreadable", source: at(line, "unread.yaml") })),
    target({ role: "protected", kind: "user", name: "x", id: "y", source: at(1, "protected.yaml") }),
    ...[2, 3, 4, 5].map((line) => target({ role: "protected", source: at(line, "protected.yaml") })),
    ...[6, 7, 8, 9].map((line) => target({ role: "protected", state: "not-found", source: at(line, "unread.yaml") })),
  ],
  exceptions: [
    { ...EXCEPTION, app: "travel", source: at(8, "exceptions.yaml") },
    ...[1, 2, 3, 4].map((line) => ({ ...EXCEPTION, source: at(line, "exceptions.yaml") })),
  ],
  rollouts: [
    { ...ROLLOUT, app: "travel", halt: { number: 9, kind: "halted", at: 0, because: "refusals", liftedAt: null } },
    { ...ROLLOUT, halt: { number: 2, kind: "halted", at: 0, because: "refusals", liftedAt: null } },
  ],
  ruledAt: {
    policy: Object.fromEntries(POLICY_KEYS.map((key, index) => [key, at(10 + index)])),
    rollouts: new Map([["expenses", at(4, "rollouts.yaml")]]),
  },
};

function lineOf(one: PlanRow, facts: Partial<Signposts> = {}): string {
  return textOf(wayFinder({ ...FULL, ...facts })(one));
}

function textOf(way: WayOut | null): string {
  return way === null ? "none" : wayLine(way);
}

it("a freeze that nobody can read is for whoever keeps the store", () => {
  const frozen = held(upgrade(), "frozen", "whether changes are frozen cannot be told: nothing listens there");
  expect(lineOf(frozen, { freezes: { state: "unreadable", why: "nothing listens there" } })).toBe(
    "to do: assignments/finance.yaml:4: mend the store, which holds the freezes; nothing is changed until it can be read",
  );
});

it("every reason leads somewhere", async () => {
  const reasons = Object.keys(REASONS).filter((reason): reason is Reason => Object.hasOwn(REASONS, reason));
  const nowhere: Signposts = { apps: [app()], targets: [] };
  const lines = reasons.flatMap((reason) => [
    `${reason}: ${lineOf(held(upgrade(), reason, "12 of 10"))}`,
    `${reason}, where nothing is known: ${textOf(wayFinder(nowhere)(blocked(reason)))}`,
  ]);
  await expect(lines.join("\n")).toMatchFileSnapshot("golden/ways.txt");
});

const consented = (...consent: readonly (typeof SEND)[]) =>
  blocked("consent-not-approved", { observed: present("2.1.0", consent) });

describe("a row", () => {
  it.each<[string, PlanRow, Partial<Signposts>, string]>([
    ["that goes on by itself", upgrade(), {}, "none"],
    ["that was applied", ended(upgrade(), outcome("applied", null)), {}, "none"],
    ["that nobody came to", ended(upgrade(), null), {}, "none"],
    ["that is tried again by itself", ended(upgrade(), outcome("failed", "throttled")), {}, "none"],
    [
      "that a policy refused",
      ended(upgrade(), outcome("failed", "blocked-by-policy")),
      {},
      "to do: assignments/finance.yaml:4: have the Teams policy allow the app for the user, or take the user out",
    ],
    [
      "that failed for the app's owner",
      ended(upgrade(), outcome("failed", "consent-mismatch")),
      {},
      "to do: apps.yaml:3: approve under permissions exactly what the version requires; ask the owner, @contoso/expenses",
    ],
    ["in sync", row(), {}, "none"],
    [
      "in sync, with less consent",
      row({ drift: ["consent-narrower"] }),
      {},
      "to do: apps.yaml:3: write repairConsent: upgrade, or reinstall; ask the owner, @contoso/expenses",
    ],
    [
      "in sync, with less consent that is repaired",
      row({ drift: ["consent-narrower"] }),
      { apps: [app({ repairConsent: "upgrade" })] },
      "none",
    ],
    ["in sync, with more consent", row({ drift: ["consent-wider"] }), {}, "none"],
    [
      "of a target that it names",
      blocked("targets-unreadable", { detail: 'group "Finance" (unread.yaml:5): its second page failed' }),
      {},
      "to do: unread.yaml:5: name a group, list or user that can be read, or give the token a role for it",
    ],
    [
      "of targets that it does not name",
      blocked("targets-unreadable", { detail: null }),
      {},
      "to do: unread.yaml:2, unread.yaml:3, unread.yaml:4: name a group, list or user that can be read, or give the token a role for it",
    ],
    [
      "of a policy that is suspended in its first line",
      held(upgrade(), "suspended"),
      { ruledAt: { policy: { policy: at(10) } } },
      "to do: policy.yaml:10: take out suspend: true when changes may go on",
    ],
    [
      "of removals beyond a limit that git does not write",
      held(uninstall(), "removal-limit", "12 removals, maxRemovals allows 10"),
      { ruledAt: { policy: { policy: at(10) } } },
      "to do: policy.yaml:10: if so many are meant, write policy.maxRemovals: 12",
    ],
    ["of an account that is read again", blocked("unreadable"), {}, "where: assignments/finance.yaml:4"],
    [
      "of a version that is newer than every accepted one",
      blocked("cannot-downgrade", { observed: present("3.1.0") }),
      {},
      "to do: assignments/finance.yaml:4: write a range that holds 3.1.0",
    ],
    [
      "of a version that is not known",
      blocked("cannot-downgrade", { observed: present(null) }),
      {},
      "to do: assignments/finance.yaml:4: write a range that holds what is installed",
    ],
    [
      "of somebody who was not read",
      blocked("cannot-downgrade", { observed: { state: "not-observed" } }),
      {},
      "to do: assignments/finance.yaml:4: write a range that holds what is installed",
    ],
    [
      "with consent that is not approved",
      consented(SEND, CAMERA),
      {},
      "to do: apps.yaml:3: if it is right, add to permissions: CameraStream.Read.User (delegated)",
    ],
    [
      "with consent that was not read",
      blocked("consent-not-approved"),
      {},
      "to do: apps.yaml:3: approve under permissions what the version requires, if it is right",
    ],
    [
      "with consent of somebody who was not read",
      blocked("consent-not-approved", { observed: { state: "not-observed" } }),
      {},
      "to do: apps.yaml:3: approve under permissions what the version requires, if it is right",
    ],
    [
      "of a version that wants more",
      blocked("permissions-not-approved"),
      { apps: [app({ lacking: [SEND, CAMERA] })] },
      "to do: apps/apps.yaml:3: if it is right, add to permissions: TeamsActivity.Send.User (application), CameraStream.Read.User (delegated)",
    ],
    [
      "of another identity",
      blocked("identity-not-approved"),
      {
        apps: [
          app({
            offered: {
              version: "2.4.0",
              permissions: [],
              identity: { state: "known", clientAppId: "id-9", bot: false },
            },
          }),
        ],
      },
      "to do: apps/apps.yaml:3: if it is right, write clientAppId: id-9",
    ],
    [
      "of no identity",
      blocked("identity-not-approved"),
      {
        apps: [
          app({
            offered: { version: "2.4.0", permissions: [], identity: { state: "known", clientAppId: null, bot: false } },
          }),
        ],
      },
      "to do: apps/apps.yaml:3: take clientAppId out, if the app may have no such identity",
    ],
    [
      "of an app that is suspended",
      held(upgrade(), "suspended"),
      { apps: [app({ suspended: true })] },
      "to do: apps/apps.yaml:3: take out suspend: true when changes may go on",
    ],
    [
      "of removals beyond the limit",
      held(uninstall(), "removal-limit", "12 removals, maxRemovals allows 10"),
      {},
      "to do: policy.yaml:12: if so many are meant, write policy.maxRemovals: 12",
    ],
    [
      "of earlier uploads beyond the limit",
      held(replace(), "removal-limit", "12 earlier uploads"),
      {},
      "to do: apps.yaml:3: if so many are meant, write replaces.removals: 12",
    ],
    [
      "of a limit that says no number",
      held(upgrade(), "change-limit", "more than maxChanges 5 allow"),
      {},
      "to do: policy.yaml:13: raise policy.maxChanges",
    ],
    [
      "of a limit that says nothing",
      held(upgrade(), "change-limit"),
      {},
      "to do: policy.yaml:13: raise policy.maxChanges",
    ],
    [
      "outside of the hours of its rollout",
      held(upgrade(), "outside-window"),
      { ruledAt: { rollouts: new Map([["expenses", at(4, "rollouts.yaml")]]) } },
      "where: rollouts.yaml:4",
    ],
    [
      "outside of hours that nobody names",
      held(upgrade(), "outside-window"),
      { ruledAt: {} },
      "where: assignments/finance.yaml:4",
    ],
    [
      "under an exception that has ended",
      held(upgrade(), "excepted"),
      { exceptions: [{ ...EXCEPTION, state: "ended" }] },
      "where: assignments/finance.yaml:4",
    ],
    [
      "under an exception that ends soon",
      held(upgrade(), "excepted"),
      { exceptions: [{ ...EXCEPTION, state: "ends-soon" }] },
      "where: exceptions.yaml:1",
    ],
    [
      "of a protected user who is named by id",
      held(upgrade({ user: { ...user("adele"), id: "Y" } }), "protected"),
      {},
      "where: protected.yaml:1",
    ],
    [
      "of a protected user where an entry has no id",
      held(upgrade({ user: { ...user("adele"), id: "?" } }), "protected"),
      { targets: [target({ role: "protected", kind: "user", name: "x", id: null, source: at(1, "protected.yaml") })] },
      "where: assignments/finance.yaml:4",
    ],
    [
      "of a user of a group of that name",
      held(upgrade({ user: { ...user("board"), asWritten: "board" } }), "protected"),
      {
        targets: [
          target({ role: "protected", name: "board", source: at(2, "protected.yaml") }),
          target({ role: "protected", kind: "everyone", source: at(3, "protected.yaml") }),
        ],
      },
      "where: protected.yaml:2, protected.yaml:3",
    ],
    [
      "whose lock is another file",
      blocked("definition-not-locked"),
      {},
      "to do: apps.yaml:3: run trueup lock, and have what it changes reviewed",
    ],
  ])("%s", (_, one, facts, expected) => {
    expect(lineOf(one, facts)).toBe(expected);
  });

  it("shares its way with others that have the same", () => {
    const find = wayFinder(FULL);
    expect(find(held(upgrade(), "protected"))).toBe(find(held(install(), "protected")));
  });

  it("has no flag but for one limit", () => {
    expect(flagText(held(upgrade(), "change-limit", "12 changes, maxChanges allows 10"))).toBe(
      "--max-changes allows more for one run",
    );
    expect(flagText(held(upgrade(), "next-run", "12 changes, maxChanges allows 10"))).toBeNull();
  });
});

describe("ways of many rows", () => {
  const find = wayFinder(FULL);
  it("are told apart by what there is to do and whom to ask, and lead to each place once", () => {
    const others = wayFinder({ ...FULL, apps: [app({ source: at(8, "apps.yaml") })] });
    const ways = eachWayOnce([
      find(blocked("nothing-published")),
      null,
      others(blocked("nothing-published")),
      find(blocked("app-ambiguous")),
      others(blocked("nothing-published")),
    ]);
    expect(ways.map(wayLine)).toEqual([
      "to do: apps.yaml:3: publish a version, or take the app out; ask the owner, @contoso/expenses",
      "to do: apps.yaml:8: publish a version, or take the app out",
      "to do: apps.yaml:3: write the catalogId of the right one in place of the manifestId; ask the owner, @contoso/expenses",
    ]);
  });

  it.each([
    [
      { at: [1, 2, 3, 4, 5].map((line) => at(line)), todo: null, owner: null },
      "where: policy.yaml:1, policy.yaml:2, policy.yaml:3, policy.yaml:4, policy.yaml:5",
    ],
    [{ at: [at(1)], todo: null, owner: "@us" }, "to do: policy.yaml:1: ask the owner, @us"],
    [{ at: [], todo: "mend it", owner: null }, "to do: mend it"],
    [{ at: [], todo: "mend it", owner: "@us" }, "to do: mend it; ask the owner, @us"],
  ])("are lines: %#", (way, expected) => {
    expect(wayLine(way)).toBe(expected);
    expect(expected.startsWith(wayLead(way))).toBe(true);
  });
});

it("a plan that lists nothing leads to the assignment", () => {
  const { rollouts: _, ...bare } = plan([]);
  expect(wayFinder(bare)(held(upgrade(), "next-ring"))).toMatchObject({ at: upgrade().sources, todo: null });
  expect(wayFinder(bare)(held(upgrade(), "excepted"))).toMatchObject({ at: upgrade().sources });
});
