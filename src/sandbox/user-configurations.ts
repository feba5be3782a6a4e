import { type Answer, ok, refuse, type SandboxRequest } from "./answers.ts";
import { checkOptions, page, pageSize, parseSelect, select } from "./odata.ts";
import type { TenantState } from "./state.ts";
import type { TenantUser } from "./tenant.ts";

const PROPERTIES = ["id", "tenantId", "userPrincipalName", "accountType", "featureTypes", "effectivePolicyAssignments"];

/** GET /admin/teams/userConfigurations. Source: https://learn.microsoft.com/graph/api/teamsadministration-teamsuserconfiguration-list */
export function listUserConfigurations(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select", "$top"]);
  const users = state.users.filter(({ accountType }) => accountType !== null);
  return page(request, users, pageSize(request, 100, 999), shapeOf(state, request));
}

/** GET /admin/teams/userConfigurations/{id}. Source: https://learn.microsoft.com/graph/api/teamsadministration-teamsuserconfiguration-get */
export function getUserConfiguration(state: TenantState, request: SandboxRequest): Answer {
  checkOptions(request, ["$select"]);
  const id = request.segments[3] ?? "";
  const user = state.userById.get(id.toLowerCase());
  if (user === undefined || user.accountType === null) return refuse(404, `User '${id}' was not found.`);
  return ok(shapeOf(state, request)(user));
}

/** Graph's `teamsUserConfiguration`. A member that came late to its enumeration is shown only to those who ask for it. */
function shapeOf({ tenantId }: TenantState, request: SandboxRequest): (user: TenantUser) => object {
  const selected = parseSelect(request.query.get("$select"), PROPERTIES);
  const showsAll = request.headers["prefer"]?.includes("include-unknown-enum-members") === true;
  return ({ id, userPrincipalName, accountType, featureTypes }) => {
    const shown = accountType === "ineligibleUser" && !showsAll ? "unknownFutureValue" : accountType;
    const entity = {
      id,
      tenantId,
      userPrincipalName,
      accountType: shown,
      featureTypes,
      effectivePolicyAssignments: [],
    };
    return select(entity, selected);
  };
}
