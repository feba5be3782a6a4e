import { APPS, PEOPLE } from "./commits.ts";
import { passesOf } from "./judge-passes.ts";
import { DAY_MS } from "./plan-of-week.ts";
import type { Measure, Violation, Week } from "./record.ts";

/** After a calm day the tenant is as the newest commit says, as far as the catalog allows. */
export function judgeConverged(week: Week): readonly Violation[] {
  const commit = week.commits.at(-1);
  if (commit === undefined) return [];
  return APPS.flatMap((app) => PEOPLE.map((user) => ({ app, user }))).flatMap(({ app, user }): readonly Violation[] => {
    const wish = commit.wishes[app];
    const reached =
      wish !== undefined && (wish.users === null || wish.users.includes(user)) && !wish.except.includes(user);
    if (!reached || wish.suspended || commit.protects.includes(user)) return [];
    const has = week.versionOf(user, app);
    const { version, requires } = week.offered(app);
    const wrong = (what: string): readonly Violation[] => [
      { judgement: "converged", atMs: week.untilMs, what: `${app} of ${user}: ${what}` },
    ];
    if (wish.ensure === "absent") return has === null ? [] : wrong(`still there, ${has}`);
    const mayCome =
      (wish.range === null || (version >= wish.range.least && version < wish.range.below)) &&
      requires.every((one) => wish.approved.includes(one));
    if (!mayCome) return [];
    if (has === null) return wish.ensure === "installed" ? wrong("is not there") : [];
    return has < (wish.range?.least ?? version) ? wrong(`is at ${has}, and ${version} is offered`) : [];
  });
}

/** Lines of a day that tell of no pass and of no change: what begins and ends, and when the next pass is. */
const MOST_OTHER_LINES = 120;
/** Passes of a day: three by the clock, one for each commit and each trouble, and tries that grow rarer. */
const MOST_PASSES = 100;
const MOST_LINES_OF_A_PASS = 5;

function tooMuch(atMs: number, what: string): Violation {
  return { judgement: "bounded", atMs, what };
}

/** The log grows with what happens, and not with how long it lasts. */
export function judgeLog(week: Week): readonly Violation[] {
  const days = Math.ceil((week.untilMs - week.fromMs) / DAY_MS);
  return Array.from({ length: days }, (_, day) => week.fromMs + day * DAY_MS).flatMap(
    (fromMs): readonly Violation[] => {
      const lines = week.lines.filter(
        ({ atMs, event }) => atMs >= fromMs && atMs < fromMs + DAY_MS && event.kind !== "row",
      );
      const passes = passesOf(lines).length;
      const most = MOST_OTHER_LINES + passes * MOST_LINES_OF_A_PASS;
      return [
        ...(passes > MOST_PASSES ? [tooMuch(fromMs, `${passes} passes in one day`)] : []),
        ...(lines.length > most ? [tooMuch(fromMs, `${lines.length} lines in one day of ${passes} passes`)] : []),
      ];
    },
  );
}

/** What a week may leave behind is nothing; a collector of garbage is not exact. */
const MORE_HEAP_BYTES = 16 * 1024 * 1024;
const MORE_HANDLES = 6;
const MORE_ASLEEP = 3;
/** Weeks until all code is loaded and compiled. */
const WARM_WEEKS = 3;

/** Memory, files and timers are at the end what they were once it had warmed up. */
export function judgeMeasures(measures: readonly Measure[]): readonly Violation[] {
  const [first, last] = [measures[Math.min(WARM_WEEKS, measures.length - 1)], measures.at(-1)];
  if (first === undefined || last === undefined) return [];
  const grown = (what: string, from: number, to: number, most: number): readonly Violation[] =>
    to - from <= most ? [] : [{ judgement: "bounded", atMs: last.atMs, what: `${what} grew from ${from} to ${to}` }];
  return [
    ...grown("memory", first.heapBytes, last.heapBytes, MORE_HEAP_BYTES),
    ...grown("open handles", first.handles, last.handles, MORE_HANDLES),
    ...grown("timers", first.asleep, last.asleep, MORE_ASLEEP),
  ];
}
