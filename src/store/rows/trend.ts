import type { TrendPoint } from "../../model/trend.ts";
import { isTime, type Row } from "./row.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What is so old is thinned out to the last point of each such stretch. */
export const THINNED = [
  { olderThanMs: HOUR_MS, oneInMs: HOUR_MS / 6 },
  { olderThanMs: DAY_MS, oneInMs: 2 * HOUR_MS },
  { olderThanMs: 30 * DAY_MS, oneInMs: DAY_MS },
] as const;
/** So long a point is kept. */
export const KEPT_MS = 366 * DAY_MS;

/** What a pass found; anything else counts as nothing. */
export function pointOf({ at, as_desired: asDesired, rows: of }: Row): readonly TrendPoint[] {
  if (!isTime(at) || typeof asDesired !== "number" || typeof of !== "number") return [];
  return [{ at, asDesired, of }];
}
