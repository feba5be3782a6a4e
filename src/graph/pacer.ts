import type { Clock } from "../model/clock.ts";
import type { KnownPace } from "../model/known-pace.ts";
import {
  afterIdle,
  afterRefusal,
  afterShareUsed,
  fullPace,
  foundPace,
  hasFoundLimit,
  type Pace,
  rateAt,
} from "./rate.ts";
import type { Semaphore } from "./semaphore.ts";
import { createSentLog } from "./sent-log.ts";

/** The right to send one request now. */
export interface Turn {
  /** Gives the place back: the request is answered. */
  leave(): void;
  /**
   * The request was refused with 429. Nobody passes for `waitMs` from now, and more slowly after that; what was sent
   * before the pause ended belongs to the same refusal, whatever it is answered with.
   */
  refused(waitMs: number): void;
  /** The answer names the share of the limit that is used, 1 being all of it. */
  shareUsed(share: number): void;
}

/** Lets the requests of one class of limit pass one by one, evenly, never several at once, and not faster than the service stands. */
export interface Pacer {
  /**
   * Resolves when it is the caller's turn; with null, and without using up a slot, when `stillWanted` says no by then.
   * Nobody holds a place while waiting, so a paused class keeps no other class from sending. `cost` is in units of the
   * limit.
   */
  enter(cost: number, stillWanted: () => boolean): Promise<Turn | null>;
  /** For how many milliseconds nobody passes, as was asked for. */
  pauseLeftMs(): number;
  /** Goes on from what an earlier process was told. */
  resume(known: KnownPace): void;
  /** The limit that was found, for a later process; null: none was. */
  found(): KnownPace["found"];
  /** In units a second, as it is now. */
  rate(): number;
  /**
   * No faster than that from now on, as others share the limit; from a moment of the clock's `elapsed` on only as fast as somebody
   * who was granted nothing.
   */
  allow(perSecond: number, untilMs: number): void;
  /** How many units a second there is use for, going by what was sent since the last time this was asked. */
  demand(): number;
  /** Milliseconds for which nobody could pass, all pauses together, so far. */
  pausedMs(): number;
}

/** The part of its own limit that somebody uses who shares one and was granted nothing: enough to read back what was sent. */
export const UNGRANTED_SHARE = 1 / 30;
/** Whoever has use for little asks for so much more, and so gets faster from one time to the next. */
const GROWTH = 1.5;
/** The same for whoever had no use for it: enough to begin with. */
const IDLE_SHARE = 1 / 60;

/** Who leaves a turn for so long has nothing to send. */
const IDLE_MS = 1_000;

/** Just below a limit that was found there is room for little: half of what the rate leaves of a second. */
const CATCH_UP_BELOW_LIMIT_MS = 8;

