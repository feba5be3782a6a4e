import type { Outcome } from "../../src/model/plan.ts";
import {
  driftDocument,
  type DriftDocument,
  planDocument,
  type PlanDocument,
  resultDocument,
  type ResultDocument,
} from "../../src/plan-file/document.ts";
import type { Rates } from "../../src/report/facts/cost.ts";
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
  result,
  row,
  SEND,
  target,
  uninstall,
  unreadable,
  upgrade,
  user,
  WARNING,
} from "./builders.ts";
import { IDENTITY } from "../definitions.ts";

/** Plans, drift reports and results that differ from the smallest one in a single fact each, then in many. */

export const RATES: Rates = { readsPerSecond: 25, writesPerSecond: 25, removalsPerSecond: 12, readsDone: 263 };

const LACKING = app({
  offered: { version: "2.4.0", permissions: [CAMERA, SEND], identity: IDENTITY },
  lacking: [CAMERA],
});
const HOSTILE = {
  id: "id-of-mallory",
  userPrincipalName: "mallory\u001B[2K\r\nResult: converged@contoso.com",
  asWritten: "mallory",
};

const SIX_HOURS_AGO = "2026-01-05T02:00:00.000Z";

export const PLANS: Readonly<Record<string, PlanDocument>> = {
  "plan-partly-read": planDocument(
    plan([
      upgrade(),
      row({ user: user("megan"), observed: { state: "absent", at: SIX_HOURS_AGO }, reason: "not-installed" }),
      row({ user: user("nestor"), observed: { state: "absent", at: AT }, reason: "not-installed" }),
      blocked("not-read-yet", { user: user("zoe"), observed: { state: "unreadable", at: null }, drift: ["unknown"] }),
    ]),
    header(),
    [],
  ),
  "plan-no-rows": planDocument(plan([], { apps: [], targets: [] }), header(), []),
  "plan-filtered-to-nothing": planDocument(
    plan([], { totalRows: 12, filters: { apps: ["expenses"], users: ["megan@contoso.com"] } }),
    header(),
    [],
  ),
  "plan-in-sync": planDocument(
    plan([row(), row({ user: user("megan"), reason: "not-installed", observed: { state: "absent", at: AT } })]),
    header({ tenantId: null, source: { ...header().source, commit: null } }),
    [WARNING],
  ),
  "plan-nothing-but-differences": planDocument(
    plan([
      row(),
      row({ user: user("megan"), reason: "newer-than-offered", drift: ["ahead"], observed: present("2.5.0") }),
      row({ user: user("nestor"), drift: ["consent-narrower"], observed: present("2.4.0", []) }),
    ]),
    header(),
    [],
  ),
  "plan-one-upgrade": planDocument(plan([upgrade()]), header(), []),
  "plan-consent-known": planDocument(
    plan(
      [
        upgrade({ observed: present("2.1.0", [SEND]), consent: [CAMERA, SEND] }),
        upgrade({ user: user("megan"), observed: present("2.1.0", []), consent: [CAMERA, SEND] }),
      ],
      {
        apps: [
          app({
            offered: { version: "2.4.0", permissions: [CAMERA, SEND], identity: IDENTITY },
            approved: [CAMERA, SEND],
          }),
        ],
      },
    ),
    header(),
    [],
  ),
  "plan-consent-in-force": planDocument(plan([upgrade({ observed: present("2.1.0", [SEND]) })]), header(), []),
  "plan-consent-left-out": planDocument(
    plan([upgrade({ consent: [] })], {
      apps: [
        app({
          offered: { version: "2.4.0", permissions: [CAMERA], identity: IDENTITY },
          approved: [CAMERA, SEND],
          unused: [SEND],
        }),
      ],
    }),
    header(),
    [],
  ),
  "plan-uninstalls": planDocument(
    plan(forEach(people(3), uninstall()), {
      apps: [app({ offered: { version: "2.4.0", permissions: [], identity: IDENTITY }, approved: [] })],
    }),
    header({ limits: { ...header().limits, maxRemovals: { kind: "percent", percent: 20 } } }),
    [],
  ),
  "plan-not-approved": planDocument(
    plan(
      forEach(
        people(12),
        blocked("permissions-not-approved", { detail: "2.4.0 requires CameraStream.Read.User (delegated)" }),
      ),
      {
        apps: [LACKING],
      },
    ),
    header(),
    [],
  ),
  "plan-over-the-limit": planDocument(
    plan(forEach(people(140), held(upgrade(), "change-limit", "140 changes, maxChanges allows 100"))),
    header(),
    [],
  ),
  "plan-everything-blocked": planDocument(
    plan(
      [
        unreadable(),
        blocked("cannot-downgrade", {
          user: user("bianca"),
          drift: ["ahead"],
          detail: 'installed 3.1.0, accepted ">=2.3 <3"',
        }),
        blocked("cannot-downgrade", {
          user: user("carl"),
          drift: ["ahead"],
          detail: 'installed 3.2.0, accepted ">=2.3 <3"',
        }),
        blocked("cannot-downgrade", {
          user: user("diego"),
          drift: ["ahead"],
          detail: 'installed 3.2.0, accepted ">=2.3 <3"',
        }),
        blocked("targets-unreadable", {
          user: user("emily"),
          drift: ["unknown"],
          detail: 'group "Finance" (assignments/finance.yaml:6): its members are hidden from the token',
        }),
        blocked("user-not-found", {
          user: { id: null, userPrincipalName: null, asWritten: "nobody@contoso.com" },
          observed: { state: "not-observed" },
          drift: [],
        }),
        blocked("conflicting-assignments", {
          user: user("grady"),
          desired: null,
          drift: [],
          detail: 'assignments/finance.yaml:4 (upgraded ">=2"), assignments/sales.yaml:9 (absent)',
        }),
      ],
      {
        apps: [
          app({ offered: { version: "2.4.0", permissions: null, identity: IDENTITY }, lacking: null, unused: null }),
        ],
        targets: [hiddenGroup()],
      },
    ),
    header(),
    [],
  ),
  "plan-targets-not-read": planDocument(
    plan([row()], {
      targets: [
        target(),
        hiddenGroup(),
        hiddenGroup({ name: "Fin", state: "not-found", id: null, detail: null, role: "except" }),
        hiddenGroup({
          name: "Sales",
          state: "ambiguous",
          id: null,
          detail: "2 groups have this name",
          role: "protected",
        }),
        hiddenGroup({ kind: "everyone", name: "everyone", id: null, detail: "page 3 of the users answered 503" }),
      ],
    }),
    header(),
    [],
  ),
  "plan-policy-suspended": planDocument(
    plan([held(upgrade(), "suspended", "policy.suspend is true")]),
    header({ limits: { ...header().limits, suspended: true, perRun: 500 } }),
    [],
  ),
  "plan-hostile-names": planDocument(
    plan(
      [
        upgrade({ user: HOSTILE, observed: present("2.1.0\u202E0.9") }),
        blocked("unreadable", { user: user("zoe"), drift: ["unknown"], detail: "Graph said \u009B31mred\nline two" }),
      ],
      {
        apps: [app({ displayName: 'Expenses" is approved\u001B]0;title\u0007' })],
        targets: [hiddenGroup({ name: "Fi\u0000nance\n" })],
      },
    ),
    header(),
    [],
  ),
  "plan-many": planDocument(
    plan(
      [
        ...forEach(people(200), upgrade()),
        ...forEach(people(12, "starter"), install()),
        held(upgrade({ user: user("vera") }), "protected"),
        ...forEach(people(2, "wave"), held(upgrade(), "next-run", "perRun allows 212 of 214")),
        ...forEach(
          people(5, "x"),
          blocked("version-past-range", { detail: 'installed 2.1.0, offered 2.4.0, accepted "~2.2.0"' }),
        ),
        ...forEach(people(48, "y"), row()),
        ...forEach(
          people(3, "z"),
          row({ reason: "not-applicable", observed: { state: "not-observed" }, detail: "a guest account" }),
        ),
        ...forEach(
          people(30),
          row({ app: "onboarding", reason: "not-installed", observed: { state: "absent", at: AT } }),
        ),
        uninstall({ app: "onboarding", user: user("zack"), observed: present(null) }),
      ],
      {
        apps: [
          app({ approved: [CAMERA, SEND], unused: [CAMERA] }),
          app({ name: "onboarding", displayName: null, offered: null, approved: [], lacking: null, unused: null }),
        ],
      },
    ),
    header({ limits: { ...header().limits, maxChanges: { kind: "percent", percent: 80 }, perRun: 213 } }),
    [],
  ),
};

