import { backoff } from "../http/retry-after.ts";
import type { Clock } from "../model/clock.ts";
import type { KnownPace, KnownPaces } from "../model/known-pace.ts";
import { tooLongAPause } from "./failures.ts";
import { type LimitClass, type PerClass, perClass } from "./limits.ts";
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
  /** What was found out so far, for a later process. */
  known(): KnownPaces;
  /** Goes on from what an earlier process found out. */
  resume(known: KnownPaces): void;
  /** @throws GraphError of scope `run` when the class is closed */
  refuseWhenClosed(limitClass: LimitClass): void;
}

/** What the parts of a client share. */
export interface Shared {
  readonly pacers: PerClass<Pacer>;
  readonly clock: Clock;
  /** Numbers from 0 up to 1, for jitter. */
  readonly random: () => number;
  readonly retryPolicy: RetryPolicy;
  readonly counter: Counter;
  readonly onEvent: (event: GraphEvent) => void;
}

/** Starts with every class open. `onEvent` hears of each 429. */
export function createThrottling(options: Shared): Throttling {
  const { pacers, clock, retryPolicy } = options;
  const closedUntil: Partial<Record<LimitClass, number>> = {};
  const pausesInARow = new Map<LimitClass, number>();

  /** Where the wait is longer than is waited for. */
  function close(limitClass: LimitClass, waitMs: number): void {
    if (waitMs <= retryPolicy.longestRetryAfterMs) return;
    closedUntil[limitClass] = Math.max(closedUntil[limitClass] ?? 0, clock.elapsed() + waitMs);
  }

  function closedFor(limitClass: LimitClass): number {
    return Math.max(0, (closedUntil[limitClass] ?? 0) - clock.elapsed());
  }

  function known(): KnownPaces {
    const paces = perClass((one) => {
      const leftMs = Math.max(closedFor(one), pacers[one].pauseLeftMs());
      return { pausedUntilMs: leftMs > 0 ? clock.now() + leftMs : null, found: pacers[one].found() };
    });
    return Object.fromEntries(Object.entries(paces).filter(([, pace]) => isKnown(pace)));
  }

  /** A pause that nobody waits for closes the class; it is no wait of the pacer, or a run would sit it out. */
  function resume(paces: KnownPaces): void {
    perClass((one) => {
      const pace = paces[one];
      if (pace === undefined) return;
      close(one, (pace.pausedUntilMs ?? 0) - clock.now());
      pacers[one].resume(closedFor(one) > 0 ? { ...pace, pausedUntilMs: null } : pace);
    });
  }

  return {
    closedFor,
    longestClosedFor: () => Math.max(...Object.values(perClass(closedFor))),
    known,
    resume,
    noteThrottled(limitClass, turn, askedMs) {
      options.counter.count(limitClass, "throttled");
      const pacer = pacers[limitClass];
      // Requests that were under way together are refused together: one pause, not many.
      const inARow = (pausesInARow.get(limitClass) ?? 0) + (pacer.pauseLeftMs() > 0 ? 0 : 1);
      pausesInARow.set(limitClass, inARow);
      const waitMs = askedMs ?? backoff(inARow, options.random);
      if (waitMs <= retryPolicy.longestRetryAfterMs) turn.refused(waitMs);
      else close(limitClass, waitMs);
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

function isKnown({ pausedUntilMs, found }: KnownPace): boolean {
  return pausedUntilMs !== null || found !== null;
}
