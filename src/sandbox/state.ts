import { Buffer } from "node:buffer";
import type { Permission } from "../model/permission.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import { type ChangeLog, createChangeLog } from "./change-log.ts";
import {
  type AppDefinition,
  type AppPolicy,
  type CatalogApp,
  derivedId,
  type InstalledApp,
  type Tenant,
  type TenantDevice,
  type TenantGroup,
  type TenantUser,
} from "./tenant.ts";

/** An app that a user has. */
export interface SandboxInstallation {
  readonly id: string;
  readonly app: InstalledApp;
  readonly version: string;
  readonly consent: readonly Permission[];
}

/** What happened to one installation. */
export interface InstallationChange {
  readonly kind: "created" | "updated" | "deleted";
  readonly userId: string;
  /** The app's catalog id. */
  readonly appId: string;
  readonly installationId: string;
}

/** Somebody who is told of changes of one app's installations. */
export interface Subscription {
  readonly id: string;
  /** As it was asked for. */
  readonly resource: string;
  readonly appId: string;
  readonly changeTypes: readonly InstallationChange["kind"][];
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly expiresAtMs: number;
  /** The Entra app that made it; null: its token does not say. */
  readonly applicationId: string | null;
  /** Whether its owner was asked to renew it. */
  readonly warned: boolean;
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
  /** Told of everything that `change` changes, from now on. */
  readonly watch: (changed: (change: InstallationChange) => void) => void;
  /** By id; those that have ended are in it until somebody looks. */
  readonly subscriptions: Map<string, Subscription>;
  /** What of users and groups changed, for delta queries. */
  readonly log: ChangeLog;
  /** Takes a user out of the directory, and so out of all groups. */
  readonly removeUser: (user: TenantUser) => void;
  /** Puts a user into the directory, in the place of the one with this id where there is one. */
  readonly putUser: (user: TenantUser) => void;
  /** Users who were taken out, by id. */
  readonly removed: ReadonlyMap<string, TenantUser>;
}

interface Snapshot {
  readonly fromMs: number;
  readonly installations: readonly SandboxInstallation[];
}

/** Makes a state that begins as the tenant file says. Nothing is kept for a user who has nothing of their own. */
export function createState(tenant: Tenant): TenantState {
  const histories = new Map<string, Snapshot[]>();
  for (const { id, userId, app, version, consent } of tenant.installations) {
    const [start] = histories.get(userId) ?? [];
    const installation = { id: id ?? installationId(userId, app.id), app, version, consent };
    histories.set(userId, [
      { fromMs: Number.NEGATIVE_INFINITY, installations: [...(start?.installations ?? []), installation] },
    ]);
  }
  const watchers: ((change: InstallationChange) => void)[] = [];
  const users = [...tenant.users];
  const userById = new Map(users.map((user) => [user.id, user]));
  const userByName = new Map(users.map((user) => [user.userPrincipalName.toLowerCase(), user]));
  const removed = new Map<string, TenantUser>();
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
      const before = histories.get(userId)?.at(-1)?.installations ?? [];
      histories.set(userId, [...(histories.get(userId) ?? []), { fromMs: atMs, installations: own }]);
      if (watchers.length === 0) return;
      for (const change of differences(userId, before, own)) for (const changed of watchers) changed(change);
    },
    watch: (changed) => void watchers.push(changed),
    subscriptions: new Map(),
    log: createChangeLog(),
    removed,
    putUser: (user) => {
      const before = userById.get(user.id);
      if (before !== undefined) userByName.delete(before.userPrincipalName.toLowerCase());
      users.splice(before === undefined ? users.length : users.indexOf(before), before === undefined ? 0 : 1, user);
      userById.set(user.id, user);
      userByName.set(user.userPrincipalName.toLowerCase(), user);
      removed.delete(user.id);
      membership.forget();
    },
    removeUser: (user) => {
      users.splice(users.indexOf(user), 1);
      removed.set(user.id, user);
      userById.delete(user.id);
      userByName.delete(user.userPrincipalName.toLowerCase());
      membership.forget();
    },
  };
}

