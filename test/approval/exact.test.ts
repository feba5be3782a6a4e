import { describe, expect, it } from "vitest";
import { approveExactly } from "../../src/approval/approve-exactly.ts";
import { type Approved, withSettled } from "../../src/approval/approved.ts";
import type { DecidedRow, PlanApp, PlanRow } from "../../src/model/plan.ts";
import { REASONS } from "../../src/model/reasons.ts";
import { planDocument, resultDocument } from "../../src/plan-file/document.ts";
import { renderJson } from "../../src/plan-file/write-json.ts";
import { applyExitCode, judge } from "../../src/plan/convergence.ts";
import {
  app,
  AT,
  blocked,
  CAMERA,
  ended,
  header,
  held,
  install,
  outcome,
  plan,
  present,
  replace,
  row,
  SEND,
  uninstall,
  upgrade,
  user,
} from "../report/builders.ts";
import { DIGEST, reviewed } from "./plan-text.ts";
import { IDENTITY } from "../definitions.ts";

const ADELE = user("adele");
const KNOWN = { state: "known", clientAppId: "fdebf36e-0000-4000-8000-000000000001", bot: false } as const;
const OFFERED = { version: "2.4.0", permissions: [SEND], identity: IDENTITY } as const;

const LATER = "2026-01-05T09:00:00.000Z";

/** `upgrade`, or `held (not-in-plan): why`. */
function described({ verdict, action, reason, detail }: PlanRow): string {
  return verdict === "act" ? action : `${verdict} (${reason})${detail === null ? "" : `: ${detail}`}`;
}

function isHers({ user: { id } }: PlanRow): boolean {
  return id === ADELE.id;
}

/** What became of Adele's row: how the plan shows it, and the outcome it has without being tried. */
function adele(approved: Approved) {
  const settled = approved.settled.find((one) => isHers(one.row))?.finding;
  return {
    plan: approved.plan.rows.filter(isHers).map(described).join(),
    outcome: settled === undefined ? null : [settled.status, settled.code, settled.message].filter(Boolean).join(" | "),
  };
}

function compared(was: PlanRow, is: DecidedRow, apps: Partial<PlanApp> = {}) {
  return adele(approveExactly(plan([is], { apps: [app(apps)] }), reviewed(plan([was])), DIGEST));
}

describe("a row that was reviewed to act and is the same now", () => {
  it.each([
    ["an upgrade", upgrade()],
    ["an installation", install()],
    ["a removal", uninstall()],
    ["an upgrade without consent", upgrade({ consent: [] })],
  ])("acts: %s", (_name, acting) => {
    expect(compared(acting, acting)).toEqual({ plan: acting.action, outcome: null });
  });

  it.each([
    ["seen at another time", { observed: { ...present("2.1.0"), at: LATER } }],
    ["assigned in another line", { sources: [{ file: "moved.yaml", line: 40, column: 1 }] }],
    ["of somebody with a new name", { user: { ...ADELE, userPrincipalName: "adele.vance@contoso.com" } }],
    ["of somebody written otherwise", { user: { ...ADELE, asWritten: "ADELE@contoso.com" } }],
    ["whose consent in force is known now", { observed: present("2.1.0", [SEND]) }],
  ])("acts though %s", (_name, changed) => {
    expect(compared(upgrade(), upgrade(changed))).toEqual({ plan: "upgrade", outcome: null });
  });

  it("acts though the consent in force is not shown now", () => {
    expect(compared(upgrade({ observed: present("2.1.0", [SEND]) }), upgrade())).toEqual({
      plan: "upgrade",
      outcome: null,
    });
  });

  it("acts when it repairs the consent of the version that is there", () => {
    const repair = upgrade({ observed: present("2.4.0", []), drift: ["consent-narrower"] });
    expect(compared(repair, repair)).toEqual({ plan: "upgrade", outcome: null });
  });

  it.each(["protected", "change-limit", "next-run", "settling", "suspended"] as const)(
    "is held for its reason when policy holds it now: %s",
    (reason) => {
      expect(compared(upgrade(), held(upgrade(), reason))).toEqual({ plan: `held (${reason})`, outcome: null });
    },
  );
});