export const DRIFTS: Readonly<Record<string, DriftDocument>> = {
  "drift-no-rows": driftDocument(plan([], { targets: [] }), header(), []),
  "drift-none": driftDocument(plan([row(), row({ user: user("megan") })]), header(), []),
  "drift-none-found-but-unread": driftDocument(
    plan([row(), unreadable({ user: user("megan") })], { targets: [hiddenGroup()] }),
    header(),
    [],
  ),
  "drift-known": driftDocument(
    plan([
      ...forEach(people(12), upgrade()),
      install({ user: user("xena") }),
      uninstall({ user: user("yara") }),
      held(upgrade({ user: user("yves") }), "protected"),
      blocked("permissions-not-approved", { user: user("zack"), observed: present("2.2.0") }),
      row({ user: user("zed"), reason: "newer-than-offered", drift: ["ahead"], observed: present("2.5.0") }),
      blocked("user-not-found", { user: user("zoe"), drift: [], observed: { state: "not-observed" } }),
      unreadable({ user: user("zuri") }),
    ]),
    header(),
    [],
  ),
  "drift-consent": driftDocument(
    plan([
      blocked("consent-not-approved", {
        observed: present("2.4.0", [CAMERA, SEND]),
        drift: ["consent-not-approved", "consent-wider"],
        detail: "CameraStream.Read.User (delegated)",
      }),
      row({ user: user("megan"), observed: present("2.4.0", []), drift: ["consent-narrower"] }),
    ]),
    header(),
    [],
  ),
};

