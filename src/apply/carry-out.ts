import { GraphError, SignInError } from "../errors.ts";
import type { Intent, PlanApp, PlanRow } from "../model/plan.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import { actionOf, catalogIdOf, installationIdOf, plannedVersionOf, userIdOf } from "./acting-row.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import type { WriteJournal } from "./journal.ts";
import {
  alreadyDone,
  applied,
  failed,
  type Finding,
  fromEffect,
  isAsPlanned,
  notTried,
  unverified,
} from "./outcomes.ts";
import { look, type LookPorts, lookUntilVisible, type SentWrite } from "./read-back.ts";
import type { InstallationWriter, WriteAnswer, WriteTurn } from "./writer.ts";

/** What one row's write needs; the guard, the halt and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends AttemptPorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
  readonly journal: WriteJournal;
  /** When this run began to look, in milliseconds since the epoch: what an earlier run saw is never written on. */
  readonly startedAtMs: number;
}

/** A row decided on an older observation than this is read again before it is written. */
const OBSERVATION_GOOD_FOR_MS = 15 * 60_000;
/** Before a write is repeated, the row must have been seen this recently without the effect. */
const REPEAT_GOOD_FOR_MS = 15_000;
/** So often a turn may come when what it rests on is too old by then; without an end, a slow tenant would keep a row for ever. */
const MOST_LATE_TURNS = 20;

/**
 * Writes one row, if what was planned still holds. A write without a clear answer is never repeated blindly: the user is
 * read first, and it is sent again only when the effect is certainly not visible. Never rejects.
 * @returns how the row ended, or what is left to be read back, and how many writes were sent
 */
export async function carryOut(row: PlanRow, app: PlanApp, ports: CarryOutPorts): Promise<CarriedOut> {
  const state = beginRow(observedAtMs(row, ports.startedAtMs));
  const endedBy = (message: string): Attempt =>
    final(state.sends === 0 ? notTried("stopped", message) : unverified(message, state.lastRequestId));
  const ended = await guarded(() => attempt(row, app, ports, state), endedBy, ports.halt);
  return { attempt: ended, sends: state.sends };
}

/** What came of one row. */
interface CarriedOut {
  readonly attempt: Attempt;
  readonly sends: number;
}

