import type { Clock } from "../model/clock.ts";

/**
 * Why a pass is made; the first one that asked. `retry`: an earlier one was put off, or could only report.
 * `event`: changes were told that one pass is to correct. `hint`: some people are read again, and nobody else.
 */
export type Trigger = "start" | "schedule" | "commit" | "catalog" | "request" | "signal" | "retry" | "event" | "hint";

/** One pass of the controller. */
export interface Pass {
  /** Counts from 1. */
  readonly number: number;
  readonly trigger: Trigger;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Aborted at the deadline and when the controller ends: what is under way is finished, nothing new is begun. */
  readonly stop: AbortSignal;
}

/** Passes, one after another, never two at once. */
interface Loop {
  /** Asks for a pass. What asks while one is under way is answered by one more pass after it, however many ask. */
  readonly request: (trigger: Trigger) => void;
  /** Makes the passes that are asked for until `stop` is aborted; resolves when the one under way has ended. */
  readonly run: (stop: AbortSignal) => Promise<void>;
  /** The pass under way; null between passes. */
  readonly current: () => Pass | null;
  /** How long the pass under way has taken so far, whoever sets the clock; 0 between passes. */
  readonly takesMs: () => number;
}

/**
 * A loop that stands still until a pass is asked for. A pass that throws is told to `failed`, and the loop goes on.
 * @param options.deadlineMs after so long a pass is asked to stop
 */
export function createLoop(options: {
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly carryOut: (pass: Pass) => Promise<void>;
  readonly failed: (pass: Pass, error: unknown) => void;
}): Loop {
  const { clock } = options;
  let asked: Trigger | null = null;
  let wake: (() => void) | null = null;
  let current: Pass | null = null;
  let count = 0;
  let begunAtMs = 0;

  async function one(trigger: Trigger, stop: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const ended = new AbortController();
    const end = (): void => ending.abort();
    const endAtDeadline = async (): Promise<void> => {
      await clock.sleep(options.deadlineMs, ended.signal);
      end();
    };
    stop.addEventListener("abort", end);
    void endAtDeadline();
    count += 1;
    begunAtMs = clock.elapsed();
    current = {
      number: count,
      trigger,
      startedAtMs: clock.now(),
      stop: ending.signal,
    };
    try {
      await options.carryOut(current);
    } catch (error) {
      options.failed(current, error);
    } finally {
      current = null;
      ended.abort();
      stop.removeEventListener("abort", end);
    }
  }

  return {
    request(trigger) {
      asked ??= trigger;
      wake?.();
    },
    async run(stop) {
      stop.addEventListener("abort", () => wake?.());
      while (!stop.aborted) {
        if (asked === null) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const trigger = asked;
        asked = null;
        await one(trigger, stop);
      }
    },
    current: () => current,
    takesMs: () => (current === null ? 0 : clock.elapsed() - begunAtMs),
  };
}
