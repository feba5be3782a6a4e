import type { PlanApp, PlanRow } from "../model/plan.ts";
import { type Attempt, final, type RowState, seenApplied, sent } from "./attempt.ts";
import { isAsPlanned } from "./effect.ts";
import type { Halt } from "./halt.ts";
import type { LookPorts } from "./look.ts";
import { failed, fromEffect, unverified } from "./outcomes.ts";
import { lookUntilVisible } from "./read-back.ts";
import type { WriteAnswer } from "./writer.ts";

/** What judging an answer that was no clear yes needs. */
export interface TroublePorts extends LookPorts {
  readonly halt: Halt;
  readonly stop: AbortSignal;
}

/** A write without a clear answer is sent at most so often. */
const MOST_SENDS = 4;
/** When to look for the effect of a write without a clear answer, in milliseconds after it. */
const LOOK_AFTER_THROTTLING_MS = [1_000, 3_000];
const LOOK_AFTER_FAILURE_MS = [1_000, 3_000, 10_000];
const LOOK_AFTER_CONFLICT_MS = [0, 1_000, 3_000];

/** How the row ends after an answer that was no clear yes, or null when the write may be sent again. */
export async function afterTrouble(
  row: PlanRow,
  app: PlanApp,
  ports: TroublePorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" | "uncertain" }>,
): Promise<Attempt | null> {
  if (answer.kind === "refused") return afterRefusal(row, app, ports, state, answer);
  const isThrottled = answer.because === "throttled";
  if (!isThrottled) state.inDoubt = true;
  const times = isThrottled ? LOOK_AFTER_THROTTLING_MS : LOOK_AFTER_FAILURE_MS;
  const last = await lookUntilVisible(row, app, ports, times, ports.stop);
  if (last.state === "failed") return final(unverified(`${answer.message}; then ${last.detail}`, state.lastRequestId));
  if (last.effect.kind === "visible") return seenApplied(state, ports.halt);
  if (ports.halt.reason() !== null) {
    return final(
      last.effect.kind === "not-visible"
        ? unverified(`${answer.message}; ${last.effect.detail}`, state.lastRequestId)
        : fromEffect(last.effect, "applied", state.lastRequestId),
    );
  }
  if (!isAsPlanned(row, last.sight)) return sent(state, answer.message);
  state.seenAtMs = last.sight.at;
  if (state.sends < MOST_SENDS) return null;
  const summary = `sent ${state.sends} times, last answer: ${answer.message}`;
  return state.inDoubt ? sent(state, summary) : final(failed("throttled", summary, state.lastRequestId));
}

/**
 * "Already there" and "not there" may mean that it is done, and after a write without a clear answer any refusal may;
 * only a read can tell.
 */
async function afterRefusal(
  row: PlanRow,
  app: PlanApp,
  ports: TroublePorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" }>,
): Promise<Attempt> {
  const isConflict = answer.status === 409 || answer.status === 404;
  if (isConflict || state.sends > 1) {
    const last = await lookUntilVisible(row, app, ports, LOOK_AFTER_CONFLICT_MS, ports.stop);
    if (last.state === "seen" && last.effect.kind !== "not-visible") {
      if (state.sends === 1) return final(fromEffect(last.effect, "already-done", answer.requestId));
      return last.effect.kind === "visible" ? seenApplied(state, ports.halt) : sent(state, answer.message);
    }
    if (isConflict && state.inDoubt) return sent(state, answer.message);
  }
  if (answer.status === 403) ports.halt.count({ refusal: `${answer.code} (${answer.message.replace(/:.*/su, "")})` });
  return final(failed(answer.code, answer.message, answer.requestId));
}
