import type { CoursePoint, Rollout, RolloutEvent, RolloutState } from "../model/rollout.ts";
import type { Step } from "./advance.ts";
import { halt, haltDetail } from "./halts.ts";
import { noteComplete, openRings, soakEnd } from "./opening.ts";
import { type Note, peopleOf, type Situation } from "./situation.ts";
import { follow, gatesOf } from "./state.ts";

/** So many points of a course are kept, an even number: of one more, every second one goes, and neither the first nor the last. */
const MOST_POINTS = 48;

/**
 * What a run came to: how many have the version, whether the ring is complete, whether a gate fails now. It opens nothing:
 * the next ring is a later run's.
 */
export function conclude(given: Situation): Step {
  const { definition, rollout, state: kept, nowMs, whyPartial, isSuspended } = given;
  const events: RolloutEvent[] = [];
  const note: Note = (kind, about = {}) =>
    void events.push({ kind, at: nowMs, ...definition, ring: null, halt: null, detail: null, ...about });
  const followed = follow(kept, given);
  const gates = gatesOf(followed, soakEnd(followed, rollout), given);
  const halted = halt(followed, gates, given, note);
  const people = peopleOf(halted, given);
  const state = rollout === null || halted?.beganAt == null ? halted : completed(halted, rollout);
  const stands = state?.halts.find(({ liftedAt }) => liftedAt === null) ?? null;
  const until = soakEnd(state, rollout);
  const common = {
    state,
    events,
    gates,
    measured: given.measured,
    halt: stands,
    ...people,
    openRings: openRings(rollout, state),
  };
  if (stands !== null) {
    const phase = stands.kind === "expired" ? "expired" : "halted";
    return { ...common, phase, until: null, detail: haltDetail(stands, definition) };
  }
  if (state?.beganAt == null) return { ...common, phase: "not-begun", until: null, detail: given.waitsFor ?? null };
  if (state.doneAt !== null) return { ...common, phase: "done", until: null, detail: null };
  if (until === null) return { ...common, phase: "rolling", until, detail: null };
  return { ...common, phase: "soaking", until, detail: null };

  function completed(before: RolloutState, of: Rollout): RolloutState {
    const { tallies } = people;
    const [done, all] = [
      tallies.reduce((sum, one) => sum + one.done, 0),
      tallies.reduce((sum, one) => sum + one.counted, 0),
    ];
    const charted =
      whyPartial === null ? { ...before, course: withPoint(before.course, { at: nowMs, done, of: all }) } : before;
    return whyPartial === null && !isSuspended ? noteComplete(charted, of, tallies, nowMs, note) : charted;
  }
}

function withPoint(course: readonly CoursePoint[], point: CoursePoint): readonly CoursePoint[] {
  const last = course.at(-1);
  const isSame = last?.done === point.done && last.of === point.of;
  const kept = isSame && course.at(-2)?.done === point.done ? course.slice(0, -1) : course;
  const all = [...kept, point];
  return all.length <= MOST_POINTS ? all : all.filter((_, index) => index % 2 === 0);
}
