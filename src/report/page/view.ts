import type { People } from "../pseudonyms.ts";
import type { PassSummary } from "./passes.ts";
import type { PreparedPlan } from "./prepared.ts";

/** Everything that one showing of the page is made from. */
export interface StatusView {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Of TrueUp. */
  readonly version: string;
  /** The last plan that could be made; null: there was none yet. */
  readonly planned: PreparedPlan | null;
  /** What follows the desired state; null: nothing does, the page is a report of one look. */
  readonly watching: Watching | null;
  readonly people: People;
}

/** A controller as the page shows it. */
export interface Watching {
  /** False: drift is only reported. */
  readonly corrects: boolean;
  /** Where the desired state is followed. */
  readonly source: string;
  /** A cron expression with its zone; null: no pass by the clock. */
  readonly schedule: string | null;
  /** The newest first. */
  readonly passes: readonly PassSummary[];
  /** What is going on, and whether it is stuck, in one line. */
  readonly now: string;
  /** Why nothing is changed now; null: changes are made, or never were to be. */
  readonly suspended: string | null;
  /** Why the newest desired state is not in use; null while it is. */
  readonly sourceProblem: string | null;
  /** Why what passes see and do cannot be kept; null when it can. */
  readonly storeTrouble: string | null;
}
