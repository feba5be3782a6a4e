import { isoTime } from "../../../src/model/clock.ts";
import type { Permission } from "../../../src/model/permission.ts";
import type { Plan, PlanApp, PlanRow, Present, KnownUser, Result, ResultRow } from "../../../src/model/plan.ts";
import { createPeople, type People } from "../../../src/report/facts/people.ts";
import type { PassSummary } from "../../../src/report/page/passes.ts";
import { preparePlan, type StatusView, type Watching } from "../../../src/report/page/status-view.ts";
import {
  app,
  AT,
  blocked,
  CAMERA,
  ended,
  forEach,
  header,
  held,
  hiddenGroup,
  install,
  outcome,
  people,
  plan,
  present,
  row,
  SEND,
  target,
  unreadable,
  upgrade,
  user,
  WARNING,
} from "../builders.ts";
import { IDENTITY } from "../../definitions.ts";

/** Two hours after everything was read. */
export const NOW_MS = Date.parse(AT) + 2 * 3_600_000;

export const NAMED = createPeople({ showUsers: true, key: null });
export const COUNTED = createPeople({ showUsers: false, key: null });
/** With a key, as tests need one: not one that anybody should use. */
export const PSEUDONYMS = createPeople({ showUsers: false, key: "a key of the tests, not for use" });

/** Passes that ended an hour apart, the newest first. */
export function passes(amount: number, changed: (number: number) => Partial<PassSummary> = () => ({})) {
  return Array.from({ length: amount }, (_, index): PassSummary => {
    const number = amount - index;
    const endedAtMs = NOW_MS - (index + 1) * 3_600_000;
    return {
      number,
      trigger: number === 1 ? "start" : "schedule",
      startedAtMs: endedAtMs - 95_000,
      endedAtMs,
      outcome: "converged",
      commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
      summary: "12 rows: nothing to do",
      problem: null,
      ...changed(number),
    };
  });
}

export function watching(changed: Partial<Watching> = {}): Watching {
  return {
    corrects: true,
    source: "https://git.contoso.com/it/teams-apps at main",
    schedule: "0 6 * * * (Europe/Berlin)",
    passes: passes(3),
    now: "waiting for the next pass",
    suspended: null,
    frozen: null,
    sourceProblem: null,
    storeTrouble: null,
    unheard: null,
    ...changed,
  };
}

/** The view of a plan; `null`: of none. */
export function view(shown: Plan | Result | null, by: People = NAMED, changed: Partial<StatusView> = {}): StatusView {
  const prepared = shown === null ? null : preparePlan(shown, header(), [], Date.parse(AT) + 60_000, by, true);
  return { nowMs: NOW_MS, version: "0.1.0", planned: prepared, watching: watching(), people: by, ...changed };
}

const ONBOARDING = app({
  name: "onboarding",
  displayName: "Fabrikam Onboarding",
  offered: { version: "6.0.0", permissions: [], identity: IDENTITY },
  approved: [],
});
const HELPDESK = app({
  name: "helpdesk",
  displayName: "Contoso Helpdesk",
  offered: { version: "3.2.0", permissions: [CAMERA, SEND], identity: IDENTITY },
  lacking: [CAMERA],
});

function hoursAgo(hours: number): string {
  return isoTime(NOW_MS - hours * 3_600_000);
}

function presentAt(version: string, consent: readonly Permission[], at: string): Present {
  return { ...present(version, consent), at };
}

function inSync(users: readonly KnownUser[], of: PlanApp, at = AT): readonly PlanRow[] {
  const version = of.offered?.version ?? "1.0.0";
  return forEach(users, row({ app: of.name, observed: presentAt(version, of.offered?.permissions ?? [], at) }));
}

/** Nobody is assigned anything. */
export const EMPTY: Plan = plan([], { apps: [], targets: [] });

/** Everybody who has the apps has them as desired. */
export const HEALTHY: Plan = plan(
  [
    ...inSync(people(188, "a"), app()),
    ...forEach(people(24, "b"), row({ observed: { state: "absent", at: AT }, reason: "not-installed" })),
    ...inSync(people(96, "c"), ONBOARDING, hoursAgo(20)),
  ],
  { apps: [app(), ONBOARDING] },
);

/** Older versions everywhere, consent that differs, a later run's work, and some whom policy holds. */
export const DRIFTING: Plan = plan(
  [
    ...inSync(people(96, "a"), app()),
    ...forEach(people(61, "b"), upgrade({ observed: present("2.1.0", [SEND]) })),
    ...forEach(people(12, "c"), upgrade({ observed: present("1.7.0", []), drift: ["outdated"] })),
    ...forEach(people(8, "d"), row({ drift: ["consent-narrower"], observed: present("2.4.0", []) })),
    ...forEach(people(3, "e"), row({ drift: ["ahead"], reason: "newer-than-offered", observed: present("2.5.0") })),
    ...forEach(people(20, "f"), held(upgrade(), "next-run", "600 rows act, perRun is 500")),
    ...forEach(people(2, "g"), held(upgrade(), "protected")),
    ...forEach(people(44, "h"), install({ app: "onboarding", consent: [] })),
    ...inSync(people(120, "i"), ONBOARDING, hoursAgo(22)),
    ...forEach(
      people(9, "j"),
      blocked("not-read-yet", { app: "onboarding", observed: { state: "unreadable", at: null }, drift: ["unknown"] }),
    ),
  ],
  { apps: [app(), ONBOARDING] },
);