describe("a row that only waited for the window when it was reviewed", () => {
  it("acts when the window is open", () => {
    expect(compared(held(upgrade(), "outside-window"), upgrade())).toEqual({ plan: "upgrade", outcome: null });
  });

  it("is in the bounds of an envelope", () => {
    const { envelope } = planDocument(
      plan([held(upgrade(), "outside-window"), held(install(), "next-run")]),
      header(),
      [],
    );
    expect(envelope.apps).toMatchObject([{ app: "expenses", upgrade: 1, install: 0 }]);
  });

  it("acts no more than any other where it was held for something else", () => {
    expect(compared(held(upgrade(), "next-run"), upgrade()).plan).toContain("held (not-in-plan)");
  });
});

describe("a row that was reviewed to act and is different now", () => {
  it.each<{ name: string; was: PlanRow; is: DecidedRow; apps?: Partial<PlanApp>; shown: string; outcome: string }>([
    {
      name: "another version is installed",
      was: upgrade(),
      is: upgrade({ observed: present("2.2.0") }),
      shown: "held (not-in-plan): installed is 2.2.0 now, reviewed was 2.1.0",
      outcome: "not-tried | changed-since-plan | installed is 2.2.0 now, reviewed was 2.1.0",
    },
    {
      name: "the app was installed anew",
      was: upgrade(),
      is: upgrade({
        observed: {
          state: "present",
          version: "2.1.0",
          installationId: "b3RoZXI=",
          consent: { state: "unknown" },
          at: AT,
        },
      }),
      shown: "held (not-in-plan): the app was installed anew",
      outcome: "not-tried | changed-since-plan | the app was installed anew",
    },
    {
      name: "the app is not there any more",
      was: upgrade({ desired: { ensure: "installed", version: "latest" } }),
      is: install(),
      shown: "held (not-in-plan): not installed now, reviewed was 2.1.0",
      outcome: "not-tried | changed-since-plan | not installed now, reviewed was 2.1.0",
    },
    {
      name: "another consent is in force",
      was: upgrade({ observed: present("2.1.0", [SEND]) }),
      is: upgrade({ observed: present("2.1.0", []) }),
      shown: "held (not-in-plan): another consent is in force",
      outcome: "not-tried | changed-since-plan | another consent is in force",
    },
    {
      name: "the user cannot be read",
      was: upgrade(),
      is: blocked("unreadable", { observed: { state: "unreadable", at: AT } }),
      shown: "blocked (unreadable)",
      outcome: "not-tried | changed-since-plan | not readable now, reviewed was 2.1.0",
    },
    {
      name: "the user left what the assignment is for, and is to lose the app",
      was: upgrade(),
      is: uninstall(),
      shown: "held (not-in-plan): the desired state says absent now, reviewed was upgraded >=2.3 <3",
      outcome: "not-tried | changed-since-plan | the desired state says absent now, reviewed was upgraded >=2.3 <3",
    },
    {
      name: "the range moved",
      was: upgrade(),
      is: upgrade({ desired: { ensure: "upgraded", version: ">=2.4 <3" } }),
      shown: "held (not-in-plan): the desired state says upgraded >=2.4 <3 now, reviewed was upgraded >=2.3 <3",
      outcome:
        "not-tried | changed-since-plan | the desired state says upgraded >=2.4 <3 now, reviewed was upgraded >=2.3 <3",
    },
    {
      name: "assignments disagree now",
      was: upgrade(),
      is: blocked("conflicting-assignments", { desired: null }),
      shown: "blocked (conflicting-assignments)",
      outcome:
        "not-tried | changed-since-plan | the desired state says different things at once now, reviewed was upgraded >=2.3 <3",
    },
    {
      name: "another consent would be sent",
      was: upgrade({ consent: [] }),
      is: upgrade(),
      shown: "held (not-in-plan): another consent would be sent",
      outcome: "not-tried | changed-since-plan | another consent would be sent",
    },
    {
      name: "a group cannot be read",
      was: upgrade(),
      is: blocked("targets-unreadable", { detail: 'group "Finance"' }),
      shown: 'blocked (targets-unreadable): group "Finance"',
      outcome:
        'not-tried | changed-since-plan | a group, list or exception that could decide this was not read to its end: group "Finance"',
    },
    {
      name: "the catalog moved to another version",
      was: upgrade(),
      is: upgrade(),
      apps: { offered: { version: "2.5.0", permissions: [SEND], identity: IDENTITY } },
      shown: "held (not-in-plan): reviewed 2.4.0, now offered 2.5.0",
      outcome: "not-tried | definition-changed | reviewed 2.4.0, now offered 2.5.0",
    },
    {
      name: "the same version requires more",
      was: upgrade(),
      is: upgrade({ consent: [CAMERA, SEND] }),
      apps: { offered: { version: "2.4.0", permissions: [CAMERA, SEND], identity: IDENTITY } },
      shown: "held (not-in-plan): 2.4.0 now requires other permissions than reviewed",
      outcome: "not-tried | definition-changed | 2.4.0 now requires other permissions than reviewed",
    },
    {
      name: "the new version requires what nobody approved",
      was: upgrade(),
      is: blocked("permissions-not-approved"),
      apps: { offered: { version: "2.5.0", permissions: [CAMERA, SEND], identity: IDENTITY } },
      shown: "blocked (permissions-not-approved)",
      outcome: "not-tried | definition-changed | reviewed 2.4.0, now offered 2.5.0",
    },
    {
      name: "what the version requires is not told any more",
      was: upgrade(),
      is: blocked("permissions-unknown"),
      apps: { offered: { version: "2.4.0", permissions: null, identity: IDENTITY } },
      shown: "blocked (permissions-unknown)",
      outcome: "not-tried | definition-changed | what 2.4.0 requires cannot be told now",
    },
    {
      name: "the app was uploaded anew",
      was: uninstall(),
      is: uninstall(),
      apps: { id: "another-catalog-id" },
      shown:
        "held (not-in-plan): reviewed for the catalog id 0d820ecd-0000-4000-8000-000000000002, now it is another-catalog-id",
      outcome:
        "not-tried | definition-changed | reviewed for the catalog id 0d820ecd-0000-4000-8000-000000000002, now it is another-catalog-id",
    },
    {
      name: "the consent would go to another Entra application",
      was: upgrade(),
      is: upgrade(),
      apps: { offered: { ...OFFERED, identity: { state: "known", clientAppId: "another-application", bot: false } } },
      shown: "held (not-in-plan): 2.4.0 now gives its consent to another Entra application than reviewed",
      outcome:
        "not-tried | definition-changed | 2.4.0 now gives its consent to another Entra application than reviewed",
    },
    {
      name: "the same version holds a bot",
      was: upgrade(),
      is: upgrade(),
      apps: { offered: { ...OFFERED, identity: { ...KNOWN, bot: true } } },
      shown: "held (not-in-plan): 2.4.0 now has another bot than reviewed",
      outcome: "not-tried | definition-changed | 2.4.0 now has another bot than reviewed",
    },
    {
      name: "who gets the consent is not told any more",
      was: upgrade(),
      is: blocked("permissions-unknown"),
      apps: { offered: { ...OFFERED, identity: { state: "unknown", detail: "not shown" } } },
      shown: "blocked (permissions-unknown)",
      outcome:
        "not-tried | definition-changed | who gets the consent of 2.4.0, or whether it holds a bot, cannot be told now",
    },
    {
      name: "the catalog could not be read",
      was: upgrade(),
      is: blocked("catalog-unreadable"),
      apps: { offered: null },
      shown: "blocked (catalog-unreadable)",
      outcome: "not-tried | definition-changed | reviewed 2.4.0, now nothing that could be told is offered",
    },
    {
      name: "the catalog does not show the app",
      was: upgrade(),
      is: blocked("app-not-in-catalog"),
      apps: { id: null },
      shown: "blocked (app-not-in-catalog)",
      outcome:
        "not-tried | definition-changed | reviewed for the catalog id 0d820ecd-0000-4000-8000-000000000002, now it is unknown",
    },
    {
      name: "the app is to be installed where it is missing, and not only upgraded",
      was: upgrade(),
      is: upgrade({ desired: { ensure: "installed", version: ">=2.3 <3" } }),
      shown: "held (not-in-plan): the desired state says installed >=2.3 <3 now, reviewed was upgraded >=2.3 <3",
      outcome:
        "not-tried | changed-since-plan | the desired state says installed >=2.3 <3 now, reviewed was upgraded >=2.3 <3",
    },
    {
      name: "assignments disagreed when it was reviewed",
      was: upgrade({ desired: null }),
      is: upgrade(),
      shown: "held (not-in-plan): the desired state says upgraded >=2.3 <3 now, reviewed was different things at once",
      outcome:
        "not-tried | changed-since-plan | the desired state says upgraded >=2.3 <3 now, reviewed was different things at once",
    },
    {
      name: "the app was installed meanwhile",
      was: install(),
      is: upgrade({ desired: { ensure: "installed", version: "latest" } }),
      shown: "held (not-in-plan): 2.1.0 now, reviewed was not installed",
      outcome: "not-tried | changed-since-plan | 2.1.0 now, reviewed was not installed",
    },
    {
      name: "Graph does not tell the installed version now",
      was: upgrade(),
      is: blocked("version-not-comparable", { observed: present(null) }),
      shown: "blocked (version-not-comparable)",
      outcome: "not-tried | changed-since-plan | installed is an unknown version now, reviewed was 2.1.0",
    },
    {
      name: "the directory has no such user now",
      was: upgrade(),
      is: blocked("user-not-found", { observed: { state: "not-observed" } }),
      shown: "blocked (user-not-found)",
      outcome: "not-tried | changed-since-plan | not looked at now, reviewed was 2.1.0",
    },
    {
      name: "nothing is to be done now, and nothing was",
      was: upgrade(),
      is: row({ observed: present("2.1.0"), reason: "not-applicable" }),
      shown: "nothing (not-applicable)",
      outcome: `not-tried | changed-since-plan | ${REASONS["not-applicable"].sentence}`,
    },
    {
      name: "the definition moved, and a removal is due that policy holds",
      was: upgrade(),
      is: held(uninstall(), "protected"),
      apps: { offered: { ...OFFERED, permissions: [CAMERA, SEND] } },
      shown: "held (protected)",
      outcome: "not-tried | definition-changed | 2.4.0 now requires other permissions than reviewed",
    },
    {
      name: "assignments disagree, and did",
      was: upgrade({ desired: null }),
      is: blocked("conflicting-assignments", { desired: null }),
      shown: "blocked (conflicting-assignments)",
      outcome: `not-tried | changed-since-plan | ${REASONS["conflicting-assignments"].sentence}`,
    },
    {
      name: "another action is due",
      was: upgrade(),
      is: { ...upgrade(), action: "reinstall" },
      shown: "held (not-in-plan): to reinstall now, reviewed was to upgrade",
      outcome: "not-tried | changed-since-plan | to reinstall now, reviewed was to upgrade",
    },
  ])("is not tried: $name", ({ was, is, apps, shown, outcome: said }) => {
    expect(compared(was, is, apps)).toEqual({ plan: shown, outcome: said });
  });

  it("a removal does not ask which version is offered", () => {
    expect(
      compared(uninstall(), uninstall(), { offered: { version: "2.5.0", permissions: null, identity: IDENTITY } }),
    ).toEqual({
      plan: "uninstall",
      outcome: null,
    });
  });
});

