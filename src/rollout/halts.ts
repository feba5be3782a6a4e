import type { GateAnswer, Halt, RolloutState } from "../model/rollout.ts";
import { describeGate } from "./gates.ts";
import { currentRing } from "./opening.ts";
import type { Definition, Note, Situation } from "./situation.ts";

/** Lifts exactly the halt that git names, whereupon soak and measurements begin anew. */
export function resume(
  state: RolloutState | null,
  { rollout, definition, nowMs }: Situation,
  note: Note,
): RolloutState | null {
  if (state === null || rollout?.resume?.digest !== definition.digest) return state;
  const { number: wanted } = rollout.resume;
  const lifted = state.halts.find(({ number, liftedAt }) => number === wanted && liftedAt === null);
  if (lifted === undefined) return state;
  note("resumed", { halt: lifted.number });
  const current = currentRing(rollout, state);
  return {
    ...state,
    halts: state.halts.map((one) => (one === lifted ? { ...one, liftedAt: nowMs } : one)),
    opened: state.opened.map((ring) => (ring === current ? { ...ring, completeAt: null } : ring)),
    measuredSince: nowMs,
    signals: {},
    idleMs: 0,
    lookedAt: nowMs,
  };
}

/** A gate that fails halts what has begun, and so does a long time in which nothing came of it. */
export function halt(
  state: RolloutState | null,
  gates: readonly GateAnswer[],
  { rollout, nowMs }: Situation,
  note: Note,
): RolloutState | null {
  if (state === null || state.beganAt === null || rollout === null) return state;
  if (state.halts.some(({ liftedAt }) => liftedAt === null)) return state;
  const failed = gates.find(({ verdict }) => verdict === "fail");
  if (failed !== undefined) return withHalt(state, "halted", describeGate(failed), nowMs, note);
  const { expiresMs } = rollout;
  if (state.doneAt !== null || expiresMs === null || state.idleMs < expiresMs) return state;
  return withHalt(state, "expired", "neither a change nor a new ring came for as long as it may take", nowMs, note);
}

/** The state with one halt more, which stands. */
export function withHalt(
  state: RolloutState,
  kind: Halt["kind"],
  because: string,
  nowMs: number,
  note: Note,
): RolloutState {
  const number = state.halts.length + 1;
  note(kind, { halt: number, detail: because });
  return { ...state, halts: [...state.halts, { number, kind, at: nowMs, because, liftedAt: null }] };
}

/** Why nothing acts, and what lets it go on. */
export function haltDetail({ number, because }: Halt, { digest }: Definition): string {
  return `${because}; it goes on with resume: ${digest}/${number} in git`;
}
