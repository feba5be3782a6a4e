import type { Filters } from "../model/desired.ts";
import type { Limit } from "../model/policy.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import type { BudgetLimit } from "./budget.ts";
import type { LoadedState } from "./loaded-state.ts";
import type { ReviewedPlan } from "./plan-to-apply.ts";
import type { TenantOptions } from "./tenant.ts";

/** What a command that talks to the tenant was asked for. */
export interface RunOptions extends TenantOptions {
  readonly filters: Filters;
  /** Replaces `policy.maxChanges` for this run; null: does not. */
  readonly maxChanges: Limit | null;
  /** Read the consent of each installation on its own where the list does not show it. */
  readonly readConsents: boolean;
  /** Readings younger than that are used as they are, in milliseconds. */
  readonly maxAgeMs: number;
  /** So long a write of an earlier run may stay invisible before it is repeated, in milliseconds. */
  readonly settleMs: number;
  readonly budget: BudgetLimit | null;
  /** Whether earlier runs are remembered, and this one is kept. */
  readonly remembers: boolean;
  /** Whether rows that were tried in vain wait before they are tried again. */
  readonly backsOff: boolean;
  /** Whether somebody will ask why a user has a row: what is kept for that is as large as all rows. */
  readonly explains: boolean;
  /** Told before people are read. */
  readonly announce: (readings: Readings) => void;
  /** An earlier desired state to compare with. */
  readonly base: LoadedState | null;
  /** A plan that was reviewed: only what it approves is carried out. */
  readonly reviewed: ReviewedPlan | null;
  /** Whether the run may write, for which the desired state has to name its tenant. */
  readonly writes: boolean;
}
