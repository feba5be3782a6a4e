/** Whose requests go first where the limit of a registration does not do for all: the first of these. */
export const SLICE_RANKS = ["urgent", "writes", "routine", "audit"] as const;

/** See {@link SLICE_RANKS}: what git calls urgent, a run that writes now, one that may write, one that only looks. */
export type SliceRank = (typeof SLICE_RANKS)[number];

/** What one run wants of a limit, in units a second. */
export interface Claim {
  readonly holder: string;
  readonly rank: SliceRank;
  readonly wants: number;
}

/** A claim whose holder may still go as fast as that. */
export interface LiveClaim extends Claim {
  readonly counted: number;
}

/** The part of a limit that each rank keeps, however much those before it want: nobody starves. */
const KEPT_SHARE = 0.05;

/**
 * Divides a limit: ranks in order, and fairly within a rank. What somebody does not want is lent to the others. Everybody who wants
 * something gets something, and all together at most the limit.
 */
export function divide(limit: number, claims: readonly Claim[]): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  const levels = SLICE_RANKS.map((rank) => claims.filter((claim) => claim.rank === rank));
  const kept = levels.map((level) => Math.min(limit * KEPT_SHARE, sum(level.map(({ wants }) => wants))));
  let left = limit;
  for (const [at, level] of levels.entries()) {
    const forLater = sum(kept.slice(at + 1));
    left = forLater + fill(left - forLater, level, given);
  }
  return given;
}

/** Whoever wants least gets that, and the others share what is left evenly; gives what nobody wanted. */
function fill(amount: number, level: readonly Claim[], given: Map<string, number>): number {
  let left = amount;
  for (const [at, { holder, wants }] of level.toSorted((a, b) => a.wants - b.wants).entries()) {
    const part = Math.min(wants, left / (level.length - at));
    given.set(holder, part);
    left -= part;
  }
  return left;
}

/**
 * What one of them may use from now on. The others may be faster than is fair until they ask the next time, so it is at most what
 * they leave.
 */
export function sliceFor(limit: number, asker: Claim, others: readonly LiveClaim[]): number {
  const fair = divide(limit, [asker, ...others]).get(asker.holder) ?? 0;
  return Math.max(0, Math.min(fair, limit - sum(others.map(({ counted }) => counted))));
}

function sum(all: readonly number[]): number {
  return all.reduce((before, one) => before + one, 0);
}
