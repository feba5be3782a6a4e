import type { Passed } from "./rate.ts";

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

/** Long enough to tell a bucket from a window. */
const KEPT_MS = 40_000;
const DROPPED_AT_ONCE = 1024;
const SECOND_MS = 1_000;

/** An empty log. Requests still under way count as passed. */
export function createSentLog(): SentLog {
  let log: Sent[] = [];
  let first = 0;
  let sinceMs: number | null = null;

  return {
    note(atMs, cost) {
      sinceMs ??= atMs;
      log.push({ atMs, cost });
      while (isOlder(log[first], atMs - KEPT_MS)) first += 1;
      // In bulk, so that a request costs the same however many there were.
      if (first > DROPPED_AT_ONCE) {
        log = log.slice(first);
        first = 0;
      }
    },
    strike(atMs) {
      const struck = log.findLast((sent) => sent.atMs === atMs && sent.cost > 0);
      if (struck !== undefined) struck.cost = 0;
    },
    before(atMs) {
      let [units, lastSecond, bucket] = [0, 0, 0];
      for (let index = log.length - 1; index >= first; index -= 1) {
        const sent = log[index];
        if (sent === undefined || sent.atMs >= atMs) continue;
        units += sent.cost;
        if (sent.atMs > atMs - SECOND_MS) lastSecond = units;
        bucket = Math.max(bucket, units / (1 + (atMs - sent.atMs) / SECOND_MS));
      }
      return { sinceMs: sinceMs ?? atMs, lastSecond, bucket };
    },
    clear() {
      log = [];
      first = 0;
      sinceMs = null;
    },
  };
}

function isOlder(sent: Sent | undefined, thanMs: number): boolean {
  return sent !== undefined && sent.atMs < thanMs;
}
