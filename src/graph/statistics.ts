import type { LimitClass } from "./limits.ts";

/** What one class of requests has cost so far. */
export interface ClassStatistics {
  /** Requests sent, repeated ones included. */
  readonly requests: number;
  /** Answers with status 429. */
  readonly throttled: number;
  /** Requests sent again. */
  readonly retries: number;
}

/** What all classes have cost so far. */
export type Statistics = Readonly<Record<LimitClass, ClassStatistics>>;

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
  count(limitClass: LimitClass, what: keyof ClassStatistics): void;
  statistics(): Statistics;
}

/** Starts at zero; `statistics()` gives a copy that later counts leave alone. */
export function createCounter(): Counter {
  const counts: Record<LimitClass, Record<keyof ClassStatistics, number>> = {
    "installation-reads": none(),
    "installation-writes": none(),
    removals: none(),
    catalog: none(),
    directory: none(),
  };
  return {
    count(limitClass, what) {
      counts[limitClass][what] += 1;
    },
    statistics: () => structuredClone(counts),
  };
}

function none(): Record<keyof ClassStatistics, number> {
  return { requests: 0, throttled: 0, retries: 0 };
}
