import type { Clock } from "../model/clock.ts";
import type { Progress, ReportProgress } from "../model/progress.ts";
import { renderProgress } from "../report/progress.ts";
import type { Console } from "./console.ts";

/** A terminal's line is rewritten at most so often, in milliseconds. */
const TERMINAL_EVERY_MS = 100;
/** Elsewhere a line is written at most so often, in milliseconds: enough to see that it moves, too little to fill a log. */
const LOG_EVERY_MS = 10_000;

/**
 * Shows how far a run is: one line that is rewritten on a terminal, a line now and then elsewhere.
 * @param everyMs for what is no terminal
 */
export function showProgress(console: Console, clock: Clock, everyMs: number = LOG_EVERY_MS): ReportProgress {
  let lastMs = clock.now();
  return (progress: Progress): void => {
    const nowMs = clock.now();
    if (nowMs - lastMs < (console.isStderrTerminal ? TERMINAL_EVERY_MS : everyMs)) return;
    lastMs = nowMs;
    if (console.isStderrTerminal) console.status(renderProgress(progress));
    else console.notice(renderProgress(progress));
  };
}
