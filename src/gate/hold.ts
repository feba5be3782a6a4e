import type { Plan, PlanRow } from "../model/plan.ts";
import { REASONS, type Reason } from "../model/reasons.ts";

/** Holds the acting rows that `isHeld` picks. */
export function holdRows(
  plan: Plan,
  reason: Reason,
  isHeld: (row: PlanRow) => boolean,
  detail: string | null = null,
): Plan {
  if (!plan.rows.some((row) => row.verdict === "act" && isHeld(row))) return plan;
  const rows = plan.rows.map((row) => (row.verdict === "act" && isHeld(row) ? holdRow(row, reason, detail) : row));
  return { ...plan, rows };
}

/** A held row keeps its drift, its action and the consent it would send. */
export function holdRow(row: PlanRow, reason: Reason, detail: string | null): PlanRow {
  return { ...row, verdict: "held", reason, detail, move: REASONS[reason].move };
}

/** Rows that still act. */
export function actingRows(plan: Plan): readonly PlanRow[] {
  return plan.rows.filter((row) => row.verdict === "act");
}
