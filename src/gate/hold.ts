import type { Plan, PlanRow } from "../model/plan.ts";
import { REASONS, type Reason } from "../model/reasons.ts";

/** Holds the acting rows that `isHeld` picks. A held row keeps its drift, its action and the consent it would send. */
export function holdRows(
  plan: Plan,
  reason: Reason,
  isHeld: (row: PlanRow) => boolean,
  detail: string | null = null,
): Plan {
  const rows = plan.rows.map((row): PlanRow => {
    if (row.verdict !== "act" || !isHeld(row)) return row;
    return { ...row, verdict: "held", reason, detail, move: REASONS[reason].move };
  });
  return { ...plan, rows };
}

/** Rows that still act. */
export function actingRows(plan: Plan): readonly PlanRow[] {
  return plan.rows.filter((row) => row.verdict === "act");
}
