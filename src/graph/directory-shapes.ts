import type { AssignedPlan, DirectoryGroup, DirectoryUser } from "../resolve/directory.ts";
import { parseItems } from "./paging.ts";
import { below, optionalFlag, optionalText, requiredText, wireObject, type WireObject } from "./shapes.ts";

/** A group with what decides whether its members can be seen. */
export interface WireGroup extends DirectoryGroup {
  /** Graph: `visibility`. Null also where the token may not see it. */
  readonly visibility: string | null;
}

/** One item of a list of members. */
type Member =
  | { readonly kind: "user"; readonly user: DirectoryUser }
  | { readonly kind: "group"; readonly group: WireGroup }
  /** A device, contact, service principal or a type that came later: nobody who has apps. */
  | { readonly kind: "other" };

/** Reads one user at `path` in a body. @throws UnexpectedShape */
type UserParser = (item: unknown, path: string) => DirectoryUser;

/**
 * A parser of users that shares equal plans, and equal lists of plans, between the users it has read: a tenant has
 * many users and few licences.
 */
export function createUserParser(): UserParser {
  const lists = new Map<string, readonly AssignedPlan[]>();

  function shared(plans: readonly AssignedPlan[]): readonly AssignedPlan[] {
    const key = JSON.stringify(plans.map((plan) => [plan.service, plan.servicePlanId, plan.capabilityStatus]));
    const known = lists.get(key);
    if (known !== undefined) return known;
    lists.set(key, plans);
    return plans;
  }

  return (item, path) => {
    const user = wireObject(item, path);
    const plans = user["assignedPlans"] ?? null;
    return {
      id: requiredText(user, "id", path),
      userPrincipalName: optionalText(user, "userPrincipalName", path),
      accountEnabled: optionalFlag(user, "accountEnabled", path),
      userType: optionalText(user, "userType", path),
      assignedPlans: plans === null ? null : shared(parseItems(plans, below(path, "assignedPlans"), parsePlan)),
    };
  };
}

function parsePlan(item: unknown, path: string): AssignedPlan {
  const plan = wireObject(item, path);
  return {
    service: optionalText(plan, "service", path),
    servicePlanId: optionalText(plan, "servicePlanId", path),
    capabilityStatus: optionalText(plan, "capabilityStatus", path),
  };
}

/** Reads one group at `path` in a body. @throws UnexpectedShape */
export function parseGroup(item: unknown, path: string): WireGroup {
  return groupOf(wireObject(item, path), path);
}

function groupOf(group: WireObject, path: string): WireGroup {
  return {
    id: requiredText(group, "id", path),
    displayName: optionalText(group, "displayName", path),
    visibility: optionalText(group, "visibility", path),
  };
}

/** Members of several types come in one list and are told apart by `@odata.type`, which therefore must be there. */
export function parseMember(parseUser: UserParser): (item: unknown, path: string) => Member {
  return (item, path) => {
    const member = wireObject(item, path);
    switch (requiredText(member, "@odata.type", path)) {
      case "#microsoft.graph.user":
        return { kind: "user", user: parseUser(member, path) };
      case "#microsoft.graph.group":
        return { kind: "group", group: groupOf(member, path) };
      default:
        return { kind: "other" };
    }
  };
}
