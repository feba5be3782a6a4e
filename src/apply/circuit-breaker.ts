import type { Exhausted } from "../model/budget.ts";

/** What an answer, or a look, says about the changes of an app. */
export type Sign =
  /** Graph accepted a write. */
  | { readonly kind: "accepted" }
  /** A change was read back as planned. */
  | { readonly kind: "seen" }
  /** A change came to nothing; equal failures have the same text. */
  | { readonly kind: "failed"; readonly failure: string };

/** Why no further row is begun, if so. Rows that are under way are finished all the same. */
export interface CircuitBreaker {
  /** Null while changes of this app go on. */
  readonly reason: (app: string) => string | null;
  /** Ends the run; the first reason stays. */
  readonly trip: (reason: string) => void;
  /** Ends the changes of one app; the first reason stays. */
  readonly tripApp: (app: string, reason: string) => void;
  /** Counts a sign: equal failures in a row, without one success, end the changes of the app; of several apps, the run. */
  readonly count: (app: string, sign: Sign) => void;
}

/** So many equal failures say that the role, the app or the service is wrong, not the users. */
const EQUAL_FAILURES = 20;

/** A change that nobody can see is no success, even though Graph accepted it. */
export const NOT_SEEN = "accepted, and not visible within 90 s";

/** `stop` is aborted when the run is asked to stop, for example by Ctrl-C; `exhausted` tells when its budget is used up. */
export function createCircuitBreaker(stop: AbortSignal, exhausted: Exhausted): CircuitBreaker {
  let tripped: string | null = null;
  const trippedApps = new Map<string, string>();
  const ofApps = new Map<string, Map<string, number>>();
  let hasSucceeded = false;

  const trip = (reason: string): void => {
    tripped ??= reason;
  };
  const tripApp = (app: string, reason: string): void => {
    if (!trippedApps.has(app)) trippedApps.set(app, reason);
  };
  const noteFailure = (app: string, failure: string): void => {
    const failures = ofApps.get(app) ?? new Map<string, number>();
    const times = (failures.get(failure) ?? 0) + 1;
    ofApps.set(app, failures.set(failure, times));
    if (times >= EQUAL_FAILURES) tripApp(app, `ended after ${times} equal failures without one success: ${failure}`);
    const all = [...ofApps.values()].map((one) => one.get(failure) ?? 0);
    const inAll = all.reduce((sum, one) => sum + one, 0);
    if (hasSucceeded || inAll < EQUAL_FAILURES || all.filter((one) => one > 0).length < 2) return;
    trip(`ended after ${inAll} equal failures of several apps without one success: ${failure}`);
  };

  return {
    reason: (app) =>
      tripped ?? (stop.aborted ? "the run was asked to stop" : exhausted()) ?? trippedApps.get(app) ?? null,
    trip,
    tripApp,
    count: (app, sign) => {
      if (sign.kind === "failed") {
        noteFailure(app, sign.failure);
        return;
      }
      hasSucceeded = true;
      const unseen = sign.kind === "accepted" ? ofApps.get(app)?.get(NOT_SEEN) : undefined;
      ofApps.set(app, new Map(unseen === undefined ? [] : [[NOT_SEEN, unseen]]));
    },
  };
}
