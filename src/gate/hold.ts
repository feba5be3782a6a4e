import { type Action, type ActingRow, type DecidedPlan, held, type NextAct } from "../model/plan.ts";
import { planRows, reviseActing } from "../model/plan-rows.ts";
import type { Reason } from "../model/reasons.ts";
import type { Rows } from "../model/rows.ts";

/** Holds the acting rows that `isHeld` picks; the very plan where it picks none. */
export function holdRows(
  plan: DecidedPlan,
  reason: Reason,
  isHeld: (row: ActingRow) => boolean,
  detail: string | null = null,
): DecidedPlan {
  return reviseActing(plan, (row) => (isHeld(row) ? held(row, reason, detail) : row));
}

/** How many rows still act, in this way or in any. */
export function countActing(plan: DecidedPlan, action: Action | null = null): number {
  return planRows(plan.rows)
    .kinds()
    .filter(([row]) => row.verdict === "act" && (action === null || row.action === action))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Rows that still act. */
export function actingRows(plan: DecidedPlan): Rows<ActingRow> {
  return plan.rows.filter((row) => row.verdict === "act");
}

/** The plan, of which rows wait until then; an earlier time that is known stays. */
export function waitingUntil(plan: DecidedPlan, next: NextAct | null): DecidedPlan {
  if (next === null || (plan.nextAct !== undefined && plan.nextAct.atMs <= next.atMs)) return plan;
  return { ...plan, nextAct: next };
}
