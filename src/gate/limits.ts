import type { ActingRow, DecidedPlan } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import { actingRows, countActing, holdRows } from "./hold.ts";

/** More uninstalls than allowed: all of them are held, never "the first N". */
export function holdOverRemovalLimit(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const removals = countActing(plan, "uninstall");
  const allowed = allowedRows(policy.maxRemovals, plan.totalRows);
  if (removals <= allowed) return plan;
  const detail = `${removals} removals, maxRemovals allows ${describeLimit(policy.maxRemovals, allowed)}`;
  return holdRows(plan, "removal-limit", (row) => row.action === "uninstall", detail);
}

/** More earlier uploads of an app due for removal than its own line allows: all of them stay, and so do their rows. */
export function holdOverReplacements(plan: DecidedPlan): DecidedPlan {
  if (countActing(plan, "replace") === 0) return plan;
  const due = Map.groupBy(actingRows(plan).filter(isReplacement), ({ app }) => app);
  return plan.apps.reduce((gated, { name, replaces }) => {
    const [copies, allowed] = [due.get(name)?.length ?? 0, replaces?.removals ?? 0];
    if (copies <= allowed) return gated;
    const detail = `${copies} earlier uploads to remove, replaces.removals allows ${allowed}`;
    return holdRows(gated, "removal-limit", ({ app, action }) => app === name && action === "replace", detail);
  }, plan);
}

function isReplacement({ action }: ActingRow): boolean {
  return action === "replace";
}

/** More actions due in all than allowed, whenever they would be done: all of them are held. */
export function holdOverMaxDue(plan: DecidedPlan, { maxDue }: Policy): DecidedPlan {
  if (maxDue === null) return plan;
  const due = countActing(plan);
  const allowed = allowedRows(maxDue, plan.totalRows);
  if (due <= allowed) return plan;
  return holdRows(
    plan,
    "change-limit",
    () => true,
    `${due} changes due, maxDue allows ${describeLimit(maxDue, allowed)}`,
  );
}

/** More actions in this run than allowed: all of them are held. */
export function holdOverChangeLimit(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const changes = countActing(plan);
  const allowed = allowedRows(policy.maxChanges, plan.totalRows);
  if (changes <= allowed) return plan;
  const detail = `${changes} changes, maxChanges allows ${describeLimit(policy.maxChanges, allowed)}`;
  return holdRows(plan, "change-limit", () => true, detail);
}

/** A share is taken of all rows of the desired state, rounded down, and at least 1; 0% allows none. */
function allowedRows(limit: Limit, totalRows: number): number {
  if (limit.kind === "count") return limit.count;
  return limit.percent === 0 ? 0 : Math.max(1, Math.floor((totalRows * limit.percent) / 100));
}

function describeLimit(limit: Limit, allowed: number): string {
  return limit.kind === "count" ? `${allowed}` : `${limit.percent}%, which is ${allowed}`;
}
