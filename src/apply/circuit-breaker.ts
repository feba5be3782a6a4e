import type { Exhausted } from "../model/budget.ts";

/** Why no further row is begun, if so. Rows that are under way are finished all the same. */
export interface CircuitBreaker {
  /** Null while the run goes on. */
  readonly reason: () => string | null;
  /** Ends the run; the first reason stays. */
  readonly trip: (reason: string) => void;
  /** Counts an answer to a write: refusals that are all alike, without one success, end the run. */
  readonly count: (answer: { readonly refusal: string } | "success") => void;
}

/** So many equal refusals say that the role or the tenant is wrong, not the users. */
const EQUAL_REFUSALS = 20;

/** `stop` is aborted when the run is asked to stop, for example by Ctrl-C; `exhausted` tells when its budget is used up. */
export function createCircuitBreaker(stop: AbortSignal, exhausted: Exhausted): CircuitBreaker {
  let tripped: string | null = null;
  let succeeded = false;
  const refusals = new Map<string, number>();
  return {
    reason: () => tripped ?? (stop.aborted ? "the run was asked to stop" : exhausted()),
    trip: (reason) => {
      tripped ??= reason;
    },
    count: (answer) => {
      if (answer === "success") {
        succeeded = true;
        return;
      }
      const times = (refusals.get(answer.refusal) ?? 0) + 1;
      refusals.set(answer.refusal, times);
      if (times >= EQUAL_REFUSALS && !succeeded) {
        tripped ??= `ended after ${times} equal refusals without one success: ${answer.refusal}`;
      }
    },
  };
}
