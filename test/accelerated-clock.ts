import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../src/model/clock.ts";

/**
 * Time that runs `factor` times as fast as real time, for journeys through real sockets: what waits ninety seconds for a
 * lagging service takes a moment, and everything that takes part agrees on the time.
 */
export function createAcceleratedClock(factor: number, startMs: number): Clock {
  const realStart = performance.now();
  return {
    now: () => Math.round(startMs + (performance.now() - realStart) * factor),
    sleep: async (ms, signal) => {
      if (ms <= 0) return;
      try {
        await delay(ms / factor, undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        if (signal?.aborted !== true) throw error;
      }
    },
  };
}
