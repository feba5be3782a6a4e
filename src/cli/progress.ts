import process from "node:process";
import type { Clock } from "../model/clock.ts";
import type { Progress, ReportProgress } from "../model/progress.ts";
import { createProgressTrack, type ProgressView, renderProgressJson, renderProgressLine } from "../report/progress.ts";
import type { Console } from "./console.ts";

/** How progress is shown: one line on a terminal and nothing elsewhere, or lines of JSON wherever stderr goes. */
export type ProgressForm = "line" | "json";

/** Somebody who shows how far a run is. */
export interface ProgressWatch {
  readonly progress: ReportProgress;
  /** Graph answered 429 and asked to wait so long, in milliseconds. */
  readonly noteThrottled: (waitMs: number) => void;
  /** Nothing is under way for now, or any more: says the last of the stage, and is silent until something progresses. */
  readonly rest: () => void;
}

/** Where progress is shown. */
export type ProgressOutput = Pick<Console, "status" | "notice" | "isStderrTerminal">;

/** Calls again and again, about once a second, until the function it gives back is called. Keeps no process alive. */
type Ticker = (tick: () => void) => () => void;

/** A terminal's line is rewritten at most so often, in milliseconds. */
const LINE_EVERY_MS = 100;
const JSON_EVERY_MS = 1_000;
const TICK_MS = 1_000;
const NARROWEST = 20;
const USUAL_WIDTH = 80;

/** Starts to watch a run. */
export function watchProgress(
  form: ProgressForm,
  output: ProgressOutput,
  clock: Clock,
  ticker: Ticker = everySecond,
): ProgressWatch {
  if (form === "json") return watchAsJson(output, clock, ticker);
  return output.isStderrTerminal ? watchAsLine(output, clock, ticker) : QUIET;
}

/** For runs of which nobody but a person at a terminal wants to know. */
export function showProgress(output: ProgressOutput, clock: Clock): ReportProgress {
  return watchProgress("line", output, clock).progress;
}

const QUIET: ProgressWatch = { progress: () => undefined, noteThrottled: () => undefined, rest: () => undefined };

/** Between two answers the line changes only while Graph has the run wait, so only then time itself rewrites it. */
function watchAsLine(output: ProgressOutput, clock: Clock, ticker: Ticker): ProgressWatch {
  const track = createProgressTrack();
  let lastMs = Number.NEGATIVE_INFINITY;
  let stopTicking: (() => void) | null = null;
  const show = (): void => {
    const view = track.view(clock.now());
    if (view === null) return;
    lastMs = clock.now();
    output.status(renderProgressLine(view, Math.max(NARROWEST, (process.stderr.columns ?? USUAL_WIDTH) - 1)));
  };
  const rest = (): void => {
    stopTicking?.();
    stopTicking = null;
  };
  const tick = (): void => {
    show();
    if ((track.view(clock.now())?.pauseLeftMs ?? 0) === 0) rest();
  };
  return {
    progress: (progress) => {
      track.progressed(progress, clock.now());
      if (clock.now() - lastMs >= LINE_EVERY_MS) show();
    },
    noteThrottled: (waitMs) => {
      track.throttled(waitMs, clock.now());
      stopTicking ??= ticker(tick);
      if (clock.now() - lastMs >= LINE_EVERY_MS) show();
    },
    rest,
  };
}

/** A line a second as long as a stage is under way, whether it moves or not, and a last one when it ends. */
function watchAsJson(output: ProgressOutput, clock: Clock, ticker: Ticker): ProgressWatch {
  const track = createProgressTrack();
  let lastMs = Number.NEGATIVE_INFINITY;
  let stage: Progress["stage"] | null = null;
  let stopTicking: (() => void) | null = null;
  const say = (view: ProgressView, isLast: boolean): void => {
    lastMs = clock.now();
    output.notice(renderProgressJson(view, lastMs, isLast));
  };
  const tick = (): void => {
    const view = track.view(clock.now());
    if (view !== null && stage !== null && clock.now() - lastMs >= JSON_EVERY_MS) say(view, false);
  };
  const endStage = (): void => {
    const view = track.view(clock.now());
    if (view !== null && stage !== null) say(view, true);
    stage = null;
  };
  return {
    progress: (progress) => {
      if (stage !== null && stage !== progress.stage) endStage();
      track.progressed(progress, clock.now());
      stage = progress.stage;
      stopTicking ??= ticker(tick);
      if (progress.done === progress.total) endStage();
      else tick();
    },
    noteThrottled: (waitMs) => {
      track.throttled(waitMs, clock.now());
      tick();
    },
    rest: () => {
      endStage();
      stopTicking?.();
      stopTicking = null;
    },
  };
}

function everySecond(tick: () => void): () => void {
  let timer = setTimeout(again, TICK_MS).unref();
  function again(): void {
    tick();
    timer = setTimeout(again, TICK_MS).unref();
  }
  return () => clearTimeout(timer);
}
