import type { Target } from "../model/desired.ts";
import type { Plan, PlanRow, Result, ResultRow } from "../model/plan.ts";

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

/** 0: done. 2: there are differences. 3: not converged. The others (1, 130, 143) have nothing to do with a plan. */
type ReportExitCode = 0 | 2 | 3;

/**
 * Whether a row is held as somebody meant it: the user is protected, or the app is suspended. With the whole policy
 * suspended, `suspended` means that nothing at all is carried out, which is not convergence.
 */
export function isHeldAsMeant(row: PlanRow, policySuspended: boolean): boolean {
  if (row.verdict !== "held") return false;
  return row.reason === "protected" || (row.reason === "suspended" && !policySuspended);
}

/** The exit code of `plan`: always 0 when a plan could be made, unless `--detailed-exitcode` asks for more. */
export function planExitCode(
  plan: Pick<Plan, "rows" | "targets">,
  options: { readonly detailed: boolean; readonly policySuspended: boolean },
): ReportExitCode {
  if (!options.detailed) return 0;
  if (plan.rows.some((row) => row.verdict === "act")) return 2;
  const open = plan.rows.some((row) => isOpen(row, options.policySuspended));
  return open || unreadTargets(plan.targets).length > 0 ? 3 : 0;
}

/** The exit code of `drift`, over all rows of the plan. */
export function driftExitCode(plan: Pick<Plan, "rows" | "targets">): ReportExitCode {
  if (plan.rows.some(hasKnownDrift)) return 2;
  return plan.rows.some(isUnknown) || unreadTargets(plan.targets).length > 0 ? 3 : 0;
}

/** The exit code of `apply` and of one pass of `run`; `declined`: the question was answered with no. */
export function applyExitCode(
  result: Pick<Result, "rows" | "targets"> | "declined",
  policySuspended: boolean,
): ReportExitCode {
  if (result === "declined") return 3;
  const open = result.rows.some((row) => isUnfinished(row) || isOpen(row, policySuspended));
  return open || unreadTargets(result.targets).length > 0 ? 3 : 0;
}

/** Whether a row that was to act is not known to have reached what was planned. No outcome at all is not done either. */
export function isUnfinished(row: ResultRow): boolean {
  if (row.verdict !== "act") return false;
  return row.outcome === null || (row.outcome.status !== "applied" && row.outcome.status !== "already-done");
}

function isOpen(row: PlanRow, policySuspended: boolean): boolean {
  if (row.verdict === "held") return !isHeldAsMeant(row, policySuspended);
  return row.verdict === "blocked" || isUnknown(row);
}