describe("a row that was reviewed to act and is done", () => {
  it.each([
    ["upgraded", upgrade(), row()],
    ["upgraded, with the reviewed consent", upgrade(), row({ observed: present("2.4.0", [SEND]) })],
    ["removed", uninstall(), row({ observed: { state: "absent", at: AT }, reason: "not-installed" })],
    [
      "upgraded without consent, and consent is in force",
      upgrade({ consent: [] }),
      row({ observed: present("2.4.0", [SEND]) }),
    ],
  ])("is already done: %s", (_name, was, is) => {
    expect(compared(was, is).outcome).toBe("already-done");
  });

  it("is already done though the catalog moved since", () => {
    const offered = { version: "2.5.0", permissions: [CAMERA, SEND], identity: IDENTITY };
    expect(compared(upgrade(), row(), { offered })).toEqual({ plan: "nothing (in-sync)", outcome: "already-done" });
  });

  it.each([
    ["another version came instead", row({ observed: present("2.4.1") }), "installed is 2.4.1 now, reviewed was 2.1.0"],
    ["with another consent", row({ observed: present("2.4.0", []) }), "installed is 2.4.0 now, reviewed was 2.1.0"],
    [
      "a group cannot be read any more",
      blocked("targets-unreadable", { observed: present("2.4.0") }),
      "installed is 2.4.0 now, reviewed was 2.1.0",
    ],
  ])("is not when %s", (_name, is, message) => {
    expect(compared(upgrade(), is).outcome).toBe(`not-tried | changed-since-plan | ${message}`);
  });

  it("is not when the app that is there has another catalog id", () => {
    expect(compared(upgrade(), row(), { id: "another-catalog-id" }).outcome).toContain(
      "not-tried | definition-changed",
    );
  });

  it("is not when a removal is not wanted any more, and the app is there", () => {
    const left = row({ desired: { ensure: "leave", version: null }, reason: "left-alone" });
    expect(compared(uninstall(), left).outcome).toBe(
      "not-tried | changed-since-plan | the desired state says leave now, reviewed was absent",
    );
  });
});

