import { type Exhausted, UNLIMITED } from "../model/budget.ts";
import type { Clock } from "../model/clock.ts";

/** What a run may use: so long, or so many requests to Graph. */
export type BudgetLimit =
  | { readonly kind: "duration"; readonly ms: number; readonly text: string }
  | { readonly kind: "requests"; readonly requests: number };

/** When a run has to stop looking, and when it has to stop changing. */
export interface Budget {
  readonly readingEnds: Exhausted;
  readonly changingEnds: Exhausted;
  /** What is left, from 0 to 1; null where there is no budget. */
  readonly left: () => number | null;
}

/**
 * A run that may write looks with half of its budget at most, so that what it finds can be changed as well: with all of it
 * gone after looking, a tenant that is larger than the budget would never converge.
 * @param requestsDone how many requests this run has sent to Graph so far
 */
export function createBudget(
  limit: BudgetLimit | null,
  options: { readonly clock: Clock; readonly writes: boolean; readonly requestsDone: () => number },
): Budget {
  if (limit === null) return { readingEnds: UNLIMITED, changingEnds: UNLIMITED, left: () => null };
  const startedAtMs = options.clock.elapsed();
  const used = (): number =>
    limit.kind === "duration"
      ? (options.clock.elapsed() - startedAtMs) / limit.ms
      : options.requestsDone() / limit.requests;
  const endsAt =
    (share: number): Exhausted =>
    () =>
      used() < share ? null : `the budget of ${describe(limit)} is used up`;
  return {
    readingEnds: endsAt(options.writes ? 0.5 : 1),
    changingEnds: endsAt(1),
    left: () => Math.max(0, 1 - used()),
  };
}

function describe(limit: BudgetLimit): string {
  return limit.kind === "duration" ? limit.text : `${limit.requests} requests`;
}
