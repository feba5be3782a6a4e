import { describe, expect, it } from "vitest";
import type { Target } from "../../src/model/desired.ts";
import type { Plan, PlanApp, PlanRow, ResultRow } from "../../src/model/plan.ts";
import { type Reason, REASONS, type State } from "../../src/model/reasons.ts";
import {
  applyExitCode,
  driftExitCode,
  isConcerned,
  isForPeople,
  isReadLater,
  isSomebodysTurn,
  isTriedAgain,
  judge,
  judgeRow,
  type Mover,
  ownerToAsk,
  passOutcome,
  planExitCode,
  targetMove,
  waitsForHours,
} from "../../src/plan/convergence.ts";
import { flagText } from "../../src/plan/way-out.ts";
import {
  app,
  blocked,
  ended,
  held,
  hiddenGroup,
  outcome,
  plan,
  present,
  result,
  row,
  SEND,
  target,
  uninstall,
  unreadable,
  upgrade,
} from "../report/builders.ts";

const SETTING = { policySuspended: false, applies: true };
const SUSPENDED = { policySuspended: true, applies: true };
const REPORTS = { policySuspended: false, applies: false };

/** The codes of `plan --detailed-exitcode`, `apply` and `drift`, then those of the two with `--strict`. */
type Codes = readonly [plan: number, apply: number, drift: number, strictPlan: number, strictDrift: number];

interface Case {
  readonly name: string;
  readonly rows: readonly PlanRow[];
  readonly targets?: readonly Target[];
  readonly apps?: readonly PlanApp[];
  readonly policySuspended?: boolean;
  readonly state: State;
  readonly codes: Codes;
}

const noSuchUser = target({ kind: "user", name: "nobody@contoso.com", id: null, state: "not-found", members: null });
const unknownApp = app({ catalog: "not-in-catalog", displayName: null, offered: null, lacking: null, unused: null });
const notInstalled = row({ reason: "not-installed", observed: { state: "absent", at: "2026-01-05T08:00:00.000Z" } });
const absent = { ...notInstalled, desired: { ensure: "absent" as const, version: null } };
const narrower = row({ observed: present("2.4.0", []), drift: ["consent-narrower"] });
const noDrift = blocked("user-not-found", { drift: [], observed: { state: "not-observed" } });

describe("whose turn a row is", () => {
  it.each([
    ["said where it is held", held(upgrade(), "protected"), true],
    ["said where nothing is done and yet something differs", narrower, true],
    ["not said where all is as desired", row(), false],
    ["not said where it acts", upgrade(), false],
  ])("is %s", (_name, one, said) => {
    expect(isSomebodysTurn(one, judgeRow(one, SETTING))).toBe(said);
  });

  it.each([
    ["may be ended by a flag where maxChanges holds", "change-limit", "26 changes, maxChanges allows 20", true],
    ["may not where maxDue holds", "change-limit", "26 changes, maxDue allows 20", false],
    ["may not where nothing is said of it", "change-limit", null, false],
    ["may not where removals are held", "removal-limit", "2 removals, maxRemovals allows 0", false],
  ] as const)("%s", (_name, reason, detail, may) => {
    expect(flagText(held(upgrade(), reason, detail)) !== null).toBe(may);
  });
});

