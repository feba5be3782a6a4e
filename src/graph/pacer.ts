import type { Clock } from "../model/clock.ts";
import type { Places } from "./places.ts";

/** Lets the requests of one class of limit pass one by one, evenly, never several at once. */
export interface Pacer {
  /**
   * Resolves when it is the caller's turn, with the function that gives its place back; with null, and without using
   * up a slot, when `stillWanted` says no by then. Nobody holds a place while waiting, so a paused class keeps no other
   * class from sending. `cost` is in units of the limit.
   */
  enter(cost: number, stillWanted: () => boolean): Promise<(() => void) | null>;
  /** Nobody passes for `ms` milliseconds from now; a longer pause that is under way stays. */
  pause(ms: number): void;
  isPaused(): boolean;
}

/** Timers fire up to this late. A turn that late keeps the schedule; one that is later starts it anew, so nothing is made up in a burst. */
const TIMER_LATENESS_MS = 2;

/** One unit passes every `1000 / unitsPerSecond` milliseconds. */
export function createPacer(options: {
  readonly unitsPerSecond: number;
  readonly clock: Clock;
  readonly places: Places;
  /** Ends every wait: whoever is waiting gets null. */
  readonly stop?: AbortSignal | undefined;
}): Pacer {
  const { clock, places, stop } = options;
  const msPerUnit = 1000 / options.unitsPerSecond;
  let nextAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function takeTurn(cost: number, stillWanted: () => boolean): Promise<(() => void) | null> {
    const isWanted = (): boolean => stop?.aborted !== true && stillWanted();
    while (isWanted()) {
      const wait = Math.max(nextAt, pausedUntil) - clock.now();
      if (wait > 0) {
        await clock.sleep(wait, stop);
        continue;
      }
      const giveBack = await places.take();
      const now = clock.now();
      if (pausedUntil <= now && isWanted()) {
        nextAt = (now - nextAt <= TIMER_LATENESS_MS ? nextAt : now) + cost * msPerUnit;
        return giveBack;
      }
      giveBack();
    }
    return null;
  }

  return {
    enter(cost, stillWanted) {
      const turn = lastTurn.then(() => takeTurn(cost, stillWanted));
      lastTurn = turn;
      return turn;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    isPaused: () => pausedUntil > clock.now(),
  };
}
