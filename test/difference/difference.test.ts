import { describe, expect, it } from "vitest";
import { compareWithBase } from "../../src/difference.ts";
import type { PlanRow } from "../../src/model/plan.ts";
import { differenceLines } from "../../src/report/facts/difference.ts";
import { app, header, held, install, plan, row, SEND, uninstall, upgrade, user } from "../report/builders.ts";

const READ = { value: "TeamsActivity.Read.User", type: "delegated" } as const;
const BLOCKED = { verdict: "blocked", reason: "permissions-not-approved", action: null } as const;
const UNREAD = {
  verdict: "blocked",
  reason: "unreadable",
  action: null,
  observed: { state: "unreadable", at: null },
} as const;

function counts(head: readonly PlanRow[], base: readonly PlanRow[]) {
  const { because, anyway, noLonger, pairsAdded, pairsRemoved } = compareWithBase(plan(head), plan(base));
  return { because: because.size, anyway, noLonger: noLonger.length, pairsAdded, pairsRemoved };
}

const NONE = { because: 0, anyway: 0, noLonger: 0, pairsAdded: 0, pairsRemoved: 0 };

function withoutId(asWritten: string) {
  return { ...user("adele"), id: null, userPrincipalName: null, asWritten };
}

describe("one row, with the change and without it", () => {
  it.each<[string, PlanRow | null, PlanRow | null, Partial<typeof NONE>]>([
    ["acts alike: drift that is there anyway", upgrade(), upgrade(), { anyway: 1 }],
    ["acts, and would not", upgrade(), row(), { because: 1 }],
    ["acts, and would be blocked", upgrade(), row(BLOCKED), { because: 1 }],
    ["acts, and could not be read for the base", upgrade(), row(UNREAD), { because: 1 }],
    ["acts otherwise", uninstall(), upgrade(), { because: 1 }],
    ["acts with another consent", upgrade({ consent: [SEND, READ] }), upgrade({ consent: [SEND] }), { because: 1 }],
    ["acts with less consent", upgrade({ consent: [] }), upgrade({ consent: [SEND] }), { because: 1 }],
    [
      "acts with the same consent, in another order",
      upgrade({ consent: [SEND, READ] }),
      upgrade({ consent: [READ, SEND] }),
      { anyway: 1 },
    ],
    ["would act, and does not", row(), upgrade(), { noLonger: 1 }],
    ["would act, and is held", held(upgrade(), "change-limit"), upgrade(), { noLonger: 1 }],
    ["is new, and acts", install(), null, { because: 1, pairsAdded: 1 }],
    ["is new, and needs nothing", row(), null, { pairsAdded: 1 }],
    ["is managed no more, and would have acted", null, upgrade(), { noLonger: 1, pairsRemoved: 1 }],
    ["is managed no more", null, row(), { pairsRemoved: 1 }],
    ["needs nothing either way", row(), row(), {}],
  ])("%s", (_name, head, base, expected) => {
    expect(counts(head === null ? [] : [head], base === null ? [] : [base])).toEqual({ ...NONE, ...expected });
  });

  it("is found again by the user's id, or by how a user without one was written, in any case", () => {
    expect(
      counts([row({ user: withoutId("ADELE@contoso.com") })], [row({ user: withoutId("adele@contoso.com") })]),
    ).toEqual(NONE);
    expect(counts([upgrade({ app: "expenses" })], [upgrade({ app: "travel" })])).toEqual({
      ...NONE,
      because: 1,
      noLonger: 1,
      pairsAdded: 1,
      pairsRemoved: 1,
    });
  });
});

function isOlder(head: PlanRow, base: PlanRow | null): boolean {
  return compareWithBase(plan([head]), plan(base === null ? [] : [base])).older.size === 1;
}

describe("what is older than the change", () => {
  it.each<[string, PlanRow, PlanRow | null, boolean]>([
    ["acts alike", upgrade(), upgrade(), true],
    ["is blocked alike", row(BLOCKED), row(BLOCKED), true],
    ["is held alike", held(upgrade(), "protected"), held(upgrade(), "protected"), true],
    ["is held for another reason", held(upgrade(), "protected"), held(upgrade(), "change-limit"), false],
    [
      "is held with more consent",
      held(upgrade({ consent: [SEND, READ] }), "protected"),
      held(upgrade(), "protected"),
      false,
    ],
    ["is blocked for another reason", row(BLOCKED), row(UNREAD), false],
    ["is blocked, and would act", row(BLOCKED), upgrade(), false],
    ["is blocked, and was not managed", row(BLOCKED), null, false],
    ["needs nothing either way", row(), row(), false],
  ])("%s", (_name, head, base, expected) => {
    expect(isOlder(head, base)).toBe(expected);
  });

  it("is nothing of an app whose consent goes to somebody else from now on", () => {
    const head = plan([upgrade()], { apps: [app({ clientAppId: "b" })] });
    const base = plan([upgrade()], { apps: [app({ clientAppId: "a" })] });
    expect(compareWithBase(head, base).older.size).toBe(0);
  });
});

