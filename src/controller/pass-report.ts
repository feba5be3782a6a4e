import type { Plan, Result } from "../model/plan.ts";
import type { Pass } from "./loop.ts";

/** How a pass ended. */
export type PassOutcome =
  /** Nothing to do, or everything that was to be done is done. */
  | "converged"
  /** Known drift, which a controller that only reports leaves as it is. */
  | "differs"
  /** Something is held, blocked, failed, not verified or could not be read. */
  | "not-converged"
  /** Put off, and tried again by itself: another run is changing the tenant, or Graph asks to wait. */
  | "standby"
  /** No plan could be made: configuration, git, sign-in, Graph out of reach. */
  | "failed";

/** What Graph answered to the requests of one class. */
export interface ClassTraffic {
  readonly requests: number;
  /** Answers with status 429. */
  readonly throttled: number;
  /** How long nothing of the class was sent because Graph had asked to wait, in milliseconds. */
  readonly pausedMs: number;
}

/** What came of one pass, for whoever watches. */
export interface PassReport {
  readonly pass: Pass;
  readonly endedAtMs: number;
  readonly outcome: PassOutcome;
  /** The commit of the desired state; null when it is in no git. */
  readonly commit: string | null;
  /** Null when no plan could be made. The result where something was carried out. */
  readonly plan: Plan | Result | null;
  /** `12 rows: 3 applied, 2 held`; null when no plan could be made. */
  readonly summary: string | null;
  /** Why the pass failed, was put off, or only reported though it was to correct, for people; null when neither. */
  readonly problem: string | null;
  /** By class of limit. */
  readonly traffic: Readonly<Record<string, ClassTraffic>>;
  /** What is left of the budget, from 0 to 1; null without one. */
  readonly budgetLeft: number | null;
}
