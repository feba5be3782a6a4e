import type { LimitClass } from "./limits.ts";

/** So many reads that were all refused alike, with none fulfilled, end a run; likewise so many in a row without any answer. */
const OPENS_AFTER = 20;

/** Tells a tenant, role or network that is wrong from a user, group or app that is. */
interface CircuitBreaker {
  /** Whether there has been any answer at all: without one the address is more likely wrong than Graph out of order. */
  hasAnswered(): boolean;
  noteAnswer(): void;
  noteSuccess(limitClass: LimitClass): void;
  /** Notes a refused read (403); returns how many of its class were refused with this code when that is hopeless, else null. */
  noteRefusal(limitClass: LimitClass, code: string | null): number | null;
  /** Notes a read that had no answer until patience ended; true when nothing else can be expected to have one. */
  noteUnanswered(): boolean;
}

/** Starts with nothing noted; one for each client. */
export function createCircuitBreaker(): CircuitBreaker {
  const fulfilled = new Set<LimitClass>();
  const refusals = new Map<string, number>();
  let everAnswered = false;
  let unansweredInARow = 0;

  return {
    hasAnswered: () => everAnswered,
    noteAnswer() {
      everAnswered = true;
      unansweredInARow = 0;
    },
    noteSuccess(limitClass) {
      fulfilled.add(limitClass);
    },
    noteRefusal(limitClass, code) {
      const key = `${limitClass} ${code ?? ""}`;
      const times = (refusals.get(key) ?? 0) + 1;
      refusals.set(key, times);
      return !fulfilled.has(limitClass) && times >= OPENS_AFTER ? times : null;
    },
    noteUnanswered() {
      unansweredInARow += 1;
      return !everAnswered || unansweredInARow >= OPENS_AFTER;
    },
  };
}
