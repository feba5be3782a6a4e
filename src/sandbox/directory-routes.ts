import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";
import { checkOptions, page, pageSize, parseFilter, QueryRefused, select } from "./odata.ts";
import type { TenantState } from "./state.ts";
import type { TenantGroup, TenantUser } from "./tenant.ts";

/** A Teams service plan (`TEAMS1`). Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference */
const TEAMS_PLAN = {
  capabilityStatus: "Enabled",
  service: "TeamspaceAPI",
  servicePlanId: "57ff2da0-773e-42df-b2af-ffb7a2317929",
};
const OTHER_PLAN = {
  capabilityStatus: "Enabled",
  service: "exchange",
  servicePlanId: "efb87545-963c-4e0d-99df-69c6916d9eb0",
};

/** GET /users. Source: https://learn.microsoft.com/graph/api/user-list */
export function listUsers(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select", "$top", "$filter"] });
  const filter = request.query.get("$filter");
  const matches = parseFilter(filter, ["accountEnabled", "userPrincipalName", "id"]);
  const users = filter === null ? state.users : state.users.filter((user) => matches({ ...user }));
  const size = pageSize(request, 100, 999);
  const selected = request.query.get("$select") ?? DEFAULT_PROPERTIES;
  return page(request, users, size, (user) => select(userEntity(user), selected));
}

/** GET /users/{id or principal name}. Source: https://learn.microsoft.com/graph/api/user-get */
export function getUser(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select"] });
  const name = request.segments[1] ?? "";
  const user = findUser(state, name);
  if (user === null) return resourceNotFound(name);
  return ok(select(userEntity(user), request.query.get("$select") ?? DEFAULT_PROPERTIES));
}

/** GET /groups. Source: https://learn.microsoft.com/graph/api/group-list */
export function listGroups(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select", "$top", "$filter"] });
  const matches = parseFilter(request.query.get("$filter"), ["displayName", "id"]);
  const groups = [...state.groups.values()].filter((group) => matches({ ...group }));
  const selected = request.query.get("$select");
  return page(request, groups, pageSize(request, 100, 999), (group) => select(groupEntity(group), selected));
}

/** GET /groups/{id}. Source: https://learn.microsoft.com/graph/api/group-get */
export function getGroup(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select"] });
  const group = state.groups.get((request.segments[1] ?? "").toLowerCase());
  if (group === undefined) return resourceNotFound(request.segments[1] ?? "");
  return ok(select(groupEntity(group), request.query.get("$select")));
}

/**
 * GET /groups/{id}/transitiveMembers, also cast to users: a flat list of all nested members. The cast is an advanced query.
 * Source: https://learn.microsoft.com/graph/api/group-list-transitivemembers
 */
export function listTransitiveMembers(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, { options: ["$select", "$top", "$count"] });
  const [, id = "", , cast] = request.segments;
  const group = state.groups.get(id.toLowerCase());
  if (group === undefined) return resourceNotFound(id);
  if (cast !== undefined) refuseUnlessAdvanced(request, cast);
  const { users, groups } = transitiveMembers(state, group);
  const selected = request.query.get("$select");
  const userType = cast === undefined ? { "@odata.type": "#microsoft.graph.user" } : {};
  const toEntity = (member: TenantUser | TenantGroup): object =>
    "members" in member
      ? { "@odata.type": "#microsoft.graph.group", ...select(groupEntity(member), selected) }
      : { ...userType, ...select(userEntity(member), selected ?? DEFAULT_PROPERTIES) };
  const items = cast === undefined ? [...groups, ...users] : users;
  return page(request, items, pageSize(request, 100, 999), toEntity);
}

/** A user by object id or principal name, compared without case; null when there is none. */
export function findUser(state: TenantState, name: string): TenantUser | null {
  return state.userById.get(name.toLowerCase()) ?? state.userByName.get(name.toLowerCase()) ?? null;
}

/** Source: https://learn.microsoft.com/graph/api/user-list: these come without `$select`, and nothing that decides about Teams. */
const DEFAULT_PROPERTIES = "id,userPrincipalName,displayName";

function userEntity(user: TenantUser): Record<string, unknown> {
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    assignedPlans: user.hasTeams ? [TEAMS_PLAN, OTHER_PLAN] : [OTHER_PLAN],
  };
}

function groupEntity(group: TenantGroup): Record<string, unknown> {
  return { id: group.id, displayName: group.displayName, visibility: group.visibility };
}

function transitiveMembers(state: TenantState, start: TenantGroup) {
  const users = new Map<string, TenantUser>();
  const groups = new Map<string, TenantGroup>([[start.id, start]]);
  const open = [start];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    for (const id of group.members) {
      const user = state.userById.get(id);
      const nested = state.groups.get(id);
      if (user !== undefined) users.set(id, user);
      if (nested === undefined || groups.has(id)) continue;
      groups.set(id, nested);
      open.push(nested);
    }
  }
  groups.delete(start.id);
  return { users: [...users.values()], groups: [...groups.values()] };
}

function refuseUnlessAdvanced(request: SandboxRequest, cast: string): void {
  const advanced = request.headers["consistencylevel"] === "eventual" && request.query.get("$count") === "true";
  if (cast === "microsoft.graph.user" && advanced) return;
  throw new QueryRefused("The cast needs ConsistencyLevel: eventual and $count=true.", "Request_UnsupportedQuery");
}

function resourceNotFound(name: string): Answer {
  return refuse(
    404,
    "Request_ResourceNotFound",
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
