import { InternalError } from "../errors.ts";
import { type Assignment, type Claim, type Rank, RANK_EVERYONE, type Target, type User } from "../model/desired.ts";
import type { AppMembership, Reach, Strength } from "./membership.ts";
import { sortTargets } from "./targets.ts";

/** An assignment that reaches a user and counts. */
interface Contender {
  readonly assignment: Assignment;
  /** The best of its ways to the user. */
  readonly rank: Rank;
}

/** Who decides a pair, and what it took to win. */
interface Judgement {
  readonly claim: Claim;
  readonly strength: Strength;
  /** All that are as strong as the winner, the winner included, in the order given. */
  readonly tied: readonly Assignment[];
}

/** Whether `a` wins over `b` for certain: a better rank, or the same rank and a higher priority. */
function outranks(a: Strength, b: Strength): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.priority > b.priority);
}

/**
 * Who decides one (user, app) pair. Assignments that tie are one claim of the first where they agree in `ensure` and
 * version text, and a conflict of all where they do not.
 * @param contenders sorted by file and line
 * @returns null when there is none
 */
function judge(contenders: readonly Contender[]): Judgement | null {
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
function strengthOf({ assignment, rank }: Contender): Strength {
  return { rank, priority: assignment.priority };
}

/** Two spellings of one range differ: the text is what people compare. */
function agree(a: Assignment, b: Assignment): boolean {
  return a.ensure === b.ensure && a.version?.text === b.version?.text;
}

/** How one (user, app) pair is decided, as far as the targets were read. */
export interface PairDecision extends Judgement {
  /** Targets and exceptions that were not read to their end and might decide the pair otherwise; sorted by place. */
  readonly undecidedBy: readonly Target[];
}

/** What is not known of a user and may change which assignments reach them. */
export interface Doubts {
  /** The principal name is not known, so a principal name whose lookup failed may mean them. */
  readonly nameless: boolean;
  /** Whether the account can have the app is not known, and so whether it is one of `everyone`. */
  readonly eligibility: boolean;
}

/** @param user null: nothing at all is known */
export function doubtsAbout(user: User | null): Doubts {
  if (user === null) return { nameless: true, eligibility: true };
  const { id, userPrincipalName, account } = user;
  return {
    nameless: userPrincipalName === null && id !== null && account.state !== "not-found",
    eligibility: (account.state === "unknown" && !account.plansOnly) || account.state === "unreadable",
  };
}

/**
 * Decides one pair.
 * @param reaches the app's assignments that reach or except the user, sorted by file and line; the others may be left out
 * @returns null when no assignment counts for the user, and so the pair is not managed
 */
export function decidePair(app: AppMembership, reaches: readonly Reach[], doubts: Doubts): PairDecision | null {
  const judgement = judge(reaches.flatMap(contendersOf));
  if (judgement === null) return null;
  const targets = [
    ...openTargets(app, reaches, doubts, judgement),
    ...openExceptions(reaches, judgement),
    ...doubtfulRemovals(reaches, doubts, judgement),
  ];
  return { ...judgement, undecidedBy: sortTargets(targets) };
}

/** The assignment as a contender, or nothing where it does not count. */
function contendersOf({ by, rank, excepted }: Reach): readonly Contender[] {
  return rank === null || excepted ? [] : [{ assignment: by.assignment, rank }];
}

/** An unread target might hold the user, unless its assignment excepts them, and might win unless the winner is stronger. */
function openTargets(
  app: AppMembership,
  reaches: readonly Reach[],
  { nameless }: Doubts,
  { strength }: Judgement,
): readonly Target[] {
  const excepting = new Set(reaches.filter(({ excepted }) => excepted).map(({ by }) => by));
  return app.openTargets
    .filter((open) => nameless || open.resolved.open === "anybody")
    .filter((open) => !excepting.has(open.by) && !outranks(strength, open.strength))
    .map((open) => open.resolved.target);
}

/** An unread exception might take the user from an assignment that is not beaten anyway. */
function openExceptions(reaches: readonly Reach[], { tied }: Judgement): readonly Target[] {
  return reaches
    .filter(({ by, rank, excepted }) => rank !== null && !excepted && tied.includes(by.assignment))
    .flatMap(({ by }) => by.except.filter(({ open }) => open !== "nobody").map(({ target }) => target));
}

/**
 * Everyone is every account that can have the app. Where that is not known the decision blocks the row by itself, but
 * not a removal, which does not ask whether the account can have the app.
 */
function doubtfulRemovals(
  reaches: readonly Reach[],
  { eligibility }: Doubts,
  { tied, strength }: Judgement,
): readonly Target[] {
  if (!eligibility || strength.rank !== RANK_EVERYONE) return [];
  return reaches
    .filter(({ by }) => by.assignment.ensure === "absent" && tied.includes(by.assignment))
    .flatMap(({ by }) =>
      by.to.map(({ target }) => target).filter(({ kind, state }) => kind === "everyone" && state === "read"),
    );
}
