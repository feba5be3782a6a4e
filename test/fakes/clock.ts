import { setTimeout as delay } from "node:timers/promises";
import { type Clock, isoTime } from "../../src/model/clock.ts";

/** A clock whose time only moves when it is told to. Everything between two moments happens without time passing. */
export interface VirtualClock extends Clock {
  /** Moves the time by `ms`, waking sleepers on the way, each at its own time. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps to the next sleeper whenever everything waits, until `promise` is settled, and gives back what it came to.
   * @throws Error when nobody sleeps any more or a virtual day has passed, and `promise` still waits
   */
  runUntilSettled<Value>(promise: Promise<Value>): Promise<Value>;
  /** Sets the hands anew: whoever sleeps sleeps on for as long as before. */
  readonly set: (ms: number) => void;
  /** Jumps to the next sleeper and wakes it; false: nobody sleeps. */
  wakeNext(): boolean;
  /** How long each sleeper wanted to sleep, in order. */
  readonly waits: readonly number[];
}

/** How time passes where nobody tells it to. */
interface Passing {
  /**
   * Before time passes, the event loop turns so often: more than once where something that needs no time happens in its
   * next turn. Once, where it is left out.
   */
  readonly turns?: number;
  /** Sleep up to this long passes by itself, in the next turn of the event loop; none, where it is left out. */
  readonly hurriesUpToMs?: number;
}

/** Every sleep passes by itself. */
export const HURRIED: Passing = { hurriesUpToMs: Number.POSITIVE_INFINITY };

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** A clock that stands at `startMs`, in milliseconds since the epoch. */
export function createVirtualClock(startMs = 0, { turns = 1, hurriesUpToMs = 0 }: Passing = {}): VirtualClock {
  let elapsedMs = 0;
  /** What the hands show beyond that. */
  let offsetMs = startMs;
  const now = (): number => offsetMs + elapsedMs;
  const sleepers = new Set<Sleeper>();
  const waits: number[] = [];

  /** Wakes all who sleep until the earliest time, if that is not after `untilMs`. */
  function wakeNext(untilMs: number): boolean {
    const earliest = Math.min(...[...sleepers].map((sleeper) => sleeper.at));
    if (sleepers.size === 0 || earliest > untilMs) return false;
    elapsedMs = Math.max(elapsedMs, earliest);
    for (const sleeper of [...sleepers].filter(({ at }) => at === earliest)) sleeper.wake();
    return true;
  }

  async function drained(): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await settle();
  }

  return {
    waits,
    wakeNext: () => wakeNext(Number.POSITIVE_INFINITY),
    now,
    elapsed: () => elapsedMs,
    set(ms) {
      offsetMs = ms - elapsedMs;
    },
    sleep(ms, signal) {
      waits.push(ms);
      if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { at: elapsedMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
        if (ms <= hurriesUpToMs) setImmediate(() => wakeNext(elapsedMs + hurriesUpToMs));
      });
    },
    async advance(ms) {
      const untilMs = elapsedMs + ms;
      do await drained();
      while (wakeNext(untilMs));
      elapsedMs = untilMs;
      await drained();
    },
    async runUntilSettled(promise) {
      const untilMs = elapsedMs + LONGEST_RUN_MS;
      const watched = { isSettled: false };
      const note = (): void => {
        watched.isSettled = true;
      };
      promise.then(note, note);
      for (;;) {
        await drained();
        if (watched.isSettled) return promise;
        if (!wakeNext(untilMs)) throw new Error(`still waiting at ${isoTime(now())}, ${sleepers.size} asleep`);
      }
    },
  };
}

/** Lets everything happen that needs no time: a macrotask begins only when no microtask is left. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Accelerated time that can also be put forward. */
export interface AcceleratedClock extends Clock {
  readonly skip: (ms: number) => void;
}

/** Of real time. */
const LONGEST_MOMENT_MS = 20;

/**
 * Time that runs `factor` times as fast as real time, for journeys through real sockets: what waits ninety seconds for a
 * lagging service takes a moment, and everything that takes part agrees on the time. No more than `longestMomentMs` of real
 * time pass at once: while the machine has something else to do, nobody here comes to a turn, and time stands still for all.
 */
export function createAcceleratedClock(
  factor: number,
  startMs: number,
  longestMomentMs = LONGEST_MOMENT_MS,
): AcceleratedClock {
  let [lookedAtMs, realMs, skippedMs] = [performance.now(), 0, 0];
  const passed = (): number => {
    const nowMs = performance.now();
    realMs += Math.min(nowMs - lookedAtMs, longestMomentMs);
    lookedAtMs = nowMs;
    return realMs;
  };
  return {
    now: () => Math.round(startMs + skippedMs + passed() * factor),
    elapsed: () => skippedMs + passed() * factor,
    skip: (ms) => {
      skippedMs += ms;
    },
    sleep: async (ms, signal) => {
      const untilMs = passed() + ms / factor;
      try {
        for (let leftMs = ms / factor; leftMs > 0; leftMs = untilMs - passed())
          await delay(Math.min(leftMs, longestMomentMs / 2), undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        if (signal?.aborted !== true) throw error;
      }
    },
  };
}
