import type { GateAnswer, Halt, Rollout, RolloutEvent, RolloutPhase, RolloutState } from "../model/rollout.ts";
import { describeGate, type Measured, NOTHING_MEASURED } from "./gates.ts";
import { halt, haltDetail, resume } from "./halts.ts";
import { lastRingThatIsDone, noteComplete, openRings, openUpTo, soakEnd } from "./opening.ts";
import { reachesOf } from "./reaches.ts";
import { areRingsRead, type Places } from "./ring-of-person.ts";
import { type Note, type People, peopleOf, populationOf, type Situation } from "./situation.ts";
import { blankState, follow, gatesOf } from "./state.ts";
import { isRolledOut, type Tally } from "./tally.ts";

/** Where a rollout stands after a step, and what happened in it. */
export interface Step {
  /** Null: nothing is to be kept. */
  readonly state: RolloutState | null;
  readonly events: readonly RolloutEvent[];
  readonly phase: RolloutPhase;
  readonly gates: readonly GateAnswer[];
  /** What counts from here on. */
  readonly measured: Measured;
  readonly halt: Halt | null;
  readonly tallies: readonly Tally[];
  readonly places: Places;
  /** Leading rings that are open. */
  readonly openRings: number;
  /** Until when the phase lasts at least; null: nobody knows. */
  readonly until: number | null;
  /** For people: what it waits for beside time. */
  readonly detail: string | null;
}

/**
 * One step of a rollout: lifts what git lifts, halts where a gate fails, begins, notes that a ring is complete, and opens at
 * most one ring. What is unknown never opens anything, and never halts.
 */
export function advance(given: Situation): Step {
  const { definition, rollout, state: kept, nowMs } = given;
  const events: RolloutEvent[] = [];
  const note: Note = (kind, about = {}) =>
    void events.push({ kind, at: nowMs, ...definition, ring: null, halt: null, detail: null, ...about });
  const resumed = resume(kept, given, note);
  const followed = follow(resumed, given);
  const soakedAt = soakEnd(followed, rollout);
  // What was counted before the halt was lifted counts no more.
  const measured = resumed === kept ? given.measured : NOTHING_MEASURED;
  const gates = gatesOf(followed, soakedAt, { ...given, measured });
  const halted = halt(followed, gates, given, note);
  const stands = halted?.halts.find(({ liftedAt }) => liftedAt === null) ?? null;
  const hasBegun = halted?.beganAt != null;
  // Who is in which ring is found out when it begins.
  const people = hasBegun ? peopleOf(halted, given) : peopleOf(null, { ...given, rows: [] });
  const stand = (state: RolloutState | null, phase: RolloutPhase, more: Partial<Step> = {}): Step => ({
    state,
    events,
    phase,
    gates,
    measured,
    halt: stands,
    ...people,
    openRings: openRings(rollout, state),
    until: null,
    detail: null,
    ...more,
  });
  if (stands !== null) {
    return stand(halted, stands.kind === "expired" ? "expired" : "halted", {
      detail: haltDetail(stands, definition),
    });
  }
  const { waitsFor = null } = given;
  if (waitsFor !== null && !hasBegun) return stand(halted, "not-begun", { detail: waitsFor });
  if (rollout === null) return stand(halted, "done");
  if (halted === null || halted.beganAt === null) return begin(halted, rollout, given, note, stand);
  return promote(halted, rollout, soakedAt, gates, given, people, note, stand);
}

type Stand = (state: RolloutState | null, phase: RolloutPhase, more?: Partial<Step>) => Step;

