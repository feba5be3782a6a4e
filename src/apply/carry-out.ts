import { GraphError, SignInError } from "../errors.ts";
import { type ActingRow, type Intent, type LateHold, versionStep } from "../model/plan.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import type { WriteJournal } from "./journal.ts";
import {
  alreadyDone,
  type Effect,
  applied,
  failed,
  type Finding,
  fromEffect,
  isAsPlanned,
  notTried,
  unverified,
} from "./outcomes.ts";
import { look, type LookPorts, lookUntilVisible, type SentWrite } from "./read-back.ts";
import type { Stage } from "./stages.ts";
import type { InstallationWriter, WriteAnswer, WriteTurn } from "./writer.ts";

// One row's story: look whether what was planned still holds, wait for a turn, send, and judge the answer. A write without
// a clear answer is never repeated blindly: the user is looked at when the turn of the repeat has come, and it is sent
// again only when the effect is certainly not visible.

/** What one row's write needs; the guard, the breaker and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends LookPorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
  readonly journal: WriteJournal;
  readonly breaker: CircuitBreaker;
  /** Why such a row must not begin now, though it was to act; asked before every write. */
  readonly heldNow: (row: Pick<ActingRow, "app" | "action">) => LateHold | null;
  readonly stop: AbortSignal;
  /** Told when a turn came so late that the row has to be looked at again. */
  readonly noteLateTurn: () => void;
}

/** A row is written on a look that is at most so old; an older one is taken again when the row's turn has come. */
const LOOK_GOOD_FOR_MS = 15_000;
/** The same for a repeat, whose first write may show at any moment. */
const LOOK_BEFORE_REPEAT_GOOD_FOR_MS = 3_000;
/** So often a turn may come when what it rests on is too old by then; without an end, a slow tenant would keep a row for ever. */
const MOST_LATE_TURNS = 20;
/** Graph's no that a later try may turn into a yes. */
const PASSING_REFUSAL: OutcomeCode = "not-stored";
/** A write without a clear answer is sent at most so often. */
const MOST_SENDS = 4;
/** A write without a clear answer is not repeated before so long, since its effect may show late. */
const REPEAT_AFTER_MS = { throttled: 3_000, failed: 10_000 } as const;
/** When to look whether a write without a clear answer, or with a doubtful refusal, took effect all the same. */
const LOOK_AT_ONCE_MS = [0, 300];
/** When to look again after a refusal that may mean that it is done. Nothing waits for these looks. */
const LOOK_LATER_MS = [700, 2_700];

/** What is known of a row while it is being written. */
export interface RowState {
  sends: number;
  /** Turns that came too late to send. */
  lateTurns: number;
  /** Whether a write was sent that may have been carried out, as far as its answer tells. */
  inDoubt: boolean;
  /** When the row was last seen without the effect, in milliseconds since the epoch. */
  seenAtMs: number;
  /** Before then no write is repeated. */
  repeatAtMs: number;
  lastRequestId: string | null;
  lastAnswer: string;
  /** How the row ends when that was the last answer of all. */
  lastCode: OutcomeCode;
  /** True: an earlier write of the row was carried out, so that it is finished whatever else ends. */
  readonly mustFinish: boolean;
}

/** What came of one turn of a row. */
export type Step =
  /** Nothing was sent, and nothing may be sent now. */
  | { readonly kind: "held"; readonly hold: LateHold }
  /** Nothing more is to be done. */
  | { readonly kind: "final"; readonly finding: Finding }
  /** The effect is still to be read back. */
  | { readonly kind: "sent"; readonly write: SentWrite }
  /** Refused in a way that may mean that it is done: `look` finds out; nothing else waits for it. */
  | { readonly kind: "refused"; readonly look: () => Promise<Finding> }
  /** The row is to have another turn at that time, in milliseconds since the epoch. */
  | { readonly kind: "again"; readonly atMs: number };

/** A row that nothing was sent for. `startedAtMs`: when this run began to look; what was seen before counts for nothing. */
export function beginRow({ observed }: Pick<Stage, "observed">, startedAtMs: number): RowState {
  const seenAtMs = Date.parse(observed.at);
  return {
    sends: 0,
    lateTurns: 0,
    inDoubt: false,
    seenAtMs: seenAtMs >= startedAtMs ? seenAtMs : 0,
    repeatAtMs: 0,
    lastRequestId: null,
    lastAnswer: "",
    lastCode: "throttled",
    mustFinish: false,
  };
}

/** A row of which an earlier write was carried out and read back: it is looked at anew before the next one. */
export function continueRow(stage: Stage): RowState {
  return { ...beginRow(stage, 0), seenAtMs: 0, mustFinish: true };
}

