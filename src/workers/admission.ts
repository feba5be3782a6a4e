import { heapNeedMb } from "../session/heap-need.ts";
import type { PassSize } from "./job-queue.ts";

/** Whether a pass can begin beside those that are under way: `never`: this worker has not so much memory at all. */
export type Admission = "now" | "later" | "never";

/** What decides about the room of a pass. */
export interface Admitted {
  readonly size: PassSize | null;
  /** Nothing is made beside it, whatever room there is. */
  readonly isAlone: boolean;
}

/**
 * Memory decides how many passes a worker makes at once. A tenant of which nothing is known yet is alone, so that its first pass
 * has all that there is.
 * @param limitMb the heap of this process
 */
export function admit({ size, isAlone }: Admitted, underWay: readonly Admitted[], limitMb: number): Admission {
  if (size !== null && heapNeedMb(size) > limitMb) return "never";
  if (underWay.length === 0) return "now";
  if (size === null || isAlone || underWay.some((one) => one.isAlone)) return "later";
  const usedMb = underWay.reduce((sum, one) => sum + (one.size === null ? limitMb : needOf(one.size)), 0);
  return usedMb + needOf(size) <= limitMb ? "now" : "later";
}

/**
 * As if every row were changed: of what its policy allows, the job knows nothing. So it says only what has room beside it; a pass that is
 * alone may need less, and finds out for itself.
 */
function needOf({ people, rows }: PassSize): number {
  return heapNeedMb({ people, rows, changes: rows });
}
