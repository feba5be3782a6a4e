import type { DefinitionIdentity } from "../../model/catalog.ts";
import type { Target } from "../../model/desired.ts";
import type { SourceLocation } from "../../model/diagnostic.ts";
import type { Permission } from "../../model/permission.ts";
import type { Action, PlanRow } from "../../model/plan.ts";
import type { Mover } from "../../plan/convergence.ts";
import { printable } from "./printable.ts";

/** `1,204` */
export function number(amount: number): string {
  return `${amount}`.replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 row`, `1,204 rows`; for other plurals than an added s give both words. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
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
export const MOVES: Readonly<Record<Mover, string>> = {
  none: "nobody, the desired state wants it so",
  trueup: "TrueUp in a later run",
  applier: "whoever applies",
  "permission-owner": "the owner of the approved permissions",
  "app-owner": "the owner of the app",
  "assignment-owner": "the owner of the assignments and the policy",
  "teams-admin": "a Teams administrator",
  "directory-admin": "an administrator of the directory",
};

/** How `for 3 users` is said after an action: an app is uninstalled from somebody. */
export const PREPOSITIONS: Readonly<Record<Action, string>> = {
  install: "for",
  upgrade: "for",
  uninstall: "from",
  replace: "for",
  reinstall: "for",
};

/** One of them, to be counted. */
export const NOUNS: Readonly<Record<Action, string>> = {
  install: "install",
  upgrade: "upgrade",
  uninstall: "uninstall",
  replace: "replacement",
  reinstall: "reinstall",
};

export const PAST: Readonly<Record<Action, string>> = {
  install: "installed",
  upgrade: "upgraded",
  uninstall: "uninstalled",
  replace: "replaced",
  reinstall: "reinstalled",
};

/** `1 h 2 min`, `5 min 40 s`, `8 s`; rounded up to whole seconds, at least `1 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `2 days`, `36 hours`, `90 minutes`: in the largest unit in which it is a whole number. */
export function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes % 1440 === 0) return count(minutes / 1440, "day");
  return minutes % 60 === 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

/** The version that is installed, for people. */
export function installedVersion(row: PlanRow): string {
  if (row.observed.state !== "present") return "not installed";
  return row.observed.version === null ? "(version unknown)" : printable(row.observed.version);
}

/** `96.7 %`; never 100 % while one is missing, and never 0 % while there is one. Null: there is nothing to take a part of. */
export function share(part: number, whole: number): string | null {
  if (whole === 0) return null;
  if (part === whole) return "100 %";
  if (part === 0) return "0 %";
  const tenths = Math.floor((part / whole) * 1000);
  return tenths === 0 ? "under 0.1 %" : `${tenths / 10} %`;
}

/** `3 min ago`, `6 h ago`, `2 days ago`; in whole units, rounded down. */
export function ago(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return "less than a minute ago";
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** What goes before a target that is no plain one. */
export const TARGET_ROLES: Readonly<Record<Target["role"], string>> = {
  to: "",
  except: "except ",
  protected: "protected ",
  ring: "ring ",
  exception: "exception for ",
};

/** What became of a target. */
export const TARGET_STATES: Readonly<Record<Target["state"], string>> = {
  read: "was read",
  unreadable: "could not be read to its end",
  "not-found": "was not found in the directory",
  ambiguous: "fits more than one entry of the directory",
};

/**
 * A file as the repository names it, without `.` and `..` in the middle. It begins with `../` or `/` where it lies outside.
 * @param prefix the folder of the desired state as seen from the root of the repository; empty: the root itself
 * @param file relative to that folder, with `/`; a list of a single file may lie beside it: `../lists/people.csv`
 */
export function repositoryPath(prefix: string, file: string): string {
  const parts: string[] = [];
  for (const part of [...prefix.split("/"), ...file.split("/")]) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  const path = parts.length === 0 ? "." : parts.join("/");
  return prefix.startsWith("/") ? `/${path}` : path;
}

/** Whether a path that {@link repositoryPath} gave lies in the repository. */
export function isInRepository(path: string): boolean {
  return path !== ".." && !path.startsWith("../") && !path.startsWith("/");
}

/** Who gets the consent of a definition: `the Entra application fdebf36e-…, and it holds a bot`. */
export function identityText(identity: DefinitionIdentity): string {
  if (identity.state === "unknown") return `not known: ${identity.detail}`;
  const bot = identity.bot ? ", and it holds a bot" : "";
  return `${identity.clientAppId === null ? "nobody" : `the Entra application ${identity.clientAppId}`}${bot}`;
}
