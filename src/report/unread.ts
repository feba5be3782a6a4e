import type { Target } from "../model/desired.ts";
import type { PlanRow } from "../model/plan.ts";

/**
 * The targets that might hold anybody, since they were not read to their end or fit no group or several. A user named
 * directly whom the directory does not have is not among them: that one is known to reach nobody else.
 */
export function unreadTargets(targets: readonly Target[]): readonly Target[] {
  return targets.filter(
    (target) =>
      target.state !== "read" && !(target.kind === "user" && target.role === "to" && target.state === "not-found"),
  );
}

/** Whether this row's live state is not known and would matter: it could be in sync or not. */
export function isUnknown(row: PlanRow): boolean {
  return row.drift.includes("unknown") || (row.observed.state === "unreadable" && row.verdict !== "nothing");
}

/** Whether the row is known to differ, in any fact but `unknown`. */
export function hasKnownDrift(row: PlanRow): boolean {
  return row.drift.some((fact) => fact !== "unknown");
}
