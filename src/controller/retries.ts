import type { Clock } from "../model/clock.ts";
import { isReadLater } from "../plan/convergence.ts";
import type { PassReport } from "./pass-report.ts";

/** What a pass came to; `againInMs`: after how long more may come of another one, null where that is not known. */
type Made = Pick<PassReport, "outcome" | "judgement" | "plan"> & { readonly againInMs: number | null };

/** When a pass is made once more by itself. */
export interface Retries {
  /** Takes in what a pass came to. */
  readonly note: (made: Made) => void;
  /** True once, as soon as it is time. */
  readonly isDue: () => boolean;
}

/** The first try comes soon, since most of what keeps a pass from its work lasts for moments; then ever more rarely. */
const FIRST_MS = 60_000;
/** Nothing was done at all. */
const RAREST_AFTER_FAILURE_MS = 60 * 60_000;
/** Something was not read: perhaps for good. */
const RAREST_AFTER_UNREAD_MS = 24 * 60 * 60_000;

/**
 * A pass that failed, and one that left something unread, are made again. What a budget left for the next pass is none of that. One
 * that was put off is made again when it said so.
 */
export function createRetries(clock: Clock): Retries {
  let inVain = 0;
  let waitingUntilMs: number | null = null;

  function waitAfter({ outcome, judgement, plan, againInMs }: Made): number | null {
    if (outcome === "standby") return againInMs;
    const hasFailed = outcome === "failed";
    const isUnread = judgement?.state === "unknown" && plan?.rows.some(isReadLater) !== true;
    inVain = hasFailed || isUnread ? inVain + 1 : 0;
    if (againInMs !== null || inVain === 0) return againInMs;
    return Math.min(FIRST_MS * 2 ** (inVain - 1), hasFailed ? RAREST_AFTER_FAILURE_MS : RAREST_AFTER_UNREAD_MS);
  }

  return {
    note(made) {
      const waitMs = waitAfter(made);
      waitingUntilMs = waitMs === null ? null : clock.elapsed() + waitMs;
    },
    isDue() {
      if (waitingUntilMs === null) return false;
      const isOver = clock.elapsed() >= waitingUntilMs;
      if (isOver) waitingUntilMs = null;
      return isOver;
    },
  };
}
