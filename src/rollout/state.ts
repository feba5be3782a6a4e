import type { GateAnswer, RolloutState } from "../model/rollout.ts";
import { askGates } from "./gates.ts";
import { isUrgent, openRings, reachOf } from "./opening.ts";
import { reachesOf } from "./reaches.ts";
import { type Definition, populationOf, type Situation } from "./situation.ts";

/** What is known of a rollout that has not begun. */
export function blankState(definition: Definition): RolloutState {
  return {
    ...definition,
    beganAt: null,
    measuredSince: 0,
    salt: "",
    reaches: {},
    opened: [],
    openBelow: 0,
    halts: [],
    signals: {},
    idleMs: 0,
    lookedAt: 0,
    wasSuspended: false,
    doneAt: null,
    course: [],
  };
}

/** Another definition took its place: it begins with the first ring if it is offered again, and keeps its halts. */
export function supersede(state: RolloutState): RolloutState {
  const { app, catalogId, digest, version, halts } = state;
  return { ...blankState({ app, catalogId, digest, version }), halts };
}

/**
 * What was noted while a clock was ahead, as of now: else nothing that is tried would be counted until that time comes, so that
 * no gate would fail, and a soak would last as long as the clock was wrong.
 */
function notAfter(nowMs: number, state: RolloutState): RolloutState {
  const past = (ms: number): number => Math.min(ms, nowMs);
  return {
    ...state,
    beganAt: state.beganAt === null ? null : past(state.beganAt),
    measuredSince: past(state.measuredSince),
    lookedAt: past(state.lookedAt),
    opened: state.opened.map((one) => ({ ...one, completeAt: one.completeAt === null ? null : past(one.completeAt) })),
  };
}

/** Takes over what this run knows: names, signals, and how long nothing has happened. */
export function follow(kept: RolloutState | null, given: Situation): RolloutState | null {
  if (kept === null) return null;
  const state = notAfter(given.nowMs, kept);
  const { definition, signals, lastTriedAt, openMs, nowMs, rollout, isSuspended } = given;
  const hasMoved = (lastTriedAt ?? -Infinity) >= state.lookedAt;
  const isIdleMeant = isSuspended || state.wasSuspended;
  const isNew = Object.entries(signals).filter(([, { at }]) => at >= state.measuredSince);
  const followed = {
    ...state,
    ...definition,
    signals: { ...state.signals, ...Object.fromEntries(isNew) },
    idleMs: hasMoved ? 0 : state.idleMs + (state.lookedAt === nowMs || isIdleMeant ? 0 : openMs),
    wasSuspended: isSuspended,
    lookedAt: nowMs,
  };
  if (rollout === null || state.beganAt === null) return followed;
  const reaches = reachesOf(rollout.rings, state, () => populationOf(rollout, state, given));
  const open = openRings(rollout, state);
  const opened = rollout.rings.slice(0, open).map((ring) => reachOf(ring, reaches));
  return {
    ...followed,
    reaches,
    openBelow: Math.max(state.openBelow, ...opened),
    // Git may have added a ring since.
    doneAt: open === rollout.rings.length ? state.doneAt : null,
  };
}

/** Asks the gates of what has begun. */
export function gatesOf(state: RolloutState | null, soakedAt: number | null, given: Situation): readonly GateAnswer[] {
  const { rollout, measured } = given;
  if (rollout === null || state === null || state.beganAt === null) return [];
  const ring = rollout.rings[openRings(rollout, state) - 1] ?? null;
  return askGates(rollout.gates, measured, {
    ring,
    isUrgent: isUrgent(rollout, state),
    soakedAt,
    signals: state.signals,
  });
}