describe("the worst row, app or target decides", () => {
  it.each<Case>([
    { name: "no rows", rows: [], state: "as-desired", codes: [0, 0, 0, 0, 0] },
    { name: "as desired", rows: [row()], state: "as-desired", codes: [0, 0, 0, 0, 0] },
    {
      name: "nothing to do, as far as is known",
      rows: [row({ drift: ["unknown"] })],
      state: "unknown",
      codes: [3, 3, 3, 3, 3],
    },
    { name: "not there, and need not be", rows: [notInstalled], state: "as-desired", codes: [0, 0, 0, 0, 0] },
    {
      name: "newer than the catalog offers",
      rows: [row({ reason: "newer-than-offered", drift: ["ahead"] })],
      state: "as-desired",
      codes: [0, 0, 0, 0, 0],
    },
    {
      name: "a protected user",
      rows: [row(), held(upgrade(), "protected")],
      state: "held-as-meant",
      codes: [0, 0, 0, 2, 2],
    },
    { name: "a suspended app", rows: [held(upgrade(), "suspended")], state: "held-as-meant", codes: [0, 0, 0, 2, 2] },
    {
      name: "a suspended policy",
      rows: [held(upgrade(), "suspended")],
      policySuspended: true,
      state: "open",
      codes: [3, 3, 2, 3, 2],
    },
    {
      name: "a protected user under a suspended policy",
      rows: [held(upgrade(), "protected")],
      policySuspended: true,
      state: "held-as-meant",
      codes: [0, 0, 0, 2, 2],
    },
    { name: "the next run's turn", rows: [held(upgrade(), "next-run")], state: "waiting", codes: [0, 0, 0, 2, 2] },
    { name: "not visible yet", rows: [held(upgrade(), "settling")], state: "waiting", codes: [0, 0, 0, 2, 2] },
    { name: "consent that is narrower", rows: [narrower], state: "differs", codes: [2, 0, 2, 2, 2] },
    {
      name: "consent that is wider",
      rows: [row({ drift: ["consent-wider"] })],
      state: "differs",
      codes: [2, 0, 2, 2, 2],
    },
    {
      name: "a blocked row",
      rows: [row(), blocked("permissions-not-approved")],
      state: "open",
      codes: [3, 3, 2, 3, 2],
    },
    { name: "a blocked row that differs in nothing known", rows: [noDrift], state: "open", codes: [3, 3, 3, 3, 3] },
    {
      name: "a blocked row without known drift, beside what is held as meant",
      rows: [noDrift, held(upgrade(), "protected")],
      state: "open",
      codes: [3, 3, 3, 3, 2],
    },
    { name: "over a limit", rows: [held(upgrade(), "change-limit")], state: "open", codes: [3, 3, 2, 3, 2] },
    { name: "a user who was not read", rows: [row(), unreadable()], state: "unknown", codes: [3, 3, 3, 3, 3] },
    {
      name: "not read, and a known difference",
      rows: [narrower, unreadable()],
      state: "unknown",
      codes: [3, 3, 2, 3, 2],
    },
    {
      name: "an unread user whose assignments disagree",
      rows: [blocked("conflicting-assignments", { observed: { state: "unreadable", at: null }, drift: [] })],
      state: "unknown",
      codes: [3, 3, 3, 3, 3],
    },
    {
      name: "an unread target, without rows",
      rows: [],
      targets: [hiddenGroup()],
      state: "unknown",
      codes: [3, 3, 3, 3, 3],
    },
    {
      name: "an exception that fits nobody",
      rows: [row()],
      targets: [{ ...noSuchUser, role: "except" }],
      state: "unknown",
      codes: [3, 3, 3, 3, 3],
    },
    {
      name: "a user who is not there",
      rows: [row()],
      targets: [noSuchUser],
      state: "as-desired",
      codes: [0, 0, 0, 0, 0],
    },
    {
      name: "an unknown app that nobody has",
      rows: [notInstalled],
      apps: [unknownApp],
      state: "open",
      codes: [3, 3, 3, 3, 3],
    },
    {
      name: "an unknown app that is to be absent",
      rows: [absent],
      apps: [unknownApp],
      state: "as-desired",
      codes: [0, 0, 0, 0, 0],
    },
    {
      name: "an app to be absent whose id stands in the wrong field",
      rows: [absent],
      apps: [app({ catalog: "wrong-field", offered: null, lacking: null, unused: null })],
      state: "open",
      codes: [3, 3, 3, 3, 3],
    },
    { name: "an unknown app of no row", rows: [], apps: [unknownApp], state: "as-desired", codes: [0, 0, 0, 0, 0] },
    {
      name: "a catalog that was not read, though no row needs it",
      rows: [notInstalled],
      apps: [app({ catalog: "unreadable" })],
      state: "unknown",
      codes: [3, 3, 3, 3, 3],
    },
  ])("$name: $state", ({ rows, targets = [], apps = [app()], policySuspended = false, state, codes }) => {
    const judgement = judge(plan(rows, { targets, apps }), { policySuspended, applies: true });
    expect(judgement.state).toBe(state);
    expect([
      planExitCode(judgement, { detailed: true, strict: false }),
      applyExitCode(judgement),
      driftExitCode(judgement, { strict: false }),
      planExitCode(judgement, { detailed: false, strict: true }),
      driftExitCode(judgement, { strict: true }),
    ]).toEqual(codes);
    expect(planExitCode(judgement, { detailed: false, strict: false })).toBe(0);
  });

  it.each<[string, readonly PlanRow[], State, number, number]>([
    ["acts", [upgrade()], "differs", 2, 2],
    ["acts, and another is blocked", [upgrade(), noDrift], "open", 2, 2],
    ["acts, and another was not read", [upgrade(), unreadable()], "unknown", 2, 2],
  ])("a row that %s", (_name, rows, state, planCode, driftCode) => {
    const judgement = judge(plan(rows), SETTING);
    expect([judgement.state, planExitCode(judgement, { detailed: true, strict: false })]).toEqual([state, planCode]);
    expect(driftExitCode(judgement, { strict: false })).toBe(driftCode);
  });
});