function differences(
  userId: string,
  before: readonly SandboxInstallation[],
  after: readonly SandboxInstallation[],
): readonly InstallationChange[] {
  const change = (kind: InstallationChange["kind"], { id, app }: SandboxInstallation): InstallationChange => ({
    kind,
    userId,
    appId: app.id,
    installationId: id,
  });
  const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
  const others = after.flatMap((one) => {
    const earlier = before.find(({ id }) => id === one.id);
    if (earlier === undefined) return [change("created", one)];
    return earlier === one ? [] : [change("updated", one)];
  });
  return [...gone.map((one) => change("deleted", one)), ...others];
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

/** A member of a group, and what it is. */
export type Member =
  | { readonly type: "user"; readonly of: TenantUser }
  | { readonly type: "group"; readonly of: TenantGroup }
  | { readonly type: "device"; readonly of: TenantDevice };

/** Who is in which group, which can change. */
interface Membership {
  readonly groups: () => readonly TenantGroup[];
  readonly groupById: (id: string) => TenantGroup | null;
  /** By display name or id; the first of several with one name. */
  readonly groupNamed: (name: string) => TenantGroup | null;
  readonly setMembers: (groupId: string, members: readonly string[]) => void;
  readonly removeGroup: (groupId: string) => void;
  /** To be called when a user has left the directory. */
  readonly forget: () => void;
  /** Each once. */
  readonly directMembers: (group: TenantGroup, isOpen: IsOpen) => readonly Member[];
  /** Nested members too; a group that contains itself is not listed. */
  readonly transitiveMembers: (group: TenantGroup, isOpen: IsOpen) => readonly Member[];
  readonly isMember: (groupId: string, userId: string) => boolean;
  /** What the id is one of; null: of nothing. */
  readonly typeOf: (id: string) => Member["type"] | null;
}

/** Whether the members of a group may be seen. */
type IsOpen = (group: TenantGroup) => boolean;

/** The groups of a tenant. Answers are kept until a membership changes, as a large group is asked for page by page. */
function createMembership(tenant: Tenant, userById: ReadonlyMap<string, TenantUser>): Membership {
  const groups = new Map(tenant.groups.map((group) => [group.id, group]));
  const devices = new Map(tenant.devices.map((device) => [device.id, device]));
  const kept = new Map<string, readonly Member[]>();
  const keptUserIds = new Map<string, ReadonlySet<string>>();

  const memberOf = (id: string): Member | null => {
    const [user, group, device] = [userById.get(id), groups.get(id), devices.get(id)];
    if (user !== undefined) return { type: "user", of: user };
    if (group !== undefined) return { type: "group", of: group };
    return device === undefined ? null : { type: "device", of: device };
  };
  const collect = (start: TenantGroup, isOpen: IsOpen, nested: boolean): readonly Member[] => {
    const found = new Map<string, Member>();
    const open = [start];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (!isOpen(group)) continue;
      for (const id of group.members) {
        const member = found.has(id) ? null : memberOf(id);
        if (member === null) continue;
        found.set(id, member);
        if (nested && member.type === "group") open.push(member.of);
      }
    }
    found.delete(start.id);
    return [...found.values()];
  };
  const transitiveMembers = (group: TenantGroup, isOpen: IsOpen): readonly Member[] => {
    const closed = [...groups.values()].filter((one) => !isOpen(one)).map(({ id }) => id);
    const key = [group.id, ...closed].join(" ");
    const members = kept.get(key) ?? collect(group, isOpen, true);
    kept.set(key, members);
    return members;
  };
  const forget = (): void => {
    kept.clear();
    keptUserIds.clear();
  };
  return {
    groups: () => [...groups.values()],
    groupById: (id) => groups.get(id.toLowerCase()) ?? null,
    groupNamed: (name) =>
      groups.get(name.toLowerCase()) ??
      [...groups.values()].find(({ displayName }) => displayName === name) ??
      groups.get(derivedId("group", name)) ??
      null,
    setMembers: (groupId, members) => {
      const group = groups.get(groupId);
      if (group !== undefined) groups.set(groupId, { ...group, members: [...new Set(members)] });
      forget();
    },
    removeGroup: (groupId) => {
      groups.delete(groupId);
      forget();
    },
    forget,
    directMembers: (group, isOpen) => collect(group, isOpen, false),
    transitiveMembers,
    typeOf: (id) => memberOf(id)?.type ?? null,
    isMember: (groupId, userId) => {
      const group = groups.get(groupId);
      if (group === undefined) return false;
      const userIds = keptUserIds.get(groupId) ?? new Set(transitiveMembers(group, () => true).map(({ of }) => of.id));
      keptUserIds.set(groupId, userIds);
      return userIds.has(userId);
    },
  };
}
