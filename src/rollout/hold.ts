import type { Reason } from "../model/reasons.ts";
import type { Rollout, RolloutPhase, RolloutProgress } from "../model/rollout.ts";
import { byKind } from "../model/plan-rows.ts";
import type { Rows } from "../model/rows.ts";
import type { Step } from "./advance.ts";
import { openTo } from "./opening.ts";
import { isRolledOut, type Row } from "./tally.ts";

/** Why a row waits for its rollout. */
export interface RolloutHold {
  readonly reason: Reason;
  readonly detail: string | null;
}

/** Phases in which no row of the app acts, whatever its ring. */
const HOLDS_ALL: Partial<Record<RolloutPhase, Reason>> = {
  halted: "rollout-halted",
  expired: "rollout-expired",
  "not-aged": "not-aged",
  "not-begun": "next-ring",
};

/** What the next ring waits for; the rings after it wait for that one. */
const WAITS: Partial<Record<RolloutPhase, Reason>> = {
  soaking: "soaking",
  "gate-pending": "gate-pending",
  "gate-unreadable": "gate-unreadable",
};

/** No ring: behind all of them. */
const NONE = Infinity;

/** Whether a row waits where its ring is closed. */
function waits(row: Row): boolean {
  return row.verdict === "act" && isRolledOut(row);
}

/**
 * Which rows wait, and why: whoever's ring is not open, and everybody after a halt. Removals are none of a rollout's business.
 * @param time says a time to people
 */
export function holdsOf(
  rollout: Rollout | null,
  step: Step,
  progress: RolloutProgress,
  rows: Rows<Row>,
  time: (ms: number) => string,
): (row: Row, index: number) => RolloutHold | null {
  const { state, phase, places, until } = step;
  const all = HOLDS_ALL[phase];
  if (all !== undefined) {
    const detail = until === null ? step.detail : `it begins at ${time(until)}`;
    return (row) => (isRolledOut(row) ? { reason: all, detail } : null);
  }
  if (rollout === null || state === null) return () => null;
  const isOpen = openTo(places, rollout, state);
  const closedRingOf = (userId: string | null, index: number): number =>
    isOpen(userId, index) ? NONE : places.ringOf(userId, index);
  let next = NONE;
  byKind(rows, waits, (mayWait, { id }, index) => {
    if (mayWait) next = Math.min(next, closedRingOf(id, index));
  });
  const holds = rollout.rings.map(({ name }, ring): RolloutHold => {
    const { earliestAt = null } = progress.rings[ring] ?? {};
    const opens = earliestAt === null ? "" : `, not before ${time(earliestAt)}`;
    const where = `ring ${name} (${ring + 1} of ${rollout.rings.length})${opens}`;
    const reason = ring === next ? (WAITS[phase] ?? "next-ring") : "next-ring";
    const isWaitFor = ring === next && step.detail !== null;
    return { reason, detail: isWaitFor ? `${where}; ${step.detail}` : where };
  });
  return (row, index) => (waits(row) ? (holds[closedRingOf(row.user.id, index)] ?? null) : null);
}
