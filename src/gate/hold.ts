import { type ActingRow, type DecidedPlan, type DecidedRow, held, type NextAct } from "../model/plan.ts";
import type { Reason } from "../model/reasons.ts";

/** Holds the acting rows that `isHeld` picks; the very plan where it picks none. */
export function holdRows(
  plan: DecidedPlan,
  reason: Reason,
  isHeld: (row: ActingRow) => boolean,
  detail: string | null = null,
): DecidedPlan {
  let rows: DecidedRow[] | null = null;
  // By index, since each hold goes over all rows and most hold none.
  for (let index = 0; index < plan.rows.length; index += 1) {
    const row = plan.rows[index];
    if (row?.verdict !== "act" || !isHeld(row)) continue;
    rows ??= [...plan.rows];
    rows[index] = held(row, reason, detail);
  }
  return rows === null ? plan : { ...plan, rows };
}

/** How many rows still act, of those that count. */
export function countActing(plan: DecidedPlan, counts: (row: ActingRow) => boolean = () => true): number {
  let acting = 0;
  for (const row of plan.rows) if (row.verdict === "act" && counts(row)) acting += 1;
  return acting;
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
