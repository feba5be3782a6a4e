import type {
  AssignmentConfiguration,
  Configuration,
  PolicyConfiguration,
  TargetConfiguration,
} from "../../src/desired/configuration.ts";
import { parseConstraint, type Constraint } from "../../src/model/constraint.ts";
import type { App, DesiredRow, Ensure, Filters } from "../../src/model/desired.ts";
import type { SourceLocation } from "../../src/model/diagnostic.ts";
import { DEFAULT_RULES } from "../../src/model/policy.ts";

export const NO_FILTERS: Filters = { apps: [], users: [] };

/** `"group: Finance"`, `"user: adele@contoso.com"`, `"everyone"`, or a list of names. */
export type TargetText = string | readonly string[];

export interface AssignmentText {
  readonly app?: string;
  readonly version?: string;
  readonly ensure?: Ensure;
  readonly priority?: number;
  readonly accountTypes?: AssignmentConfiguration["accountTypes"];
  readonly to: readonly TargetText[];
  readonly except?: readonly TargetText[];
  readonly file?: string;
  readonly line?: number;
}

/** A configuration as files would give it: assignment number n begins at line 100 n of `teams.yaml`, its targets follow. */
export function configuration(
  assignments: readonly AssignmentText[],
  protectedUsers: readonly string[] = [],
  apps: readonly string[] = ["expenses", "onboarding"],
): Configuration {
  return {
    tenantId: "3f6c1f0e-0000-4000-8000-000000000001",
    apps: apps.map(appNamed),
    assignments: assignments.map(assignmentFrom),
    rollouts: [],
    lock: null,
    exceptions: [],
    policy: policyProtecting(protectedUsers),
  };
}

function appNamed(name: string, index: number): App {
  return {
    name,
    identity: { kind: "manifest", manifestId: `cf1ba4c7-f94e-4d80-ba90-00000000000${index}` },
    approved: [],
    clientAppId: null,
    lock: { state: "no-lock" },
    owner: null,
    deny: [],
    repairConsent: "report",
    replaces: null,
    suspended: false,
    source: { file: "apps.yaml", line: index + 1, column: 3 },
  };
}

function assignmentFrom(text: AssignmentText, index: number): AssignmentConfiguration {
  const { app = "expenses", ensure = "upgraded", priority = 0, file = "teams.yaml", line = (index + 1) * 100 } = text;
  const place = (offset: number): SourceLocation => ({ file, line: line + offset, column: 7 });
  const { to, except = [] } = text;
  return {
    app,
    ensure,
    version: ensure === "absent" ? null : constraint(text.version ?? "latest"),
    priority,
    accountTypes: text.accountTypes ?? ["person"],
    to: to.map((target, offset) => targetFrom(target, place(offset + 1))),
    except: except.map((target, offset) => targetFrom(target, place(to.length + offset + 1))),
    source: { file, line, column: 5 },
  };
}

function policyProtecting(names: readonly string[]): PolicyConfiguration {
  const entries = names.map((name, index) => targetFrom(name, { file: "policy.yaml", line: index + 1, column: 5 }));
  return {
    ...DEFAULT_RULES,
    sections: {},
    windows: new Map(),
    protectedUsers: entries.filter((entry) => entry.kind === "user" || entry.kind === "group"),
  };
}

function targetFrom(text: TargetText, source: SourceLocation): TargetConfiguration {
  if (typeof text !== "string") return { kind: "usersFrom", name: "list.csv", users: text, source };
  if (text === "everyone") return { kind: "everyone", name: "everyone", source };
  const [, kind, name = ""] = /^(user|group): ([^]*)$/.exec(text) ?? [];
  if (kind === "user") return { kind, name, source };
  if (kind === "group")
    return { kind, name: name.replace(/ \(may be empty\)$/, ""), allowEmpty: name.endsWith(" (may be empty)"), source };
  throw new Error(`no target: ${text}`);
}

function constraint(text: string): Constraint {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.constraint;
}

/**
 * A row in a line, for tables: `expenses megan@contoso.com <- 2.x [teams.yaml:100, group]`, with `??` and the names of
 * the targets that leave it undecided.
 */
export function describeRow({ user, app, claim, undecidedBy }: DesiredRow): string {
  const assignments = claim.kind === "won" ? [claim.assignment] : claim.assignments;
  const wishes = assignments.map(({ ensure, version }) => (version === null ? ensure : `${ensure} ${version.text}`));
  const places = assignments.map(({ source }) => `${source.file}:${source.line}`);
  const rank = ["direct", "group", "everyone"][claim.rank];
  const open = undecidedBy.length === 0 ? "" : ` ?? ${undecidedBy.map(({ name }) => name).join(", ")}`;
  const verb = claim.kind === "won" ? "<-" : "CONFLICT";
  return `${app.name} ${user.asWritten} ${verb} ${wishes.join(" | ")} [${places.join(", ")}, ${rank}]${open}`;
}
