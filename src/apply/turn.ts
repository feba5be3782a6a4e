import type { ActingRow, LateHold } from "../model/plan.ts";
import type { OutcomeCode } from "../model/reasons.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { DefinitionGuard } from "./definition-guard.ts";
import type { WriteJournal } from "./journal.ts";
import { type Effect, applied, type Finding, fromEffect, unverified } from "./outcomes.ts";
import type { LookPorts, SentWrite } from "./read-back.ts";
import type { Stage } from "./stages.ts";
import type { InstallationWriter } from "./writer.ts";

// What a row's turn has to hand, what is known of the row from turn to turn, and what one turn comes to.

/** What one row's write needs; the guard, the breaker and the stop are shared by all rows of a run. */
export interface CarryOutPorts extends LookPorts {
  readonly writer: InstallationWriter;
  readonly definitions: DefinitionGuard;
  readonly journal: WriteJournal;
  readonly breaker: CircuitBreaker;
  /** Why such a row must not begin now, though it was to act, as far as {@link CarryOutPorts.hearHolds} has heard. */
  readonly heldNow: (row: Pick<ActingRow, "app" | "action">) => LateHold | null;
  /** Asks anew for what others may have stopped meanwhile; before every write. */
  readonly hearHolds: () => Promise<void>;
  /** Why nothing may be written any more, asked of whoever grants the right to write; asked right before every write. */
  readonly lostNow: () => Promise<string | null>;
  readonly stop: AbortSignal;
  /** Told when a turn came so late that the row has to be looked at again. */
  readonly noteLateTurn: () => void;
}

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
  | Again;

/** The row is to have another turn at that time, in milliseconds since the epoch. */
export interface Again {
  readonly kind: "again";
  readonly atMs: number;
  /** True: something was sent that may have been carried out, and nobody has looked since. */
  readonly isUnseen: boolean;
}

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

/** Nothing more is to be done. */
export function final(finding: Finding): Step {
  return { kind: "final", finding };
}

/** What was sent is left to be read back; `doubt` says why it is not certain that Graph carried it out, null: it is. */
export function sent(state: RowState, doubt: string | null): Step {
  return { kind: "sent", write: { requestId: state.lastRequestId, doubt } };
}

/**
 * What is there is neither what was nor what was planned. A newer version ends the row at once, and with it the changes of
 * its app; anything else may be on its way still.
 */
export function foundInstead(effect: Effect, state: RowState, doubt: string): Step {
  return effect.kind === "other-version" && effect.isFinal
    ? final(fromEffect(effect, "applied", state.lastRequestId))
    : sent(state, doubt);
}

/** A write was sent without a clear answer, and nothing says what came of it. */
export function doubtful(state: RowState, why: string): Step {
  return final(unverified(`sent without a clear answer (${state.lastAnswer}); ${why}`, state.lastRequestId));
}

/** Graph gave no clear answer, yet the effect was seen: that counts as a success like an accepted write. */
export function seenApplied({ app }: Stage, { breaker }: CarryOutPorts, state: RowState): Step {
  breaker.count(app, { kind: "accepted" });
  return final(applied(state.lastRequestId));
}