describe("what came of a plan", () => {
  const applied = ended(upgrade(), outcome("applied", null));

  it.each<[string, readonly ResultRow[], State, 0 | 3]>([
    ["nothing to do", [ended(row(), null)], "as-desired", 0],
    ["applied", [applied], "as-desired", 0],
    ["found done", [ended(upgrade(), outcome("already-done", null))], "as-desired", 0],
    ["failed", [applied, ended(upgrade(), outcome("failed", "refused"))], "open", 3],
    ["unverified", [ended(upgrade(), outcome("unverified", "not-visible"))], "open", 3],
    ["not tried", [ended(upgrade(), outcome("not-tried", "stopped"))], "open", 3],
    ["without an outcome", [ended(upgrade(), null)], "open", 3],
    ["blocked", [applied, ended(blocked("app-ambiguous"), null)], "open", 3],
    ["the rest waits", [applied, ended(held(upgrade(), "next-run"), null)], "waiting", 0],
    ["a protected user", [applied, ended(held(upgrade(), "protected"), null)], "held-as-meant", 0],
    ["consent that no run mends", [applied, ended(narrower, null)], "differs", 0],
    ["a user who was not read", [ended(unreadable(), null)], "unknown", 3],
  ])("%s", (_name, rows, state, code) => {
    const judgement = judge(result(rows), SETTING);
    expect([judgement.state, applyExitCode(judgement), passOutcome(judgement, true).exitCode]).toEqual([
      state,
      code,
      code,
    ]);
  });

  it("is 3 when the question was answered with no", () => expect(applyExitCode("declined")).toBe(3));
});

describe("how a pass ends", () => {
  it.each<[string, readonly PlanRow[], boolean, string, number]>([
    ["reports nothing", [row()], false, "converged", 0],
    ["reports what waits", [held(upgrade(), "next-run")], false, "converged", 0],
    ["reports a difference", [upgrade()], false, "differs", 2],
    ["reports a blocked row without drift", [noDrift], false, "not-converged", 3],
    ["applies, and consent differs", [narrower], true, "differs", 0],
    ["applies, and a row is blocked", [blocked("app-ambiguous")], true, "not-converged", 3],
  ])("that %s", (_name, rows, applied, ends, exitCode) => {
    expect(passOutcome(judge(plan(rows), SETTING), applied)).toEqual({ outcome: ends, exitCode });
  });
});

