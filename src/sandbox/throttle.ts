/** How requests are counted against a limit; which one Teams uses is not published. */
export type ThrottleAlgorithm = "fixed-window" | "sliding-log" | "token-bucket";

/**
 * Limits per second of one app in one tenant, and of the smallest tenant for the directory, in resource units there.
 * Source: https://learn.microsoft.com/graph/throttling-limits
 */
export const DOCUMENTED_LIMITS = {
  "installation-reads": 30,
  "installation-writes": 30,
  removals: 15,
  catalog: 30,
  directory: 350,
  "other-reads": 30,
} as const;

/** The kinds of request that have limits of their own. */
export type RequestClass = keyof typeof DOCUMENTED_LIMITS;

const WINDOW_MS = 1000;

/** Says of each request whether it is within the limits; calls made while throttled count too. */
export interface Throttle {
  /** Null: within the limit. Else the time to wait, in milliseconds. */
  readonly count: (requestClass: RequestClass, cost: number, nowMs: number) => number | null;
  /** The share of the limit that what was counted so far has used up, 1 being all of it. */
  readonly shareUsed: (requestClass: RequestClass) => number;
  /** Multiplies the documented limit from now on, of one class or of all. */
  readonly setScale: (scale: number, requestClass?: RequestClass) => void;
}

/** A counter for each class. */
export function createThrottle(algorithm: ThrottleAlgorithm, scale: number): Throttle {
  const scales = new Map<RequestClass, number>();
  const counters = new Map<RequestClass, Counter>();
  let common = scale;
  const counterOf = (requestClass: RequestClass): Counter => {
    const counter = counters.get(requestClass) ?? COUNTERS[algorithm]();
    counters.set(requestClass, counter);
    return counter;
  };
  const limitOf = (requestClass: RequestClass): number =>
    Math.max(1, DOCUMENTED_LIMITS[requestClass] * (scales.get(requestClass) ?? common));
  return {
    count: (requestClass, cost, nowMs) => counterOf(requestClass).count(limitOf(requestClass), cost, nowMs),
    shareUsed: (requestClass) => {
      const limit = limitOf(requestClass);
      return counterOf(requestClass).used(limit) / limit;
    },
    setScale: (next, requestClass) => {
      if (requestClass !== undefined) {
        scales.set(requestClass, next);
        return;
      }
      common = next;
      scales.clear();
    },
  };
}

interface Counter {
  readonly count: (limit: number, cost: number, nowMs: number) => number | null;
  /** Of `limit`, when the last request was counted. */
  readonly used: (limit: number) => number;
}

const COUNTERS: Readonly<Record<ThrottleAlgorithm, () => Counter>> = {
  "fixed-window": () => {
    let windowStart = 0;
    let used = 0;
    return {
      count: (limit, cost, nowMs) => {
        const start = Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
        used = start === windowStart ? used + cost : cost;
        windowStart = start;
        return used <= limit ? null : start + WINDOW_MS - nowMs;
      },
      used: () => used,
    };
  },
  "sliding-log": () => {
    const log: { readonly atMs: number; readonly cost: number }[] = [];
    let first = 0;
    let used = 0;
    return {
      count: (limit, cost, nowMs) => {
        for (let oldest = log[first]; oldest !== undefined && oldest.atMs <= nowMs - WINDOW_MS; oldest = log[first]) {
          used -= oldest.cost;
          first += 1;
        }
        // Entries that have left the window are dropped in bulk, so that a request costs the same however many there were.
        if (first > LOG_SLACK) first -= log.splice(0, first).length;
        log.push({ atMs: nowMs, cost });
        used += cost;
        return used <= limit ? null : WINDOW_MS;
      },
      used: () => used,
    };
  },
  "token-bucket": () => {
    let tokens: number | null = null;
    let lastMs = 0;
    return {
      count: (limit, cost, nowMs) => {
        const refilled = tokens === null ? limit : tokens + ((nowMs - lastMs) / WINDOW_MS) * limit;
        // Calls made while throttled count: the bucket goes below zero, by one second's worth at the most.
        tokens = Math.max(-limit, Math.min(limit, refilled) - cost);
        lastMs = nowMs;
        return tokens >= 0 ? null : Math.ceil((-tokens / limit) * WINDOW_MS);
      },
      used: (limit) => limit - (tokens ?? limit),
    };
  },
};

const LOG_SLACK = 4096;