describe("an earlier upload that was reviewed to be replaced", () => {
  const bringing = replace();
  const removing = replace({ observed: present("2.4.0"), drift: ["old-copy"], brings: null, consent: [] });

  it.each<[string, DecidedRow, Partial<PlanApp>]>([
    ["with the app that is brought", bringing, {}],
    ["where the app is there", removing, {}],
    ["where the app is there, and nothing is published", removing, { offered: null }],
    [
      "where the app is there, and what it requires is unknown",
      removing,
      { offered: { ...OFFERED, permissions: null } },
    ],
  ])("is replaced: %s", (_name, acting, apps) => {
    const one = plan([acting], { apps: [app(apps)] });
    expect(adele(approveExactly(one, reviewed(one), DIGEST))).toEqual({ plan: "replace", outcome: null });
  });

  it.each<[string, PlanRow, DecidedRow, Partial<PlanApp>, string]>([
    [
      "the catalog offers another version, where the app is there",
      removing,
      removing,
      { offered: { ...OFFERED, version: "2.5.0" } },
      "definition-changed | reviewed 2.4.0, now offered 2.5.0",
    ],
    [
      "the app is to be brought in another version",
      bringing,
      bringing,
      { offered: { ...OFFERED, version: "2.5.0" } },
      "definition-changed | reviewed 2.4.0, now offered 2.5.0",
    ],
    [
      "it is not there any more",
      bringing,
      install({ desired: bringing.desired }),
      {},
      "changed-since-plan | the earlier upload is not installed any more",
    ],
    [
      "it was not there",
      install({ desired: bringing.desired }),
      bringing,
      {},
      "changed-since-plan | an earlier upload is installed now",
    ],
    [
      "it was installed anew",
      bringing,
      replace({ replaced: { ...bringing.replaced, installationId: "another" } }),
      {},
      "changed-since-plan | the earlier upload was installed anew",
    ],
  ])("is not when %s", (_name, was, is, apps, said) => {
    expect(compared(was, is, apps).outcome).toBe(`not-tried | ${said}`);
  });

  it.each<[string, Partial<PlanApp>, Partial<PlanApp>, string]>([
    [
      "nothing was offered then",
      { offered: null },
      {},
      "definition-changed | reviewed without a version, now offered 2.4.0",
    ],
    [
      "who gets the consent was told neither then nor now",
      { offered: { ...OFFERED, identity: { state: "unknown", detail: "not shown" } } },
      { offered: { ...OFFERED, identity: { state: "unknown", detail: "not shown" } } },
      "definition-changed | who gets the consent of 2.4.0, or whether it holds a bot, cannot be told now",
    ],
  ])("brings nothing where %s", (_name, then, now, said) => {
    const approved = reviewed(plan([removing], { apps: [app(then)] }));
    const fresh = plan([replace({ observed: present("2.4.0"), brings: "upgrade" })], { apps: [app(now)] });
    expect(adele(approveExactly(fresh, approved, DIGEST)).outcome).toBe(`not-tried | ${said}`);
  });

  it.each<[string, Partial<PlanApp>, DecidedRow, string]>([
    ["somebody removed it", {}, row({ observed: present("2.4.0") }), "already-done"],
    [
      "somebody removed it, and nothing is published",
      { offered: null },
      row({ observed: present("2.4.0") }),
      "already-done",
    ],
    [
      "the app went to another version as well",
      {},
      row({ observed: present("2.4.5") }),
      "not-tried | changed-since-plan | installed is 2.4.5 now, reviewed was 2.4.0",
    ],
  ])("that is beside the app: %s", (_name, apps, now, said) => {
    const approved = reviewed(plan([removing], { apps: [app(apps)] }));
    expect(adele(approveExactly(plan([now], { apps: [app(apps)] }), approved, DIGEST)).outcome).toBe(said);
  });

  it("is not said to be done where neither upload is there", () => {
    const nothing = row({ desired: removing.desired, observed: { state: "absent", at: AT }, reason: "not-installed" });
    const approved = reviewed(plan([removing], { apps: [app({ offered: null })] }));
    const fresh = plan([nothing], { apps: [app({ offered: null })] });
    expect(adele(approveExactly(fresh, approved, DIGEST)).outcome).toBe(
      "not-tried | changed-since-plan | not installed now, reviewed was 2.4.0",
    );
  });
});

