import type { Target } from "../../src/model/desired.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { Permission } from "../../src/model/permission.ts";
import type {
  Action,
  ActingRow,
  DecidedRow,
  KnownUser,
  Outcome,
  Plan,
  PlanApp,
  PlanRow,
  Present,
  Result,
  ResultRow,
} from "../../src/model/plan.ts";
import { type OutcomeCode, type Reason, REASONS } from "../../src/model/reasons.ts";
import { parseVersion } from "../../src/model/version.ts";
import type { ReportHeader } from "../../src/plan-file/document.ts";
import { DEFAULT_RULES } from "../../src/model/policy.ts";
import { IDENTITY } from "../definitions.ts";

export const AT = "2026-01-05T08:00:00.000Z";
export const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
export const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };

export function header(changed: Partial<ReportHeader> = {}): ReportHeader {
  return {
    createdAt: AT,
    tenantId: "3f6c1f0e-0000-4000-8000-000000000001",
    source: { path: "teams", commit: "0a1b2c3d4e5f", digest: `sha256:${"ab".repeat(32)}` },
    limits: {
      ...DEFAULT_RULES,
    },
    ...changed,
  };
}

/** The app `expenses`, offered as 2.4.0, which requires what is approved. */
export function app(changed: Partial<PlanApp> = {}): PlanApp {
  return {
    name: "expenses",
    id: "0d820ecd-0000-4000-8000-000000000002",
    manifestId: "cf1ba4c7-0000-4000-8000-000000000003",
    displayName: "Contoso Expenses",
    catalog: "found",
    source: { file: "apps/apps.yaml", line: 3, column: 3 },
    suspended: false,
    offered: { version: "2.4.0", permissions: [SEND], identity: IDENTITY },
    approved: [SEND],
    clientAppId: null,
    lock: { state: "no-lock" },
    owner: null,
    repairConsent: "report",
    replaces: null,
    lacking: [],
    unused: [],
    ...changed,
  };
}

export function user(name: string): KnownUser {
  const userPrincipalName = `${name}@contoso.com`;
  return { id: `id-of-${name}`, userPrincipalName, asWritten: userPrincipalName };
}

/** `user001`, `user002`, …: names that sort as they count. */
export function people(amount: number, prefix = "user"): readonly KnownUser[] {
  return Array.from({ length: amount }, (_, index) => user(`${prefix}${String(index + 1).padStart(3, "0")}`));
}

type Resting = Extract<DecidedRow, { verdict: "nothing" | "blocked" }>;
type Held = Extract<DecidedRow, { verdict: "held" }>;
type Acting<Kind extends Action> = Extract<ActingRow, { action: Kind }>;

/** In sync: 2.4.0 is installed and wanted. */
export function row(changed: Partial<Resting> = {}): Resting {
  return {
    user: user("adele"),
    app: "expenses",
    desired: { ensure: "upgraded", version: ">=2.3 <3" },
    observed: present("2.4.0"),
    drift: [],
    verdict: "nothing",
    action: null,
    reason: "in-sync",
    detail: null,
    move: "none",
    consent: [],
    sources: [{ file: "assignments/finance.yaml", line: 4, column: 5 }],
    ...changed,
  };
}

export function present(version: string | null, consent?: readonly Permission[]): Present {
  return {
    state: "present",
    version,
    installationId: "aW5zdGFsbGF0aW9u",
    consent: consent === undefined ? { state: "unknown" } : { state: "known", permissions: consent },
    at: AT,
  };
}

const ACTS = {
  user: user("adele"),
  app: "expenses",
  verdict: "act",
  reason: null,
  detail: null,
  move: "trueup",
  sources: [{ file: "assignments/finance.yaml", line: 4, column: 5 }],
  on: on(),
} as const;

/** The app of a row that acts. */
export function on(changed: Partial<PlanApp> = {}) {
  const { id, ...rest } = app(changed);
  const offered = parseVersion(rest.offered?.version ?? "");
  if (id === null || offered === null) throw new Error("nothing can act on such an app");
  return { app: { id, ...rest }, catalogId: id, offered };
}

