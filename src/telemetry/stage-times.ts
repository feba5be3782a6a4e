import type { Clock } from "../model/clock.ts";
import type { NoteStage, Stage } from "../model/stage.ts";
import type { Traffic } from "../session/traffic.ts";

/** When a stage of a pass was, and what was sent to Graph meanwhile. */
export interface StageTime {
  readonly stage: Stage;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** By class of limit; classes of which nothing was sent are left out. */
  readonly traffic: Traffic;
}

/** Writes down the stages of one pass after another. */
export interface StageWatch {
  readonly begins: NoteStage;
  /** A pass began then, with loading. Milliseconds since the epoch. */
  readonly starts: (atMs: number) => void;
  /** Says where requests are counted, from the start of the process on. */
  readonly counts: (traffic: () => Traffic) => void;
  /** Ends the pass: gives its stages, and forgets them. */
  readonly end: () => readonly StageTime[];
}

/** Counts a class of requests once for each stage, so that a pass of 50,000 requests is as short as any. */
export function watchStages(clock: Clock): StageWatch {
  let done: StageTime[] = [];
  let current: { readonly stage: Stage; readonly startedAtMs: number; readonly before: Traffic } | null = null;
  let traffic: () => Traffic = nothingSent;
  const finish = (): void => {
    if (current === null) return;
    const { stage, startedAtMs, before } = current;
    done.push({ stage, startedAtMs, endedAtMs: clock.now(), traffic: since(before, traffic()) });
    current = null;
  };
  const begin = (stage: Stage, startedAtMs: number): void => {
    finish();
    current = { stage, startedAtMs, before: traffic() };
  };
  return {
    begins: (stage) => begin(stage, clock.now()),
    starts: (atMs) => begin("load", atMs),
    counts(from) {
      traffic = from;
    },
    end() {
      finish();
      const stages = done;
      done = [];
      return stages;
    },
  };
}

/** Before anything is counted. */
const nothingSent = (): Traffic => ({});

function since(before: Traffic, now: Traffic): Traffic {
  const counted = Object.entries(now).map(([limitClass, { requests, throttled, pausedMs }]) => {
    const earlier = before[limitClass] ?? { requests: 0, throttled: 0, pausedMs: 0 };
    return [
      limitClass,
      {
        requests: requests - earlier.requests,
        throttled: throttled - earlier.throttled,
        pausedMs: pausedMs - earlier.pausedMs,
      },
    ] as const;
  });
  return Object.fromEntries(counted.filter(([, { requests }]) => requests > 0));
}