async function attempt(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Attempt> {
  for (;;) {
    const obstacle = await whatHinders(row, app, ports, state);
    if (obstacle !== null) return obstacle;
    const answer = await ports.writes.during(userIdOf(row), (sending) =>
      send(row, app, ports, {
        maySend: () => mayStillSend(row, app, ports, state),
        sending: async () => {
          sending();
          await ports.journal.intend(intentOf(row, app, ports.clock.now()));
        },
      }),
    );
    if (answer.kind === "not-sent") {
      state.lateTurns += 1;
      continue;
    }
    state.sends += 1;
    state.lastRequestId = answer.requestId;
    if (answer.kind === "accepted") {
      ports.halt.count("success");
      return sent(state, null);
    }
    const end = await afterTrouble(row, app, ports, state, answer);
    if (end === null) continue;
    const isFirst = state.sends === 1 && !state.inDoubt;
    if (isFirst && answer.kind === "refused" && end.kind === "final" && end.finding.status === "failed") {
      await ports.journal.withdraw({ userId: userIdOf(row), appId: catalogIdOf(app) });
    }
    return end;
  }
}

/** Why the row must not be written (any more), or null. */
async function whatHinders(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Attempt | null> {
  const untouched = (code: OutcomeCode, message: string): Attempt =>
    final(
      state.sends === 0
        ? notTried(code, message)
        : unverified(`sent without a clear answer; ${message}`, state.lastRequestId),
    );
  const halted = ports.halt.reason();
  if (halted !== null) return untouched("stopped", halted);
  if (state.lateTurns > MOST_LATE_TURNS) {
    return untouched("throttled", `its turn came too late ${state.lateTurns} times`);
  }
  if (row.action !== "uninstall") {
    const changed = await ports.definitions.check(app);
    if (changed !== null) return untouched("definition-changed", changed);
  }
  if (isSeenRecently(ports, state)) return null;
  const seen = await look(row, app, ports);
  if (seen.state === "failed") return untouched("changed-since-plan", `could not be read again: ${seen.detail}`);
  if (seen.effect.kind === "visible") return state.sends === 0 ? final(alreadyDone()) : seenApplied(state, ports.halt);
  if (!isAsPlanned(row, seen.sight)) {
    return state.sends === 0
      ? final(notTried("changed-since-plan", seen.effect.detail))
      : sent(state, "sent without a clear answer");
  }
  state.seenAtMs = seen.sight.at;
  return null;
}

function mayStillSend(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): boolean {
  const isDefinitionFresh = row.action === "uninstall" || ports.definitions.isFresh(app);
  return ports.halt.reason() === null && isDefinitionFresh && isSeenRecently(ports, state);
}

function isSeenRecently(ports: CarryOutPorts, state: RowState): boolean {
  const goodForMs = state.sends === 0 ? OBSERVATION_GOOD_FOR_MS : REPEAT_GOOD_FOR_MS;
  return ports.clock.now() - state.seenAtMs <= goodForMs;
}

function send(row: PlanRow, app: PlanApp, ports: CarryOutPorts, turn: WriteTurn): Promise<WriteAnswer> {
  switch (actionOf(row)) {
    case "install":
      return ports.writer.install(userIdOf(row), catalogIdOf(app), row.consent, turn);
    case "upgrade":
      return ports.writer.upgrade(userIdOf(row), installationIdOf(row), row.consent, turn);
    case "uninstall":
      return ports.writer.uninstall(userIdOf(row), installationIdOf(row), turn);
  }
}

function intentOf(row: PlanRow, app: PlanApp, at: number): Intent {
  const action = actionOf(row);
  const version = action === "uninstall" ? null : plannedVersionOf(app).text;
  return { userId: userIdOf(row), appId: catalogIdOf(app), action, version, at };
}

/** 0, which is never recent, for what this run did not see itself. */
function observedAtMs(row: PlanRow, startedAtMs: number): number {
  const seenAtMs =
    row.observed.state === "present" || row.observed.state === "absent" ? Date.parse(row.observed.at) : 0;
  return seenAtMs >= startedAtMs ? seenAtMs : 0;
}

/** `sent`: the effect is still to be read back. `final`: nothing more is to be done. */
type Attempt =
  | { readonly kind: "sent"; readonly write: SentWrite }
  | { readonly kind: "final"; readonly finding: Finding };

/** What is known of a row while it is being written. */
interface RowState {
  sends: number;
  /** Turns that came too late to send. */
  lateTurns: number;
  /** Whether a write was sent that may have been carried out, as far as its answer tells. */
  inDoubt: boolean;
  /** When the row was last seen without the effect, in milliseconds since the epoch. */
  seenAtMs: number;
  lastRequestId: string | null;
}

/** A row that nothing was sent for, last seen at `seenAtMs`. */
function beginRow(seenAtMs: number): RowState {
  return { sends: 0, lateTurns: 0, inDoubt: false, seenAtMs, lastRequestId: null };
}

/** Nothing more is to be done. */
function final(finding: Finding): Attempt {
  return { kind: "final", finding };
}

/** What was sent is left to be read back; `doubt` says why it is not certain that Graph carried it out, null: it is. */
function sent(state: RowState, doubt: string | null): Attempt {
  return { kind: "sent", write: { requestId: state.lastRequestId, doubt } };
}

/** Graph gave no clear answer, yet the effect was seen: that counts as a success like an accepted write. */
function seenApplied(state: RowState, halt: CircuitBreaker): Attempt {
  halt.count("success");
  return final(applied(state.lastRequestId));
}

/** What judging an answer that was no clear yes needs. */
interface AttemptPorts extends LookPorts {
  readonly halt: CircuitBreaker;
  readonly stop: AbortSignal;
}

/** Graph's no that a later try may turn into a yes. */
const PASSING_REFUSAL: OutcomeCode = "not-stored";
/** A write without a clear answer is sent at most so often. */
const MOST_SENDS = 4;
/** When to look for the effect of a write without a clear answer, in milliseconds after it. */
const LOOK_AFTER_THROTTLING_MS = [1_000, 3_000];
const LOOK_AFTER_FAILURE_MS = [1_000, 3_000, 10_000];
const LOOK_AFTER_CONFLICT_MS = [0, 1_000, 3_000];

/** How the row ends after an answer that was no clear yes, or null when the write may be sent again. */
async function afterTrouble(
  row: PlanRow,
  app: PlanApp,
  ports: AttemptPorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" | "uncertain" }>,
): Promise<Attempt | null> {
  if (answer.kind === "refused" && answer.code !== PASSING_REFUSAL) {
    return afterRefusal(row, app, ports, state, answer);
  }
  const isThrottled = answer.kind === "uncertain" && answer.because === "throttled";
  if (answer.kind === "uncertain" && !isThrottled) state.inDoubt = true;
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
  const code = answer.kind === "refused" ? answer.code : "throttled";
  return state.inDoubt ? sent(state, summary) : final(failed(code, summary, state.lastRequestId));
}

/**
 * "Already there" and "not there" may mean that it is done, and after a write without a clear answer any refusal may;
 * only a read can tell.
 */
async function afterRefusal(
  row: PlanRow,
  app: PlanApp,
  ports: AttemptPorts,
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
    if (answer.status === 409 && row.action === "install" && last.state === "seen") {
      return final(failed("installed-unseen", answer.message, answer.requestId));
    }
  }
  if (answer.status === 403) ports.halt.count({ refusal: `${answer.code} (${answer.message.replace(/:.*/su, "")})` });
  return final(failed(answer.code, answer.message, answer.requestId));
}

/**
 * One of the three places that catch. An error that ends the run (a token that is refused, Graph out of reach) becomes
 * what `otherwise` makes of it for this row, and the reason why no further row is begun.
 */
export async function guarded<Value>(
  work: () => Promise<Value>,
  otherwise: (message: string) => Value,
  halt: CircuitBreaker,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof GraphError || error instanceof SignInError;
    const message = isKnown ? error.message : `internal error: ${String(error)}`;
    halt.trip(message);
    return otherwise(message);
  }
}
