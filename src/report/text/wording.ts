import type { SourceLocation } from "../../model/diagnostic.ts";
import type { Permission } from "../../model/permission.ts";
import type { Action, PlanRow } from "../../model/plan.ts";
import type { Move } from "../../model/reasons.ts";
import { printable } from "../printable.ts";

/** `1 user`, `2 users`; for other plurals than an added s give both words. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** `TeamsActivity.Send.User (application)` */
export function permissionText(permission: Permission): string {
  return `${printable(permission.value)} (${permission.type})`;
}

/** `assignments/finance.yaml:4` */
export function place(source: SourceLocation): string {
  return `${printable(source.file)}:${source.line}`;
}

/** Who has to act, for people; completes "who has to act: ...". */
export const MOVES: Readonly<Record<Move, string>> = {
  none: "nobody, the desired state wants it so",
  trueup: "TrueUp in a later run",
  "permission-owner": "the owner of the approved permissions",
  "app-owner": "the owner of the app",
  "assignment-owner": "the owner of the assignments and the policy",
  "teams-admin": "a Teams administrator",
  "directory-admin": "an administrator of the directory",
};

/** How `for 3 users` is said after an action: an app is uninstalled from somebody. */
export const PREPOSITIONS: Readonly<Record<Action, string>> = { install: "for", upgrade: "for", uninstall: "from" };

export const PAST: Readonly<Record<Action, string>> = {
  install: "installed",
  upgrade: "upgraded",
  uninstall: "uninstalled",
};

/** `1 h 2 min`, `5 min 40 s`, `8 s`; rounded up to whole seconds, at least `1 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** The version that is installed, for people. */
export function installedVersion(row: PlanRow): string {
  if (row.observed.state !== "present") return "not installed";
  return row.observed.version === null ? "(version unknown)" : printable(row.observed.version);
}
