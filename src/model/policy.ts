import type { SourceLocation } from "./diagnostic.ts";
import type { Exception } from "./exception.ts";
import { UTC } from "./time-zone.ts";
import type { Window } from "./window.ts";

/** A limit on how many rows may act: a number, or a share of all rows of the desired state. */
export type Limit =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

/** What a policy says beside the people that it names. */
export interface PolicyRules {
  /** True: every action is held. */
  readonly suspended: boolean;
  readonly maxChanges: Limit;
  readonly maxRemovals: Limit;
  /** More rows due than that, before waves, hold every action; null: no such limit. */
  readonly maxDue: Limit | null;
  /** At most so many rows act in one run; null: no such limit. */
  readonly perRun: number | null;
  /** At most so many writes are sent in any 24 hours; null: no such limit. */
  readonly perDay: number | null;
  /** Of windows, and of the times that people are told. */
  readonly timeZone: string;
  /** The window in which changes may begin; null: always. */
  readonly window: Window | null;
  /** Left out: nobody wrote a policy down. */
  readonly places?: PolicyPlaces;
}

/** Where each key of the policy is written, and `policy` itself. */
export type PolicyPlaces = Readonly<Record<string, SourceLocation>>;

/** What holds where the desired state says nothing. */
export const DEFAULT_RULES: PolicyRules = {
  suspended: false,
  maxChanges: { kind: "count", count: 100 },
  maxRemovals: { kind: "count", count: 0 },
  maxDue: null,
  perRun: null,
  perDay: null,
  timeZone: UTC,
  window: null,
};

/** The policy of the desired state, after its names have become users. */
export interface Policy extends PolicyRules {
  /** Object ids of users that are never acted on. */
  readonly protectedUserIds: ReadonlySet<string>;
  /** Protected entries, as written, that could not be resolved to users; any one of them holds every action. */
  readonly protectedUnresolved: readonly string[];
  /** Deviations that somebody accepts, sorted by file and line. */
  readonly exceptions: readonly Exception[];
}
