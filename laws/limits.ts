import { least, type Logic } from "./logic.ts";

/** What policy allows, as numbers of rows; a limit that is not written is higher than any number of rows. */
export interface LimitsOf<Num> {
  readonly maxRemovals: Num;
  readonly maxDue: Num;
  readonly maxChanges: Num;
  readonly perRun: Num;
  readonly perDay: Num;
}

/** How many rows there are to act on, and how many were sent in the last 24 hours. */
export interface DueOf<Num> {
  readonly removals: Num;
  readonly changes: Num;
  /** Those of the changes that an open ring, or no rollout, lets through. */
  readonly inOpenRings: Num;
  readonly sentToday: Num;
}

/** How many rows act after every limit, ring and wave, in the order of the gate. */
export function acting<Bool, Num>(logic: Logic<Bool, Num>, limits: LimitsOf<Num>, due: DueOf<Num>): Num {
  const { less, choose, number, plus, minus } = logic;
  const none = number(0);
  const removals = choose(less(limits.maxRemovals, due.removals), none, due.removals);
  const isOverDue = less(limits.maxDue, plus(due.changes, removals));
  const released = choose(isOverDue, none, plus(due.inOpenRings, removals));
  const slots = choose(less(limits.perDay, due.sentToday), none, minus(limits.perDay, due.sentToday));
  const wave = least(logic, least(logic, released, slots), limits.perRun);
  return choose(less(limits.maxChanges, wave), none, wave);
}

/** The ring of somebody whom no target names: the first share that their hash is below, else the last ring. */
export function ringOf<Bool, Num>(logic: Logic<Bool, Num>, hash: Num, below: readonly Num[]): Num {
  return below.reduceRight<Num>(
    (after, end, at) => logic.choose(logic.less(hash, end), logic.number(at), after),
    logic.number(below.length),
  );
}
