/** What had passed when a request was refused. */
export interface Passed {
  /** When the first request after the last pause was sent. */
  readonly sinceMs: number;
  /** Units that passed in the second before the refused request, back to `sinceMs` at most. */
  readonly lastSecond: number;
  /** The refill a second of a bucket, holding one second's worth, that would have let all of this pass and no more. */
  readonly bucket: number;
}

/** Remembers what was sent lately and not refused, for the moment when something is. */
export interface SentLog {
  note(atMs: number, cost: number): void;
  /** One of those noted at that time was refused: it did not pass. */
  strike(atMs: number): void;
  /** What had passed before `atMs`. */
  before(atMs: number): Passed;
  /** Forgets everything: what comes next is counted by itself. */
  clear(): void;
}

interface Sent {
  readonly atMs: number;
  cost: number;
}

const SECOND_MS = 1_000;
/** Long enough to tell a bucket from a window. */
const KEPT_MS = 40_000;
/** What is older is dropped in bulk, so that a request costs the same however many there were. */
const DROPPED_EVERY = 1_024;

/** An empty log. Requests still under way count as passed. */
export function createSentLog(): SentLog {
  let log: Sent[] = [];
  let sinceMs: number | null = null;

  return {
    note(atMs, cost) {
      sinceMs ??= atMs;
      if (log.push({ atMs, cost }) % DROPPED_EVERY === 0) log = log.filter((sent) => sent.atMs >= atMs - KEPT_MS);
    },
    strike(atMs) {
      const struck = log.findLast((sent) => sent.atMs === atMs && sent.cost > 0);
      if (struck !== undefined) struck.cost = 0;
    },
    before(atMs) {
      let [units, lastSecond, bucket] = [0, 0, 0];
      for (const sent of log.toReversed()) {
        if (sent.atMs >= atMs || sent.atMs < atMs - KEPT_MS) continue;
        units += sent.cost;
        if (sent.atMs > atMs - SECOND_MS) lastSecond = units;
        bucket = Math.max(bucket, (units + 0.5) / (1 + (atMs - sent.atMs) / SECOND_MS));
      }
      return { sinceMs: sinceMs ?? atMs, lastSecond, bucket };
    },
    clear() {
      log = [];
      sinceMs = null;
    },
  };
}