describe("a name that stands for another app", () => {
  it("acts because of the change, though the action is the same", () => {
    const head = plan([upgrade()], { apps: [app({ id: "b" })] });
    const base = plan([upgrade()], { apps: [app({ id: "a" })] });
    const { because, anyway } = compareWithBase(head, base);
    expect([because.size, anyway]).toEqual([1, 0]);
  });
});

function differences(head: Parameters<typeof app>[0] | null, base: Parameters<typeof app>[0] | null) {
  const planOf = (one: typeof head) => plan([], { apps: one === null ? [] : [app(one)] });
  return compareWithBase(planOf(head), planOf(base)).apps;
}

describe("what a change says about apps", () => {
  it.each([
    { name: "nothing", head: {}, base: {}, expected: [] },
    {
      name: "a new app",
      head: { approved: [SEND] },
      base: null,
      expected: [{ kind: "added", approved: [SEND], withdrawn: [] }],
    },
    {
      name: "one that is managed no more",
      head: null,
      base: { approved: [SEND] },
      expected: [{ kind: "removed", approved: [], withdrawn: [SEND] }],
    },
    {
      name: "a permission that is approved from now on, and one that is not any more",
      head: { approved: [READ] },
      base: { approved: [SEND] },
      expected: [{ kind: "changed", approved: [READ], withdrawn: [SEND] }],
    },
    {
      name: "another application that may get the consent",
      head: { approved: [], clientAppId: "b" },
      base: { approved: [], clientAppId: "a" },
      expected: [{ kind: "changed", approved: [], withdrawn: [], pin: { before: "a", after: "b" } }],
    },
    {
      name: "any application may get the consent from now on",
      head: { approved: [] },
      base: { approved: [], clientAppId: "a" },
      expected: [{ kind: "changed", approved: [], withdrawn: [], pin: { before: "a", after: null } }],
    },
    {
      name: "another app of that name, and a permission for it",
      head: { approved: [SEND], id: "b" },
      base: { approved: [], id: "a" },
      expected: [{ kind: "changed", approved: [SEND], withdrawn: [], isAnother: true }],
    },
    {
      name: "one that the catalog has, in place of one that it has not",
      head: { approved: [], id: "b" },
      base: { approved: [], id: null },
      expected: [{ kind: "changed", approved: [], withdrawn: [], isAnother: true }],
    },
  ])("$name", ({ head, base, expected }) => {
    const alike = { app: "expenses", isAnother: false, pin: null };
    expect(differences(head, base)).toEqual(expected.map((one) => ({ ...alike, ...one })));
  });
});

/** In the order in which a review tells them. */
function allLines(base: Parameters<typeof differenceLines>[0]): readonly string[] {
  const { identity, consent, guards, people } = differenceLines(base);
  return [...identity, ...consent, ...guards, ...people];
}

describe("the sentences about apps", () => {
  it("name each permission, however many a change approves, before all else", () => {
    const approved = Array.from({ length: 40 }, (_value, index) => ({
      ...SEND,
      value: `Permission.Number.${index + 10}`,
    }));
    const head = plan([], { apps: [app({ id: "b", approved })] });
    const base = plan([], { apps: [app({ id: "a", approved: [SEND] })] });
    const lines = allLines({ source: header().source, difference: compareWithBase(head, base) });
    expect(lines).toEqual([
      ...approved.map(({ value }) => `app expenses: newly approved ${value} (application)`),
      "app expenses: the name stands for another app from now on",
      "app expenses: no longer approved TeamsActivity.Send.User (application)",
      "nothing because of this change",
      "0 rows would be changed without it as well: drift that is there anyway",
    ]);
  });

  it("say an application that may get the consent first, then permissions, then loosened guards, then tightened ones", () => {
    const head = plan([], { apps: [app({ clientAppId: "b", approved: [SEND] })] });
    const base = plan([], { apps: [app({ clientAppId: "a", approved: [] })] });
    const guards = [
      { guard: "maxChanges", before: "200", after: "100%", loosens: true },
      { guard: "protectedUsers", before: "ceo@contoso.com", after: null, loosens: true },
      { guard: "perDay", before: "500", after: null, loosens: true },
      { guard: "maxDue", before: null, after: "10%", loosens: false },
      { guard: "protectedUsers", before: null, after: "cfo@contoso.com", loosens: false },
    ];
    const lines = allLines({
      source: header().source,
      difference: compareWithBase(head, base, { guards, lock: [] }),
    });
    expect(lines.slice(0, -2)).toEqual([
      "app expenses: the consent may go to b, before to a",
      "app expenses: newly approved TeamsActivity.Send.User (application)",
      "This change loosens: maxChanges 200 -> 100%; ceo@contoso.com no longer protected; perDay 500 taken out",
      "tighter: maxDue 10%, new",
      "tighter: cfo@contoso.com protected from now on",
    ]);
  });
});
