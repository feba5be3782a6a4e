import { type Answer, ok, type SandboxRequest } from "./answers.ts";
import { DEFAULT_USER_PROPERTIES, resourceNotFound, USER_PROPERTIES, userEntity } from "./directory-entities.ts";
import { type FilterRules, parseFilter } from "./filter.ts";
import { checkOptions, countOf, page, pageSize, parseSelect, select } from "./odata.ts";
import { findUser, type TenantState } from "./state.ts";
import type { TenantUser } from "./tenant.ts";

const FILTER: FilterRules<TenantUser> = {
  properties: {
    accountEnabled: (user) => user.accountEnabled,
    userPrincipalName: (user) => user.userPrincipalName,
    id: (user) => user.id,
  },
};

/** GET /users. Source: https://learn.microsoft.com/graph/api/user-list */
export function listUsers(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select", "$top", "$filter", "$count"]);
  const filter = request.query.get("$filter");
  const matches = parseFilter(filter, FILTER);
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