describe("who is to act", () => {
  it.each<[string, PlanRow, typeof SETTING, Mover]>([
    ["a row that acts", upgrade(), SETTING, "trueup"],
    ["a row that acts, where nothing is ever applied", upgrade(), REPORTS, "applier"],
    ["a row that waits", held(upgrade(), "next-run"), SETTING, "trueup"],
    ["a row that waits, where nothing is ever applied", held(upgrade(), "next-run"), REPORTS, "applier"],
    ["a user who was not read, where others are read again", unreadable(), REPORTS, "trueup"],
    ["consent that differs", narrower, SETTING, "app-owner"],
    ["a suspended app", held(upgrade(), "suspended"), SETTING, "none"],
    ["a suspended policy", held(upgrade(), "suspended"), SUSPENDED, "assignment-owner"],
  ])("%s", (_name, of, setting, move) => expect(judgeRow(of, setting).move).toBe(move));

  it("is nobody for what is as desired or held as meant", () => {
    const rows = [row(), notInstalled, held(upgrade(), "protected")];
    expect([...judge(plan(rows), SETTING).moves]).toEqual([]);
  });

  it("counts rows, targets and apps", () => {
    const of: Plan = plan([upgrade(), noDrift, notInstalled], { targets: [hiddenGroup()], apps: [unknownApp] });
    expect(new Map(judge(of, SETTING).moves)).toEqual(
      new Map<Mover, number>([
        ["trueup", 1],
        ["assignment-owner", 1],
        ["app-owner", 1],
        ["directory-admin", 1],
      ]),
    );
  });
});

describe("every reason", () => {
  const reasons = Object.keys(REASONS).filter((reason): reason is Reason => Object.hasOwn(REASONS, reason));

  it.each(reasons)("%s: a blocked row of it is never better than its table says", (reason) => {
    expect(judgeRow(blocked(reason), SETTING).state).toBe(REASONS[reason].state);
  });

  it("that needs somebody is open, and one that TrueUp goes on with by itself waits, is unknown or backs off", () => {
    const own = reasons.filter((reason) => REASONS[reason].move === "trueup");
    expect(own.map((reason) => `${reason} ${REASONS[reason].state}`)).toEqual([
      "unreadable unknown",
      "not-read-yet unknown",
      "settling waiting",
      "backing-off open",
      "not-aged waiting",
      "next-ring waiting",
      "soaking waiting",
      "gate-pending waiting",
      "next-day waiting",
      "next-run waiting",
      "outside-window waiting",
    ]);
  });

  it("keeps an uninstall that is done as desired", () => {
    const done = result([ended(uninstall(), outcome("applied", null))]);
    expect(judge(done, SETTING)).toMatchObject({ state: "as-desired", toChange: 0, moves: new Map() });
  });
});

it("says of how many rows the consent was not read", () => {
  const rows = [row(), row({ observed: present("2.4.0", [SEND]) })];
  expect(judge(plan(rows), SETTING).consentUnread).toBe(1);
});

function finished(rows: readonly PlanRow[], one = unknownApp): readonly string[] {
  return judge({ rows, targets: [], apps: [one] }, SETTING).finished.map(({ name }) => name);
}

describe("an app that the catalog does not show and nobody has, as ensure: absent wants it", () => {
  it.each<[string, readonly PlanRow[], string[]]>([
    ["is done with", [absent, absent], ["expenses"]],
    ["is not, where somebody has it", [absent, blocked("app-not-in-catalog", { desired: absent.desired })], []],
    ["is not, where somebody is to have it", [absent, notInstalled], []],
    ["is not, where nobody is asked for", [], []],
  ])("%s", (_, rows, expected) => {
    expect(finished(rows)).toEqual(expected);
  });
  it("is not, where the catalog has it", () => expect(finished([absent], app())).toEqual([]));
});

