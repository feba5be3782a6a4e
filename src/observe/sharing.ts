import type { Installation } from "../model/observation.ts";
import type { PermissionKnowledge } from "../model/permission.ts";

/** Gives installations that share what is equal among them with all that were given before. */
export type Sharing = (installations: readonly Installation[]) => readonly Installation[];

/**
 * A million people have few apps, versions and consents, but each answer brings its own copies of them: what is not kept
 * twice makes half of the memory that a reading takes.
 */
export function createSharing(): Sharing {
  const texts = new Map<string, string>();
  const consents = new Map<string, PermissionKnowledge>();
  const text = (own: string): string => firstOf(texts, own, own);
  const textOrNull = (own: string | null): string | null => (own === null ? null : text(own));
  const consent = (own: PermissionKnowledge): PermissionKnowledge => firstOf(consents, keyOf(own), own);
  return (installations) =>
    installations.length === 0
      ? NONE
      : // An array made by `filter` has room for more, which a copy has not.
        Array.from(installations, (installation) => ({
          id: installation.id,
          appId: text(installation.appId),
          externalId: textOrNull(installation.externalId),
          distributionMethod: textOrNull(installation.distributionMethod),
          version: textOrNull(installation.version),
          consent: consent(installation.consent),
        }));
}

const NONE: readonly Installation[] = [];

function keyOf(consent: PermissionKnowledge): string {
  if (consent.state === "unknown") return "unknown";
  return consent.permissions.map(({ value, type }) => `${type} ${value}`).join("\n");
}

function firstOf<Value>(known: Map<string, Value>, key: string, own: Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  known.set(key, own);
  return own;
}
