import { type LimitClass, type PerClass, perClass } from "./limits.ts";
import type { Pacer } from "./pacer.ts";

/** What is counted of each class of requests. */
interface Counts {
  /** Requests sent, repeated ones included. */
  readonly requests: number;
  /** Answers with status 429. */
  readonly throttled: number;
  /** Requests sent again. */
  readonly retries: number;
}

/** What one class of requests has cost so far, and how fast it goes now. */
interface ClassStatistics extends Counts {
  /** The rate now, in units of the limit a second: below the highest one when Graph wants less. */
  readonly perSecond: number;
  /** Milliseconds for which nothing of the class was sent because Graph had asked to wait. */
  readonly pausedMs: number;
}

/** What all classes have cost so far. */
export type Statistics = PerClass<ClassStatistics>;

/** Something that somebody who waits would like to know. */
export type GraphEvent =
  /** Graph asked a whole class to wait. */
  | { readonly kind: "throttled"; readonly class: LimitClass; readonly waitMs: number }
  /** A read is sent again, as try `attempt`, after `waitMs`. */
  | {
      readonly kind: "retry";
      readonly class: LimitClass;
      readonly attempt: number;
      readonly waitMs: number;
      readonly because: string;
    };

/** Counts while a run goes on. */
export interface Counter {
  count(limitClass: LimitClass, what: keyof Counts): void;
  statistics(): Statistics;
}

/** Starts at zero; `statistics()` gives a copy that later counts leave alone. */
export function createCounter(pacers: PerClass<Pacer>): Counter {
  const counts = perClass((): Record<keyof Counts, number> => ({ requests: 0, throttled: 0, retries: 0 }));
  return {
    count(limitClass, what) {
      counts[limitClass][what] += 1;
    },
    statistics: () =>
      perClass((limitClass) => {
        const pacer = pacers[limitClass];
        return { ...counts[limitClass], perSecond: pacer.rate(), pausedMs: pacer.pausedMs() };
      }),
  };
}
