import { GraphError, UNUSABLE_ENTRIES } from "../../src/errors.ts";
import type {
  AssignedPlan,
  Directory,
  DirectoryGroup,
  DirectoryUser,
  UserLookup,
} from "../../src/resolve/directory.ts";

export const TEAMS_PLAN: AssignedPlan = {
  service: "TeamspaceAPI",
  servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929",
  capabilityStatus: "Enabled",
};

/** A directory with state. Failures are dials on it: turn one and every call that it concerns behaves so. */
export interface Tenant {
  readonly users: readonly DirectoryUser[];
  readonly groups: readonly TenantGroup[];
  readonly pageSize?: number;
  /** Ids of rooms and shared devices; left out: the token does not show them. */
  readonly resources?: ReadonlySet<string>;
  readonly dials?: Dials;
}

export interface TenantGroup {
  readonly id: string;
  readonly displayName: string;
  /** User ids. */
  readonly members?: readonly string[];
  /** Group ids; cycles are allowed, as in Entra. */
  readonly nested?: readonly string[];
}

export interface Dials {
  /** Names (lower case) whose lookup fails. */
  readonly failingLookups?: ReadonlySet<string>;
  /** Group ids: how many pages come before one fails. */
  readonly groupFailsAfterPages?: ReadonlyMap<string, number>;
  /** Group ids whose membership the token may not see. */
  readonly hiddenGroups?: ReadonlySet<string>;
  /** Names (lower case) for which the search for groups fails. */
  readonly failingGroupSearches?: ReadonlySet<string>;
  /** How many pages of all users come before one fails. */
  readonly everyoneFailsAfterPages?: number;
  /** Beside the people who are given, the list of everyone has one whose id cannot be used. */
  readonly everyoneHasUnusable?: boolean;
  /** Properties that answers leave out. */
  readonly withheld?: readonly ("userPrincipalName" | "accountEnabled" | "userType" | "assignedPlans")[];
  /** Only the answers about groups leave them out. */
  readonly withheldInGroups?: readonly ("userPrincipalName" | "accountEnabled" | "userType" | "assignedPlans")[];
  /** Nothing works, as with a refused token. */
  readonly refusesAll?: boolean;
}

/** What was asked, in order. */
export interface Calls {
  readonly findUsers: (readonly string[])[];
  readonly findGroups: string[];
  readonly readMembers: string[];
  readAllUsers: number;
  /** The most group reads that were under way at once. */
  mostAtOnce: number;
}

export function person(id: string, changes: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id,
    userPrincipalName: `${id}@contoso.com`,
    accountEnabled: true,
    userType: "Member",
    assignedPlans: [TEAMS_PLAN],
    ...changes,
  };
}

export function directoryOf(tenant: Tenant): Directory & { readonly calls: Calls } {
  const { users, groups, pageSize = 2, dials = {} } = tenant;
  const calls: Calls = { findUsers: [], findGroups: [], readMembers: [], readAllUsers: 0, mostAtOnce: 0 };
  let underWay = 0;

  const show = (user: DirectoryUser, withheld: Dials["withheld"] = []): DirectoryUser => ({
    ...user,
    ...Object.fromEntries([...(dials.withheld ?? []), ...withheld].map((property) => [property, null])),
  });
  const refuseAll = (): void => {
    if (dials.refusesAll === true) throw failure("InvalidAuthenticationToken", "the token was refused", "run");
  };

  async function* pagesOf(shown: readonly DirectoryUser[], failsAfter: number | undefined) {
    for (let page = 0; page * pageSize < shown.length; page += 1) {
      await Promise.resolve();
      if (page === failsAfter) break;
      yield shown.slice(page * pageSize, (page + 1) * pageSize);
    }
    if (failsAfter !== undefined) throw failure("UnknownError", "a page did not come", "target");
  }

  return {
    calls,
    async findUsers(names) {
      calls.findUsers.push(names);
      refuseAll();
      await Promise.resolve();
      return new Map(names.map((name) => [name, lookUp(name)]));
    },
    async findGroups(name) {
      calls.findGroups.push(name);
      refuseAll();
      await Promise.resolve();
      if (dials.failingGroupSearches?.has(name.toLowerCase())) throw failure("UnknownError", "no answer", "target");
      return groups.filter((group) => isNamed(group, name)).map(({ id, displayName }) => ({ id, displayName }));
    },
    namesLike(kind: "user" | "group", beginning: string) {
      const names =
        kind === "user" ? users.map((user) => user.userPrincipalName) : groups.map((group) => group.displayName);
      const fits = (name: string | null): name is string =>
        name?.toLowerCase().startsWith(beginning.toLowerCase()) === true;
      return Promise.resolve(names.filter(fits));
    },
    async *readMembers(groupId) {
      calls.readMembers.push(groupId);
      refuseAll();
      underWay += 1;
      calls.mostAtOnce = Math.max(calls.mostAtOnce, underWay);
      try {
        if (dials.hiddenGroups?.has(groupId)) throw failure("Forbidden", "membership is hidden", "target");
        const members = membersOf(groups, groupId);
        const shown = users.filter(({ id }) => members.has(id)).map((user) => show(user, dials.withheldInGroups));
        yield* pagesOf(shown, dials.groupFailsAfterPages?.get(groupId));
      } finally {
        underWay -= 1;
      }
    },
    readResourceAccounts: () => Promise.resolve(tenant.resources ?? null),
    async *readAllUsers() {
      calls.readAllUsers += 1;
      refuseAll();
      yield* pagesOf(
        users.map((user) => show(user)),
        dials.everyoneFailsAfterPages,
      );
      if (dials.everyoneHasUnusable === true) throw failure(UNUSABLE_ENTRIES, "an id cannot be used", "target");
    },
  };

  function lookUp(name: string): UserLookup {
    const wanted = name.toLowerCase();
    if (dials.failingLookups?.has(wanted)) return { state: "unreadable", detail: "503 for this user" };
    const user = users.find(
      ({ id, userPrincipalName }) => id.toLowerCase() === wanted || userPrincipalName?.toLowerCase() === wanted,
    );
    return user === undefined ? { state: "not-found" } : { state: "found", user: show(user) };
  }
}

/** User ids of a group, those of nested groups included. */
export function membersOf(groups: readonly TenantGroup[], groupId: string): ReadonlySet<string> {
  const members = new Set<string>();
  const visited = new Set<string>();
  const visit = (id: string): void => {
    if (visited.has(id)) return;
    visited.add(id);
    const group = groups.find((candidate) => candidate.id === id);
    for (const member of group?.members ?? []) members.add(member);
    for (const nested of group?.nested ?? []) visit(nested);
  };
  visit(groupId);
  return members;
}

function isNamed({ id, displayName }: DirectoryGroup, name: string): boolean {
  return id.toLowerCase() === name.toLowerCase() || displayName?.toLowerCase() === name.toLowerCase();
}

function failure(code: string, message: string, scope: "run" | "target"): GraphError {
  return new GraphError(message, { code, status: scope === "run" ? 401 : 503, requestId: null, scope });
}
