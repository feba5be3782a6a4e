import type { CatalogEntry } from "./catalog.ts";
import type { App } from "./desired.ts";
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
      /** What of the answer could not be read, for people; left out where all could. */
      readonly doubt?: string;
      /** Milliseconds since the epoch. */
      readonly at: number;
    }
  | {
      readonly state: "unreadable";
      readonly detail: string;
      /** Graph does not show what this user has, whoever asks and when: 403 or 404. */
      readonly refused?: boolean;
      readonly at: number;
    }
  /** Not read in this run and not known from an earlier one. */
  | { readonly state: "not-read-yet" };

/** What is known of a user whom nobody read. */
export const NOT_READ_YET: UserObservation = { state: "not-read-yet" };

/** What was seen of people, by user object id. A map of observations is one. */
export interface Observations {
  readonly size: number;
  get(userId: string): UserObservation | undefined;
  keys(): Iterable<string>;
  entries(): Iterator<[string, UserObservation], undefined>;
}

/** Everything that was seen of the tenant, for one plan. */
export interface Observed {
  /** By `identityKey`; every app of the desired state is in it. */
  readonly apps: ReadonlyMap<string, CatalogEntry>;
  /** By user object id; users whose rows are decided without it are not in it. */
  readonly users: Observations;
  /** Whether the token may grant consent: its roles, where it could be read. */
  readonly mayConsent: boolean | "unknown";
  /** Pairs of which TrueUp removed the app to install it again, and was cut off before that; as `pairKey` names them. */
  readonly unfinished?: ReadonlySet<string>;
}

/** How an app is recognized among a user's installations. */
export interface AppIds {
  /** Graph: `teamsApp.id`; null while the catalog does not tell it. */
  readonly catalogId: string | null;
  /** Graph: `teamsApp.externalId`; null where there is none or it is not known. */
  readonly manifestId: string | null;
  /** The catalog id of an earlier upload, which the app replaces; null: there is none. */
  readonly replacedId: string | null;
}

/** What a user has of one app. */
export interface Installed {
  /** The app's own installation, or null. */
  readonly own: Installation | null;
  /** True when `own` was recognized by its manifest id alone: good enough to report on, not to act on. */
  readonly readingOnly: boolean;
  /** The earlier upload that the app replaces, or null. */
  readonly replaced: Installation | null;
  /** Installations that carry the app's manifest id but are another app's: sideloaded, or under another catalog id. */
  readonly otherCopies: readonly Installation[];
}

/** What the desired state and the catalog together say about an app's ids. */
export function appIds({ identity, replaces }: Pick<App, "identity" | "replaces">, entry: CatalogEntry): AppIds {
  const found = entry.state === "found" ? entry : null;
  const replacedId = replaces?.id ?? null;
  if (identity.kind === "manifest")
    return { catalogId: found?.id ?? null, manifestId: identity.manifestId, replacedId };
  return { catalogId: identity.catalogId, manifestId: found?.externalId ?? null, replacedId };
}

/** Finds the app among what a user has. A sideloaded installation is never the app's own, whatever ids it carries. */
export function findInstalled(ids: AppIds, installations: readonly Installation[]): Installed {
  const [first] = installations;
  if (first === undefined) return NOT_INSTALLED;
  // Most people have one copy of the app and nothing else that matters to its row.
  if (installations.length === 1 && ids.replacedId === null && isOwn(ids, first)) {
    return { own: first, replaced: null, readingOnly: false, otherCopies: NONE };
  }
  const replaced = ids.replacedId === null ? null : (installations.find((one) => isReplaced(ids, one)) ?? null);
  const related = installations.filter(
    (installation) =>
      installation !== replaced &&
      (sameId(installation.appId, ids.catalogId) || sameId(installation.externalId, ids.manifestId)),
  );
  const [only] = related;
  if (only === undefined) return replaced === null ? NOT_INSTALLED : { ...NOT_INSTALLED, replaced };
  if (related.length === 1 && isOwn(ids, only)) return { own: only, replaced, readingOnly: false, otherCopies: NONE };
  const candidates = related.filter((installation) => installation.distributionMethod !== "sideloaded");
  const own =
    ids.catalogId === null
      ? [...candidates].sort((a, b) => (a.appId < b.appId ? -1 : 1))[0]
      : candidates.find((installation) => sameId(installation.appId, ids.catalogId));
  const otherCopies = related.filter(
    (installation) =>
      installation !== own && (ids.catalogId !== null || installation.distributionMethod === "sideloaded"),
  );
  return { own: own ?? null, replaced, readingOnly: ids.catalogId === null, otherCopies };
}

function isOwn({ catalogId }: AppIds, { appId, distributionMethod }: Installation): boolean {
  return distributionMethod !== "sideloaded" && sameId(appId, catalogId);
}

/** The id is exact. What is sideloaded, or the app itself, is never an earlier upload of it. */
function isReplaced({ catalogId, replacedId }: AppIds, { appId, distributionMethod }: Installation): boolean {
  return sameId(appId, replacedId) && !sameId(appId, catalogId) && distributionMethod !== "sideloaded";
}

const NONE: readonly Installation[] = [];
const NOT_INSTALLED: Installed = { own: null, replaced: null, readingOnly: false, otherCopies: NONE };

function sameId(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && (a === b || a.toLowerCase() === b.toLowerCase());
}
