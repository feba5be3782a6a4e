import { Worker } from "node:worker_threads";
import type { Campaign } from "./campaign.ts";

/** What is run in a thread of its own: one of the targets that a module exports as `TARGETS`. */
export interface Watched {
  readonly module: string;
  readonly target: string;
  readonly firstSeed: number;
  readonly cases: number;
}

/** What the thread is given besides. */
export interface ThreadData extends Watched {
  /** Where it notes the seed of the case that is under way; -1 before the first. */
  readonly current: Int32Array<SharedArrayBuffer>;
}

/** When a case is given up. */
export interface Bounds {
  /** A case that takes longer does not end. */
  readonly hangMs: number;
  /** What all objects and texts together may take. */
  readonly mostMb: number;
}

const LOOKS_EVERY_MS = 50;

/**
 * A campaign whose cases are watched from outside of their thread: one that never ends, or takes memory without end, is a
 * finding too, and the last one of its campaign.
 */
export function runWatched(watched: Watched, { hangMs, mostMb }: Bounds): Promise<Campaign> {
  const current = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const workerData: ThreadData = { ...watched, current };
  const thread = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: mostMb },
  });
  return new Promise((resolve) => {
    const giveUp = (what: string): void => {
      const seed = Atomics.load(current, 0);
      clearInterval(watching);
      void thread.terminate();
      resolve({
        cases: seed < 0 ? 0 : seed - watched.firstSeed + 1,
        findings: [{ target: watched.target, seed, what }],
        slowestMs: 0,
        peakMb: 0,
      });
    };
    let [seed, sinceMs] = [-1, performance.now()];
    const watching = setInterval(() => {
      const now = Atomics.load(current, 0);
      if (now !== seed) [seed, sinceMs] = [now, performance.now()];
      else if (now >= 0 && performance.now() - sinceMs > hangMs) giveUp(`does not end within ${hangMs / 1000} s`);
    }, LOOKS_EVERY_MS);
    thread.once("message", (campaign: Campaign) => {
      clearInterval(watching);
      resolve(campaign);
    });
    thread.once("error", (error) => giveUp(error instanceof Error ? error.message : String(error)));
  });
}
