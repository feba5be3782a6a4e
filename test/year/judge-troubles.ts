import { newestBetween } from "./judge-writes.ts";
import { passesOf } from "./judge-passes.ts";
import { HOUR_MS } from "./plan-of-week.ts";
import type { Sample, Span, TroubleKind, Violation, Week } from "./record.ts";

/** Whatever begins or ends is seen within so long: git and the brake are looked at each minute. */
const SEEN_MS = 75_000;
/** A message waits for a pass; one that comes and goes is said to be over once it has not come for so many passes. */
const STEADY_PASSES = 7;
/** What is wrong with the controller itself, apart from rows that wait for somebody. */
const STANDING = new Set(["pass-failed", "source-not-in-use", "suspended", "changes-frozen", "store-unusable"]);

/** How it stands: null where it has just changed, or nobody can know yet. */
interface Truth {
  readonly valid: boolean | null;
  readonly suspended: boolean | null;
  readonly frozen: boolean | null;
}

/** Every trouble has a beginning and an end: in the log, in the metrics and in the messages. */
export function judgeTroubles(week: Week): readonly Violation[] {
  return [...week.samples.flatMap((sample) => judgeSample(week, sample)), ...neverEnding(week), ...judgeMessages(week)];
}

function judgeSample(week: Week, { atMs, metrics, live }: Sample): readonly Violation[] {
  if (metrics === null) return [];
  const truth = truthAt(week, atMs);
  const log = logAt(week, atMs);
  const found: Violation[] = [];
  const compare = (what: string, is: boolean | null, metric: number, told: boolean): void => {
    if (is === null) return;
    if ((metric === 1) !== is)
      found.push({ judgement: "troubles", atMs, what: `${what} is ${is}, the metric says ${metric}` });
    if (told !== is) found.push({ judgement: "troubles", atMs, what: `${what} is ${is}, the log says ${told}` });
  };
  compare("that the source is well", truth.valid, metrics.valid, log.valid);
  compare("that changes are suspended", truth.suspended, metrics.suspended, log.suspended);
  compare("that changes are frozen", truth.frozen, metrics.frozen, log.frozen);
  if (live !== 200) found.push({ judgement: "troubles", atMs, what: `/livez answers ${live}` });
  return found;
}

function truthAt(week: Week, atMs: number): Truth {
  const life = week.lives.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  const recent = { fromMs: atMs - SEEN_MS, untilMs: atMs };
  const nothing = { valid: null, suspended: null, frozen: null };
  if (life === undefined || life.fromMs > recent.fromMs || life.askedMs < atMs) return nothing;
  const file = during(week, "brake", recent);
  // What is frozen stands in the store: while that is away, nobody can tell.
  const frozen = during(week, "blocked", recent) === false ? during(week, "freeze", recent) : null;
  const git = during(week, "git", recent);
  const newest = newestBetween(week.commits, recent.fromMs, recent.untilMs);
  const [head] = newest;
  if (git === null || newest.length !== 1 || head === undefined) return { ...nothing, frozen };
  const usable = git ? null : lastUsable(week, life.fromMs, atMs);
  const byCommit = usable === undefined || usable === null ? null : usable.suspends;
  return {
    valid: !git && head.isGood,
    suspended: file === true ? true : file === null ? null : byCommit,
    frozen,
  };
}

/** The last good commit that could be fetched in this life; undefined where that is hard to tell. */
function lastUsable(week: Week, lifeMs: number, atMs: number): Week["commits"][number] | undefined {
  for (const [index, commit] of [...week.commits.entries()].toReversed()) {
    const untilMs = Math.min(week.commits[index + 1]?.atMs ?? atMs, atMs);
    const fromMs = Math.max(commit.atMs, lifeMs);
    if (!commit.isGood || untilMs <= fromMs) continue;
    const begins = [fromMs, ...week.troubles.filter(({ kind }) => kind === "git").map((one) => one.untilMs + 1)];
    const isSeen = begins.some(
      (ms) =>
        ms >= fromMs && ms + SEEN_MS <= untilMs && during(week, "git", { fromMs: ms, untilMs: ms + SEEN_MS }) === false,
    );
    if (isSeen) return commit;
    if (during(week, "git", { fromMs, untilMs }) !== true) return undefined;
  }
  return undefined;
}

