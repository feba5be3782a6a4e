import { InternalError } from "../errors.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import { afterTrouble, type TroublePorts } from "./after-trouble.ts";
import { type Attempt, beginRow, final, type RowState, seenApplied, sent } from "./attempt.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import { isAsPlanned } from "./effect.ts";
import { guarded } from "./guarded.ts";
import { look } from "./look.ts";
import { alreadyDone, type Finding, notTried, unverified } from "./outcomes.ts";
import type { InstallationWriter, WriteAnswer } from "./writer.ts";

/** What one row's write needs; the guard, the halt and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends TroublePorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
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
 */
export async function carryOut(row: PlanRow, app: PlanApp, ports: CarryOutPorts): Promise<Attempt> {
  const state = beginRow(observedAtMs(row));
  const endedBy = (message: string): Attempt =>
    final(state.sends === 0 ? notTried("stopped", message) : unverified(message, state.lastRequestId));
  return guarded(() => attempt(row, app, ports, state), endedBy, ports.halt);
}

async function attempt(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Attempt> {
  for (;;) {
    const obstacle = await whatHinders(row, app, ports, state);
    if (obstacle !== null) return obstacle;
    const answer = await send(row, app, ports, () => mayStillSend(row, app, ports, state));
    if (answer.kind === "not-sent") {
      state.lateTurns += 1;
      continue;
    }
    state.sends += 1;
    if (answer.requestId !== null) state.lastRequestId = answer.requestId;
    if (answer.kind === "accepted") {
      ports.halt.count("success");
      return sent(state, null);
    }
    const end = await afterTrouble(row, app, ports, state, answer);
    if (end !== null) return end;
  }
}

/** Why the row must not be written (any more), or null. */
async function whatHinders(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Attempt | null> {
  const untouched = (finding: Finding): Attempt =>
    final(
      state.sends === 0
        ? finding
        : unverified(`sent without a clear answer; ${finding.message ?? ""}`, state.lastRequestId),
    );
  const halted = ports.halt.reason();
  if (halted !== null) return untouched(notTried("stopped", halted));
  if (state.lateTurns > MOST_LATE_TURNS) {
    return untouched(notTried("throttled", `its turn came too late ${state.lateTurns} times`));
  }
  if (row.action !== "uninstall") {
    const changed = await ports.definitions.check(app);
    if (changed !== null) return untouched(notTried("definition-changed", changed));
  }
  if (isSeenRecently(ports, state)) return null;
  const seen = await look(row, app, ports);
  if (seen.state === "failed")
    return untouched(notTried("changed-since-plan", `could not be read again: ${seen.detail}`));
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

function send(row: PlanRow, app: PlanApp, ports: CarryOutPorts, maySend: () => boolean): Promise<WriteAnswer> {
  const userId = row.user.id;
  if (userId === null || app.id === null) throw new InternalError("a row without user id or catalog id was to act");
  switch (row.action) {
    case "install":
      return ports.writer.install(userId, app.id, row.consent, maySend);
    case "upgrade":
      return ports.writer.upgrade(userId, installationId(row), row.consent, maySend);
    case "uninstall":
      return ports.writer.uninstall(userId, installationId(row), maySend);
    case null:
      throw new InternalError("a row without an action was to act");
  }
}

function installationId(row: PlanRow): string {
  if (row.observed.state === "present") return row.observed.installationId;
  throw new InternalError("an app that is not installed was to be changed");
}

function observedAtMs(row: PlanRow): number {
  return row.observed.state === "present" || row.observed.state === "absent" ? Date.parse(row.observed.at) : 0;
}
