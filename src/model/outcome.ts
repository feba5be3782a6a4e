import type { OutcomeCode } from "./reasons.ts";

/** What happened to a row that was to act. `applied` and `already-done` were read back, never assumed. */
export type OutcomeStatus = "applied" | "already-done" | "unverified" | "failed" | "not-tried";

/** What became of one row that was to act. */
export interface Outcome {
  readonly status: OutcomeStatus;
  /** Null exactly for `applied` and `already-done`. */
  readonly code: OutcomeCode | null;
  /** This row's own facts, for people: Graph's code and words, versions seen. */
  readonly message: string | null;
  /** Graph's `request-id` of the write, for a support case. */
  readonly requestId: string | null;
  /** ISO time at which the outcome was known. */
  readonly at: string;
}