/** Units pass evenly, at most `unitsPerSecond` of them in a second. */
export function createPacer(options: {
  readonly unitsPerSecond: number;
  /**
   * On a busy machine turns come late. So much of a delay is made up for by the next ones; the rest of a longer one is
   * not, and nothing of a pause or of an idle time.
   */
  readonly catchUpMs: number;
  readonly clock: Clock;
  readonly places: Semaphore;
  /** Ends every wait: whoever is waiting gets null. */
  readonly stop?: AbortSignal | undefined;
}): Pacer {
  const { clock, places, stop } = options;
  const log = createSentLog();
  let pace = fullPace(options.unitsPerSecond);
  let nextAt = Number.NEGATIVE_INFINITY;
  let lastSentAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let pausedInAll = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let allowed: { readonly perSecond: number; readonly untilMs: number } | null = null;
  let waiting = 0;
  /** What was sent since a moment; null: everything is wanted at first. */
  let sent: { sinceMs: number; units: number } | null = null;

  function paceAt(now: number): Pace {
    return now - nextAt > IDLE_MS ? afterIdle(pace, lastSentAt, now) : pace;
  }

  function rate(now: number): number {
    const own = rateAt(paceAt(now), now);
    if (allowed === null) return own;
    const ungranted = pace.ceiling * UNGRANTED_SHARE;
    return Math.min(own, now < allowed.untilMs ? Math.max(allowed.perSecond, ungranted) : ungranted);
  }

  async function takeTurn(cost: number, stillWanted: () => boolean): Promise<Turn | null> {
    const isWanted = (): boolean => stop?.aborted !== true && stillWanted();
    /** For when this turn was waited for; null: there was no need to. */
    let awaited: number | null = null;
    while (isWanted()) {
      const due = Math.max(nextAt, pausedUntil);
      const wait = due - clock.elapsed();
      if (wait > 0) {
        awaited = due;
        await clock.sleep(wait, stop);
        continue;
      }
      const giveBack = await places.take();
      const now = clock.elapsed();
      if (pausedUntil <= now && isWanted()) {
        log.note(now, cost);
        pace = paceAt(now);
        lastSentAt = now;
        const catchUpMs = hasFoundLimit(pace) ? CATCH_UP_BELOW_LIMIT_MS : options.catchUpMs;
        const scheduled = now - nextAt <= catchUpMs ? nextAt : Math.max(awaited ?? now, now - catchUpMs);
        nextAt = scheduled + (cost * 1000) / rate(now);
        if (sent !== null) sent.units += cost;
        return { leave: giveBack, refused: (waitMs) => noteRefused(now, waitMs), shareUsed: noteShareUsed };
      }
      giveBack();
    }
    return null;
  }

  async function waitInLine(before: Promise<unknown>, cost: number, stillWanted: () => boolean): Promise<Turn | null> {
    waiting += 1;
    try {
      await before;
      return await takeTurn(cost, stillWanted);
    } finally {
      waiting -= 1;
    }
  }

  function noteRefused(sentAtMs: number, waitMs: number): void {
    log.strike(sentAtMs);
    const isNews = sentAtMs >= pausedUntil;
    pause(waitMs);
    if (!isNews) return;
    pace = afterRefusal(pace, { sentAtMs, pausedUntilMs: pausedUntil, pauseMs: waitMs }, log.before(sentAtMs));
    log.clear();
  }

  function noteShareUsed(share: number): void {
    pace = afterShareUsed(pace, share, clock.elapsed());
  }

  function pause(ms: number): void {
    const now = clock.elapsed();
    const until = Math.max(pausedUntil, now + ms);
    pausedInAll += until - Math.max(pausedUntil, now);
    pausedUntil = until;
  }

  return {
    enter(cost, stillWanted) {
      const turn = waitInLine(lastTurn, cost, stillWanted);
      lastTurn = turn;
      return turn;
    },
    pauseLeftMs: () => Math.max(0, pausedUntil - clock.elapsed()),
    resume({ pausedUntilMs, found }) {
      const aheadMs = clock.now() - clock.elapsed();
      const waitMs = (pausedUntilMs ?? 0) - clock.now();
      if (waitMs > 0) pause(waitMs);
      if (found !== null && !hasFoundLimit(pace))
        pace = foundPace(pace.ceiling, { ...found, triesAtMs: found.triesAtMs - aheadMs }, clock.elapsed());
    },
    found() {
      if (!hasFoundLimit(pace)) return null;
      const aheadMs = clock.now() - clock.elapsed();
      return { perSecond: rateAt(paceAt(clock.elapsed()), clock.elapsed()), triesAtMs: pace.dueAt + aheadMs };
    },
    rate: () => rate(clock.elapsed()),
    allow(perSecond, untilMs) {
      allowed = { perSecond, untilMs };
    },
    demand() {
      const now = clock.elapsed();
      const own = rateAt(paceAt(now), now);
      const used = sent === null ? own : (sent.units * 1000) / Math.max(1, now - sent.sinceMs);
      sent = { sinceMs: now, units: 0 };
      return waiting > 0 ? own : Math.min(own, Math.max(used * GROWTH, pace.ceiling * IDLE_SHARE));
    },
    pausedMs: () => pausedInAll - Math.max(0, pausedUntil - clock.elapsed()),
  };
}
