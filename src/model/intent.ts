import type { Action } from "./plan.ts";

/** A write that was about to be sent, noted before it was: whether it took effect, only a read can tell. */
export interface Intent {
  readonly userId: string;
  /** Catalog id (Graph: `teamsApp.id`). */
  readonly appId: string;
  readonly action: Action;
  /** The version it was to bring; null for `uninstall`. */
  readonly version: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
