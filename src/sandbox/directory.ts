import { type Answer, notUnderstood, ok, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import {
  checkOptions,
  countOf,
  type FilterRules,
  isEventual,
  page,
  pageSize,
  parseFilter,
  parseSelect,
  select,
} from "./odata.ts";
import { seesHiddenMembers, userDetail } from "./roles.ts";
import { findUser, type Members, type TenantState } from "./state.ts";
import type { TenantDevice, TenantGroup, TenantUser } from "./tenant.ts";

/** The properties of users that the sandbox holds. */
const USER_PROPERTIES = ["id", "userPrincipalName", "displayName", "accountEnabled", "userType", "assignedPlans"];
/** The properties of groups that the sandbox holds. */
const GROUP_PROPERTIES = ["id", "displayName", "visibility"];
/** What comes without `$select`: nothing that decides about Teams. Source: https://learn.microsoft.com/graph/api/user-list */
const DEFAULT_USER_PROPERTIES: ReadonlySet<string> = new Set(["id", "userPrincipalName", "displayName"]);

/** Graph's `user`, as far as the token shows it: a property that it may not read is null. */
function userEntity(user: TenantUser, request: SandboxRequest): Record<string, unknown> {
  const detail = userDetail(request.caller);
  const isFull = detail === "full";
  const isNamed = detail !== "none";
  return {
    id: user.id,
    userPrincipalName: isNamed ? user.userPrincipalName : null,
    displayName: isNamed ? user.displayName : null,
    accountEnabled: isFull ? user.accountEnabled : null,
    userType: isFull ? user.userType : null,
    assignedPlans: isFull ? user.assignedPlans : null,
  };
}

/** Graph's `group`. */
function groupEntity(group: TenantGroup): Record<string, unknown> {
  return { id: group.id, displayName: group.displayName, visibility: group.visibility };
}

/** Graph's `device`. */
function deviceEntity(device: TenantDevice): Record<string, unknown> {
  return { id: device.id, displayName: device.displayName };
}

/** The directory's refusal for an id or name of nothing. */
function resourceNotFound(name: string): Answer {
  return refuse(
    404,
    "Request_ResourceNotFound",
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

const USER_FILTER: FilterRules<TenantUser> = {
  startsWith: true,
  properties: {
    accountEnabled: (user) => user.accountEnabled,
    userPrincipalName: (user) => user.userPrincipalName,
    displayName: (user) => user.displayName,
    id: (user) => user.id,
  },
};

/** GET /users. Source: https://learn.microsoft.com/graph/api/user-list */
export function listUsers(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select", "$top", "$filter", "$count"]);
  const filter = request.query.get("$filter");
  const matches = parseFilter(filter, USER_FILTER);
  const users = filter === null ? state.users : state.users.filter(matches);
  const selected = parseSelect(request.query.get("$select"), USER_PROPERTIES) ?? DEFAULT_USER_PROPERTIES;
  const extra = { "@odata.context": `${request.root}/$metadata#users`, ...countOf(request, users) };
  return page(
    request,
    users,
    pageSize(request, 100, 999),
    (user) => select(userEntity(user, request), selected),
    extra,
  );
}

/** GET /users/{id or principal name}. Source: https://learn.microsoft.com/graph/api/user-get */
export function getUser(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select"]);
  const name = request.segments[1] ?? "";
  const selected = parseSelect(request.query.get("$select"), USER_PROPERTIES) ?? DEFAULT_USER_PROPERTIES;
  const user = findUser(state, name);
  if (user === null) return resourceNotFound(name);
  return ok({
    "@odata.context": `${request.root}/$metadata#users/$entity`,
    ...select(userEntity(user, request), selected),
  });
}

/** GET /users/{id or principal name}/{property}. Source: https://learn.microsoft.com/graph/query-parameters, on addressing a property */
export function getUserProperty(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  const [, name = "", property = ""] = request.segments;
  const user = findUser(state, name);
  if (user === null) return resourceNotFound(name);
  if (!USER_PROPERTIES.includes(property)) {
    return refuse(404, "ResourceNotFound", `Resource not found for the segment '${property}'.`);
  }
  const context = `${request.root}/$metadata#users('${user.id}')/${property}`;
  return ok({ "@odata.context": context, value: userEntity(user, request)[property] });
}

const FILTER: FilterRules<TenantGroup> = {
  startsWith: true,
  properties: { displayName: (group) => group.displayName, id: (group) => group.id },
};

/** GET /groups. Source: https://learn.microsoft.com/graph/api/group-list */
export function listGroups(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select", "$top", "$filter", "$count"]);
  const groups = state.membership.groups().filter(parseFilter(request.query.get("$filter"), FILTER));
  const selected = parseSelect(request.query.get("$select"), GROUP_PROPERTIES);
  const extra = { "@odata.context": `${request.root}/$metadata#groups`, ...countOf(request, groups) };
  return page(request, groups, pageSize(request, 100, 999), (group) => select(groupEntity(group), selected), extra);
}

/** GET /groups/{id}. Source: https://learn.microsoft.com/graph/api/group-get */
export function getGroup(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select"]);
  const selected = parseSelect(request.query.get("$select"), GROUP_PROPERTIES);
  const group = state.membership.groupById(request.segments[1] ?? "");
  if (group === null) return resourceNotFound(request.segments[1] ?? "");
  return ok({ "@odata.context": `${request.root}/$metadata#groups/$entity`, ...select(groupEntity(group), selected) });
}

/** GET /groups/{id}/members. Source: https://learn.microsoft.com/graph/api/group-list-members */
export function listMembers(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  return answerMembers(state, request, dials, state.membership.directMembers);
}

/** GET /groups/{id}/transitiveMembers: a flat list. Source: https://learn.microsoft.com/graph/api/group-list-transitivemembers */
export function listTransitiveMembers(state: TenantState, request: SandboxRequest, dials: Dials): Answer {
  return answerMembers(state, request, dials, state.membership.transitiveMembers);
}

/** Both lists, cast to users where the path says so; the cast is an advanced query, and only users can be asked for here. */
function answerMembers(
  state: TenantState,
  request: SandboxRequest,
  dials: Dials,
  membersOf: (group: TenantGroup, isOpen: (group: TenantGroup) => boolean) => Members,
): Answer {
  checkOptions(request, ["$select", "$top", "$count"]);
  const [, id = "", , cast] = request.segments;
  if (cast !== undefined) refuseUnlessAdvanced(request, cast);
  const selected = parseSelect(request.query.get("$select"), [...USER_PROPERTIES, ...GROUP_PROPERTIES]);
  const group = state.membership.groupById(id);
  if (group === null) return resourceNotFound(id);
  const isOpen = (one: TenantGroup): boolean =>
    one.visibility !== "HiddenMembership" || seesHiddenMembers(request.caller);
  if (!isOpen(group) && dials.hiddenMembers === "refused") {
    return refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }
  const items = toEntities(membersOf(group, isOpen), request, cast !== undefined, selected);
  const extra = { "@odata.context": `${request.root}/$metadata#directoryObjects`, ...countOf(request, items) };
  return page(request, items, pageSize(request, 100, 999), (item) => item(), extra);
}

/** Entities are made only for the page that shows them. */
function toEntities(
  { users, groups, devices }: Members,
  request: SandboxRequest,
  usersOnly: boolean,
  selected: ReadonlySet<string> | null,
): readonly (() => object)[] {
  const ofUsers = selected ?? DEFAULT_USER_PROPERTIES;
  const userType = usersOnly ? {} : { "@odata.type": "#microsoft.graph.user" };
  const people = users.map((user) => () => ({ ...userType, ...select(userEntity(user, request), ofUsers) }));
  if (usersOnly) return people;
  return [
    ...groups.map((group) => () => ({
      "@odata.type": "#microsoft.graph.group",
      ...select(groupEntity(group), selected),
    })),
    ...people,
    ...devices.map((device) => () => ({
      "@odata.type": "#microsoft.graph.device",
      ...select(deviceEntity(device), selected),
    })),
  ];
}

function refuseUnlessAdvanced(request: SandboxRequest, cast: string): void {
  const isUser = cast === "microsoft.graph.user" || cast === "graph.user";
  if (isUser && isEventual(request) && request.query.get("$count") === "true") return;
  throw notUnderstood("The cast needs ConsistencyLevel: eventual and $count=true.", "Request_UnsupportedQuery");
}
