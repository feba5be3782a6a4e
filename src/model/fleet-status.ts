import type { LastLook } from "./last-look.ts";

/** How the tenants of a fleet stand, for pages and metrics. No person is named. Times are milliseconds since the epoch. */
export interface FleetStatus {
  /** The folder. */
  readonly path: string;
  readonly at: number;
  /** The worst first. */
  readonly tenants: readonly TenantStatus[];
  /** The passes that wait for a worker; null: there is no queue, or it is not known. */
  readonly queue: QueueStatus | null;
  /** How far the limits that tenants share are used; null: nobody shares any, or it is not known. */
  readonly budgets: readonly SharedBudget[] | null;
}

/** One tenant of a fleet. */
export interface TenantStatus {
  readonly name: string;
  /** Null: what is said of it cannot be used. */
  readonly tenantId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** From 1; null: not known. */
  readonly ring: number | null;
  /** How it stood when it was looked at as a whole last; null: nobody has, as far as is known. */
  readonly look: LastLook | null;
  /** Whether it was not looked at for longer than it should be. */
  readonly isStale: boolean;
  /** Which process changes it now; null: none, or it is not known. */
  readonly worker: { readonly holder: string; readonly sinceMs: number } | null;
  /** Whether changes of it, or of some of its apps, are frozen. */
  readonly isFrozen: boolean;
  /** Why nothing can be done for it, or nothing is known of it; null: neither. */
  readonly trouble: string | null;
}

/** Passes that wait, and passes that are made now. */
export interface QueueStatus {
  readonly waiting: number;
  readonly working: number;
  /** Passes that nobody could bring to an end. */
  readonly givenUp: number;
}

/** One class of the limits that the tenants of a registration share. */
export interface SharedBudget {
  readonly registration: string;
  readonly limitClass: string;
  /** What is given out, as a part of all there is, from 0 to 1. */
  readonly used: number;
}