function begin(state: RolloutState | null, rollout: Rollout, given: Situation, note: Note, stand: Stand): Step {
  const { definition, rows, nowMs, whyPartial, firstSeenAt } = given;
  const ageMs = nowMs - (firstSeenAt ?? nowMs);
  if (rollout.urgent !== definition.digest && ageMs < rollout.afterMs) {
    return stand(state, "not-aged", { until: (firstSeenAt ?? nowMs) + rollout.afterMs });
  }
  if (whyPartial !== null) return stand(state, "not-begun", { detail: whyPartial });
  if (!areRingsRead(rollout.rings)) return stand(state, "not-begun", { detail: UNREAD_RING });
  if (!rows.some((row) => row.verdict === "act" && isRolledOut(row))) return stand(state, "not-begun");
  const salt = rollout.rotates ? definition.digest : "";
  const blank: RolloutState = {
    ...(state ?? blankState(definition)),
    beganAt: nowMs,
    measuredSince: nowMs,
    salt,
    lookedAt: nowMs,
  };
  const reaches = reachesOf(rollout.rings, null, () => populationOf(rollout, blank, given));
  const begun = { ...blank, reaches };
  const counted = peopleOf(begun, given);
  const done = lastRingThatIsDone(counted.tallies);
  note("began");
  const opened = openUpTo(
    begun,
    rollout,
    Math.max(0, done),
    counted.tallies,
    given,
    done < 0 ? "opened" : "recovered",
    note,
  );
  return stand(opened, "rolling", counted);
}

function promote(
  state: RolloutState,
  rollout: Rollout,
  soakedAt: number | null,
  gates: readonly GateAnswer[],
  given: Situation,
  people: People,
  note: Note,
  stand: Stand,
): Step {
  const { nowMs, whyPartial, isSuspended, opensAt } = given;
  const complete =
    whyPartial === null && !isSuspended ? noteComplete(state, rollout, people.tallies, nowMs, note) : state;
  const open = openRings(rollout, complete);
  if (open === 0) return reopen(complete, rollout, given, people, note, stand);
  if (complete.doneAt !== null) return stand(complete, "done");
  const end = soakedAt ?? soakEnd(complete, rollout);
  if (end === null)
    return stand(complete, "rolling", { detail: areRingsRead(rollout.rings) ? whyPartial : UNREAD_RING });
  if (open === rollout.rings.length) return stand(complete, "rolling");
  if (nowMs < end) return stand(complete, "soaking", { until: end });
  const waits = gates.find(({ verdict }) => verdict === "unknown") ?? gates.find(({ verdict }) => verdict !== "pass");
  if (waits !== undefined) {
    const phase = waits.verdict === "unknown" ? "gate-unreadable" : "gate-pending";
    return stand(complete, phase, { detail: describeGate(waits) });
  }
  const obstacle = whyNobody(people.tallies, open) ?? obstacleTo(rollout, given);
  if (obstacle !== null) {
    const opens = opensAt(nowMs);
    return stand(complete, "promotable", { detail: obstacle, until: opens === nowMs ? null : opens });
  }
  const promoted = openUpTo(complete, rollout, open, people.tallies, given, "opened", note);
  return stand(promoted, "rolling");
}

/** Why opening rings would bring the version to nobody, so that nothing would be seen in them; null: it would, or all is done. */
function whyNobody(tallies: readonly Tally[], open: number): string | null {
  if (tallies.every(({ counted }) => counted === 0)) return "nobody is to have the version";
  const closed = tallies.slice(open);
  const isOutOfRange = closed.every(({ counted }) => counted === 0) && closed.some(({ barred }) => barred > 0);
  return isOutOfRange ? "the version is out of the range of everybody who is left" : null;
}

const UNREAD_RING = "a target of its rings was not read to its end";

/** What keeps the next ring closed when all was measured and is well. */
function obstacleTo({ rings }: Rollout, { whyPartial, isSuspended, opensAt, nowMs }: Situation): string | null {
  if (!areRingsRead(rings)) return UNREAD_RING;
  if (isSuspended) return "changes are suspended";
  if (whyPartial !== null) return whyPartial;
  if (opensAt(nowMs) === nowMs) return null;
  return "the next ring opens in the hours of its window";
}

/** Git names other rings than those that were opened: the first one opens, as at the beginning. */
function reopen(
  state: RolloutState,
  rollout: Rollout,
  given: Situation,
  people: People,
  note: Note,
  stand: Stand,
): Step {
  if (obstacleTo(rollout, given) !== null) return stand(state, "promotable", { detail: obstacleTo(rollout, given) });
  const opened = openUpTo(state, rollout, 0, people.tallies, given, "opened", note);
  return stand(opened, "rolling");
}
