import type { BackOff } from "../model/back-off.ts";
import type { Intent } from "../model/intent.ts";

/** What earlier runs did, as far as it holds rows now. */
export interface Past {
  /** Writes that are so young that their effect may not be visible yet. */
  readonly sent: readonly Intent[];
  readonly backOffs: readonly BackOff[];
}

/** Nothing that earlier runs did matters. */
export const NO_PAST: Past = { sent: [], backOffs: [] };
