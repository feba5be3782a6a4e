import type { Logic } from "./logic.ts";

/** A version: four parts, and the place of its pre-release among those of one release. 0: none, which is the newest of them. */
export interface VersionOf<Num> {
  readonly parts: readonly [Num, Num, Num, Num];
  /** Below 0 for a pre-release. */
  readonly prerelease: Num;
}

/** One alternative of a range. */
export interface IntervalOf<Bool, Num> {
  readonly hasMin: Bool;
  readonly min: VersionOf<Num>;
  readonly minIsIn: Bool;
  readonly hasMax: Bool;
  readonly max: VersionOf<Num>;
  readonly maxIsIn: Bool;
  /** Whether the range names a pre-release of this version's release. */
  readonly names: (version: VersionOf<Num>) => Bool;
}

/** Which versions an assignment accepts. */
export interface ConstraintOf<Bool, Num> {
  readonly latest: Bool;
  /** Plain `latest`. */
  readonly isEverything: Bool;
  readonly alternatives: readonly IntervalOf<Bool, Num>[];
}

/** `a` is older than `b`. */
export function isOlder<Bool, Num>(logic: Logic<Bool, Num>, a: VersionOf<Num>, b: VersionOf<Num>): Bool {
  const { or, and, less, same } = logic;
  const [a0, a1, a2, a3] = a.parts;
  const [b0, b1, b2, b3] = b.parts;
  return or(
    less(a0, b0),
    and(same(a0, b0), less(a1, b1)),
    and(same(a0, b0), same(a1, b1), less(a2, b2)),
    and(same(a0, b0), same(a1, b1), same(a2, b2), less(a3, b3)),
    and(same(a0, b0), same(a1, b1), same(a2, b2), same(a3, b3), less(a.prerelease, b.prerelease)),
  );
}

/** Neither is older. */
export function isSame<Bool, Num>(logic: Logic<Bool, Num>, a: VersionOf<Num>, b: VersionOf<Num>): Bool {
  return logic.and(logic.not(isOlder(logic, a, b)), logic.not(isOlder(logic, b, a)));
}

export function accepts<Bool, Num>(
  logic: Logic<Bool, Num>,
  range: ConstraintOf<Bool, Num>,
  version: VersionOf<Num>,
): Bool {
  const { or, and, not, same, number } = logic;
  const isIn = range.alternatives.map((interval) =>
    and(
      or(
        not(interval.hasMin),
        isOlder(logic, interval.min, version),
        and(isSame(logic, interval.min, version), interval.minIsIn),
      ),
      isBelowMax(logic, interval, version),
      or(same(version.prerelease, number(0)), interval.names(version)),
    ),
  );
  return or(range.isEverything, ...isIn);
}

/** Above the upper end of every alternative, so that only going back could reach the range. */
export function isNewerThanAll<Bool, Num>(
  logic: Logic<Bool, Num>,
  range: ConstraintOf<Bool, Num>,
  version: VersionOf<Num>,
): Bool {
  const above = range.alternatives.map((interval) => logic.not(isBelowMax(logic, interval, version)));
  return logic.and(logic.not(range.isEverything), ...above);
}

function isBelowMax<Bool, Num>(
  logic: Logic<Bool, Num>,
  { hasMax, max, maxIsIn }: IntervalOf<Bool, Num>,
  version: VersionOf<Num>,
): Bool {
  return logic.or(logic.not(hasMax), isOlder(logic, version, max), logic.and(isSame(logic, version, max), maxIsIn));
}
