import { createHash } from "node:crypto";
import type { DecidedPlan, DecidedRow } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import { actingRows, holdRows } from "./hold.ts";

/** More uninstalls than allowed: all of them are held, never "the first N". */
export function holdOverRemovalLimit(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const removals = actingRows(plan).filter((row) => row.action === "uninstall").length;
  const allowed = allowedRows(policy.maxRemovals, plan.totalRows);
  if (removals <= allowed) return plan;
  const detail = `${removals} removals, maxRemovals allows ${describeLimit(policy.maxRemovals, allowed)}`;
  return holdRows(plan, "removal-limit", (row) => row.action === "uninstall", detail);
}

/** More actions than allowed: all of them are held. */
export function holdOverChangeLimit(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const changes = actingRows(plan).length;
  const allowed = allowedRows(policy.maxChanges, plan.totalRows);
  if (changes <= allowed) return plan;
  const detail = `${changes} changes, maxChanges allows ${describeLimit(policy.maxChanges, allowed)}`;
  return holdRows(plan, "change-limit", () => true, detail);
}

/**
 * Keeps the first `perRun` acting rows in the order of a hash of their user's id, and holds the rest. The order is the
 * same in every run and has nothing to do with names, so that the first wave is a fair sample of people.
 */
export function holdOverPerRun(plan: DecidedPlan, policy: Policy): DecidedPlan {
  const acting = actingRows(plan);
  if (policy.perRun === null || acting.length <= policy.perRun) return plan;
  const ordered = acting
    .map((row) => ({ row, order: `${hash(row.user.id)} ${row.app}` }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const now = new Set<DecidedRow>(ordered.slice(0, policy.perRun).map(({ row }) => row));
  return holdRows(plan, "next-run", (row) => !now.has(row), `perRun allows ${policy.perRun} of ${acting.length}`);
}

/** A share is taken of all rows of the desired state, rounded down, and at least 1; 0% allows none. */
function allowedRows(limit: Limit, totalRows: number): number {
  if (limit.kind === "count") return limit.count;
  return limit.percent === 0 ? 0 : Math.max(1, Math.floor((totalRows * limit.percent) / 100));
}

function describeLimit(limit: Limit, allowed: number): string {
  return limit.kind === "count" ? `${allowed}` : `${limit.percent}%, which is ${allowed}`;
}

function hash(userId: string): string {
  return createHash("sha256").update(userId.toLowerCase()).digest("hex");
}
