import { InternalError } from "../errors.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import { isAsPlanned } from "./effect.ts";
import { guarded } from "./guarded.ts";
import type { Halt } from "./halt.ts";
import { type LookPorts, look } from "./look.ts";
import { alreadyDone, applied, type Finding, failed, fromEffect, notTried, unverified } from "./outcomes.ts";
import { lookUntilVisible } from "./read-back.ts";
import type { InstallationWriter, WriteAnswer } from "./writer.ts";

/** What one row's write needs; the guard, the halt and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends LookPorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
  readonly halt: Halt;
  readonly stop: AbortSignal;
}

/** `accepted`: Graph said yes, the effect is still to be read back. `final`: nothing more is to be done. */
export type Attempt =
  | { readonly kind: "accepted"; readonly requestId: string | null }
  | { readonly kind: "final"; readonly finding: Finding };

/** A row decided on an older observation than this is read again before it is written. */
export const OBSERVATION_GOOD_FOR_MS = 15 * 60_000;
/** Before a write is repeated, the row must have been seen this recently without the effect. */
const REPEAT_GOOD_FOR_MS = 15_000;
/** A write without a clear answer is sent at most so often. */
const MOST_SENDS = 4;
/** When to look for the effect of a write without a clear answer, in milliseconds after it. */
const LOOK_AFTER_THROTTLING_MS = [1_000, 3_000];
const LOOK_AFTER_FAILURE_MS = [1_000, 3_000, 10_000];
const LOOK_AFTER_CONFLICT_MS = [0, 1_000, 3_000];

/**
 * Writes one row, if what was planned still holds. A write without a clear answer is never repeated blindly: the user is
 * read first, and it is sent again only when the effect is certainly not visible. Never rejects.
 */
export async function carryOut(row: PlanRow, app: PlanApp, ports: CarryOutPorts): Promise<Attempt> {
  const state: RowState = { sends: 0, seenAtMs: observedAtMs(row), lastRequestId: null };
  const endedBy = (message: string): Attempt => ({
    kind: "final",
    finding: state.sends === 0 ? notTried("stopped", message) : unverified(message, state.lastRequestId),
  });
  return guarded(() => attempt(row, app, ports, state), endedBy, ports.halt);
}

async function attempt(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Attempt> {
  for (;;) {
    const obstacle = await whatHinders(row, app, ports, state);
    if (obstacle !== null) return { kind: "final", finding: obstacle };
    const answer = await send(row, app, ports, () => mayStillSend(row, app, ports, state));
    if (answer.kind === "not-sent") continue;
    state.sends += 1;
    if (answer.requestId !== null) state.lastRequestId = answer.requestId;
    if (answer.kind === "accepted") {
      ports.halt.count("success");
      return { kind: "accepted", requestId: answer.requestId };
    }
    const finding = await afterTrouble(row, app, ports, state, answer);
    if (finding !== null) return { kind: "final", finding };
  }
}

/** What is known of a row while it is being written. */
interface RowState {
  sends: number;
  seenAtMs: number;
  lastRequestId: string | null;
}

/** Why the row must not be written (any more), or null. */
async function whatHinders(row: PlanRow, app: PlanApp, ports: CarryOutPorts, state: RowState): Promise<Finding | null> {
  const untouched = (finding: Finding): Finding =>
    state.sends === 0
      ? finding
      : unverified(`sent without a clear answer; ${finding.message ?? ""}`, state.lastRequestId);
  const halted = ports.halt.reason();
  if (halted !== null) return untouched(notTried("stopped", halted));
  if (row.action !== "uninstall") {
    const changed = await ports.definitions.check(app);
    if (changed !== null) return untouched(notTried("definition-changed", changed));
  }
  if (isSeenRecently(ports, state)) return null;
  const seen = await look(row, app, ports);
  if (seen.state === "failed")
    return untouched(notTried("changed-since-plan", `could not be read again: ${seen.detail}`));
  if (seen.effect.kind === "visible") return state.sends === 0 ? alreadyDone() : applied(state.lastRequestId);
  if (!isAsPlanned(row, seen.sight)) {
    return untouched(notTried("changed-since-plan", "detail" in seen.effect ? seen.effect.detail : null));
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

/** The outcome after an answer that was no clear yes, or null when the write may be sent again. */
async function afterTrouble(
  row: PlanRow,
  app: PlanApp,
  ports: CarryOutPorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" | "uncertain" }>,
): Promise<Finding | null> {
  if (answer.kind === "refused") return afterRefusal(row, app, ports, state, answer);
  const times = answer.because === "throttled" ? LOOK_AFTER_THROTTLING_MS : LOOK_AFTER_FAILURE_MS;
  const last = await lookUntilVisible(row, app, ports, times, ports.stop);
  if (last.state === "failed") return unverified(`${answer.message}; then ${last.detail}`, state.lastRequestId);
  if (last.effect.kind !== "not-visible") return fromEffect(last.effect, "applied", state.lastRequestId);
  state.seenAtMs = last.sight.at;
  if (ports.halt.reason() !== null) return unverified(`${answer.message}; ${last.effect.detail}`, state.lastRequestId);
  if (state.sends < MOST_SENDS) return null;
  const code = answer.because === "throttled" ? "throttled" : "refused";
  return failed(code, `sent ${state.sends} times, last answer: ${answer.message}`, state.lastRequestId);
}

/** "Already there" and "not there" may mean that it is done; only a read can tell. */
async function afterRefusal(
  row: PlanRow,
  app: PlanApp,
  ports: CarryOutPorts,
  state: RowState,
  answer: Extract<WriteAnswer, { kind: "refused" }>,
): Promise<Finding> {
  if (answer.status === 409 || answer.status === 404) {
    const last = await lookUntilVisible(row, app, ports, LOOK_AFTER_CONFLICT_MS, ports.stop);
    if (last.state === "seen" && last.effect.kind !== "not-visible") {
      return fromEffect(last.effect, state.sends > 1 ? "applied" : "already-done", answer.requestId);
    }
    if (last.state === "seen" && last.sight.installed.own !== null && row.action === "install") {
      return failed("other-version", "detail" in last.effect ? last.effect.detail : answer.message, answer.requestId);
    }
  }
  if (answer.status === 403) ports.halt.count({ refusal: `${answer.code} (${answer.message.split(":")[0] ?? ""})` });
  return failed(answer.code, answer.message, answer.requestId);
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