describe("a row that was not reviewed to act", () => {
  it.each<[string, readonly PlanRow[], string]>([
    ["is new", [], "held (not-in-plan): the reviewed plan has no such row"],
    ["was in sync", [row()], "held (not-in-plan): reviewed as nothing: installed as desired"],
    [
      "was held",
      [held(upgrade(), "next-run")],
      "held (not-in-plan): reviewed as held: over perRun; a later run that applies does it",
    ],
    [
      "was blocked",
      [blocked("unreadable")],
      "held (not-in-plan): reviewed as blocked: the account, or what the user has, could not be read",
    ],
  ])("never acts: it %s", (_name, was, shown) => {
    const approved = approveExactly(plan([upgrade()]), reviewed(plan(was)), DIGEST);
    expect(adele(approved)).toEqual({ plan: shown, outcome: null });
    expect(approved.notes).toEqual([
      "held, as the reviewed plan does not hold them: 1 of the changes that are due now",
    ]);
  });

  it("never acts where the plan does not hold its app", () => {
    const approved = approveExactly(plan([upgrade()], { apps: [] }), reviewed(plan([upgrade()])), DIGEST);
    expect(adele(approved).plan).toBe("held (not-in-plan): reviewed as act");
  });

  it("keeps what it was when it would not act anyway", () => {
    const rows: readonly DecidedRow[] = [
      row(),
      blocked("app-not-in-catalog", { user: user("megan") }),
      held(upgrade({ user: user("nestor") }), "protected"),
    ];
    const fresh = plan(rows);
    for (const was of [[], rows, rows.toReversed()]) {
      const { plan: approved, ...rest } = approveExactly(fresh, reviewed(plan(was)), DIGEST);
      expect({ ...approved, rows: [...approved.rows], ...rest }).toEqual({ ...fresh, settled: [], notes: [] });
    }
  });
});

