import type { CatalogEntry } from "./catalog.ts";
import type { AppIdentity } from "./desired.ts";
import type { Installation } from "./observation.ts";

/** How an app is recognized among a user's installations. */
export interface AppIds {
  /** Graph: `teamsApp.id`; null while the catalog does not tell it. */
  readonly catalogId: string | null;
  /** Graph: `teamsApp.externalId`; null where there is none or it is not known. */
  readonly manifestId: string | null;
}

/** What a user has of one app. */
export interface Installed {
  /** The app's own installation, or null. */
  readonly own: Installation | null;
  /** True when `own` was recognized by its manifest id alone: good enough to report on, not to act on. */
  readonly readingOnly: boolean;
  /** Installations that carry the app's manifest id but are another app's: sideloaded, or under another catalog id. */
  readonly otherCopies: readonly Installation[];
}

/** What the desired state and the catalog together say about an app's ids. */
export function appIds(identity: AppIdentity, entry: CatalogEntry): AppIds {
  const found = entry.state === "found" ? entry : null;
  if (identity.kind === "manifest") return { catalogId: found?.id ?? null, manifestId: identity.manifestId };
  return { catalogId: identity.catalogId, manifestId: found?.externalId ?? null };
}

/** Finds the app among what a user has. A sideloaded installation is never the app's own, whatever ids it carries. */
export function findInstalled(ids: AppIds, installations: readonly Installation[]): Installed {
  const related = installations.filter(
    (installation) => sameId(installation.appId, ids.catalogId) || sameId(installation.externalId, ids.manifestId),
  );
  const [only] = related;
  if (only === undefined) return NOT_INSTALLED;
  const isOwn = only.distributionMethod !== "sideloaded" && sameId(only.appId, ids.catalogId);
  if (related.length === 1 && isOwn) return { own: only, readingOnly: false, otherCopies: NONE };
  const candidates = related.filter((installation) => installation.distributionMethod !== "sideloaded");
  const own =
    ids.catalogId === null
      ? [...candidates].sort((a, b) => (a.appId < b.appId ? -1 : 1))[0]
      : candidates.find((installation) => sameId(installation.appId, ids.catalogId));
  const otherCopies = related.filter(
    (installation) =>
      installation !== own && (ids.catalogId !== null || installation.distributionMethod === "sideloaded"),
  );
  return { own: own ?? null, readingOnly: ids.catalogId === null, otherCopies };
}

const NONE: readonly Installation[] = [];
const NOT_INSTALLED: Installed = { own: null, readingOnly: false, otherCopies: NONE };

function sameId(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && (a === b || a.toLowerCase() === b.toLowerCase());
}
