import { isoTime, type Clock } from "../src/model/clock.ts";

/** A clock whose time only moves when it is told to. Everything between two moments happens without time passing. */
export interface VirtualClock extends Clock {
  /** Moves the time by `ms`, waking sleepers on the way, each at its own time. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps to the next sleeper whenever everything waits, until `promise` is settled, and gives back what it came to.
   * @throws Error when nobody sleeps any more or a virtual day has passed, and `promise` still waits
   */
  runUntilSettled<Value>(promise: Promise<Value>): Promise<Value>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const LONGEST_RUN_MS = 24 * 60 * 60_000;

/**
 * A clock that stands at `startMs`, in milliseconds since the epoch. Before time passes, the event loop turns so often:
 * more than once where something that needs no time happens in its next turn.
 */
export function createVirtualClock(startMs: number, turns = 1): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();

  /** Wakes all who sleep until the earliest time, if that is not after `untilMs`. */
  function wakeNext(untilMs: number): boolean {
    const earliest = Math.min(...[...sleepers].map((sleeper) => sleeper.at));
    if (sleepers.size === 0 || earliest > untilMs) return false;
    nowMs = Math.max(nowMs, earliest);
    for (const sleeper of [...sleepers].filter(({ at }) => at === earliest)) sleeper.wake();
    return true;
  }

  async function drained(): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  }

  return {
    now: () => nowMs,
    sleep(ms, signal) {
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { at: nowMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
      });
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      do await drained();
      while (wakeNext(untilMs));
      nowMs = untilMs;
      await drained();
    },
    async runUntilSettled(promise) {
      const untilMs = nowMs + LONGEST_RUN_MS;
      const watched = { isSettled: false };
      const settle = (): void => {
        watched.isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await drained();
        if (watched.isSettled) return promise;
        if (!wakeNext(untilMs)) throw new Error(`still waiting at ${isoTime(nowMs)}, ${sleepers.size} asleep`);
      }
    },
  };
}

/** Everything that needs no time has happened: a macrotask begins only when no microtask is left. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