describe("the rows of a reviewed plan", () => {
  const [megan, nestor] = [upgrade({ user: user("megan") }), upgrade({ user: user("nestor") })];

  it.each<[string, readonly PlanRow[]]>([
    ["in the same order", [upgrade(), megan, nestor]],
    ["in another order", [nestor, upgrade(), megan]],
    ["with somebody who needed nothing and is gone, first", [row({ user: user("zoe") }), upgrade(), megan, nestor]],
    ["with somebody who needed nothing and is gone, last", [upgrade(), megan, nestor, row({ user: user("zoe") })]],
  ])("are found %s", (_name, was) => {
    const { plan: approved, settled } = approveExactly(plan([upgrade(), megan, nestor]), reviewed(plan(was)), DIGEST);
    expect(approved.rows.map(described)).toEqual(["upgrade", "upgrade", "upgrade"]);
    expect(settled).toEqual([]);
  });

  it("are told where they were to act and nobody is left", () => {
    const { settled } = approveExactly(plan([]), reviewed(plan([megan, nestor])), DIGEST);
    expect(settled.map(({ row: { user: who }, finding }) => [who.asWritten, finding.code])).toEqual([
      ["megan@contoso.com", "changed-since-plan"],
      ["nestor@contoso.com", "changed-since-plan"],
    ]);
  });
});

