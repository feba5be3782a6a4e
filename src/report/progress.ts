import { isoTime } from "../model/clock.ts";
import type { Progress } from "../model/progress.ts";
import type { ProgressView } from "./progress-track.ts";
import { duration } from "./text/wording.ts";

/**
 * One line of at most `width` characters, without a line break or any other control character, such as `reading what 250
 * users have: 120 of 250 (48 %), 27/s, 5 s left`. Where it does not fit, what matters least is left out first.
 */
export function renderProgressLine(view: ProgressView, width: number): string {
  const amount = amountOf(view);
  const line = amount === "" ? doing(view) : `${doing(view)}: ${amount}`;
  const parts = partsOf(view);
  for (let kept = LEAST_IMPORTANT; kept >= 0; kept -= 1) {
    const shown = parts.filter(({ importance }) => importance <= kept).map(({ text }) => text);
    const whole = [line, ...shown].join(", ");
    if (whole.length <= width) return whole;
  }
  return (amount === "" ? line : amount).slice(0, width);
}

/**
 * One line of JSON, ended by none, for programs that watch a run; `docs/operations.md` says what its fields mean.
 * @param isLast whether nothing more will be said of this stage
 */
export function renderProgressJson(view: ProgressView, atMs: number, isLast: boolean): string {
  const { stage, done, total, ratePerSecond, secondsLeft, throttled, pausedMs, pauseLeftMs } = view;
  return JSON.stringify({
    kind: "progress",
    at: isoTime(atMs),
    stage,
    done,
    total,
    ratePerSecond: ratePerSecond === null ? null : rounded(ratePerSecond),
    secondsLeft: secondsLeft === null ? null : Math.ceil(secondsLeft),
    throttled,
    pausedMs,
    pauseLeftMs,
    last: isLast,
  });
}

interface Part {
  readonly text: string;
  /** 1 is the last to be left out. */
  readonly importance: number;
}

const LEAST_IMPORTANT = 4;

/** In the order in which they are shown. */
function partsOf({ ratePerSecond, secondsLeft, throttled, pauseLeftMs }: ProgressView): readonly Part[] {
  const parts: Part[] = [];
  if (pauseLeftMs > 0) parts.push({ text: `waiting ${duration(pauseLeftMs / 1000)} as Graph asked`, importance: 1 });
  else if (ratePerSecond !== null) parts.push({ text: `${rounded(ratePerSecond)}/s`, importance: 3 });
  if (secondsLeft !== null && secondsLeft > 0) parts.push({ text: `${duration(secondsLeft)} left`, importance: 2 });
  if (throttled > 0)
    parts.push({ text: `throttled ${throttled === 1 ? "once" : `${throttled} times`}`, importance: 4 });
  return parts;
}

/** A share that is rounded down, so that all is done when it says so. */
function amountOf({ done, total }: Progress): string {
  if (total === null) return done === 0 ? "" : `${done} so far`;
  return total === 0 ? `${done} of ${total}` : `${done} of ${total} (${Math.floor((100 * done) / total)} %)`;
}

/** Whole numbers, or one decimal where that is all there is to see. */
function rounded(rate: number): number {
  return rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10;
}

function doing({ stage, total }: Progress): string {
  switch (stage) {
    case "targets":
      return "reading users, groups and lists";
    case "catalog":
      return "reading the app catalog";
    case "installations":
      return total === null
        ? "reading what users have"
        : `reading what ${total} ${total === 1 ? "user has" : "users have"}`;
    case "changes":
      return "changing and reading back";
  }
}
