/** The two kinds of resource-specific permission that Graph knows (enum `teamsAppResourceSpecificPermissionType`). */
type PermissionType = "application" | "delegated";

/**
 * A resource-specific permission: a name and a type, for example `TeamsActivity.Send.User` / `application`.
 * The same name may exist in both types; they are two permissions.
 */
export interface Permission {
  readonly value: string;
  readonly type: PermissionType;
}

/**
 * Permissions that were read from Graph, or not. An absent `authorization`, permission set or list is `unknown`;
 * an empty list is `known` and empty.
 */
export type PermissionKnowledge =
  | { readonly state: "known"; readonly permissions: readonly Permission[] }
  | { readonly state: "unknown" };

/** Reads a type as Graph spells it (`Application`, `delegated`); null for anything else. */
export function parsePermissionType(text: string): PermissionType | null {
  const lower = text.toLowerCase();
  return lower === "application" || lower === "delegated" ? lower : null;
}

/** Sorted by name, then type, each pair once. Returns a new array. */
export function sortPermissions(permissions: readonly Permission[]): readonly Permission[] {
  const byKey = new Map(permissions.map((permission) => [permissionKey(permission), permission]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}

/** What `wanted` holds and `available` lacks, sorted. Empty means: `wanted` is within `available`. */
export function permissionsLacking(
  wanted: readonly Permission[],
  available: readonly Permission[],
): readonly Permission[] {
  // Nothing is made for what is asked of each row of a tenant, and nearly always lacks nothing.
  const lacks = (one: Permission): boolean => !available.some((held) => isSame(one, held));
  return wanted.some(lacks) ? sortPermissions(wanted.filter(lacks)) : NOTHING;
}

const NOTHING: readonly Permission[] = [];

function isSame(one: Permission, other: Permission): boolean {
  return one.value === other.value && one.type === other.type;
}

/** True when both hold the same (value, type) pairs, whatever their order. */
export function samePermissions(a: readonly Permission[], b: readonly Permission[]): boolean {
  return permissionsLacking(a, b).length === 0 && permissionsLacking(b, a).length === 0;
}

function permissionKey(permission: Permission): string {
  return `${permission.value}\u0000${permission.type}`;
}
