import type { Intent } from "../model/intent.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import { actionOf, catalogIdOf, installationIdOf, plannedVersionOf, userIdOf } from "./acting.ts";
import { afterTrouble, type TroublePorts } from "./after-trouble.ts";
import { type Attempt, beginRow, final, type RowState, seenApplied, sent } from "./attempt.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import { isAsPlanned } from "./effect.ts";
import { guarded } from "./guarded.ts";
import type { WriteJournal } from "./journal.ts";
import { look } from "./look.ts";
import { alreadyDone, notTried, unverified } from "./outcomes.ts";
import type { InstallationWriter, WriteAnswer, WriteTurn } from "./writer.ts";

/** What one row's write needs; the guard, the halt and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends TroublePorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
  readonly journal: WriteJournal;
  /** When this run began to look, in milliseconds since the epoch: what an earlier run saw is never written on. */
  readonly startedAtMs: number;
}

/** A row decided on an older observation than this is read again before it is written. */
export const OBSERVATION_GOOD_FOR_MS = 15 * 60_000;
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
export interface CarriedOut {
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
        sending: () => {
          sending();
          ports.journal.intend(intentOf(row, app, ports.clock.now()));
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
      ports.journal.withdraw({ userId: userIdOf(row), appId: catalogIdOf(app) });
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
