import { GraphError, SignInError } from "../errors.ts";
import { type ActingRow, type Intent, type LateHold, versionStep } from "../model/plan.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { alreadyDone, failed, fromEffect, isAsPlanned, notTried, unverified } from "./outcomes.ts";
import { judge } from "./judge-answer.ts";
import { look } from "./read-back.ts";
import type { Stage } from "./stages.ts";
import {
  type CarryOutPorts,
  doubtful,
  final,
  foundInstead,
  type RowState,
  seenApplied,
  sent,
  type Step,
} from "./turn.ts";
import type { InstallationWriter, WriteAnswer, WriteTurn } from "./writer.ts";

// One row's story: look whether what was planned still holds, wait for a turn, send, and judge the answer. A write without
// a clear answer is never repeated blindly: the user is looked at when the turn of the repeat has come, and it is sent
// again only when the effect is certainly not visible.

/** A row is written on a look that is at most so old; an older one is taken again when the row's turn has come. */
const LOOK_GOOD_FOR_MS = 15_000;
/** The same for a repeat, whose first write may show at any moment. */
const LOOK_BEFORE_REPEAT_GOOD_FOR_MS = 3_000;
/** So often a turn may come when what it rests on is too old by then; without an end, a slow tenant would keep a row for ever. */
const MOST_LATE_TURNS = 20;
/** A write without a clear answer is sent at most so often. */
const MOST_SENDS = 4;

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
    let lost: string | null = null;
    const answer = await ports.writes.during(acting.user.id, (sending) =>
      send(acting, ports.writer, {
        maySend: () => mayStillSend(acting, ports, state),
        sending: async () => {
          // Before the intent: whoever changes the tenant by now has intents of their own.
          lost = await ports.lostNow();
          if (lost !== null) return false;
          await ports.hearHolds();
          if (!mayStillSend(acting, ports, state)) return false;
          sending();
          await ports.journal.intend(intentOf(acting, ports.clock.now()), acting);
          // A store that went away while it was told keeps neither the intent nor the right to write.
          lost = await ports.lostNow();
          return lost === null;
        },
      }),
    );
    if (lost !== null) return endForGood(lost, acting, ports, state);
    if (answer.kind !== "not-sent") return judge(acting, ports, state, answer);
    state.lateTurns += 1;
    if (isSeenRecently(ports, state)) continue;
    ports.noteLateTurn();
    return { kind: "again", atMs: ports.clock.elapsed(), isUnseen: false };
  }
}

/** The right to write is gone: that also ends what was begun, which is left to whoever has it. */
function endForGood(lost: string, acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step> {
  ports.breaker.trip(lost);
  return endWithout("stopped", lost, acting, ports, state);
}

/** Why the row must not be written now, or not any more; null: it may. */
async function obstacleTo(acting: Stage, ports: CarryOutPorts, state: RowState): Promise<Step | null> {
  const { on } = acting;
  let stopped = whyStopped(acting, ports, state);
  if (stopped === null) {
    await ports.hearHolds();
    stopped = whyStopped(acting, ports, state);
  }
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
  const isRepair = acting.cures !== undefined || acting.thenInstalls !== undefined;
  return breaker.reason(acting.app) ?? (isRepair ? breaker.reason(repairsOf(acting.app)) : null);
}

/** What a write begins: a removal that is followed by an install is none. */
function begun({ app, action, thenInstalls }: Stage): Pick<ActingRow, "app" | "action"> {
  return { app, action: thenInstalls !== undefined ? "reinstall" : action };
}

/** What the repairs of an app's consent are called among the changes that are ended. */
export function repairsOf(app: string): string {
  return `${app} (repairs)`;
}

/** Whether what is offered has to be as planned: whoever loses the app to get it anew would get something else. */
function isOfDefinition({ action, thenInstalls }: Stage): boolean {
  return action !== "uninstall" || thenInstalls !== undefined;
}

function mayStillSend(acting: Stage, ports: CarryOutPorts, state: RowState): boolean {
  const isDefinitionFresh = !isOfDefinition(acting) || ports.definitions.isFresh(acting.on.app);
  const isHeld = !state.mustFinish && ports.heldNow(begun(acting)) !== null;
  const mayBegin = whyStopped(acting, ports, state) === null && !isHeld;
  return mayBegin && isDefinitionFresh && isSeenRecently(ports, state);
}

function isSeenRecently({ clock }: CarryOutPorts, state: RowState): boolean {
  const goodForMs = state.sends === 0 ? LOOK_GOOD_FOR_MS : LOOK_BEFORE_REPEAT_GOOD_FOR_MS;
  const ageMs = clock.now() - state.seenAtMs;
  // A clock that was set back says nothing of when that was.
  return ageMs >= 0 && ageMs <= goodForMs;
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
  const action = thenInstalls !== undefined || carriesOn === true ? "reinstall" : acting.action;
  const version = thenInstalls?.text ?? versionStep(acting).to;
  return { userId: user.id, appId: on.catalogId, action, version, at };
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
