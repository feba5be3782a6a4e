import { type DecidedRow, held } from "../model/plan.ts";
import type { Rollout, RolloutState } from "../model/rollout.ts";
import { earliestOpenings, openRings, openTo, soakEnd } from "./opening.ts";
import { reachesOf } from "./reaches.ts";
import { fractionOf, placesIn } from "./ring-of-person.ts";
import type { Definition, Situation } from "./situation.ts";
import { isRolledOut } from "./tally.ts";

/** The ring of one person, and when it opens. */
export interface RingOfPerson {
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly isOpen: boolean;
  /** When it opens at the earliest, in milliseconds since the epoch; null: it is open, or a halt stands. */
  readonly earliestAt: number | null;
  /** What lifts the halt that stands; null: none does. */
  readonly resume: string | null;
  /** False: nothing is kept of the rollout yet, so that a ring that is to have so many people may reach further. */
  readonly hasBegun: boolean;
}

/** Finds the ring of a person without looking at anybody else. */
export function ringFor(
  userId: string,
  rollout: Rollout,
  definition: Definition,
  state: RolloutState | null,
  when: Pick<Situation, "nowMs" | "opensAt">,
): RingOfPerson {
  const { rings } = rollout;
  const hasBegun = state !== null && state.beganAt !== null;
  const salt = state?.salt ?? (rollout.rotates ? definition.digest : "");
  const reaches = reachesOf(rings, state, () => ({ fractions: [], isWhole: false }));
  const places = placesIn(rings, reaches, 1, (id) => fractionOf(definition.catalogId, id, salt));
  const ring = places.ringOf(userId, 0);
  const halt = state?.halts.find(({ liftedAt }) => liftedAt === null) ?? null;
  const isOpen = halt === null && state !== null && hasBegun && openTo(places, rollout, state)(userId, 0);
  const earliest = earliestOpenings(rollout, openRings(rollout, state), soakEnd(state, rollout), {
    definition,
    ...when,
  });
  return {
    name: rings[ring]?.name ?? "",
    number: ring + 1,
    of: rings.length,
    isOpen,
    earliestAt: isOpen || halt !== null ? null : (earliest[ring] ?? null),
    resume: halt === null ? null : `resume: ${definition.digest}/${halt.number}`,
    hasBegun,
  };
}

/** The row, held where its ring is not open. */
export function heldOutside({ isOpen, resume }: Pick<RingOfPerson, "isOpen" | "resume">, row: DecidedRow): DecidedRow {
  if (row.verdict !== "act" || isOpen || !isRolledOut(row)) return row;
  return held(row, resume === null ? "next-ring" : "rollout-halted", null);
}
