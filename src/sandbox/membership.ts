import { derivedId, type Tenant, type TenantDevice, type TenantGroup, type TenantUser } from "./tenant.ts";

/** Members of a group, each once, by what they are. */
export interface Members {
  readonly users: readonly TenantUser[];
  readonly groups: readonly TenantGroup[];
  readonly devices: readonly TenantDevice[];
}

/** Who is in which group, which can change. */
export interface Membership {
  readonly groups: () => readonly TenantGroup[];
  readonly groupById: (id: string) => TenantGroup | null;
  /** By display name or id; the first of several with one name. */
  readonly groupNamed: (name: string) => TenantGroup | null;
  readonly setMembers: (groupId: string, members: readonly string[]) => void;
  readonly removeGroup: (groupId: string) => void;
  /** To be called when a user has left the directory. */
  readonly forget: () => void;
  readonly directMembers: (group: TenantGroup, isOpen: IsOpen) => Members;
  /** Nested members too; a group that contains itself is not listed. */
  readonly transitiveMembers: (group: TenantGroup, isOpen: IsOpen) => Members;
  readonly isMember: (groupId: string, userId: string) => boolean;
}

/** Whether the members of a group may be seen. */
export type IsOpen = (group: TenantGroup) => boolean;

/** The groups of a tenant. Answers are kept until a membership changes, as a large group is asked for page by page. */
export function createMembership(tenant: Tenant, userById: ReadonlyMap<string, TenantUser>): Membership {
  const groups = new Map(tenant.groups.map((group) => [group.id, group]));
  const devices = new Map(tenant.devices.map((device) => [device.id, device]));
  const kept = new Map<string, Members>();
  const keptUserIds = new Map<string, ReadonlySet<string>>();

  const collect = (start: TenantGroup, isOpen: IsOpen, nested: boolean): Members => {
    const found = {
      users: new Map<string, TenantUser>(),
      groups: new Map<string, TenantGroup>(),
      devices: new Map<string, TenantDevice>(),
    };
    const open = [start];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (!isOpen(group)) continue;
      for (const id of group.members) {
        const user = userById.get(id);
        const device = devices.get(id);
        const inner = groups.get(id);
        if (user !== undefined) found.users.set(id, user);
        if (device !== undefined) found.devices.set(id, device);
        if (inner === undefined || found.groups.has(id)) continue;
        found.groups.set(id, inner);
        if (nested) open.push(inner);
      }
    }
    found.groups.delete(start.id);
    return {
      users: [...found.users.values()],
      groups: [...found.groups.values()],
      devices: [...found.devices.values()],
    };
  };
  const transitiveMembers = (group: TenantGroup, isOpen: IsOpen): Members => {
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
    isMember: (groupId, userId) => {
      const group = groups.get(groupId);
      if (group === undefined) return false;
      const userIds =
        keptUserIds.get(groupId) ?? new Set(transitiveMembers(group, () => true).users.map(({ id }) => id));
      keptUserIds.set(groupId, userIds);
      return userIds.has(userId);
    },
  };
}
