import type { Logic } from "./logic.ts";

/** How strongly an assignment claims a person, and what it asks for. */
export interface ClaimOf<Num> {
  /** 0 named directly, 1 by a list or group, 2 everyone. */
  readonly rank: Num;
  readonly priority: Num;
  /** What it asks for: two claims agree where these are equal. */
  readonly asksFor: Num;
}

/** `a` wins over `b` for certain. */
export function outranks<Bool, Num>(logic: Logic<Bool, Num>, a: ClaimOf<Num>, b: ClaimOf<Num>): Bool {
  return logic.or(
    logic.less(a.rank, b.rank),
    logic.and(logic.same(a.rank, b.rank), logic.less(b.priority, a.priority)),
  );
}

/** The strength of the strongest of all claims, found in the order given. */
export function strongest<Bool, Num>(
  logic: Logic<Bool, Num>,
  [first, ...rest]: readonly [ClaimOf<Num>, ...ClaimOf<Num>[]],
): ClaimOf<Num> {
  return rest.reduce((best, other) => {
    const wins = outranks(logic, other, best);
    return {
      rank: logic.choose(wins, other.rank, best.rank),
      priority: logic.choose(wins, other.priority, best.priority),
      asksFor: logic.choose(wins, other.asksFor, best.asksFor),
    };
  }, first);
}

/** Whether two claims that nobody outranks ask for different things. */
export function disagree<Bool, Num>(logic: Logic<Bool, Num>, claims: readonly [ClaimOf<Num>, ...ClaimOf<Num>[]]): Bool {
  const best = strongest(logic, claims);
  const isTied = (claim: ClaimOf<Num>): Bool => logic.not(outranks(logic, best, claim));
  const pairs = claims.flatMap((one, at) => claims.slice(at + 1).map((other) => [one, other] as const));
  return logic.or(
    ...pairs.map(([one, other]) =>
      logic.and(isTied(one), isTied(other), logic.not(logic.same(one.asksFor, other.asksFor))),
    ),
  );
}
