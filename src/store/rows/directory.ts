import type { FollowedGroup, KeptStream } from "../../resolve/directory-changes.ts";
import type { AssignedPlan, DirectoryUser } from "../../resolve/directory.ts";
import { isTime, type Row, textOrNull } from "./row.ts";

/** How far something was followed; null for what this program did not write. */
export function streamOf(row: Row): KeptStream | null {
  const { name, shape, link, begun_at: begunAt, full_at: fullAt, group_ids: groupIds } = row;
  if (typeof name !== "string" || typeof shape !== "string" || typeof link !== "string") return null;
  if (!isTime(begunAt) || !isTime(fullAt) || typeof groupIds !== "string") return null;
  return { name, shape, link, begunAt, fullAt, groupIds: groupIds === "" ? [] : groupIds.split(" ") };
}

/** A user; `plansOf` gives the plans by the number of their text. */
export function directoryUserOf(row: Row, plansOf: (id: number) => DirectoryUser["assignedPlans"]): DirectoryUser {
  const { enabled, plans } = row;
  return {
    id: String(row["user_id"]),
    userPrincipalName: textOrNull(row["name"]),
    accountEnabled: typeof enabled === "number" ? enabled === 1 : null,
    userType: textOrNull(row["type"]),
    assignedPlans: typeof plans === "number" ? plansOf(plans) : null,
  };
}

/** A group. */
export function directoryGroupOf(row: Row): FollowedGroup {
  return {
    id: String(row["group_id"]),
    displayName: textOrNull(row["name"]),
    visibility: textOrNull(row["visibility"]),
  };
}

/** Plans as a text that many users share. */
export function writePlans(plans: readonly AssignedPlan[]): string {
  return JSON.stringify(plans.map((plan) => [plan.service, plan.servicePlanId, plan.capabilityStatus]));
}

/** Null for a text that this program did not write. */
export function readPlans(text: string): readonly AssignedPlan[] | null {
  const plans = parse(text);
  if (!Array.isArray(plans) || !plans.every(isPlan)) return null;
  return plans.map(([service, servicePlanId, capabilityStatus]) => ({ service, servicePlanId, capabilityStatus }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPlan(value: unknown): value is readonly [string | null, string | null, string | null] {
  return Array.isArray(value) && value.length === 3 && value.every((part) => part === null || typeof part === "string");
}
