import { type Answer, refuse, type SandboxRequest } from "./answers.ts";
import { userDetail } from "./roles.ts";
import type { TenantDevice, TenantGroup, TenantUser } from "./tenant.ts";

/** The properties of users that the sandbox holds. */
export const USER_PROPERTIES = [
  "id",
  "userPrincipalName",
  "displayName",
  "accountEnabled",
  "userType",
  "assignedPlans",
];
/** The properties of groups that the sandbox holds. */
export const GROUP_PROPERTIES = ["id", "displayName", "visibility"];
/** What comes without `$select`: nothing that decides about Teams. Source: https://learn.microsoft.com/graph/api/user-list */
export const DEFAULT_USER_PROPERTIES: ReadonlySet<string> = new Set(["id", "userPrincipalName", "displayName"]);

/** Graph's `user`, as far as the token shows it: a property that it may not read is null. */
export function userEntity(user: TenantUser, request: SandboxRequest): Record<string, unknown> {
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
export function groupEntity(group: TenantGroup): Record<string, unknown> {
  return { id: group.id, displayName: group.displayName, visibility: group.visibility };
}

/** Graph's `device`. */
export function deviceEntity(device: TenantDevice): Record<string, unknown> {
  return { id: device.id, displayName: device.displayName };
}

/** The directory's refusal for an id or name of nothing. */
export function resourceNotFound(name: string): Answer {
  return refuse(
    404,
    "Request_ResourceNotFound",
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
