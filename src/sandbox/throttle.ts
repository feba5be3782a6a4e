/** The kinds of request that have limits of their own. */
export type RequestClass = "installation-reads" | "installation-writes" | "removals" | "catalog" | "directory";

/** How requests are counted against a limit; which one Teams uses is not published. */
export type ThrottleAlgorithm = "fixed-window" | "sliding-log" | "token-bucket";

/**
 * Limits per second of one app in one tenant, and of the smallest tenant for the directory, in resource units there.
 * Source: https://learn.microsoft.com/graph/throttling-limits
 */
export const DOCUMENTED_LIMITS: Readonly<Record<RequestClass, number>> = {
  "installation-reads": 30,
  "installation-writes": 30,
  removals: 15,
  catalog: 30,
  directory: 350,
};

const WINDOW_MS = 1000;

/** Says of each request whether it is within the limits; calls made while throttled count too. */
export interface Throttle {
  /** Null: within the limit. Else the time to wait, in milliseconds. */
  readonly count: (requestClass: RequestClass, nowMs: number) => number | null;
  /** Multiplies all limits from now on. */
  readonly setScale: (scale: number) => void;
}

/** A counter for each class. */
export function createThrottle(algorithm: ThrottleAlgorithm, scale: number): Throttle {
  let current = scale;
  const counters = new Map<RequestClass, Counter>();
  return {
    count: (requestClass, nowMs) => {
      const counter = counters.get(requestClass) ?? COUNTERS[algorithm]();
      counters.set(requestClass, counter);
      return counter(Math.max(1, DOCUMENTED_LIMITS[requestClass] * current), nowMs);
    },
    setScale: (next) => {
      current = next;
    },
  };
}

type Counter = (limit: number, nowMs: number) => number | null;

const COUNTERS: Readonly<Record<ThrottleAlgorithm, () => Counter>> = {
  "fixed-window": () => {
    let windowStart = 0;
    let used = 0;
    return (limit, nowMs) => {
      const start = Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
      used = start === windowStart ? used + 1 : 1;
      windowStart = start;
      return used <= limit ? null : start + WINDOW_MS - nowMs;
    };
  },
  "sliding-log": () => {
    let times: number[] = [];
    return (limit, nowMs) => {
      times = [...times.filter((time) => time > nowMs - WINDOW_MS), nowMs];
      return times.length <= limit ? null : WINDOW_MS;
    };
  },
  "token-bucket": () => {
    let tokens: number | null = null;
    let lastMs = 0;
    return (limit, nowMs) => {
      const refilled = (tokens ?? limit) + ((nowMs - lastMs) / WINDOW_MS) * limit;
      // Calls made while throttled count: the bucket goes below zero, by one second's worth at the most.
      tokens = Math.max(-limit, Math.min(limit, tokens === null ? limit : refilled) - 1);
      lastMs = nowMs;
      return tokens >= 0 ? null : Math.ceil((-tokens / limit) * WINDOW_MS);
    };
  },
};
