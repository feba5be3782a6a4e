import { type ActingRow, type DecidedPlan, held, type NextAct } from "../model/plan.ts";
import type { Reason } from "../model/reasons.ts";

/** Holds the acting rows that `isHeld` picks; the very plan where it picks none. */
export function holdRows(
  plan: DecidedPlan,
  reason: Reason,
  isHeld: (row: ActingRow) => boolean,
  detail: string | null = null,
): DecidedPlan {
  const rows = plan.rows.map((row) => (row.verdict === "act" && isHeld(row) ? held(row, reason, detail) : row));
  return rows.some((row, at) => row !== plan.rows[at]) ? { ...plan, rows } : plan;
}

/** Rows that still act. */
export function actingRows(plan: DecidedPlan): readonly ActingRow[] {
  return plan.rows.filter((row) => row.verdict === "act");
}

/** The plan, of which rows wait until then; an earlier time that is known stays. */
export function waitingUntil(plan: DecidedPlan, next: NextAct | null): DecidedPlan {
  if (next === null || (plan.nextAct !== undefined && plan.nextAct.atMs <= next.atMs)) return plan;
  return { ...plan, nextAct: next };
}
