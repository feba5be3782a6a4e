import type { CatalogEntry } from "./catalog.ts";
import type { PermissionKnowledge } from "./permission.ts";

/** One installed app of one user (Graph: `userScopeTeamsAppInstallation`). */
export interface Installation {
  /** The installation's own id; never the app's. */
  readonly id: string;
  /** Graph: `teamsApp.id` */
  readonly appId: string;
  /** Graph: `teamsApp.externalId`, the manifest id; null for Store apps. */
  readonly externalId: string | null;
  /** Graph: `store`, `organization` or `sideloaded`. */
  readonly distributionMethod: string | null;
  /** Graph: `teamsAppDefinition.version`; null when the answer holds none. */
  readonly version: string | null;
  /** The consent in force. Graph shows it only when it is asked for by name, and perhaps not on lists. */
  readonly consent: PermissionKnowledge;
}

/** What a read found for one user. Unreadable is never the same as absent. */
export type UserObservation =
  | {
      readonly state: "read";
      readonly installations: readonly Installation[];
      /** False when an app that is not listed may be installed all the same, as under a role for selected apps only. */
      readonly absenceProven: boolean;
      /** Milliseconds since the epoch. */
      readonly at: number;
    }
  | { readonly state: "unreadable"; readonly detail: string; readonly at: number }
  /** Not read in this run and not known from an earlier one. */
  | { readonly state: "not-read-yet" };

/** Everything that was seen of the tenant, for one plan. */
export interface Observed {
  /** By app name; every app of the desired state is in it. */
  readonly apps: ReadonlyMap<string, CatalogEntry>;
  /** By user object id; users whose rows are decided without it are not in it. */
  readonly users: ReadonlyMap<string, UserObservation>;
  /** Whether the token may grant consent: its roles, where it could be read. */
  readonly mayConsent: boolean | "unknown";
}
