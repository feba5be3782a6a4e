import { isoTime } from "../model/clock.ts";
import type { Outcome, OutcomeStatus } from "../model/outcome.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { Effect } from "./effect.ts";

/** Everything of an outcome but its time, which is when it is recorded. */
export type Finding = Omit<Outcome, "at">;

/** The outcome for the report: the finding with the time at which it was known, given in milliseconds. */
export function recorded(finding: Finding, nowMs: number): Outcome {
  return { ...finding, at: isoTime(nowMs) };
}

/** Written, and seen in a read afterwards. */
export function applied(requestId: string | null): Finding {
  return { status: "applied", code: null, message: null, requestId };
}

/** Seen as planned without a write of this run. */
export function alreadyDone(requestId: string | null = null): Finding {
  return { status: "already-done", code: null, message: null, requestId };
}

/** Nothing was sent for this row. */
export function notTried(code: OutcomeCode, message: string | null): Finding {
  return { status: "not-tried", code, message, requestId: null };
}

/** Sent, and known not to be as planned. */
export function failed(code: OutcomeCode, message: string, requestId: string | null): Finding {
  return { status: "failed", code, message, requestId };
}

/** A write that may have happened, or did, without its effect being seen. */
export function unverified(message: string, requestId: string | null): Finding {
  return { status: "unverified", code: "not-visible", message, requestId };
}

/** What the last look at a row that was written says, where it shows something. `seenAs` is the status of success. */
export function fromEffect(
  effect: Exclude<Effect, { readonly kind: "not-visible" }>,
  seenAs: Extract<OutcomeStatus, "applied" | "already-done">,
  requestId: string | null,
): Finding {
  switch (effect.kind) {
    case "visible":
      return seenAs === "applied" ? applied(requestId) : alreadyDone(requestId);
    case "other-version":
      return failed("other-version", effect.detail, requestId);
    case "consent-differs":
      return failed("consent-mismatch", effect.detail, requestId);
  }
}