/** True: all the time. False: never. Null: only for some of it. */
function during({ troubles }: Week, kind: TroubleKind, { fromMs, untilMs }: Span): boolean | null {
  const touching = troubles.filter((one) => one.kind === kind && one.fromMs <= untilMs && one.untilMs >= fromMs);
  if (touching.length === 0) return false;
  return touching.some((one) => one.fromMs <= fromMs && one.untilMs >= untilMs) ? true : null;
}

interface Told {
  valid: boolean;
  suspended: boolean;
  frozen: boolean;
  store: boolean;
}

const NOTHING_TOLD: Told = { valid: true, suspended: false, frozen: false, store: true };

const TOLD: Readonly<Record<string, Partial<Told>>> = {
  "source-refused": { valid: false },
  "source-recovered": { valid: true },
  suspended: { suspended: true },
  resumed: { suspended: false },
  "store-unusable": { store: false },
  "store-recovered": { store: true },
};

/** What somebody who reads the log from its beginning believes. */
function logAt(week: Week, untilMs: number): Told {
  const told = { ...NOTHING_TOLD };
  for (const { atMs, event } of week.lines) {
    if (atMs > untilMs) break;
    if (event.kind === "started") Object.assign(told, NOTHING_TOLD);
    const change = TOLD[event.kind];
    if (change !== undefined) Object.assign(told, change);
    if (event.kind !== "notice") continue;
    if (event.text.startsWith("warning: changes are frozen")) told.frozen = true;
    if (event.text === "changes are not frozen any more") told.frozen = false;
  }
  return told;
}

/** At the end of the calm nothing is wrong, and everybody knows. */
function neverEnding(week: Week): readonly Violation[] {
  const atMs = week.untilMs;
  const wrong = (what: string): Violation => ({
    judgement: "troubles",
    atMs,
    what: `at the end of a calm day ${what}`,
  });
  const { store } = logAt(week, atMs);
  const { metrics } = week.samples.at(-1) ?? { metrics: null };
  const outcomes = passesOf(week.lines).map(({ outcome }) => outcome);
  return [
    ...(store ? [] : [wrong("the log still says that the store cannot be used")]),
    ...(metrics?.store === 1 ? [] : [wrong("the metric says that the store cannot be used")]),
    ...(metrics?.failures === 0 ? [] : [wrong("passes still count as failed")]),
    ...(outcomes.at(-1) === "failed" || outcomes.at(-1) === "standby"
      ? [wrong(`the last pass ended ${outcomes.at(-1)}`)]
      : []),
  ];
}

/** Who was told of a trouble is told of its end, also where another process began to tell, and of neither twice. */
function judgeMessages(week: Week): readonly Violation[] {
  const said = week.said.filter(({ key, atMs }) => STANDING.has(key) && atMs >= forgottenMs(week));
  const last = new Map(said.map((one) => [one.key, one]));
  return [...neverOver(week, last), ...toldTwice(said)];
}

/** When a process ended last that could not keep what it had told, or its store was lost: the next one knows of nothing. */
function forgottenMs(week: Week): number {
  const noStore = (atMs: number): boolean =>
    ["disk", "blocked"].some((kind) =>
      week.troubles.some((one) => one.kind === kind && one.fromMs <= atMs && one.untilMs + HOUR_MS >= atMs),
    );
  const ends = week.lives.flatMap(({ untilMs }) => (noStore(untilMs) ? [untilMs] : []));
  return Math.max(0, ...ends, ...week.storeLostMs);
}

function toldTwice(said: Week["said"]): readonly Violation[] {
  const last = new Map<string, string>();
  return said.flatMap(({ key, what, atMs }): readonly Violation[] => {
    const before = last.get(key);
    last.set(key, what);
    if (before !== what || (what !== "began" && what !== "over")) return [];
    return [{ judgement: "troubles", atMs, what: `people were told twice in a row that "${key}" ${what}` }];
  });
}

function neverOver(week: Week, last: ReadonlyMap<string, Week["said"][number]>): readonly Violation[] {
  const passes = passesOf(week.lines);
  return [...last.values()].flatMap(({ key, what, atMs }): readonly Violation[] => {
    if (what === "over") return [];
    const since = passes.filter(({ fromMs }) => fromMs > Math.max(atMs, week.calmMs)).length;
    if (what.includes("unsteady") && since < STEADY_PASSES) return [];
    return [{ judgement: "troubles", atMs, what: `people were told that "${key}" ${what}, and never that it is over` }];
  });
}
