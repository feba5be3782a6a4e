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
import { findUser, type Member, type TenantState } from "./state.ts";
import type { TenantGroup, TenantUser } from "./tenant.ts";

/** What the sandbox holds of one kind of entity. */
interface Kind<Entity> {
  /** Its collection. */
  readonly name: string;
  readonly properties: readonly string[];
  /** What comes without `$select`; null: everything. */
  readonly shown: ReadonlySet<string> | null;
  readonly filter: FilterRules<Entity>["properties"];
  readonly entityOf: (entity: Entity, request: SandboxRequest) => Record<string, unknown>;
}

/** Users. What comes without `$select` decides nothing about Teams. Source: https://learn.microsoft.com/graph/api/user-list */
export const USERS: Kind<TenantUser> = {
  name: "users",
  properties: ["id", "userPrincipalName", "displayName", "accountEnabled", "userType", "assignedPlans"],
  shown: new Set(["id", "userPrincipalName", "displayName"]),
  filter: {
    accountEnabled: (user) => user.accountEnabled,
    userPrincipalName: (user) => user.userPrincipalName,
    displayName: (user) => user.displayName,
    id: (user) => user.id,
  },
  entityOf: userEntity,
};

/** Groups. Source: https://learn.microsoft.com/graph/api/group-list */
export const GROUPS: Kind<TenantGroup> = {
  name: "groups",
  properties: ["id", "displayName", "visibility"],
  shown: null,
  filter: { displayName: (group) => group.displayName, id: (group) => group.id },
  entityOf: groupEntity,
};

/** GET /users. Source: https://learn.microsoft.com/graph/api/user-list */
export function listUsers(state: TenantState, request: SandboxRequest): Answer {
  return list(USERS, state.users, request);
}

/** GET /users/{id or principal name}. Source: https://learn.microsoft.com/graph/api/user-get */
export function getUser(state: TenantState, request: SandboxRequest): Answer {
  return single(USERS, findUser(state, request.segments[1] ?? ""), request);
}

/** GET /users/{id or principal name}/{property}. Source: https://learn.microsoft.com/graph/query-parameters */
export function getUserProperty(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, []);
  const [, name = "", property = ""] = request.segments;
  const user = findUser(state, name);
  if (user === null) return resourceNotFound(name);
  if (!USERS.properties.includes(property)) {
    return refuse(404, `Resource not found for the segment '${property}'.`, { code: "ResourceNotFound" });
  }
  const context = `${request.root}/$metadata#users('${user.id}')/${property}`;
  return ok({ "@odata.context": context, value: userEntity(user, request)[property] });
}

/** GET /organization: a list of one. Source: https://learn.microsoft.com/graph/api/organization-list */
export function getOrganization(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select"]);
  return ok({ "@odata.context": `${request.root}/$metadata#organization`, value: [{ id: state.tenantId }] });
}

/** GET /groups. Source: https://learn.microsoft.com/graph/api/group-list */
export function listGroups(state: TenantState, request: SandboxRequest): Answer {
  return list(GROUPS, state.membership.groups(), request);
}

/** GET /groups/{id}. Source: https://learn.microsoft.com/graph/api/group-get */
export function getGroup(state: TenantState, request: SandboxRequest): Answer {
  return single(GROUPS, state.membership.groupById(request.segments[1] ?? ""), request);
}

function list<Entity>(kind: Kind<Entity>, all: readonly Entity[], request: SandboxRequest): Answer {
  checkOptions(request, ["$select", "$top", "$filter", "$count"]);
  const filter = request.query.get("$filter");
  const matches = parseFilter(filter, { properties: kind.filter, startsWith: true });
  const found = filter === null ? all : all.filter(matches);
  const selected = parseSelect(request.query.get("$select"), kind.properties) ?? kind.shown;
  const extra = { "@odata.context": `${request.root}/$metadata#${kind.name}`, ...countOf(request, found) };
  const toEntity = (entity: Entity): object => select(kind.entityOf(entity, request), selected);
  return page(request, found, pageSize(request, 100, 999), toEntity, extra);
}

function single<Entity>(kind: Kind<Entity>, entity: Entity | null, request: SandboxRequest): Answer {
  checkOptions(request, ["$select"]);
  const selected = parseSelect(request.query.get("$select"), kind.properties) ?? kind.shown;
  if (entity === null) return resourceNotFound(request.segments[1] ?? "");
  const context = `${request.root}/$metadata#${kind.name}/$entity`;
  return ok({ "@odata.context": context, ...select(kind.entityOf(entity, request), selected) });
}

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
function groupEntity({ id, displayName, visibility }: TenantGroup): Record<string, unknown> {
  return { id, displayName, visibility };
}

/** The directory's refusal for an id or name of nothing. */
function resourceNotFound(name: string): Answer {
  return refuse(
    404,
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
    { code: "Request_ResourceNotFound" },
  );
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
  membersOf: (group: TenantGroup, isOpen: (group: TenantGroup) => boolean) => readonly Member[],
): Answer {
  checkOptions(request, ["$select", "$top", "$count"]);
  const [, id = "", , cast] = request.segments;
  if (cast !== undefined) refuseUnlessAdvanced(request, cast);
  const selected = parseSelect(request.query.get("$select"), [...USERS.properties, ...GROUPS.properties]);
  const group = state.membership.groupById(id);
  if (group === null) return resourceNotFound(id);
  const isOpen = (one: TenantGroup): boolean =>
    one.visibility !== "HiddenMembership" || seesHiddenMembers(request.caller);
  if (!isOpen(group) && dials.hiddenMembers === "refused") {
    return refuse(403, "Insufficient privileges to complete the operation.", { code: "Authorization_RequestDenied" });
  }
  const items = membersOf(group, isOpen).filter(({ type }) => cast === undefined || type === "user");
  const toEntity = (member: Member): object => ({
    ...(cast === undefined ? { "@odata.type": `#microsoft.graph.${member.type}` } : {}),
    ...select(memberEntity(member, request), selected ?? (member.type === "user" ? USERS.shown : null)),
  });
  const extra = { "@odata.context": `${request.root}/$metadata#directoryObjects`, ...countOf(request, items) };
  return page(request, items, pageSize(request, 100, 999), toEntity, extra);
}

function memberEntity(member: Member, request: SandboxRequest): Record<string, unknown> {
  if (member.type === "user") return userEntity(member.of, request);
  return member.type === "group" ? groupEntity(member.of) : { ...member.of };
}

function refuseUnlessAdvanced(request: SandboxRequest, cast: string): void {
  const isUser = cast === "microsoft.graph.user" || cast === "graph.user";
  if (isUser && isEventual(request) && request.query.get("$count") === "true") return;
  throw notUnderstood("The cast needs ConsistencyLevel: eventual and $count=true.", "Request_UnsupportedQuery");
}