describe("what is said of a row", () => {
  const done = ended(upgrade(), outcome("applied", null));
  const failed = ended(upgrade(), outcome("failed", "throttled"));
  const left = row({ reason: "left-alone", desired: { ensure: "leave", version: null } });
  it.each<[string, PlanRow | ResultRow, string]>([
    ["in sync", row(), "concerned"],
    ["not to be had", row({ reason: "not-applicable" }), ""],
    ["not installed, and need not be", notInstalled, ""],
    ["not installed, of two assignments that disagree", { ...notInstalled, desired: null }, ""],
    ["not installed, as it is to be", absent, "concerned"],
    ["to be absent, and not to be had", row({ reason: "not-applicable", desired: absent.desired }), ""],
    ["left alone", left, "concerned"],
    ["acts", upgrade(), "concerned"],
    ["was done", done, "concerned"],
    ["failed", failed, "concerned again"],
    ["backs off", held(upgrade(), "backing-off"), "concerned again"],
    ["waits for hours", held(upgrade(), "outside-window"), "concerned hours"],
    ["waits for the next run", held(upgrade(), "next-run"), "concerned"],
    ["is not read yet", blocked("not-read-yet"), "concerned later"],
    ["could not be read", unreadable(), "concerned for-people"],
    ["somebody has to mend", blocked("user-not-found"), "concerned for-people"],
    ["is frozen", held(upgrade(), "frozen"), "concerned for-people"],
    ["is protected", held(upgrade(), "protected"), "concerned"],
  ])("that %s", (_, one, expected) => {
    const judgement = judgeRow(one, SETTING);
    const said = [
      isConcerned(one) ? "concerned" : null,
      isTriedAgain(one) ? "again" : null,
      waitsForHours(one) ? "hours" : null,
      isReadLater(one) ? "later" : null,
      isForPeople(one, judgement) ? "for-people" : null,
    ];
    expect(said.filter((word) => word !== null).join(" ")).toBe(expected);
  });

  it("is for people where something differs, unless it goes on by itself", () => {
    const said = (["app-owner", "trueup", "applier"] as const).map((move) =>
      isForPeople(row(), { state: "open", move }),
    );
    expect(said).toEqual([true, false, false]);
    const states = (["waiting", "differs"] as const).map((state) => isForPeople(row(), { state, move: "app-owner" }));
    expect(states).toEqual([false, true]);
  });
});

describe("who is asked about an app", () => {
  it.each<[string, string, Mover, string | null]>([
    ["its owner", "expenses", "app-owner", "@contoso/expenses"],
    ["nobody where git names none", "travel", "app-owner", null],
    ["nobody where it is somebody else's turn", "expenses", "teams-admin", null],
  ])("is %s", (_, name, move, expected) => {
    const apps = [app({ owner: "@contoso/expenses" }), app({ name: "travel" })];
    expect(ownerToAsk(name, move, judge(plan([], { apps }), SETTING).setting)).toBe(expected);
  });

  it("is nobody where no app has an owner", () => {
    expect(judge(plan([]), SETTING).setting).toBe(SETTING);
    expect(ownerToAsk("expenses", "app-owner", SETTING)).toBeNull();
  });

  it.each([
    ["unreadable", "directory-admin"],
    ["not-found", "assignment-owner"],
    ["ambiguous", "assignment-owner"],
  ] as const)("of a target that is %s: %s", (state, move) => {
    expect(targetMove(target({ state }))).toBe(move);
  });
});

function told(rows: readonly PlanRow[], apps = [unknownApp]): readonly string[] {
  return judge(plan(rows, { apps }), SETTING).apps.map(({ app: { name }, reason }) => `${name} ${reason}`);
}

function judged(catalog: PlanApp["catalog"]) {
  return judge(plan([notInstalled], { apps: [{ ...unknownApp, catalog }] }), SETTING).apps[0];
}

