import process from "node:process";
import type { Clock } from "../../src/model/clock.ts";
import { settle } from "../fakes/clock.ts";

/** A clock for a long life: timers keep to the time that passes, and somebody may set the hands anew meanwhile. */
export interface YearClock extends Clock {
  /** How much time has passed, whatever the hands show, in milliseconds. */
  readonly passed: () => number;
  /** Sets the hands forwards, or back. */
  readonly step: (ms: number) => void;
  /** Lets time pass until so much has. */
  readonly runUntil: (passedMs: number) => Promise<void>;
  /** How many wait for their time. */
  readonly asleep: () => number;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake: (() => void) | null;
}

/** What of this process is still at work outside of it, so that time has to stand: files, and other programs. */
const AT_WORK = /^(FSReq|CloseReq|FileHandle|ProcessWrap)/;

/** Turns of the event loop in which something may happen that needs no time: what a request hands on. */
const TURNS = 3;

/** Stands at `startMs`, in milliseconds since the epoch. */
export function createYearClock(startMs: number): YearClock {
  let passedMs = 0;
  let offsetMs = startMs;
  let count = 0;
  const heap: Sleeper[] = [];

  return {
    now: () => Math.round(offsetMs + passedMs),
    elapsed: () => passedMs,
    passed: () => passedMs,
    step: (ms) => {
      offsetMs += ms;
    },
    asleep: () => heap.filter(({ wake }) => wake !== null).length,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleeper.wake = null;
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper: Sleeper = { at: passedMs + ms, order: (count += 1), wake };
        signal?.addEventListener("abort", wake);
        push(heap, sleeper);
      });
    },
    async runUntil(untilMs) {
      await quiet();
      for (let next = heap[0]; next !== undefined && next.at <= untilMs; next = heap[0]) {
        pop(heap);
        if (next.wake === null) continue;
        passedMs = Math.max(passedMs, next.at);
        next.wake();
        if (heap[0]?.at !== next.at) await quiet();
      }
      passedMs = Math.max(passedMs, untilMs);
    },
  };
}

/** Lets everything happen that needs no time. */
async function quiet(): Promise<void> {
  let still = 0;
  while (still < TURNS) {
    await settle();
    still = process.getActiveResourcesInfo().some((name) => AT_WORK.test(name)) ? 0 : still + 1;
  }
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}

function push(heap: Sleeper[], sleeper: Sleeper): void {
  let at = heap.push(sleeper) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(sleeper, parent)) break;
    heap[at] = parent;
    heap[above] = sleeper;
    at = above;
  }
}

function pop(heap: Sleeper[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const [child, place] = right !== undefined && isBefore(right, left) ? [right, 2 * at + 2] : [left, 2 * at + 1];
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = place;
  }
  heap[at] = last;
}
