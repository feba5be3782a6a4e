import { type Logic, implies } from "./logic.ts";
import { acting, type DueOf, type LimitsOf, ringOf } from "./limits.ts";
import { type ClaimOf, disagree, outranks, strongest } from "./precedence.ts";
import { decides, isPossible, type LineOf, lines, type RowOf } from "./table.ts";
import {
  accepts,
  type ConstraintOf,
  type IntervalOf,
  isNewerThanAll,
  isOlder,
  isSame,
  type VersionOf,
} from "./versions.ts";

/** Values that may be any; each name is one of its own. */
export interface Any<Bool, Num> {
  readonly logic: Logic<Bool, Num>;
  readonly flag: (name: string) => Bool;
  readonly integer: (name: string) => Num;
  readonly predicate: (name: string, places: number) => (...values: readonly Num[]) => Bool;
}

/** Something that is true for all values. */
export interface Law {
  readonly name: string;
  readonly claim: <Bool, Num>(any: Any<Bool, Num>) => Bool;
}

function version<Bool, Num>({ integer }: Any<Bool, Num>, name: string): VersionOf<Num> {
  const part = (at: number): Num => integer(`${name}.${at}`);
  return { parts: [part(0), part(1), part(2), part(3)], prerelease: integer(`${name}.pre`) };
}

function interval<Bool, Num>(any: Any<Bool, Num>, name: string): IntervalOf<Bool, Num> {
  const named = any.predicate(`${name} names`, 4);
  return {
    hasMin: any.flag(`${name}.hasMin`),
    min: version(any, `${name}.min`),
    minIsIn: any.flag(`${name}.minIsIn`),
    hasMax: any.flag(`${name}.hasMax`),
    max: version(any, `${name}.max`),
    maxIsIn: any.flag(`${name}.maxIsIn`),
    names: ({ parts }) => named(...parts),
  };
}

/** Three alternatives; where fewer are meant, some are equal. */
function range<Bool, Num>(any: Any<Bool, Num>): ConstraintOf<Bool, Num> {
  return {
    latest: any.flag("latest"),
    isEverything: any.flag("everything"),
    alternatives: ["a", "b", "c"].map((name) => interval(any, name)),
  };
}

function row<Bool, Num>(any: Any<Bool, Num>): RowOf<Bool, Num> {
  const { flag } = any;
  return {
    disagrees: flag("disagrees"),
    targetUnread: flag("targetUnread"),
    isLeave: flag("isLeave"),
    isAbsent: flag("isAbsent"),
    isUpgraded: flag("isUpgraded"),
    notFound: flag("notFound"),
    ineligible: flag("ineligible"),
    accountUnknown: flag("accountUnknown"),
    accountUnreadable: flag("accountUnreadable"),
    plansOnly: flag("plansOnly"),
    unread: flag("unread"),
    notYetRead: flag("notYetRead"),
    absenceProven: flag("absenceProven"),
    mayHideCopy: flag("mayHideCopy"),
    isThere: flag("isThere"),
    isComparable: flag("isComparable"),
    otherCopy: flag("otherCopy"),
    replacedIsThere: flag("replacedIsThere"),
    isUnfinished: flag("isUnfinished"),
    range: range(any),
    installed: version(any, "installed"),
    installedDenied: flag("installedDenied"),
    isOffered: flag("isOffered"),
    offered: version(any, "offered"),
    offeredDenied: flag("offeredDenied"),
    requirementKnown: flag("requirementKnown"),
    identityApproved: flag("identityApproved"),
    isLocked: flag("isLocked"),
    isApproved: flag("isApproved"),
  };
}

/** What holds of every possible row. */
function ofRows(
  name: string,
  claim: <Bool, Num>(logic: Logic<Bool, Num>, one: RowOf<Bool, Num>, all: readonly LineOf<Bool>[]) => Bool,
): Law {
  return {
    name,
    claim: (any) => {
      const one = row(any);
      return implies(any.logic, isPossible(any.logic, one), claim(any.logic, one, lines(any.logic, one)));
    },
  };
}

function claimOf<Bool, Num>({ integer }: Any<Bool, Num>, name: string): ClaimOf<Num> {
  return { rank: integer(`${name}.rank`), priority: integer(`${name}.priority`), asksFor: integer(`${name}.asksFor`) };
}

function limitsOf<Bool, Num>({ integer }: Any<Bool, Num>): LimitsOf<Num> {
  return {
    maxRemovals: integer("maxRemovals"),
    maxDue: integer("maxDue"),
    maxChanges: integer("maxChanges"),
    perRun: integer("perRun"),
    perDay: integer("perDay"),
  };
}

