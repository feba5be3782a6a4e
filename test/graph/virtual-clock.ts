import type { Clock } from "../../src/model/clock.ts";

/** A clock whose time moves only when it is told to, or from one sleeper to the next when `runsByItself`. */
export interface VirtualClock extends Clock {
  /** Moves the time, waking sleepers in order, each at its own time. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualClock(
  options: { readonly startAt?: number; readonly runsByItself?: boolean } = {},
): VirtualClock {
  let now = options.startAt ?? 0;
  const sleepers: Sleeper[] = [];

  function wakeNext(until: number): boolean {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers[0];
    if (next === undefined || next.at > until) return false;
    sleepers.shift();
    now = Math.max(now, next.at);
    next.wake();
    return true;
  }

  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        signal?.addEventListener("abort", () => resolve(), { once: true });
        sleepers.push({ at: now + ms, wake: resolve });
        if (options.runsByItself === true) setImmediate(() => wakeNext(Number.POSITIVE_INFINITY));
      });
    },
    async advance(ms) {
      const target = now + ms;
      do await settle();
      while (wakeNext(target));
      now = target;
      await settle();
    },
  };
}

/** Lets everything happen that needs no time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
