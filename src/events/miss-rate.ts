import type { AuditTally, MissRate } from "../model/events.ts";

/** Misses are judged over so long. */
export const JUDGED_OVER_MS = 7 * 24 * 60 * 60_000;

const DAY_MS = 24 * 60 * 60_000;
const TAIL = 0.025;

/**
 * The rate that an audit shows; null before anybody was audited. Misses come one by one and far apart, so the bounds are the
 * exact ones of Poisson counts (Garwood 1936), which hold for few misses too.
 */
export function missRate({ misses, exposureMs }: AuditTally): MissRate | null {
  if (exposureMs <= 0) return null;
  const days = exposureMs / DAY_MS;
  return {
    perDay: misses / days,
    lowest: misses === 0 ? 0 : meanWhere((mean) => 1 - atMost(misses - 1, mean), TAIL, misses) / days,
    highest: meanWhere((mean) => 1 - atMost(misses, mean), 1 - TAIL, misses) / days,
  };
}

/** The mean at which a probability that rises with it is `wanted`. */
function meanWhere(probability: (mean: number) => number, wanted: number, near: number): number {
  let [low, high] = [0, 2 * near + 20];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (probability(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of at most so many where so many are to be expected. */
function atMost(count: number, mean: number): number {
  if (mean === 0) return 1;
  let sum = 0;
  let term = -mean;
  for (let k = 0; k <= count; k += 1) {
    if (k > 0) term += Math.log(mean / k);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** Everybody is read again within so long where nothing is missed. */
export const LONGEST_CYCLE_MS = 7 * DAY_MS;
/** Reading more often is polling, which Graph allows once a day. */
export const SHORTEST_CYCLE_MS = DAY_MS;
/** So many rows may be wrong unheard, on average. */
const WRONG_AT_MOST = 0.01;

/** Within how long everybody is read again: the more is missed, the sooner. On average a row is half a cycle old. */
export function cycleMs(rate: MissRate | null): number {
  if (rate === null || rate.perDay === 0) return LONGEST_CYCLE_MS;
  return Math.min(LONGEST_CYCLE_MS, Math.max(SHORTEST_CYCLE_MS, ((2 * WRONG_AT_MOST) / rate.perDay) * DAY_MS));
}