describe("the whole plan", () => {
  const megan = upgrade({ user: user("megan") });
  const nestor = upgrade({ user: user("nestor") });
  const zoe = upgrade({ user: user("zoe") });
  /** Adele left the group, Megan is as reviewed, Nestor has changed, Zoe is new. */
  const was = reviewed(plan([upgrade(), megan, nestor]));
  const fresh = plan([megan, { ...nestor, observed: present("2.2.0") }, zoe]);
  const compareAll = (): Approved => approveExactly(fresh, was, DIGEST);

  it("acts on nothing that the fresh plan does not act on, and on nothing that was not reviewed", () => {
    expect(compareAll().plan.rows.map(described)).toEqual([
      "upgrade",
      "held (not-in-plan): installed is 2.2.0 now, reviewed was 2.1.0",
      "held (not-in-plan): the reviewed plan has no such row",
    ]);
  });

  it("loses nobody: each reviewed change has an outcome in the result, in plan order", () => {
    const approved = compareAll();
    const carriedOut = {
      ...approved.plan,
      rows: approved.plan.rows.map((one) => ended(one, one.verdict === "act" ? outcome("applied", null) : null)),
    };
    const result = withSettled(carriedOut, approved.settled, LATER);
    expect(result.rows.map((one) => [one.user.asWritten, one.verdict, one.outcome?.status, one.outcome?.code])).toEqual(
      [
        ["adele@contoso.com", "act", "not-tried", "changed-since-plan"],
        ["megan@contoso.com", "act", "applied", null],
        ["nestor@contoso.com", "act", "not-tried", "changed-since-plan"],
        ["zoe@contoso.com", "held", undefined, undefined],
      ],
    );
    expect(result.rows.at(0)).toMatchObject({
      action: "upgrade",
      move: "trueup",
      sources: [{ file: "assignments/finance.yaml", line: 4, column: 1 }],
      consent: [SEND],
      outcome: { message: "no assignment is known to reach the user any more", at: LATER },
    });
    expect(result.rows.at(2)).toMatchObject({ reason: null, detail: null, move: "trueup" });
    expect(applyExitCode(judge(result, { policySuspended: false, applies: true }))).toBe(3);
    expect(resultDocument(result, header(), []).summary).toMatchObject({ act: 3, applied: 1, notTried: 2, held: 1 });
  });

  it("converges when everything was done already", () => {
    const done = approveExactly(plan([row()]), reviewed(plan([upgrade()])), DIGEST);
    const result = withSettled(
      { ...done.plan, rows: done.plan.rows.map((one) => ended(one, null)) },
      done.settled,
      LATER,
    );
    expect(result.rows.map((one) => one.outcome?.status)).toEqual(["already-done"]);
    expect(applyExitCode(judge(result, { policySuspended: false, applies: true }))).toBe(0);
  });

  it("says in words what it does not do", () => {
    expect(compareAll().notes).toEqual([
      "held, as the reviewed plan does not hold them: 2 of the changes that are due now",
      "not tried, as no assignment is known to reach the user any more: 1 of the reviewed changes",
    ]);
  });

  it("of another desired state is compared row by row, and says so", () => {
    const other = approveExactly(plan([upgrade()]), reviewed(plan([upgrade()])), `sha256:${"cd".repeat(32)}`);
    expect(other.plan.rows.map(described)).toEqual(["upgrade"]);
    expect(other.notes).toEqual([
      "the desired state is not the one that was reviewed; only what is the same in both is carried out",
    ]);
  });

  it("that is restricted is a plan that can be written and reviewed again", () => {
    const text = [...renderJson(planDocument(compareAll().plan, header(), []))].join("");
    expect(JSON.parse(text)).toMatchObject({ summary: { act: 1, held: 2 } });
  });
});