const refused: Partial<Outcome> = {
  message: "Forbidden: App is blocked by app permission policy",
  requestId: "8a1f0000-0000-4000-8000-000000000005",
};

export const RESULTS: Readonly<Record<string, ResultDocument>> = {
  "result-nothing-to-do": resultDocument(result([ended(row(), null)]), header(), []),
  "result-converged": resultDocument(
    result([
      ended(upgrade(), outcome("applied", null)),
      ended(upgrade({ user: user("bianca") }), outcome("already-done", null)),
      ended(held(upgrade({ user: user("ceo") }), "protected"), null),
      ended(row({ user: user("megan"), reason: "newer-than-offered", drift: ["ahead"] }), null),
    ]),
    header(),
    [],
  ),
  "result-policy-suspended": resultDocument(
    result([ended(held(upgrade(), "suspended", "policy.suspend is true"), null)]),
    header({ limits: { ...header().limits, suspended: true } }),
    [],
  ),
  "result-failures-in-own-words": resultDocument(
    result(
      people(13).map((one, index) =>
        ended(
          upgrade({ user: one }),
          outcome("failed", "refused", { message: `Forbidden: user ${Math.max(index, 1)}`, requestId: `${index}` }),
        ),
      ),
    ),
    header(),
    [],
  ),
  "result-unread-target-only": resultDocument(
    result([ended(upgrade(), outcome("applied", null))], { targets: [hiddenGroup()] }),
    header(),
    [],
  ),
  "result-each-outcome": resultDocument(
    result([
      ...forEach(people(12), upgrade()).map((one) => ended(one, outcome("applied", null, { requestId: "1" }))),
      ended(uninstall({ user: user("v") }), outcome("applied", null)),
      ended(install({ user: user("w") }), outcome("already-done", null)),
      ended(upgrade({ user: user("xa") }), outcome("unverified", "not-visible", { requestId: "2" })),
      ended(upgrade({ user: user("xb") }), outcome("unverified", "other-version", { message: "2.3.9 was found" })),
      ...forEach(people(12, "xc"), upgrade()).map((one) => ended(one, outcome("failed", "blocked-by-policy", refused))),
      ended(
        upgrade({ user: user("xd") }),
        outcome("failed", "refused", { message: "BadRequest: \u001B[31mno\u001B[0m", requestId: "3" }),
      ),
      ended(upgrade({ user: user("ya") }), outcome("not-tried", "definition-changed")),
      ended(upgrade({ user: user("yb") }), outcome("not-tried", "stopped")),
      ended(upgrade({ user: user("yc") }), null),
      ended(held(upgrade({ user: user("za") }), "change-limit", "140 changes, maxChanges allows 100"), null),
      ended(held(upgrade({ user: user("zb") }), "protected"), null),
      ended(blocked("permissions-unknown", { user: user("zc") }), null),
    ]),
    header(),
    [],
  ),
};
