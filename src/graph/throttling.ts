import { backoff } from "../http/retry-after.ts";
import type { Clock } from "../model/clock.ts";
import { tooLongAPause } from "./failures.ts";
import type { LimitClass } from "./limits.ts";
import type { Pacer, Turn } from "./pacer.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { Counter, GraphEvent } from "./statistics.ts";

/** What Graph's answers mean for the pace of a whole class. */
export interface Throttling {
  /**
   * Holds back the class after a 429, and slows it down: its other requests would only be refused too, and count
   * against the limit.
   */
  noteThrottled(limitClass: LimitClass, turn: Turn, askedMs: number | null): void;
  /**
   * Any other answer: the next pause without `Retry-After` is a short one again. `shareUsed` is the share of the limit
   * that Graph says is used; null where it does not say.
   */
  noteOther(limitClass: LimitClass, turn: Turn, shareUsed: number | null): void;
  /** How long nothing of the class is to be sent and nobody is to wait either, in milliseconds; 0 when it is open. */
  closedFor(limitClass: LimitClass): number;
  /** The same for the class that is closed longest. */
  longestClosedFor(): number;
  /** @throws GraphError of scope `run` when the class is closed */
  refuseWhenClosed(limitClass: LimitClass): void;
}

/** Starts with every class open. `onEvent` hears of each 429. */
export function createThrottling(options: {
  readonly pacers: Readonly<Record<LimitClass, Pacer>>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly patience: RetryPolicy;
  readonly counter: Counter;
  readonly onEvent: (event: GraphEvent) => void;
}): Throttling {
  const { pacers, clock, patience } = options;
  const closedUntil = new Map<LimitClass, number>();
  const pausesInARow = new Map<LimitClass, number>();

  function closedFor(limitClass: LimitClass): number {
    return Math.max(0, (closedUntil.get(limitClass) ?? 0) - clock.now());
  }

  return {
    closedFor,
    longestClosedFor: () => Math.max(0, ...[...closedUntil.keys()].map(closedFor)),
    noteThrottled(limitClass, turn, askedMs) {
      options.counter.count(limitClass, "throttled");
      const pacer = pacers[limitClass];
      // Requests that were under way together are refused together: one pause, not many.
      const pauses = (pausesInARow.get(limitClass) ?? 0) + (pacer.isPaused() ? 0 : 1);
      pausesInARow.set(limitClass, pauses);
      const waitMs = askedMs ?? backoff(pauses, options.random);
      if (waitMs <= patience.longestRetryAfterMs) turn.refused(waitMs);
      else closedUntil.set(limitClass, Math.max(closedUntil.get(limitClass) ?? 0, clock.now() + waitMs));
      options.onEvent({ kind: "throttled", class: limitClass, waitMs });
    },
    noteOther(limitClass, turn, shareUsed) {
      pausesInARow.delete(limitClass);
      if (shareUsed !== null) turn.shareUsed(shareUsed);
    },
    refuseWhenClosed(limitClass) {
      const waitMs = closedFor(limitClass);
      if (waitMs > 0) throw tooLongAPause(limitClass, waitMs, null);
    },
  };
}
