import { InternalError } from "../errors.ts";
import type { Assignment, Claim, Rank } from "../model/desired.ts";

/** What decides between assignments that reach the same user. */
export interface Strength {
  readonly rank: Rank;
  readonly priority: number;
}

/** An assignment that reaches a user and counts. */
export interface Contender {
  readonly assignment: Assignment;
  /** The best of its ways to the user. */
  readonly rank: Rank;
}

/** Who decides a pair, and what it took to win. */
export interface Judgement {
  readonly claim: Claim;
  readonly strength: Strength;
  /** All that are as strong as the winner, the winner included, in the order given. */
  readonly tied: readonly Assignment[];
}

/** Whether `a` wins over `b` for certain: a better rank, or the same rank and a higher priority. */
export function outranks(a: Strength, b: Strength): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.priority > b.priority);
}

/**
 * Who decides one (user, app) pair. Assignments that tie are one claim of the first where they agree in `ensure` and
 * version text, and a conflict of all where they do not.
 * @param contenders sorted by file and line
 * @returns null when there is none
 */
export function judge(contenders: readonly Contender[]): Judgement | null {
  const [first, ...rest] = contenders.map(strengthOf);
  if (first === undefined) return null;
  const strength = rest.reduce((best, other) => (outranks(other, best) ? other : best), first);
  const { rank } = strength;
  const tied = contenders
    .filter((contender) => !outranks(strength, strengthOf(contender)))
    .map(({ assignment }) => assignment);
  const [assignment, ...others] = tied;
  if (assignment === undefined) throw new InternalError("nobody is as strong as the strongest");
  const claim: Claim = others.every((other) => agree(assignment, other))
    ? { kind: "won", assignment, rank }
    : { kind: "conflict", assignments: tied, rank };
  return { claim, strength, tied };
}

/** How strongly a contender claims a user. */
export function strengthOf({ assignment, rank }: Contender): Strength {
  return { rank, priority: assignment.priority };
}

/** Two spellings of one range differ: the text is what people compare. */
function agree(a: Assignment, b: Assignment): boolean {
  return a.ensure === b.ensure && a.version?.text === b.version?.text;
}