function dueOf<Bool, Num>({ integer }: Any<Bool, Num>): DueOf<Num> {
  return {
    removals: integer("removals"),
    changes: integer("changes"),
    inOpenRings: integer("inOpenRings"),
    sentToday: integer("sentToday"),
  };
}

/** What holds of every number of rows and every limit. */
function ofLimits(
  name: string,
  claim: <Bool, Num>(logic: Logic<Bool, Num>, limits: LimitsOf<Num>, due: DueOf<Num>) => Bool,
): Law {
  return {
    name,
    claim: (any) => {
      const { and, not, less, number } = any.logic;
      const [limits, due] = [limitsOf(any), dueOf(any)];
      const counts = and(
        ...[...Object.values(limits), ...Object.values(due)].map((value) => not(less(value, number(0)))),
        not(less(due.changes, due.inOpenRings)),
      );
      return implies(any.logic, counts, claim(any.logic, limits, due));
    },
  };
}

const NOTHING = 0;

/** Every law, by what it is about. */
export const LAWS: Readonly<Record<string, readonly Law[]>> = {
  versions: [
    {
      name: "of two versions one is older, or they are the same, and never both",
      claim: (any) => {
        const { logic } = any;
        const [a, b] = [version(any, "a"), version(any, "b")];
        const [older, newer, same] = [isOlder(logic, a, b), isOlder(logic, b, a), isSame(logic, a, b)];
        const { and, or, not } = logic;
        return and(or(older, newer, same), not(and(older, newer)), not(and(older, same)), not(and(newer, same)));
      },
    },
    {
      name: "what is older than an older version is older",
      claim: (any) => {
        const [a, b, c] = [version(any, "a"), version(any, "b"), version(any, "c")];
        const both = any.logic.and(isOlder(any.logic, a, b), isOlder(any.logic, b, c));
        return implies(any.logic, both, isOlder(any.logic, a, c));
      },
    },
    {
      name: "what is newer than every accepted version is not accepted",
      claim: (any) => {
        const [accepted, one] = [range(any), version(any, "one")];
        const { and, not } = any.logic;
        return not(and(isNewerThanAll(any.logic, accepted, one), accepts(any.logic, accepted, one)));
      },
    },
    {
      name: "what is newer than a version that is newer than every accepted one is so too",
      claim: (any) => {
        const [accepted, one, other] = [range(any), version(any, "one"), version(any, "other")];
        const both = any.logic.and(isNewerThanAll(any.logic, accepted, one), isOlder(any.logic, one, other));
        return implies(any.logic, both, isNewerThanAll(any.logic, accepted, other));
      },
    },
  ],
  "decision table": [
    ofRows("some line decides every row", (logic, _, all) => logic.or(...all.map(({ applies }) => applies))),
    ofRows("what a line looks at is known when it is asked", (logic, _, all) =>
      logic.and(
        ...all.map((line, at) => {
          const isAsked = logic.and(...all.slice(0, at).map(({ applies }) => logic.not(applies)));
          return implies(logic, isAsked, line.needs);
        }),
      ),
    ),
    ofRows("an install or upgrade brings an accepted version, and never an older or equal one", (logic, one, all) =>
      implies(
        logic,
        decides(logic, all, "act"),
        logic.and(
          accepts(logic, one.range, one.offered),
          logic.or(logic.not(one.isThere), isOlder(logic, one.installed, one.offered)),
        ),
      ),
    ),
    ofRows("nothing is brought that is unknown, denied, not approved or not locked", (logic, one, all) =>
      implies(
        logic,
        decides(logic, all, "act"),
        logic.and(
          one.isOffered,
          one.requirementKnown,
          one.identityApproved,
          one.isLocked,
          one.isApproved,
          logic.not(one.offeredDenied),
        ),
      ),
    ),
    ofRows("nobody is written for whose account, targets or installations are not known", (logic, one, all) =>
      implies(
        logic,
        logic.or(decides(logic, all, "act"), decides(logic, all, "removal")),
        logic.not(logic.or(one.disagrees, one.targetUnread, one.accountUnreadable, one.unread, one.notYetRead)),
      ),
    ),
    ofRows("what is to be left or to be absent is never brought", (logic, one, all) =>
      implies(logic, decides(logic, all, "act"), logic.not(logic.or(one.isLeave, one.isAbsent))),
    ),
    ofRows("only what is to be absent is removed", (logic, one, all) =>
      implies(logic, decides(logic, all, "removal"), one.isAbsent),
    ),
    {
      name: "a row that was written as planned does not act again",
      claim: (any) => {
        const { logic } = any;
        const before = row(any);
        const after = {
          ...before,
          isThere: logic.truth(true),
          isComparable: logic.truth(true),
          installed: before.offered,
          installedDenied: before.offeredDenied,
          isUnfinished: logic.truth(false),
          replacedIsThere: logic.truth(false),
        };
        const acted = logic.and(isPossible(logic, before), decides(logic, lines(logic, before), "act"));
        return implies(logic, acted, logic.not(decides(logic, lines(logic, after), "act")));
      },
    },
  ],
  precedence: [
    {
      name: "nobody outranks themselves, and of two at most one outranks the other",
      claim: (any) => {
        const [a, b] = [claimOf(any, "a"), claimOf(any, "b")];
        const both = any.logic.and(outranks(any.logic, a, b), outranks(any.logic, b, a));
        return any.logic.and(any.logic.not(outranks(any.logic, a, a)), any.logic.not(both));
      },
    },
    {
      name: "who outranks the stronger of two outranks the weaker",
      claim: (any) => {
        const [a, b, c] = [claimOf(any, "a"), claimOf(any, "b"), claimOf(any, "c")];
        const { and, not } = any.logic;
        const both = and(outranks(any.logic, a, b), not(outranks(any.logic, c, b)));
        return implies(any.logic, both, outranks(any.logic, a, c));
      },
    },
    {
      name: "the order of the files decides neither who wins nor whether they disagree",
      claim: (any) => {
        const { logic } = any;
        const [a, b, c, d] = [claimOf(any, "a"), claimOf(any, "b"), claimOf(any, "c"), claimOf(any, "d")];
        const orders = [
          [b, a, c, d],
          [b, c, d, a],
          [d, c, b, a],
          [a, c, b, d],
        ] as const;
        const first = [a, b, c, d] as const;
        return logic.and(
          ...orders.flatMap((order) => {
            const [one, other] = [strongest(logic, first), strongest(logic, order)];
            const [here, there] = [disagree(logic, first), disagree(logic, order)];
            return [
              logic.same(one.rank, other.rank),
              logic.same(one.priority, other.priority),
              implies(logic, here, there),
              implies(logic, there, here),
            ];
          }),
        );
      },
    },
  ],
  "limits and rings": [
    ofLimits("never more act than each limit allows", (logic, limits, due) => {
      const count = acting(logic, limits, due);
      const { and, or, not, less, plus, same, number } = logic;
      return and(
        not(less(limits.perRun, count)),
        not(less(limits.maxChanges, count)),
        or(not(less(limits.perDay, plus(due.sentToday, count))), same(count, number(NOTHING))),
      );
    }),
    ofLimits("rings and waves let nothing through that maxDue holds without them", (logic, limits, due) => {
      const { less, same, number } = logic;
      const isOver = less(limits.maxDue, due.changes);
      return implies(logic, isOver, same(acting(logic, limits, due), number(NOTHING)));
    }),
    ofLimits("too many removals are all held, whatever the waves are", (logic, limits, due) => {
      const withNone = { ...due, removals: logic.number(NOTHING) };
      const isOver = logic.less(limits.maxRemovals, due.removals);
      return implies(logic, isOver, logic.same(acting(logic, limits, due), acting(logic, limits, withNone)));
    }),
    ofLimits("never more act than are in open rings", (logic, limits, due) =>
      logic.not(logic.less(logic.plus(due.inOpenRings, due.removals), acting(logic, limits, due))),
    ),
    {
      name: "a larger share only adds people to a ring",
      claim: (any) => {
        const { logic } = any;
        const names = ["0", "1", "2"];
        const before = names.map((name) => any.integer(`before ${name}`));
        const more = names.map((name) => any.integer(`more ${name}`));
        const after = before.map((end, at) => logic.plus(end, more[at] ?? logic.number(NOTHING)));
        const hash = any.integer("hash");
        const grows = logic.and(...more.map((one) => logic.not(logic.less(one, logic.number(NOTHING)))));
        return implies(logic, grows, logic.not(logic.less(ringOf(logic, hash, before), ringOf(logic, hash, after))));
      },
    },
  ],
};

/** A law that is not one: the prover has to find values that break it. */
export const FALSE_LAW: Law = {
  name: "what is newer than what is offered is newer than every accepted version",
  claim: (any) => {
    const [accepted, installed, offered] = [range(any), version(any, "installed"), version(any, "offered")];
    const both = any.logic.and(accepts(any.logic, accepted, offered), isOlder(any.logic, offered, installed));
    return implies(any.logic, both, isNewerThanAll(any.logic, accepted, installed));
  },
};

/** Every line decides some row: a line that none could decide would be dead. */
export function reachable<Bool, Num>(any: Any<Bool, Num>): readonly { readonly name: string; readonly claim: Bool }[] {
  const one = row(any);
  const all = lines(any.logic, one);
  const possible = isPossible(any.logic, one);
  return all.map(({ name }) => ({ name, claim: any.logic.and(possible, decides(any.logic, all, name)) }));
}
