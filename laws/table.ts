import type { Logic } from "./logic.ts";
import { accepts, type ConstraintOf, isNewerThanAll, isOlder, isSame, type VersionOf } from "./versions.ts";

/** Everything that the decision table looks at, for one (user, app) pair. */
export interface RowOf<Bool, Num> {
  readonly disagrees: Bool;
  readonly targetUnread: Bool;
  /** At most one of these three; none of them: `installed`. */
  readonly isLeave: Bool;
  readonly isAbsent: Bool;
  readonly isUpgraded: Bool;
  /** At most one of these four; none of them: eligible. */
  readonly notFound: Bool;
  readonly ineligible: Bool;
  readonly accountUnknown: Bool;
  readonly accountUnreadable: Bool;
  /** Of an unknown account only the plans were not read. */
  readonly plansOnly: Bool;
  /** At most one of these two; none of them: read. */
  readonly unread: Bool;
  readonly notYetRead: Bool;
  readonly absenceProven: Bool;
  /** An earlier upload may be there without being listed. */
  readonly mayHideCopy: Bool;
  readonly isThere: Bool;
  /** The installed version has a place in the order; false where nothing is installed. */
  readonly isComparable: Bool;
  readonly otherCopy: Bool;
  readonly replacedIsThere: Bool;
  readonly isUnfinished: Bool;
  readonly range: ConstraintOf<Bool, Num>;
  readonly installed: VersionOf<Num>;
  readonly installedDenied: Bool;
  readonly isOffered: Bool;
  readonly offered: VersionOf<Num>;
  readonly offeredDenied: Bool;
  readonly requirementKnown: Bool;
  readonly identityApproved: Bool;
  readonly isLocked: Bool;
  readonly isApproved: Bool;
}

/** One line of the table: when it applies, and what has to be known for that to be asked. */
export interface LineOf<Bool> {
  readonly name: string;
  readonly applies: Bool;
  readonly needs: Bool;
}

/** The lines in their order, as `src/plan/decide.ts` has them; the first that applies decides. */
export function lines<Bool, Num>(logic: Logic<Bool, Num>, row: RowOf<Bool, Num>): readonly LineOf<Bool>[] {
  const { and, or, not, truth } = logic;
  const known = truth(true);
  const hasRange = and(not(row.disagrees), not(row.isAbsent), not(row.isLeave));
  const isIn = and(hasRange, row.isComparable, accepts(logic, row.range, row.installed));
  const offeredIsIn = accepts(logic, row.range, row.offered);
  const isNewer = isOlder(logic, row.offered, row.installed);
  const isOld = isOlder(logic, row.installed, row.offered);
  const hasBetter = and(row.isOffered, row.installedDenied, offeredIsIn, isOld, not(row.offeredDenied));
  const mayNotHave = or(
    row.ineligible,
    and(row.accountUnknown, not(and(row.plansOnly, row.isUpgraded))),
    row.accountUnreadable,
  );
  const isHidden = and(not(row.absenceProven), or(not(row.isThere), row.mayHideCopy));
  const comparison = and(row.isOffered, row.isComparable);
  return [
    { name: "conflict", applies: row.disagrees, needs: known },
    { name: "target unread", applies: row.targetUnread, needs: known },
    { name: "leave", applies: row.isLeave, needs: known },
    { name: "not found", applies: row.notFound, needs: known },
    {
      name: "account",
      applies: or(and(not(row.isAbsent), mayNotHave), and(row.isAbsent, row.accountUnreadable)),
      needs: known,
    },
    { name: "installations unread", applies: or(row.unread, row.notYetRead, isHidden), needs: known },
    { name: "plans unread", applies: and(row.accountUnknown, not(row.isAbsent), not(row.isThere)), needs: known },
    { name: "other copy", applies: row.otherCopy, needs: known },
    { name: "removal", applies: row.isAbsent, needs: known },
    {
      name: "not there, only upgraded",
      applies: and(not(row.isThere), not(row.replacedIsThere), row.isUpgraded, not(row.isUnfinished)),
      needs: known,
    },
    { name: "not comparable", applies: and(row.isThere, not(row.isComparable)), needs: known },
    { name: "in the range", applies: and(not(row.range.latest), isIn, not(hasBetter)), needs: hasRange },
    { name: "nothing offered", applies: not(row.isOffered), needs: known },
    { name: "ahead of the catalog", applies: and(isIn, isNewer), needs: or(not(isIn), comparison) },
    {
      name: "newest accepted",
      applies: and(isIn, or(isSame(logic, row.installed, row.offered), not(offeredIsIn))),
      needs: or(not(isIn), and(comparison, hasRange)),
    },
    {
      name: "newer than the range",
      applies: and(row.isComparable, isNewerThanAll(logic, row.range, row.installed)),
      needs: hasRange,
    },
    { name: "offered is not accepted", applies: not(offeredIsIn), needs: and(hasRange, row.isOffered) },
    {
      name: "newer than offered",
      applies: and(row.isComparable, isNewer),
      needs: or(not(row.isComparable), comparison),
    },
    { name: "offered is denied", applies: row.offeredDenied, needs: row.isOffered },
    { name: "requirement unknown", applies: not(row.requirementKnown), needs: row.isOffered },
    { name: "identity", applies: not(row.identityApproved), needs: row.isOffered },
    { name: "lock", applies: not(row.isLocked), needs: row.isOffered },
    { name: "not approved", applies: not(row.isApproved), needs: and(row.isOffered, row.requirementKnown) },
    { name: "act", applies: known, needs: and(row.isOffered, row.requirementKnown) },
  ];
}

/** A line decides where it applies and none before it does. */
export function decides<Bool, Num>(logic: Logic<Bool, Num>, all: readonly LineOf<Bool>[], name: string): Bool {
  const at = all.findIndex((line) => line.name === name);
  const line = all[at];
  if (line === undefined) throw new Error(`the table has no line "${name}"`);
  return logic.and(line.applies, ...all.slice(0, at).map((before) => logic.not(before.applies)));
}

/** What can be at the same time: the unions of the code, as flags. */
export function isPossible<Bool, Num>(logic: Logic<Bool, Num>, row: RowOf<Bool, Num>): Bool {
  const { and, or, not, less, number, same } = logic;
  const atMostOne = (...flags: readonly Bool[]): Bool =>
    and(...flags.flatMap((flag, at) => flags.slice(at + 1).map((other) => not(and(flag, other)))));
  const isVersion = ({ parts, prerelease }: VersionOf<Num>): Bool =>
    and(
      ...parts.map((part) => not(less(part, number(0)))),
      or(less(prerelease, number(0)), same(prerelease, number(0))),
    );
  return and(
    atMostOne(row.isLeave, row.isAbsent, row.isUpgraded),
    atMostOne(row.notFound, row.ineligible, row.accountUnknown, row.accountUnreadable),
    atMostOne(row.unread, row.notYetRead),
    or(not(row.isComparable), row.isThere),
    or(row.range.latest, not(row.range.isEverything)),
    isVersion(row.installed),
    isVersion(row.offered),
  );
}
