import type { Installation } from "../model/observation.ts";
import type { Permission } from "../model/permission.ts";

/** `["id", "app id", "manifest id", "organization", "2.1.0", [["TeamsActivity.Send.User", "application"]]]`; null consent: unknown. */
type Stored = readonly [
  string,
  string,
  string | null,
  string | null,
  string | null,
  readonly (readonly [string, string])[] | null,
];

/** Installations as the compact text that the file holds. */
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
  if (!Array.isArray(stored)) return null;
  const installations: Installation[] = [];
  for (const one of stored) {
    if (!isStored(one)) return null;
    const [id, appId, externalId, distributionMethod, version, permissions] = one;
    const interned = (value: string | null): string | null => (value === null ? null : intern(value));
    installations.push({
      id,
      appId: intern(appId),
      externalId: interned(externalId),
      distributionMethod: interned(distributionMethod),
      version: interned(version),
      consent: permissions === null ? UNKNOWN : { state: "known", permissions: permissions.map(permissionOf) },
    });
  }
  return installations;
}

const UNKNOWN = { state: "unknown" } as const;

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is Stored {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [id, appId, ...others]: readonly unknown[] = value;
  const consent = others.pop();
  if (typeof id !== "string" || typeof appId !== "string") return false;
  return (
    others.every((part) => part === null || typeof part === "string") && (consent === null || isPermissions(consent))
  );
}

function isPermissions(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPermission);
}

function isPermission(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isType(value[1]);
}

function isType(value: unknown): value is Permission["type"] {
  return value === "application" || value === "delegated";
}

function permissionOf([value, type]: readonly [string, string]): Permission {
  return { value, type: isType(type) ? type : "application" };
}
