import type { OutcomeCode } from "../model/reasons.ts";
import { failed, type Finding, fromEffect, isAsPlanned, unverified } from "./outcomes.ts";
import { lookUntilVisible } from "./read-back.ts";
import type { Stage } from "./stages.ts";
import { type CarryOutPorts, final, foundInstead, type RowState, seenApplied, sent, type Step } from "./turn.ts";
import type { WriteAnswer } from "./writer.ts";

// What Graph's answer to a write means for its row. Only an accepted write is taken at its word; after every other answer
// that may hide a write that was carried out, the user is looked at.

/** Graph's no that a later try may turn into a yes. */
const PASSING_REFUSAL: OutcomeCode = "not-stored";
/** A write without a clear answer is not repeated before so long, since its effect may show late. */
const REPEAT_AFTER_MS = { throttled: 3_000, failed: 10_000 } as const;
/** When to look whether a write without a clear answer, or with a doubtful refusal, took effect all the same. */
const LOOK_AT_ONCE_MS = [0, 300];
/** When to look again after a refusal that may mean that it is done. Nothing waits for these looks. */
const LOOK_LATER_MS = [700, 2_700];

/** Judges the answer to a write that went out, and notes it in the state of its row. */
export async function judge(
  acting: Stage,
  ports: CarryOutPorts,
  state: RowState,
  answer: Exclude<WriteAnswer, { kind: "not-sent" }>,
): Promise<Step> {
  state.sends += 1;
  state.lastRequestId = answer.requestId;
  switch (answer.kind) {
    case "accepted":
      ports.breaker.count(acting.app, { kind: "accepted" });
      return sent(state, null);
    case "refused":
      if (answer.code !== PASSING_REFUSAL) return afterRefusal(acting, ports, state, answer);
      noteTrouble(ports, state, answer.message, answer.code, "failed");
      return afterFailure(acting, ports, state, answer.message);
    case "uncertain":
      ports.definitions.doubt(acting.app);
      noteTrouble(ports, state, answer.message, "throttled", answer.because);
      if (answer.because === "throttled") return { kind: "again", atMs: state.repeatAtMs, isUnseen: true };
      state.inDoubt = true;
      return afterFailure(acting, ports, state, answer.message);
  }
}

function noteTrouble(
  { clock }: CarryOutPorts,
  state: RowState,
  message: string,
  code: OutcomeCode,
  because: keyof typeof REPEAT_AFTER_MS,
): void {
  state.lastAnswer = message;
  state.lastCode = code;
  state.repeatAtMs = clock.elapsed() + REPEAT_AFTER_MS[because];
  // The look that the write rested on says nothing about the time after it.
  state.seenAtMs = 0;
}

/** No answer, or one that does not tell. Whether it was carried out all the same is looked for before anything else. */
async function afterFailure(acting: Stage, ports: CarryOutPorts, state: RowState, message: string): Promise<Step> {
  const last = await lookUntilVisible(acting, ports, LOOK_AT_ONCE_MS, ports.stop);
  if (last.state === "failed") {
    ports.breaker.count(acting.app, { kind: "failed", failure: kindOf(message) });
    return final(unverified(`${message}; then ${last.detail}`, state.lastRequestId));
  }
  if (last.effect.kind === "visible") return seenApplied(acting, ports, state);
  if (!isAsPlanned(acting, last.sight)) return foundInstead(last.effect, state, message);
  ports.breaker.count(acting.app, { kind: "failed", failure: kindOf(message) });
  return { kind: "again", atMs: state.repeatAtMs, isUnseen: false };
}

/**
 * "Already there" and "not there" may mean that it is done, and after a write without a clear answer any refusal may;
 * only a read can tell.
 */
async function afterRefusal(
  acting: Stage,
  ports: CarryOutPorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" }>,
): Promise<Step> {
  const { code, message, requestId, status } = answer;
  const isConflict = status === 409 || status === 404;
  let finding = failed(code, message, requestId);
  if (isConflict || state.sends > 1) {
    const last = await lookUntilVisible(acting, ports, LOOK_AT_ONCE_MS, ports.stop);
    if (last.state === "seen" && last.effect.kind !== "not-visible") {
      if (state.sends === 1) return final(fromEffect(last.effect, "already-done", requestId));
      return last.effect.kind === "visible"
        ? seenApplied(acting, ports, state)
        : foundInstead(last.effect, state, message);
    }
    // The first write is the likeliest reason for it, also where its answer said that it was throttled.
    if (isConflict && state.sends > 1) return sent(state, message);
    if (status === 409 && acting.action === "install" && last.state === "seen") {
      finding = failed("installed-unseen", message, requestId);
    }
  }
  ports.breaker.count(acting.app, { kind: "failed", failure: `${code} (${status} ${kindOf(message)})` });
  if (!isConflict && state.sends === 1) {
    await withdraw(acting, ports);
    return final(finding);
  }
  return { kind: "refused", look: () => lookLater(acting, ports, state, finding) };
}

async function lookLater(acting: Stage, ports: CarryOutPorts, state: RowState, finding: Finding): Promise<Finding> {
  const last = await lookUntilVisible(acting, ports, LOOK_LATER_MS, ports.stop);
  if (last.state === "seen" && last.effect.kind !== "not-visible") {
    return fromEffect(last.effect, state.sends === 1 ? "already-done" : "applied", finding.requestId);
  }
  if (state.sends === 1) await withdraw(acting, ports);
  return finding;
}

/** What was refused was not done; that an app is to come back stays noted. */
async function withdraw({ user, on, carriesOn }: Stage, { journal, lostNow }: CarryOutPorts): Promise<void> {
  // Once the right to write is gone, the intent may be that of whoever has it.
  if (carriesOn === true || (await lostNow()) !== null) return;
  await journal.withdraw({ userId: user.id, appId: on.catalogId });
}

/** What equal failures have in common: the words up to what is about one person. */
function kindOf(message: string): string {
  return message.replace(/:.*/su, "");
}