/** To be upgraded from 2.1.0, with the consent that 2.4.0 requires. */
export function upgrade(changed: Partial<Acting<"upgrade">> = {}): Acting<"upgrade"> {
  return {
    ...ACTS,
    desired: { ensure: "upgraded", version: ">=2.3 <3" },
    observed: present("2.1.0"),
    drift: ["outdated"],
    action: "upgrade",
    consent: [SEND],
    ...changed,
  };
}

export function install(changed: Partial<Acting<"install">> = {}): Acting<"install"> {
  return {
    ...ACTS,
    desired: { ensure: "installed", version: "latest" },
    observed: { state: "absent", at: AT },
    drift: ["missing"],
    action: "install",
    consent: [SEND],
    ...changed,
  };
}

export function uninstall(changed: Partial<Acting<"uninstall">> = {}): Acting<"uninstall"> {
  return {
    ...ACTS,
    desired: { ensure: "absent", version: null },
    observed: present("2.1.0"),
    drift: ["unwanted"],
    action: "uninstall",
    consent: [],
    ...changed,
  };
}

/** The app is to be installed, and then an earlier upload of it is to be removed. */
export function replace(changed: Partial<Acting<"replace">> = {}): Acting<"replace"> {
  return {
    ...ACTS,
    desired: { ensure: "upgraded", version: ">=2.3 <3" },
    observed: { state: "absent", at: AT },
    drift: ["missing", "old-copy"],
    action: "replace",
    replaced: { id: "0d820ecd-0000-4000-8000-000000000009", installationId: "b2xk", version: "1.0.0" },
    brings: "install",
    consent: [SEND],
    ...changed,
  };
}

/** The row, held for the reason; it keeps its action and consent. */
export function held(acting: ActingRow, reason: Reason, detail: string | null = null): Held {
  return { ...acting, verdict: "held", reason, detail, move: REASONS[reason].move };
}

export function blocked(reason: Reason, changed: Partial<Resting> = {}): Resting {
  return row({
    observed: present("2.1.0"),
    drift: ["outdated"],
    verdict: "blocked",
    reason,
    move: REASONS[reason].move,
    ...changed,
  });
}

/** A row of a user who could not be read. */
export function unreadable(changed: Partial<Resting> = {}): Resting {
  return blocked("unreadable", {
    observed: { state: "unreadable", at: AT },
    drift: ["unknown"],
    detail: "Graph answered 503 six times",
    ...changed,
  });
}

/** The same row for each of the users. */
export function forEach<Row extends DecidedRow>(users: readonly KnownUser[], like: Row): readonly Row[] {
  return users.map((one) => ({ ...like, user: one }));
}

export function target(changed: Partial<Target> = {}): Target {
  return {
    kind: "group",
    role: "to",
    name: "Finance",
    id: "5a0c0000-0000-4000-8000-000000000004",
    state: "read",
    members: 212,
    detail: null,
    source: { file: "assignments/finance.yaml", line: 6, column: 9 },
    ...changed,
  };
}

export function hiddenGroup(changed: Partial<Target> = {}): Target {
  return target({ state: "unreadable", members: null, detail: "its members are hidden from the token", ...changed });
}

export function plan<Row extends PlanRow>(rows: readonly Row[], changed: Partial<Plan<Row>> = {}): Plan<Row> {
  return {
    apps: [app()],
    targets: [target()],
    rows,
    totalRows: rows.length,
    filters: { apps: [], users: [] },
    ...changed,
  };
}

export function outcome(status: Outcome["status"], code: OutcomeCode | null, changed: Partial<Outcome> = {}): Outcome {
  return { status, code, message: null, requestId: null, at: AT, ...changed };
}

/** The row as it ended; rows that were not to act end with null. */
export function ended(acting: PlanRow, how: Outcome | null): ResultRow {
  return { ...acting, outcome: how };
}

export function result(rows: readonly ResultRow[], changed: Partial<Result> = {}): Result {
  return { ...plan(rows), rows, ...changed };
}

export const WARNING: Diagnostic = {
  code: "empty-list",
  severity: "warning",
  message: 'the list "lists/contractors.csv" names no user',
  hint: "remove the target, or add users",
  file: "assignments/finance.yaml",
  line: 9,
  column: 7,
  related: [{ file: "lists/contractors.csv", line: 1, column: 1, message: "the list" }],
};
