import type { PlanRow } from "../model/plan.ts";

/** Over rows: where what they rest on comes from. Rows that were decided without looking are in none of the three. */
export interface ObservationCounts {
  /** Read by this run. */
  readonly now: number;
  /** Known from an earlier run. */
  readonly remembered: number;
  readonly notReadYet: number;
  /** ISO time of the oldest reading that a row rests on; null when none does. */
  readonly oldestAt: string | null;
}

/** `startedAt` is the ISO time at which this run began: what was seen before is remembered. */
export function countObservations(rows: readonly PlanRow[], startedAt: string): ObservationCounts {
  const counts = { now: 0, remembered: 0, notReadYet: 0, oldestAt: null as string | null };
  for (const { observed, reason } of rows) {
    if (reason === "not-read-yet") counts.notReadYet += 1;
    if (observed.state === "not-observed" || observed.at === null) continue;
    // ISO times of the same form sort as text.
    if (observed.at < startedAt) counts.remembered += 1;
    else counts.now += 1;
    if (counts.oldestAt === null || observed.at < counts.oldestAt) counts.oldestAt = observed.at;
  }
  return counts;
}
