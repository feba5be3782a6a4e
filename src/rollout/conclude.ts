import type { CoursePoint, RolloutEvent, RolloutState } from "../model/rollout.ts";
import { halt } from "./halts.ts";
import { noteComplete, soakEnd } from "./opening.ts";
import { type Note, peopleOf, type Situation } from "./situation.ts";
import { follow, gatesOf } from "./state.ts";

/** So many points of a course are kept: of more, every second one of the older ones goes. */
const MOST_POINTS = 48;

/**
 * What a run came to: how many have the version, whether the ring is complete, whether a gate fails now. It opens nothing:
 * the next ring is a later run's.
 */
export function conclude(given: Situation): {
  readonly state: RolloutState | null;
  readonly events: readonly RolloutEvent[];
} {
  const { definition, rollout, state: kept, nowMs, isWhole, isSuspended } = given;
  const events: RolloutEvent[] = [];
  const note: Note = (kind, about = {}) =>
    void events.push({ kind, at: nowMs, ...definition, ring: null, halt: null, detail: null, ...about });
  const followed = follow(kept, given);
  const halted = halt(followed, gatesOf(followed, soakEnd(followed, rollout), given), given, note);
  if (halted === null || rollout === null || halted.beganAt === null) return { state: halted, events };
  const { tallies } = peopleOf(halted, given);
  const [done, of] = [
    tallies.reduce((sum, one) => sum + one.done, 0),
    tallies.reduce((sum, one) => sum + one.counted, 0),
  ];
  const charted = isWhole ? { ...halted, course: withPoint(halted.course, { at: nowMs, done, of }) } : halted;
  const state = isWhole && !isSuspended ? noteComplete(charted, rollout, tallies, nowMs, note) : charted;
  return { state, events };
}

function withPoint(course: readonly CoursePoint[], point: CoursePoint): readonly CoursePoint[] {
  const last = course.at(-1);
  const isSame = last?.done === point.done && last.of === point.of;
  const kept = isSame && course.at(-2)?.done === point.done ? course.slice(0, -1) : course;
  const all = [...kept, point];
  return all.length <= MOST_POINTS ? all : all.filter((_, index) => index % 2 === 0 || index === all.length - 1);
}
