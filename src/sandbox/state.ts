import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import { createMembership, type Membership } from "./membership.ts";
import type { AppDefinition, AppPolicy, CatalogApp, InstalledApp, Tenant, TenantUser } from "./tenant.ts";

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
  readonly membership: Membership;
  readonly catalog: Map<string, CatalogApp>;
  readonly personalScopeConsent: boolean;
  readonly isBlocked: (appId: string, userId: string) => boolean;
  readonly isPreinstalled: (appId: string, userId: string) => boolean;
  readonly isPermanent: (appId: string) => boolean;
  /** What the user has, as it was at `atMs`; by default now. Built-in apps come first. */
  readonly installationsOf: (userId: string, atMs?: number) => readonly SandboxInstallation[];
  /** Replaces what the user has besides built-in apps, from `atMs` on. */
  readonly change: (userId: string, atMs: number, installations: readonly SandboxInstallation[]) => void;
  /** Takes a user out of the directory, and so out of all groups. */
  readonly removeUser: (user: TenantUser) => void;
}

interface Snapshot {
  readonly fromMs: number;
  readonly installations: readonly SandboxInstallation[];
}

/** Makes a state that begins as the tenant file says. Nothing is kept for a user who has nothing of their own. */
export function createState(tenant: Tenant): TenantState {
  const histories = new Map<string, Snapshot[]>();
  for (const { userId, app, version, consent } of tenant.installations) {
    const [start] = histories.get(userId) ?? [];
    const installation = { id: installationId(userId, app.id), app, version, consent };
    histories.set(userId, [
      { fromMs: Number.NEGATIVE_INFINITY, installations: [...(start?.installations ?? []), installation] },
    ]);
  }
  const users = [...tenant.users];
  const userById = new Map(users.map((user) => [user.id, user]));
  const userByName = new Map(users.map((user) => [user.userPrincipalName.toLowerCase(), user]));
  const membership = createMembership(tenant, userById);
  const permanent = new Set([...tenant.policies.permanent, ...tenant.builtIn.map(({ app }) => app.id)]);
  const holdsFor = (policies: readonly AppPolicy[], appId: string, userId: string): boolean =>
    policies.some(
      (policy) =>
        policy.appId === appId &&
        (policy.everyone ||
          policy.userIds.has(userId) ||
          policy.groupIds.some((groupId) => membership.isMember(groupId, userId))),
    );
  const builtInOf = (userId: string): readonly SandboxInstallation[] =>
    tenant.builtIn.map(({ app, version }) => ({ id: installationId(userId, app.id), app, version, consent: [] }));
  return {
    tenantId: tenant.tenantId,
    users,
    userById,
    userByName,
    membership,
    catalog: new Map(tenant.catalog.map((app) => [app.id, app])),
    personalScopeConsent: tenant.policies.personalScopeConsent,
    isBlocked: (appId, userId) => holdsFor(tenant.policies.blocked, appId, userId),
    isPreinstalled: (appId, userId) => holdsFor(tenant.policies.preinstalled, appId, userId),
    isPermanent: (appId) => permanent.has(appId),
    installationsOf: (userId, atMs = Number.POSITIVE_INFINITY) => {
      const own = histories.get(userId)?.findLast(({ fromMs }) => fromMs <= atMs)?.installations ?? [];
      return tenant.builtIn.length === 0 ? own : [...builtInOf(userId), ...own];
    },
    change: (userId, atMs, installations) => {
      const own = installations.filter(({ app }) => !tenant.builtIn.some((builtIn) => builtIn.app.id === app.id));
      histories.set(userId, [...(histories.get(userId) ?? []), { fromMs: atMs, installations: own }]);
    },
    removeUser: (user) => {
      users.splice(users.indexOf(user), 1);
      userById.delete(user.id);
      userByName.delete(user.userPrincipalName.toLowerCase());
      membership.forget();
    },
  };
}

/** The form of the ids in Graph's samples: base64 of user and app. Clients must not rely on it. */
export function installationId(userId: string, appId: string): string {
  return Buffer.from(`${userId}##${appId}`).toString("base64");
}

/** A user by object id or principal name, compared without case; null when there is none. */
export function findUser(state: TenantState, name: string): TenantUser | null {
  return state.userById.get(name.toLowerCase()) ?? state.userByName.get(name.toLowerCase()) ?? null;
}

/** The definition that an install or upgrade brings: the newest published one; null when there is none. */
export function newestPublished(app: CatalogApp): AppDefinition | null {
  let newest: AppDefinition | null = null;
  for (const definition of app.definitions) {
    if (definition.publishingState !== "published") continue;
    if (newest === null || isOlder(newest.version, definition.version)) newest = definition;
  }
  return newest;
}

/** Whether `a` is older than `b`; false when a version cannot be compared. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left !== null && right !== null && compareVersions(left, right) < 0;
}
