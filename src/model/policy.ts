/** A limit on how many rows may act: a number, or a share of all rows of the desired state. */
export type Limit =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

/** The policy of the desired state, after its names have become users. */
export interface Policy {
  /** True: every action is held. */
  readonly suspended: boolean;
  readonly maxChanges: Limit;
  readonly maxRemovals: Limit;
  /** At most so many rows act in one run; null: no such limit. */
  readonly perRun: number | null;
  /** Object ids of users that are never acted on. */
  readonly protectedUserIds: ReadonlySet<string>;
  /** Protected entries, as written, that could not be resolved to users; any one of them holds every action. */
  readonly protectedUnresolved: readonly string[];
}

export const DEFAULT_MAX_CHANGES: Limit = { kind: "count", count: 100 };
export const DEFAULT_MAX_REMOVALS: Limit = { kind: "count", count: 0 };