describe("what a judgement counts", () => {
  const NEXT = { atMs: 1, text: "soon" };
  const waiting = held(upgrade(), "next-run");
  it.each<[string, Parameters<typeof judge>[0], { due: number; next: object | null; toChange: number }]>([
    ["rows that act", plan([upgrade(), upgrade(), row()]), { due: 2, next: null, toChange: 2 }],
    ["rows that are due in all", plan([upgrade()], { due: 9 }), { due: 9, next: null, toChange: 1 }],
    ["rows that wait", plan([waiting], { nextAct: NEXT }), { due: 0, next: NEXT, toChange: 0 }],
    ["rows that wait for nobody knows what", plan([waiting]), { due: 0, next: null, toChange: 0 }],
    ["no row that waits", plan([row()], { nextAct: NEXT }), { due: 0, next: null, toChange: 0 }],
  ])("%s", (_, of, expected) => {
    expect(judge(of, SETTING)).toMatchObject(expected);
  });

  it("names an app once: where a row says the same of it, or only absence is asked for, it does not", () => {
    expect(told([blocked("app-not-in-catalog")])).toEqual([]);
    expect(told([blocked("user-not-found")])).toEqual(["expenses app-not-in-catalog"]);
    const travel = blocked("app-not-in-catalog", { app: "travel" });
    expect(told([notInstalled, travel])).toEqual(["expenses app-not-in-catalog"]);
    const left = row({ reason: "left-alone", desired: { ensure: "leave", version: null } });
    expect(told([absent, left])).toEqual([]);
    expect(told([{ ...absent, desired: null }])).toEqual(["expenses app-not-in-catalog"]);
    expect(told([upgrade()], [app({ catalog: "ambiguous" })])).toEqual(["expenses app-ambiguous"]);
  });

  it("says what to do of an app that the catalog does not show, and of no other", () => {
    expect(judged("not-in-catalog")?.todo).toMatch(/\S/);
    expect(judged("not-in-catalog")?.move).toBe("app-owner");
    expect(judged("ambiguous")).toMatchObject({ todo: null, move: "app-owner" });
    expect(judged("unreadable")).toMatchObject({ todo: null, move: "teams-admin" });
  });

  it("counts consent that was not read of rows that are fine as far as is known", () => {
    const of = (one: PlanRow) => judge(plan([one]), SETTING).consentUnread;
    const unread = present("2.4.0");
    expect(of(row({ observed: unread }))).toBe(1);
    expect(of(row({ observed: present("2.4.0", []) }))).toBe(0);
    expect(of(row({ observed: unread, drift: ["unknown"] }))).toBe(0);
    expect(of(upgrade())).toBe(0);
    expect(judge(result([ended(upgrade(), outcome("applied", null))]), SETTING).consentUnread).toBe(0);
  });

  it.each<[string, Target, boolean]>([
    ["a user of a ring who is not there", { ...noSuchUser, role: "ring" }, false],
    ["a group that is not there", { ...noSuchUser, kind: "group" }, true],
    ["a user who could not be read", { ...noSuchUser, state: "unreadable" }, true],
    ["a protected user who is not there", { ...noSuchUser, role: "protected" }, true],
  ])("of targets %s: %s", (_, one, counts) => {
    expect(judge(plan([], { targets: [one] }), SETTING).targets).toHaveLength(counts ? 1 : 0);
  });
});

describe("how a row stands", () => {
  it.each<[string, PlanRow | ResultRow, typeof SETTING, State, Mover]>([
    ["done", ended(upgrade(), outcome("applied", null)), SETTING, "as-desired", "none"],
    ["nobody came to it", ended(upgrade(), null), SETTING, "open", "trueup"],
    ["failed for others", ended(upgrade(), outcome("failed", "blocked-by-policy")), SETTING, "open", "teams-admin"],
    [
      "excepted, and more differs",
      { ...held(upgrade(), "excepted"), unaccepted: ["consent-not-approved"] },
      SETTING,
      "open",
      "assignment-owner",
    ],
    [
      "excepted, and nothing else differs",
      { ...held(upgrade(), "excepted"), unaccepted: [] },
      SETTING,
      "held-as-meant",
      "none",
    ],
    ["in sync", row(), SETTING, "as-desired", "none"],
    ["ahead of what is accepted", row({ drift: ["ahead"] }), SETTING, "differs", "app-owner"],
    [
      "newer than offered, and consent differs",
      row({ reason: "newer-than-offered", drift: ["ahead", "consent-wider"] }),
      SETTING,
      "differs",
      "app-owner",
    ],
    [
      "held, and its user was not read",
      { ...held(upgrade(), "frozen"), observed: { state: "unreadable", at: null } },
      SETTING,
      "open",
      "assignment-owner",
    ],
    [
      "held for somebody else, where nothing is applied",
      held(upgrade(), "protected"),
      REPORTS,
      "held-as-meant",
      "none",
    ],
  ])("that is %s", (_, one, setting, state, move) => {
    expect(judgeRow(one, setting)).toEqual({ state, move });
  });
});

it("exit code 2 of a strict look counts all that is held as meant or waits", () => {
  const judgement = judge(plan([noDrift, held(upgrade(), "protected"), held(upgrade(), "next-run")]), SETTING);
  expect(driftExitCode(judgement, { strict: true })).toBe(2);
});
