import type { Installation } from "../model/observation.ts";
import type { Permission } from "../model/permission.ts";

/** `["id", "app id", "manifest id", "organization", "2.1.0", [["TeamsActivity.Send.User", "application"]]]`; null consent: unknown. */
type Stored = readonly [
  string,
  string,
  string | null,
  string | null,
  string | null,
  readonly (readonly [string, Permission["type"]])[] | null,
];

/** Installations as the compact text that a store holds. */
export function writeInstallations(installations: readonly Installation[]): string {
  const stored = installations.map(({ id, appId, externalId, distributionMethod, version, consent }): Stored => {
    const permissions =
      consent.state === "known" ? consent.permissions.map(({ value, type }) => [value, type] as const) : null;
    return [id, appId, externalId, distributionMethod, version, permissions];
  });
  return JSON.stringify(stored);
}

/** Null for a text that this program did not write: then it is as if nothing had been read. `intern` makes equal texts one. */
export function readInstallations(text: string, intern: (text: string) => string): readonly Installation[] | null {
  const stored = parse(text);
  if (!Array.isArray(stored) || !stored.every(isStored)) return null;
  const interned = (value: string | null): string | null => (value === null ? null : intern(value));
  return stored.map(([id, appId, externalId, distributionMethod, version, permissions]) => ({
    id,
    appId: intern(appId),
    externalId: interned(externalId),
    distributionMethod: interned(distributionMethod),
    version: interned(version),
    consent:
      permissions === null
        ? UNKNOWN
        : { state: "known", permissions: permissions.map(([value, type]) => ({ value, type })) },
  }));
}

const UNKNOWN = { state: "unknown" } as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is Stored {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [id, appId, ...others]: readonly unknown[] = value;
  const consent = others.pop();
  if (typeof id !== "string" || typeof appId !== "string") return false;
  return others.every(isTextOrNull) && (consent === null || (Array.isArray(consent) && consent.every(isPermission)));
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isPermission(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  return typeof value[0] === "string" && (value[1] === "application" || value[1] === "delegated");
}
