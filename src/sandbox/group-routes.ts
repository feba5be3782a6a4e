import { type Answer, notUnderstood, ok, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import {
  DEFAULT_USER_PROPERTIES,
  deviceEntity,
  GROUP_PROPERTIES,
  groupEntity,
  resourceNotFound,
  USER_PROPERTIES,
  userEntity,
} from "./directory-entities.ts";
import { type FilterRules, parseFilter } from "./filter.ts";
import type { Members } from "./membership.ts";
import { checkOptions, countOf, isEventual, page, pageSize, parseSelect, select } from "./odata.ts";
import { seesHiddenMembers } from "./roles.ts";
import type { TenantState } from "./state.ts";
import type { TenantGroup } from "./tenant.ts";

const FILTER: FilterRules<TenantGroup> = {
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
