import { isoTime } from "../model/clock.ts";
import type { Progress } from "../model/progress.ts";
import { duration } from "./facts/wording.ts";

/** How far a run is, and what can be said of the rest. */
export interface ProgressView extends Progress {
  /** Over the last half minute of the stage; null while too little of it has been seen. */
  readonly ratePerSecond: number | null;
  /** Until the stage is done, at that rate and after a pause that is under way; null where it cannot be known. */
  readonly secondsLeft: number | null;
  /** Answers with 429 since the run began. */
  readonly throttled: number;
  /** How long Graph has had the run wait since it began, in milliseconds; waits at the same time count once. */
  readonly pausedMs: number;
  /** What is left of the wait that is under way; 0 without one. */
  readonly pauseLeftMs: number;
}

/** Turns what happens, and when, into views. Times are milliseconds since the epoch and never go back. */
export interface ProgressTrack {
  readonly progressed: (progress: Progress, atMs: number) => void;
  /** Graph answered 429 and asked to wait so long. */
  readonly throttled: (waitMs: number, atMs: number) => void;
  /** Null while nothing has progressed. */
  readonly view: (atMs: number) => ProgressView | null;
}

/** The rate is that of the last half minute: pauses and changes of pace show, and single answers do not. */
const WINDOW_MS = 30_000;
/** So that a hundred samples describe the window, however many answers there are. */
const SAMPLE_EVERY_MS = 250;
/** A rate from less than this would be a guess. */
const SHORTEST_MS = 2_000;

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

interface Pause {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Starts with nothing seen. */
export function createProgressTrack(): ProgressTrack {
  let latest: (Progress & Sample) | null = null;
  let samples: Sample[] = [];
  let throttled = 0;
  let pause: Pause = { fromMs: 0, untilMs: 0 };
  let pausedBeforeMs = 0;
  return {
    progressed: (progress, atMs) => {
      const isNew = latest === null || latest.stage !== progress.stage || progress.done < latest.done;
      latest = { ...progress, atMs };
      if (isNew) samples = [];
      addSample(samples, { atMs, done: progress.done });
    },
    throttled: (waitMs, atMs) => {
      throttled += 1;
      const untilMs = atMs + waitMs;
      if (atMs <= pause.untilMs) {
        pause = { ...pause, untilMs: Math.max(pause.untilMs, untilMs) };
        return;
      }
      pausedBeforeMs += pause.untilMs - pause.fromMs;
      pause = { fromMs: atMs, untilMs };
    },
    view: (atMs) => {
      if (latest === null) return null;
      const { stage, done, total } = latest;
      const pauseLeftMs = Math.max(0, pause.untilMs - atMs);
      // While Graph has the run wait, the rate is that of the time before.
      const endMs = pauseLeftMs > 0 ? Math.max(pause.fromMs, latest.atMs) : atMs;
      const ratePerSecond = rateUntil(endMs, done, samples);
      const pausedMs = pausedBeforeMs + Math.min(atMs, pause.untilMs) - pause.fromMs;
      const secondsLeft = timeLeft(total === null ? null : total - done, ratePerSecond, pauseLeftMs);
      return { stage, done, total, ratePerSecond, secondsLeft, throttled, pausedMs, pauseLeftMs };
    },
  };
}

function addSample(samples: Sample[], sample: Sample): void {
  const last = samples.at(-1);
  if (last !== undefined && sample.atMs - last.atMs < SAMPLE_EVERY_MS) return;
  const firstInWindow = samples.findIndex(({ atMs }) => atMs >= sample.atMs - WINDOW_MS);
  samples.splice(0, firstInWindow === -1 ? samples.length : firstInWindow);
  samples.push(sample);
}

/** From the first sample in the window: what was done before it, at whatever pace, says nothing about it. */
function rateUntil(endMs: number, done: number, samples: readonly Sample[]): number | null {
  const first = samples.find(({ atMs }) => atMs >= endMs - WINDOW_MS);
  if (first === undefined || endMs - first.atMs < SHORTEST_MS) return null;
  return ((done - first.done) / (endMs - first.atMs)) * 1000;
}

function timeLeft(open: number | null, ratePerSecond: number | null, pauseLeftMs: number): number | null {
  if (open === null) return null;
  if (open <= 0) return 0;
  return ratePerSecond === null || ratePerSecond <= 0 ? null : pauseLeftMs / 1000 + open / ratePerSecond;
}

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
 * One line for a read that is sent again: `Graph asks to wait; trying again in 5 s`.
 * @param because an HTTP status, or the code of a connection that broke
 */
export function renderRetryLine(because: string, waitMs: number): string {
  const next = waitMs <= 0 ? "trying again" : `trying again in ${duration(waitMs / 1000)}`;
  if (because === "429") return `Graph asks to wait; ${next}`;
  return /^\d{3}$/.test(because) ? `Graph answered ${because}; ${next}` : `no answer from Graph (${because}); ${next}`;
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
