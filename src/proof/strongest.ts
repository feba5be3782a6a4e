import type { AssignmentConfiguration } from "../desired/configuration.ts";
import type { AssignmentReach, TargetReach } from "./reach.ts";

/** What decides about one person and one app. */
export interface Deciding {
  /** The strongest of the assignments that reach the person and do not except them; several where they tie. */
  readonly assignments: readonly AssignmentConfiguration[];
  /** Targets that were not read to their end and might hold somebody who changes that, by name. */
  readonly unread: readonly string[];
}

/**
 * Who decides: named one by one beats a group or list, which beats everyone; then the higher priority wins.
 * @param hasName whether any answer told the person's principal name
 */
export function decidingFor(reaches: readonly AssignmentReach[], person: number, hasName: boolean): Deciding {
  const counting = reaches.filter(({ except }) => !except.some(({ people }) => people.has(person)));
  const reached = counting.flatMap((reach): Ranked[] => {
    const ranks = reach.to.filter(({ people }) => people.has(person)).map(({ rank }) => rank);
    return ranks.length === 0 ? [] : [{ reach, rank: Math.min(...ranks) }];
  });
  const [best] = reached.toSorted(strongestFirst);
  if (best === undefined) return { assignments: [], unread: [] };
  const deciding = reached.filter((other) => strongestFirst(best, other) === 0);
  const mightHold = ({ open }: TargetReach) => open === "anybody" || (open === "nameless" && !hasName);
  const rivals = counting.flatMap((reach) =>
    reach.to.filter((target) => mightHold(target) && strongestFirst(best, { reach, rank: target.rank }) >= 0),
  );
  const exceptions = deciding.flatMap(({ reach }) => reach.except.filter(({ open }) => open !== "nobody"));
  return {
    assignments: deciding.map(({ reach }) => reach.assignment),
    unread: [...rivals, ...exceptions].map(({ name }) => name),
  };
}

interface Ranked {
  readonly reach: AssignmentReach;
  readonly rank: number;
}

function strongestFirst(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || b.reach.assignment.priority - a.reach.assignment.priority;
}