/** A result: what was done, what failed, and what waits for each of the parties. */
export const BLOCKED: Result = {
  ...plan([], { apps: [HELPDESK, ONBOARDING, app({ suspended: true })] }),
  targets: [
    target(),
    hiddenGroup({ name: "Board" }),
    target({ kind: "user", name: "megan@contoso.com", state: "ambiguous", members: null, detail: "2 entries have it" }),
  ],
  rows: [
    ...forEach(
      people(30, "a"),
      blocked("permissions-not-approved", { app: "helpdesk", detail: "lacking: CameraStream.Read.User (delegated)" }),
    ),
    ...forEach(
      people(6, "b"),
      blocked("consent-not-approved", {
        app: "helpdesk",
        observed: present("3.1.0", [CAMERA]),
        drift: ["consent-not-approved"],
      }),
    ),
    ...forEach(
      people(4, "c"),
      blocked("other-copy-installed", { app: "helpdesk", detail: "installed as 5a0c0000-0000-4000-8000-00000000000a" }),
    ),
    ...forEach(people(5, "d"), unreadable({ app: "helpdesk" })),
    ...forEach(
      people(3, "e"),
      blocked("cannot-downgrade", { app: "onboarding", drift: ["ahead"], observed: present("7.0.0") }),
    ),
    ...forEach(
      people(2, "f"),
      blocked("user-not-found", { app: "onboarding", observed: { state: "not-observed" }, drift: [] }),
    ),
    ...forEach(
      people(14, "g"),
      held(upgrade({ app: "onboarding" }), "change-limit", "214 rows act, maxChanges is 100"),
    ),
    ...forEach(people(7, "h"), held(upgrade(), "suspended")),
  ]
    .map((one) => ended(one, null))
    .concat(
      forEach(people(41, "i"), upgrade({ app: "onboarding", consent: [] })).map((one) =>
        ended(one, outcome("applied", null)),
      ),
      forEach(people(3, "j"), upgrade({ app: "onboarding", consent: [] })).map((one) =>
        ended(
          one,
          outcome("failed", "blocked-by-policy", {
            message: "Graph: App is blocked by app permission policy",
            requestId: "5a0c",
          }),
        ),
      ),
      forEach(people(2, "k"), upgrade({ app: "onboarding", consent: [] })).map((one) =>
        ended(one, outcome("unverified", "not-visible")),
      ),
    ) satisfies readonly ResultRow[],
};

/** 100,000 rows of one app, in many versions, most of them open, each blocked one with a detail of its own. */
export function manyRows(): Plan {
  const users = Array.from({ length: 100_000 }, (_, index) => user(`person${index}`));
  const rows = users.map((one, index): PlanRow => {
    const like = [upgrade(), row(), unreadable(), held(upgrade(), "change-limit")][index % 4] ?? row();
    const observed = like.observed.state === "present" ? present(`${index % 300}.${index % 7}.0`) : like.observed;
    return {
      ...like,
      user: one,
      observed,
      detail: like.verdict === "blocked" ? `answer ${index} of Graph about ${one.asWritten}` : like.detail,
    };
  });
  return plan(rows);
}

/** Names that would like to be more than text, wherever a name can stand. */
export const HOSTILE_NAMES: readonly string[] = [
  `<script>document.title="taken"</script>`,
  `"><img src=x onerror="document.title='taken'">`,
  `</style><style>body{display:none}</style>`,
  `javascript:alert(1)`,
  `\u202Egnp.exe\u202C`,
  `a\u0000b\u001B[31m\u200Bc`,
  `&lt;b&gt; &amp; <b>`,
  "Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358algo",
  "\u05D0\u05D1\u05D2 \u0645\u0631\u062D\u0628\u0627",
  "x".repeat(2000),
  "' onmouseover='alert(1)",
  "]]> --> `${1}` {{1}}",
];

/** A plan in which everything that has a name has a hostile one. */
export const HOSTILE: Plan = plan(
  HOSTILE_NAMES.flatMap((name, index) => {
    const who = { id: `id-${index}`, userPrincipalName: `${name}@contoso.com`, asWritten: name };
    const at = { file: `${name}.yaml`, line: 1, column: 1 };
    return [
      blocked("unreadable", { user: who, app: `app${index}`, detail: name, observed: present(name), sources: [at] }),
      held(
        upgrade({ user: who, app: `app${index}`, desired: { ensure: "upgraded", version: name } }),
        "change-limit",
        name,
      ),
    ];
  }),
  {
    apps: HOSTILE_NAMES.map((name, index) =>
      app({
        name: `app${index}`,
        displayName: name,
        offered: { version: name, permissions: null, identity: IDENTITY },
        lacking: [{ value: name, type: "application" }],
      }),
    ),
    targets: HOSTILE_NAMES.map((name) => hiddenGroup({ name, detail: name })),
  },
);

/** A view in which every free text is hostile. */
export function hostileView(by: People = NAMED): StatusView {
  const text = HOSTILE_NAMES.join(" ");
  const diagnostics = HOSTILE_NAMES.map((name) => ({ ...WARNING, message: name, hint: name, file: name }));
  const source = { path: text, commit: text, digest: text };
  const planned = preparePlan(HOSTILE, header({ tenantId: text, source }), diagnostics, NOW_MS, by, true);
  const problems = passes(12, (number) => ({
    outcome: "failed",
    commit: text,
    summary: null,
    problem: HOSTILE_NAMES[number - 1] ?? null,
  }));
  const stuck = {
    suspended: text,
    sourceProblem: text,
    storeTrouble: text,
    unheard: text,
    schedule: text,
    source: text,
    passes: problems,
  };
  return { nowMs: NOW_MS, version: "0.1.0", planned, people: by, watching: watching(stuck) };
}