/** Gives a row its turn: it is written, if what was planned still holds. Never rejects. */
export function takeTurn(acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step> {
  const endedBy = (message: string): Step =>
    final(state.sends === 0 ? notTried("stopped", message) : unverified(message, state.lastRequestId));
  return guarded(() => lookAndSend(acting, ports, state), endedBy, ports.breaker);
}

async function lookAndSend(acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step> {
  for (;;) {
    const obstacle = await obstacleTo(acting, ports, state);
    if (obstacle !== null) return obstacle;
    const answer = await ports.writes.during(acting.user.id, (sending) =>
      send(acting, ports.writer, {
        maySend: () => mayStillSend(acting, ports, state),
        sending: async () => {
          sending();
          await ports.journal.intend(intentOf(acting, ports.clock.now()), acting);
        },
      }),
    );
    if (answer.kind !== "not-sent") return judge(acting, ports, state, answer);
    state.lateTurns += 1;
    if (isSeenRecently(ports, state)) continue;
    ports.noteLateTurn();
    return { kind: "again", atMs: ports.clock.now() };
  }
}

/** Why the row must not be written now, or not any more; null: it may. */
async function obstacleTo(acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step | null> {
  const { on } = acting;
  const stopped = whyStopped(acting, ports, state);
  if (stopped !== null) return endWithout("stopped", stopped, acting, ports, state);
  const hold = state.mustFinish ? null : ports.heldNow(begun(acting));
  if (hold !== null) return heldBack(hold, acting, ports, state);
  if (state.lateTurns > MOST_LATE_TURNS) {
    return endWithout("throttled", `its turn came too late ${state.lateTurns} times`, acting, ports, state);
  }
  if (isOfDefinition(acting)) {
    const changed = await ports.definitions.check(on.app);
    if (changed !== null) return endWithout("definition-changed", changed, acting, ports, state);
  }
  if (isSeenRecently(ports, state)) return null;
  const seen = await look(acting, ports);
  if (seen.state === "failed") {
    const message = `could not be read again: ${seen.detail}`;
    return state.sends === 0 ? final(notTried("changed-since-plan", message)) : doubtful(state, message);
  }
  if (seen.effect.kind === "visible")
    return state.sends === 0 ? final(alreadyDone()) : seenApplied(acting, ports, state);
  if (!isAsPlanned(acting, seen.sight)) {
    return state.sends === 0
      ? final(notTried("changed-since-plan", seen.effect.detail))
      : foundInstead(seen.effect, state, "sent without a clear answer");
  }
  state.seenAtMs = seen.sight.at;
  return state.sends < MOST_SENDS ? null : afterLastSend(state);
}

/** What nobody sees, and Graph said that it did not do, was not begun, and waits as if nothing had been sent. */
async function heldBack(hold: LateHold, acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step> {
  if (state.sends === 0) return { kind: "held", hold };
  const seen = state.inDoubt ? null : await look(acting, ports);
  if (seen?.state === "seen" && isAsPlanned(acting, seen.sight)) return { kind: "held", hold };
  return endWithout("stopped", hold.detail, acting, ports, state);
}

/** Nothing is sent (any more). What was sent before is looked at once more, so that it gets its true name. */
async function endWithout(
  code: OutcomeCode,
  why: string,
  acting: Stage,
  ports: CarryOutPorts,
  state: RowState,
): Promise<Step> {
  if (state.sends === 0) return final(notTried(code, why));
  const seen = await look(acting, ports);
  if (seen.state === "failed") return doubtful(state, `${why}; ${seen.detail}`);
  return seen.effect.kind === "not-visible"
    ? doubtful(state, `${why}; ${seen.effect.detail}`)
    : final(fromEffect(seen.effect, "applied", state.lastRequestId));
}

function afterLastSend(state: RowState): Step {
  const summary = `sent ${state.sends} times, last answer: ${state.lastAnswer}`;
  return state.inDoubt ? sent(state, summary) : final(failed(state.lastCode, summary, state.lastRequestId));
}

/** Why no further change of the row's kind is begun; null: nothing keeps it. */
function whyStopped(acting: Stage, { breaker }: CarryOutPorts, { mustFinish }: RowState): string | null {
  if (mustFinish) return null;
  const isRepair = acting.cures !== undefined || acting.thenInstalls === true;
  return breaker.reason(acting.app) ?? (isRepair ? breaker.reason(repairsOf(acting.app)) : null);
}

/** What a write begins: a removal that is followed by an install is none. */
function begun({ app, action, thenInstalls }: Stage): Pick<ActingRow, "app" | "action"> {
  return { app, action: thenInstalls === true ? "reinstall" : action };
}

/** What the repairs of an app's consent are called among the changes that are ended. */
export function repairsOf(app: string): string {
  return `${app} (repairs)`;
}

/** Whether what is offered has to be as planned: whoever loses the app to get it anew would get something else. */
function isOfDefinition({ action, thenInstalls }: Stage): boolean {
  return action !== "uninstall" || thenInstalls === true;
}

function mayStillSend(acting: Stage, ports: CarryOutPorts, state: RowState): boolean {
  const isDefinitionFresh = !isOfDefinition(acting) || ports.definitions.isFresh(acting.on.app);
  const isHeld = !state.mustFinish && ports.heldNow(begun(acting)) !== null;
  const mayBegin = whyStopped(acting, ports, state) === null && !isHeld;
  return mayBegin && isDefinitionFresh && isSeenRecently(ports, state);
}

function isSeenRecently({ clock }: CarryOutPorts, state: RowState): boolean {
  const goodForMs = state.sends === 0 ? LOOK_GOOD_FOR_MS : LOOK_BEFORE_REPEAT_GOOD_FOR_MS;
  return clock.now() - state.seenAtMs <= goodForMs;
}

function send(acting: Stage, writer: InstallationWriter, turn: WriteTurn): Promise<WriteAnswer> {
  const { user, on, consent } = acting;
  switch (acting.action) {
    case "install":
      return writer.install(user.id, on.catalogId, consent, turn);
    case "upgrade":
      return writer.upgrade(user.id, acting.observed.installationId, consent, turn);
    case "uninstall":
      return writer.uninstall(user.id, acting.observed.installationId, turn);
  }
}

function intentOf(acting: Stage, at: number): Intent {
  const { user, on, thenInstalls, carriesOn } = acting;
  // A later run that finds the app gone has to know that it is to come back.
  const action = thenInstalls === true || carriesOn === true ? "reinstall" : acting.action;
  const version = action === "reinstall" ? (on.offered?.text ?? null) : versionStep(acting).to;
  return { userId: user.id, appId: on.catalogId, action, version, at };
}

async function judge(
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
      noteTrouble(ports, state, answer.message, "throttled", answer.because);
      if (answer.because === "throttled") return { kind: "again", atMs: state.repeatAtMs };
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
  state.repeatAtMs = clock.now() + REPEAT_AFTER_MS[because];
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
  return { kind: "again", atMs: state.repeatAtMs };
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
    if (isConflict && state.inDoubt) return sent(state, message);
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
async function withdraw({ user, on, carriesOn }: Stage, { journal }: CarryOutPorts): Promise<void> {
  if (carriesOn !== true) await journal.withdraw({ userId: user.id, appId: on.catalogId });
}

/** What equal failures have in common: the words up to what is about one person. */
function kindOf(message: string): string {
  return message.replace(/:.*/su, "");
}

function final(finding: Finding): Step {
  return { kind: "final", finding };
}

/** What was sent is left to be read back; `doubt` says why it is not certain that Graph carried it out, null: it is. */
function sent(state: RowState, doubt: string | null): Step {
  return { kind: "sent", write: { requestId: state.lastRequestId, doubt } };
}

/**
 * What is there is neither what was nor what was planned. A newer version ends the row at once, and with it the changes of
 * its app; anything else may be on its way still.
 */
function foundInstead(effect: Effect, state: RowState, doubt: string): Step {
  return effect.kind === "other-version" && effect.isFinal
    ? final(fromEffect(effect, "applied", state.lastRequestId))
    : sent(state, doubt);
}

/** A write was sent without a clear answer, and nothing says what came of it. */
function doubtful(state: RowState, why: string): Step {
  return final(unverified(`sent without a clear answer (${state.lastAnswer}); ${why}`, state.lastRequestId));
}

/** Graph gave no clear answer, yet the effect was seen: that counts as a success like an accepted write. */
function seenApplied({ app }: Stage, { breaker }: CarryOutPorts, state: RowState): Step {
  breaker.count(app, { kind: "accepted" });
  return final(applied(state.lastRequestId));
}

/**
 * One of the three places that catch. An error that ends the run (a token that is refused, Graph out of reach) becomes
 * what `otherwise` makes of it for this row, and the reason why no further row is begun.
 */
export async function guarded<Value>(
  work: () => Promise<Value>,
  otherwise: (message: string) => Value,
  breaker: CircuitBreaker,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof GraphError || error instanceof SignInError;
    const message = isKnown ? error.message : `internal error: ${String(error)}`;
    breaker.trip(message);
    return otherwise(message);
  }
}
