import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import type { AppDefinition, CatalogApp, InstalledApp, Tenant, TenantGroup, TenantUser } from "./tenant.ts";

/** An app that a user has. */
export interface SandboxInstallation {
  readonly id: string;
  readonly app: InstalledApp;
  readonly version: string;
  readonly consent: readonly Permission[];
}

/** The tenant as it is now. Reads may lag behind writes; writes always see the present. */
export interface TenantState {
  readonly tenantId: string;
  readonly users: readonly TenantUser[];
  readonly userById: ReadonlyMap<string, TenantUser>;
  /** By lower-cased principal name. */
  readonly userByName: ReadonlyMap<string, TenantUser>;
  readonly groups: Map<string, TenantGroup>;
  readonly catalog: Map<string, CatalogApp>;
  readonly policies: Tenant["policies"];
  /** What the user has, as it was at `atMs`; by default now. */
  readonly installationsOf: (userId: string, atMs?: number) => readonly SandboxInstallation[];
  /** Replaces what the user has, from `atMs` on. */
  readonly change: (userId: string, atMs: number, installations: readonly SandboxInstallation[]) => void;
}

interface Snapshot {
  readonly fromMs: number;
  readonly installations: readonly SandboxInstallation[];
}

/** Makes a state that begins as the tenant file says. */
export function createState(tenant: Tenant): TenantState {
  const histories = new Map<string, Snapshot[]>();
  for (const { userId, app, version, consent } of tenant.installations) {
    const [start] = histories.get(userId) ?? [];
    const installation = { id: installationId(userId, app.id), app, version, consent };
    histories.set(userId, [{ fromMs: 0, installations: [...(start?.installations ?? []), installation] }]);
  }
  return {
    tenantId: tenant.tenantId,
    users: tenant.users,
    userById: new Map(tenant.users.map((user) => [user.id, user])),
    userByName: new Map(tenant.users.map((user) => [user.userPrincipalName.toLowerCase(), user])),
    groups: new Map(tenant.groups.map((group) => [group.id, group])),
    catalog: new Map(tenant.catalog.map((app) => [app.id, app])),
    policies: tenant.policies,
    installationsOf: (userId, atMs = Number.POSITIVE_INFINITY) =>
      histories.get(userId)?.findLast(({ fromMs }) => fromMs <= atMs)?.installations ?? [],
    change: (userId, atMs, installations) => {
      histories.set(userId, [...(histories.get(userId) ?? []), { fromMs: atMs, installations }]);
    },
  };
}

/** The form of the ids in Graph's samples: base64 of user and app. Clients must not rely on it. */
export function installationId(userId: string, appId: string): string {
  return Buffer.from(`${userId}##${appId}`).toString("base64");
}

/** The definition that an install or upgrade brings: the newest published one; null when there is none. */
export function newestPublished(app: CatalogApp): AppDefinition | null {
  let newest: AppDefinition | null = null;
  for (const definition of app.definitions) {
    if (definition.publishingState === "published" && (newest === null || isNewer(definition, newest)))
      newest = definition;
  }
  return newest;
}

function isNewer(a: AppDefinition, b: AppDefinition): boolean {
  const [left, right] = [parseVersion(a.version), parseVersion(b.version)];
  return left !== null && right !== null && compareVersions(left, right) > 0;
}
