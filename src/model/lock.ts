import type { OfferedDefinition } from "./catalog.ts";
import type { SourceLocation } from "./diagnostic.ts";
import { type Permission, permissionsLacking, samePermissions } from "./permission.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** The name of the file beside the desired state that says which definition of each app was reviewed. */
export const LOCK_FILE = "trueup.lock";

/** A definition that somebody reviewed, as the lock file holds it. */
export interface LockedDefinition {
  /** Graph: `teamsApp.id`, lower case. */
  readonly catalogId: string;
  readonly version: string;
  /** The Entra application that gets the consent, lower case; null: none does. */
  readonly clientAppId: string | null;
  /** What it requires, sorted. */
  readonly permissions: readonly Permission[];
  readonly bot: boolean;
  /** As `definitionDigest` gives it. */
  readonly digest: string;
  /** ISO time at which the definition was first seen, by whoever wrote the lock. */
  readonly firstSeen: string;
}

/** What the lock file says of an app of the desired state. `source`: where it says so, or where it begins. */
export type AppLock =
  /** There is no lock file. */
  | { readonly state: "no-lock" }
  | { readonly state: "not-named"; readonly source: SourceLocation }
  | { readonly state: "locked"; readonly definition: LockedDefinition; readonly source: SourceLocation };

/** The lock file, checked. */
export interface Lock {
  /** Lower case; null where whoever wrote it could not tell. */
  readonly tenantId: string | null;
  readonly apps: ReadonlyMap<string, LockedDefinition>;
}

/** How another definition differs from a reviewed one, the weightiest first; each with what that means, for people. */
export const LOCK_CLASSES = {
  "new-catalog-id": "another app of the catalog, or one that nobody has reviewed yet",
  "new-identity": "another Entra application gets the consent",
  "same-version-other-permissions": "the same version requires other permissions than before",
  "more-consent": "it requires permissions that it did not require before",
  "new-bot": "it holds a bot, and held none before",
  "less-consent": "it requires fewer permissions than before",
  "same-consent": "the permissions, and who gets them, are the same",
} as const;

/** One of {@link LOCK_CLASSES}. */
export type LockClass = keyof typeof LOCK_CLASSES;

/** A definition of which everything is known, and the app that it is of. */
export type Definable = Pick<LockedDefinition, "catalogId" | "version" | "clientAppId" | "permissions" | "bot">;

/** A definition that the catalog offered, as the store keeps it. Times are milliseconds since the epoch. */
export interface SeenDefinition extends Definable {
  readonly digest: string;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** How a definition differs from the one before it, by the first class that fits; null: in nothing. */
export function classify(before: Definable, after: Definable): LockClass | null {
  if (before.catalogId.toLowerCase() !== after.catalogId.toLowerCase()) return "new-catalog-id";
  if (before.clientAppId !== after.clientAppId) return "new-identity";
  const isSameConsent = samePermissions(before.permissions, after.permissions);
  if (isSameVersion(before.version, after.version) && !isSameConsent) return "same-version-other-permissions";
  if (permissionsLacking(after.permissions, before.permissions).length > 0) return "more-consent";
  if (after.bot && !before.bot) return "new-bot";
  if (!isSameConsent) return "less-consent";
  return before.version === after.version && before.bot === after.bot ? null : "same-consent";
}

function isSameVersion(before: string, after: string): boolean {
  const [one, other] = [parseVersion(before), parseVersion(after)];
  return one === null || other === null ? before === after : compareVersions(one, other) === 0;
}

/** How what the catalog offers stands to what was reviewed. */
export type LockComparison =
  | { readonly state: "no-lock" }
  | { readonly state: "same"; readonly definition: LockedDefinition; readonly source: SourceLocation }
  | {
      readonly state: "differs";
      readonly class: LockClass;
      /** Null: the lock does not name the app. */
      readonly definition: LockedDefinition | null;
      readonly source: SourceLocation;
    }
  /** What is offered is not known, or nothing is. */
  | { readonly state: "unknown"; readonly definition: LockedDefinition | null; readonly source: SourceLocation };

/**
 * Compares what is offered with what was reviewed.
 * @param catalogId null where the catalog does not tell it
 */
export function compareWithLock(
  lock: AppLock,
  catalogId: string | null,
  offered: OfferedDefinition | null,
): LockComparison {
  if (lock.state === "no-lock") return lock;
  const { source } = lock;
  const definition = lock.state === "locked" ? lock.definition : null;
  const now = catalogId === null || offered === null ? null : definable(catalogId, offered);
  if (now === null) return { state: "unknown", definition, source };
  if (definition === null) return { state: "differs", class: "new-catalog-id", definition, source };
  const difference = classify(definition, now);
  return difference === null
    ? { state: "same", definition, source }
    : { state: "differs", class: difference, definition, source };
}

/** What is offered, as far as a lock holds it; null while any of it is unknown. */
export function definable(catalogId: string, { version, permissions, identity }: OfferedDefinition): Definable | null {
  if (permissions === null || identity.state === "unknown") return null;
  const { clientAppId, bot } = identity;
  return { catalogId: catalogId.toLowerCase(), version, clientAppId, permissions, bot };
}
