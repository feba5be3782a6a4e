import { dueTimes } from "./calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./plan-of-week.ts";
import type { Line, Span, Violation, Week } from "./record.ts";

/** One pass as the log tells of it. */
export interface LoggedPass extends Span {
  readonly trigger: string;
  readonly outcome: string;
  /** True: it could change what it found. */
  readonly acts: boolean;
}

/** A scheduled pass begins within so long; the time is looked at each minute. */
const LATE_MS = 2 * MINUTE_MS;
/** The longest time between two passes of the timetable, and an hour for a change of the clock. */
const LONGEST_GAP_MS = 12 * HOUR_MS + HOUR_MS + LATE_MS;
/** What was missed is made good as soon as it can be: tries go on, the longest wait between two being an hour. */
const MADE_GOOD_MS = HOUR_MS + 5 * MINUTE_MS;

/** The passes of a log. One on standby counts for nothing: it did nothing. */
export function passesOf(lines: readonly Line[]): readonly LoggedPass[] {
  const passes: LoggedPass[] = [];
  let begun: { readonly atMs: number; readonly trigger: string } | null = null;
  for (const { atMs, event } of lines) {
    if (event.kind === "started") begun = null;
    if (event.kind === "pass-started") begun = { atMs, trigger: event.trigger };
    if (event.kind !== "pass-ended") continue;
    const { outcome, problem } = event;
    const acts = outcome !== "standby" && outcome !== "failed" && problem?.startsWith("only reported") !== true;
    passes.push({ fromMs: begun?.atMs ?? atMs, untilMs: atMs, trigger: begun?.trigger ?? "", outcome, acts });
    begun = null;
  }
  return passes;
}

/** No time of the timetable without a pass, none with two, and whatever was missed is made good soon. */
export function judgePasses(week: Week): readonly Violation[] {
  const passes = passesOf(week.lines);
  return [...missed(week, passes), ...twice(week, passes), ...gaps(week, passes), ...notMadeGood(week, passes)];
}

/** When the clock first shows a time, though somebody may set it meanwhile. */
function crossingOf(week: Week, wallMs: number): number {
  let offsetMs = week.startMs;
  for (const { atMs, byMs } of week.steps) {
    if (wallMs - offsetMs <= atMs) break;
    offsetMs += byMs;
    if (wallMs - offsetMs <= atMs) return atMs;
  }
  return wallMs - offsetMs;
}

/** Each time of the timetable, as far as a process lived then and long enough after it. */
function expected(week: Week): readonly { readonly wallMs: number; readonly atMs: number }[] {
  const aroundMs = 4 * DAY_MS;
  return week.lives.flatMap(({ zone, fromMs, askedMs }) =>
    dueTimes({ zone, times: week.times }, week.startMs + week.fromMs - aroundMs, week.startMs + week.untilMs + aroundMs)
      .map((wallMs) => ({ wallMs, atMs: crossingOf(week, wallMs) }))
      .filter(
        ({ atMs }) => atMs > Math.max(fromMs, week.fromMs) && atMs + 2 * HOUR_MS < Math.min(askedMs, week.untilMs),
      ),
  );
}

function missed(week: Week, passes: readonly LoggedPass[]): readonly Violation[] {
  return expected(week).flatMap(({ wallMs, atMs }): readonly Violation[] => {
    const before = passes.find(({ fromMs, untilMs }) => fromMs < atMs && untilMs >= atMs);
    const byMs = (before?.untilMs ?? atMs) + LATE_MS;
    // On standby nothing is done, and each try is not told.
    const isStandby = week.troubles.some(
      ({ kind, fromMs, untilMs }) => kind === "rival" && fromMs <= byMs && untilMs >= atMs,
    );
    if (isStandby || passes.some(({ fromMs }) => fromMs >= atMs && fromMs <= byMs)) return [];
    return [{ judgement: "passes", atMs, what: `no pass for ${new Date(wallMs).toISOString()}` }];
  });
}

/** Steps back make times come again, for which there is a second pass with good reason. */
function twice(week: Week, passes: readonly LoggedPass[]): readonly Violation[] {
  if (week.steps.some(({ byMs }) => Math.abs(byMs) > MINUTE_MS)) return [];
  const due = expectedAll(week);
  return passes.flatMap(({ trigger, fromMs }, index): readonly Violation[] => {
    if (trigger !== "schedule") return [];
    const earliest = (passes[index - 1]?.fromMs ?? fromMs) - LATE_MS;
    const place = due.findIndex((atMs) => atMs <= fromMs && atMs >= Math.min(earliest, fromMs - LATE_MS));
    if (place >= 0) {
      due.splice(place, 1);
      return [];
    }
    return [{ judgement: "passes", atMs: fromMs, what: "a scheduled pass at a time that is not due, or had one" }];
  });
}

function expectedAll(week: Week): number[] {
  return week.lives.flatMap(({ zone, fromMs, askedMs }) =>
    dueTimes({ zone, times: week.times }, week.startMs + week.fromMs - HOUR_MS, week.startMs + week.untilMs)
      .map((wallMs) => crossingOf(week, wallMs))
      .filter((atMs) => atMs >= fromMs && atMs <= askedMs),
  );
}

function gaps(week: Week, passes: readonly LoggedPass[]): readonly Violation[] {
  return passes.flatMap(({ fromMs }, index): readonly Violation[] => {
    const next = passes[index + 1];
    if (next === undefined || next.fromMs - fromMs <= LONGEST_GAP_MS) return [];
    const isBetween = (atMs: number): boolean => atMs > fromMs && atMs < next.fromMs;
    if (week.lives.some((life) => isBetween(life.untilMs))) return [];
    if (week.troubles.some(({ kind, untilMs }) => kind === "rival" && isBetween(untilMs))) return [];
    const hours = Math.round((next.fromMs - fromMs) / HOUR_MS);
    return [{ judgement: "passes", atMs: next.fromMs, what: `${hours} h without a pass` }];
  });
}

/** A pass that failed or could only report is followed by one that acts, once nothing is wrong any more. */
function notMadeGood(week: Week, passes: readonly LoggedPass[]): readonly Violation[] {
  const bad = badTimes(week);
  return passes.flatMap((pass, index): readonly Violation[] => {
    if (pass.acts) return [];
    const next = passes.slice(index + 1).find(({ acts }) => acts);
    // Since when all was well, as far as that was before there was such a pass.
    let wellMs = pass.untilMs;
    for (const { fromMs, untilMs } of bad) if (fromMs <= wellMs + MADE_GOOD_MS && untilMs > wellMs) wellMs = untilMs;
    const madeMs = next?.fromMs ?? Number.POSITIVE_INFINITY;
    if (madeMs <= wellMs + MADE_GOOD_MS || wellMs + MADE_GOOD_MS > week.untilMs) return [];
    const what = `what a pass that ended ${pass.outcome} missed was not made good within ${MADE_GOOD_MS / MINUTE_MS} min of the end of all trouble`;
    return [{ judgement: "passes", atMs: pass.fromMs, what }];
  });
}

/** All times in which something keeps a controller from acting, in order. */
function badTimes({ troubles, commits, lives, untilMs }: Week): readonly Span[] {
  const refused = commits.flatMap((commit, index) =>
    commit.isGood && !commit.suspends ? [] : [{ fromMs: commit.atMs, untilMs: commits[index + 1]?.atMs ?? untilMs }],
  );
  const down = lives.map((life, index) => ({ fromMs: life.askedMs, untilMs: lives[index + 1]?.fromMs ?? untilMs }));
  return [...troubles, ...refused, ...down].sort((one, other) => one.fromMs - other.fromMs);
}
