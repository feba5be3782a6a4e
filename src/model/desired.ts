import type { Constraint } from "./constraint.ts";
import type { SourceLocation } from "./diagnostic.ts";
import type { AppLock } from "./lock.ts";
import type { Permission } from "./permission.ts";
import type { Rows } from "./rows.ts";
import type { Rollout } from "./rollout.ts";

/** What an assignment asks for; `upgraded` never installs, `absent` is the only one that removes, `leave` changes nothing. */
export type Ensure = "upgraded" | "installed" | "absent" | "leave";

/** Versions that nobody is brought to. */
export interface Denied {
  readonly versions: Constraint;
  readonly reason: string | null;
}

/**
 * How the desired state names an app: organization apps by manifest id (Graph: `teamsApp.externalId`),
 * Store apps by catalog id (Graph: `teamsApp.id`).
 */
export type AppIdentity =
  | { readonly kind: "manifest"; readonly manifestId: string }
  | { readonly kind: "catalog"; readonly catalogId: string };

/** An identity as one text: what is read of an app is the same under whatever name a desired state gives it. */
export function identityKey(identity: AppIdentity): string {
  return identity.kind === "manifest" ? `manifest ${identity.manifestId}` : `catalog ${identity.catalogId}`;
}

/** What is done where the consent in force is narrower than what the installed version requires. */
export type RepairConsent = "report" | "upgrade" | "reinstall";

/** An earlier upload of an app. */
export interface Replaces {
  /** Its catalog id (Graph: `teamsApp.id`), lower case. */
  readonly id: string;
  /** So many copies of it may be due for removal at once. */
  readonly removals: number;
}

/** An app that the desired state manages, and what it may be granted. */
export interface App {
  /** The repository's own name for it, for example `expenses`. */
  readonly name: string;
  readonly identity: AppIdentity;
  /** The permissions approved for it in git, sorted. Never sent as such: what is sent is what the definition requires. */
  readonly approved: readonly Permission[];
  /** The Entra application that may get the consent, lower case; null: git does not pin it. */
  readonly clientAppId: string | null;
  /** Who has to be asked about it, as written; null: not said. */
  readonly owner: string | null;
  /** Versions that nobody is brought to, in the order in which they are written. */
  readonly deny: readonly Denied[];
  readonly repairConsent: RepairConsent;
  /** An earlier upload: whoever has that copy gets this app instead. Null: there is none. */
  readonly replaces: Replaces | null;
  /** What the lock file says of it. */
  readonly lock: AppLock;
  /** True: rows of this app never act. */
  readonly suspended: boolean;
  readonly source: SourceLocation;
}

/** How directly an assignment reaches a user; a lower number wins over a higher one. */
export type Rank = 0 | 1 | 2;
/** `users:` and `user:` */
export const RANK_DIRECT = 0;
/** `group:` and `usersFrom:` */
export const RANK_GROUP = 1;
/** `everyone:` */
export const RANK_EVERYONE = 2;

/** What is asked for an app, without for whom. */
export interface Assignment {
  readonly app: string;
  readonly ensure: Ensure;
  /** Null exactly for `absent` and `leave`, which have no version. */
  readonly version: Constraint | null;
  readonly priority: number;
  /** Where the assignment begins. */
  readonly source: SourceLocation;
}

/** What is known of an account, as far as it decides whether the person can have Teams apps. */
export type Account =
  | { readonly state: "eligible" }
  | { readonly state: "ineligible"; readonly because: "guest" | "disabled" | "no-teams-plan" }
  /**
   * The directory answered, but not with the properties that decide. `plansOnly`: it is known to be an enabled member, so
   * that somebody who has the app already can have it.
   */
  | { readonly state: "unknown"; readonly detail: string; readonly plansOnly: boolean }
  /** The directory has no such user. `detail`: what may have been meant, for people. */
  | { readonly state: "not-found"; readonly detail: string | null }
  /** The directory did not answer for this user. */
  | { readonly state: "unreadable"; readonly detail: string };

/** A person of the desired state, as far as the directory told. Shared by all rows of the person. */
export interface User {
  /** Directory object id; null when it could not be found. */
  readonly id: string | null;
  readonly userPrincipalName: string | null;
  /** The text that names the user in the desired state; for members of a group their principal name or id. */
  readonly asWritten: string;
  readonly account: Account;
}

/** The ways to name people, spelled as in the desired state. */
export type TargetKind = "group" | "user" | "usersFrom" | "everyone";

/** What became of one target of an assignment, an `except` entry, a protected entry or a ring. */
export interface Target {
  readonly kind: TargetKind;
  readonly role: "to" | "except" | "protected" | "ring" | "exception";
  /** As written; for `everyone` the word itself. */
  readonly name: string;
  /** The group's or user's object id where it was found. */
  readonly id: string | null;
  readonly state: "read" | "unreadable" | "not-found" | "ambiguous";
  /** Users it holds; null unless `state` is `read`. */
  readonly members: number | null;
  /** Why it was not read, or what is wrong with it as it was read, for people; null: nothing. */
  readonly detail: string | null;
  readonly source: SourceLocation;
}

/** Which assignment decides a (user, app) pair. */
export type Claim =
  /** `assignments` agree; the first by file and line is the source. */
  | { readonly kind: "won"; readonly assignment: Assignment; readonly rank: Rank }
  /** Two or more of equal rank and priority that differ in `ensure` or version text, sorted by file and line. */
  | { readonly kind: "conflict"; readonly assignments: readonly Assignment[]; readonly rank: Rank };

/** One (user, app) pair of the desired state. Users, apps and assignments are shared between rows. */
export interface DesiredRow {
  readonly user: User;
  readonly app: App;
  readonly claim: Claim;
  /** Targets that were not read to their end and might decide this row otherwise. */
  readonly undecidedBy: readonly Target[];
}

/** What git says, after groups and lists have become users. */
export interface DesiredState {
  /** The tenant that the configuration names, lower case. */
  readonly tenantId: string | null;
  /** Every app of the configuration, sorted by name. */
  readonly apps: readonly App[];
  /** Every pair that passes the filters, in plan order: by app, lower-cased principal name, id. */
  readonly rows: Rows<DesiredRow>;
  /** Pairs before filters: what percentages are taken of. */
  readonly totalRows: number;
  readonly targets: readonly Target[];
  /** Of the apps that have one; sorted by app. */
  readonly rollouts: readonly Rollout[];
  readonly filters: Filters;
}

/** As given on the command line; empty means: no filter of that kind. */
export interface Filters {
  readonly apps: readonly string[];
  readonly users: readonly string[];
}

/** What a desired state uses of Graph. */
export interface Uses {
  readonly groups: boolean;
  readonly everyone: boolean;
  /** Whether any app is approved for a permission, so that consent may have to be sent. */
  readonly consent: boolean;
}
