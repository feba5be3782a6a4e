import { held, type Plan, type PlanRow } from "../model/plan.ts";
import type { Reason } from "../model/reasons.ts";

/** Holds the acting rows that `isHeld` picks. */
export function holdRows(
  plan: Plan,
  reason: Reason,
  isHeld: (row: PlanRow) => boolean,
  detail: string | null = null,
): Plan {
  if (!plan.rows.some((row) => row.verdict === "act" && isHeld(row))) return plan;
  const rows = plan.rows.map((row) => (row.verdict === "act" && isHeld(row) ? held(row, reason, detail) : row));
  return { ...plan, rows };
}

/** Rows that still act. */
export function actingRows(plan: Plan): readonly PlanRow[] {
  return plan.rows.filter((row) => row.verdict === "act");
}
