import type { Schedule } from "../controller/schedule.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Schedules of minutes, hours, days, months and years: in none of these are there many times to go through. */
const LOOKED_BACK_MS = [MINUTE_MS, 60 * MINUTE_MS, DAY_MS, 32 * DAY_MS, 367 * DAY_MS];

/** When a schedule was due last, not after a moment; null: not within a year. Times are milliseconds since the epoch. */
export function lastDue({ nextAfter }: Pick<Schedule, "nextAfter">, nowMs: number): number | null {
  for (const backMs of LOOKED_BACK_MS) {
    let last: number | null = null;
    for (let due = nextAfter(nowMs - backMs); due <= nowMs; due = nextAfter(due)) last = due;
    if (last !== null) return last;
  }
  return null;
}
