import type { KnownPace } from "../model/known-pace.ts";
import type { Passed } from "./sent-log.ts";

/**
 * How fast one class of requests may go, from what Graph's answers have shown. Rates are in units of the class's limit a
 * second, times in milliseconds. Plain data: what the rate is at a time is computed by {@link rateAt}.
 *
 * Nobody publishes how Teams counts, nor how far below the documented limits it refuses. So each refusal is read in the
 * ways that are common (a second's window, a bucket that refills), and the rate then stays just below what was found.
 * A limit that was found is tried again now and then, in small steps: a refusal costs a pause, and never trying costs
 * whatever the limit has risen by.
 */
export interface Pace {
  /** The documented limit times scale and share: never more than that. */
  readonly ceiling: number;
  /** The rate until `risesAt`; from then on it nears `toward`. */
  readonly from: number;
  readonly toward: number;
  readonly risesAt: number;
  /** From then on the rate nears the ceiling, to find out whether more is allowed again. */
  readonly triesAt: number;
  /** When that was to be, had no process begun since the limit was found. */
  readonly dueAt: number;
  /** How long after a trial the next one comes. */
  readonly triesEveryMs: number;
  /** What the last refusal would say of a bucket's refill; null before the first. */
  readonly bucket: number | null;
  /** Whether the refusal before it said the same of one. */
  readonly isSameBucket: boolean;
  /** Whether what was found last cannot be far above the limit: refused again soon, it is not cut by much. */
  readonly isClose: boolean;
  /** When an answer that named the share used last slowed this down. */
  readonly easedAt: number;
}

/** A request that was refused with 429: the first of those that were under way together. */
interface Refusal {
  readonly sentAtMs: number;
  /** The end of the pause that it brings. */
  readonly pausedUntilMs: number;
  /** How long that pause is. */
  readonly pauseMs: number;
}

/** Requests sent evenly arrive unevenly: so far below what was found the rate stays. */
const BELOW_FOUND = 0.985;
/** The same for a bucket, which evens out what arrives unevenly: only what was counted may be wrong. */
const BELOW_BUCKET = 0.995;
/** The same where the rate rose meanwhile. */
const BELOW_RISEN = 0.96;
/** The same where the rate had been good for long: it is only just too high. */
const BELOW_LASTING = 0.97;
/** Nearing a value takes some three of these. */
const SETTLING_MS = 15_000;
const TRYING_MS = 4_000;
/** A limit that is in doubt is kept for so long before the rate rises. */
const REST_MS = 4_000;
/**
 * A found limit is tried again a minute later, and where that shows nothing new, twice as long after that, up to four
 * minutes; where pauses are long, rarely enough to spend a thirtieth on them.
 */
const TRY_EVERY_MS = 60_000;
const TRY_AT_LEAST_EVERY_MS = 4 * TRY_EVERY_MS;
const TRY_EVERY_PAUSES = 30;
/** What an earlier process found is tried later: a pause would be a large part of a process that does not last long … */
const TRY_KNOWN_AFTER_MS = 150_000;
/** … but at once where that has been put off for so long. */
const OVERDUE_MS = 10 * 60_000;
/** A refusal sooner than that after a pause says that the rate was far off. */
const SOON_MS = 8_000;
const SECOND_MS = 1_000;
/** The first refusal of all within this time is taken for the end of one window; timers and the network blur the moment. */
const FIRST_WINDOW_MS = 1_500;
/** Later ones within this time: nearly a second at a rate that one window was to allow speaks for two windows. */
const LATER_WINDOW_MS = 900;
/** A rate that grows by more than this in a second is rising. */
const RISING = 1.002;
const MOST_CUT = 0.5;
const MOST_CUT_WHEN_CLOSE = 0.9;
/** Two refusals that give the same refill, to within this, are a bucket's; a trial that gives the same rate was for nothing. */
const SAME_FOUND = 0.025;
/** Where so few pass in a second, what passed says little of the limit, and a trial is no proof that it is the same. */
const TOO_FEW = 5;
/** A trial refused after long, with a refill below that part of its rate, has emptied a bucket. */
const DRAINED = 0.9;
/** A trial that is refused so near to what was known has shown nothing new. */
const SAME_LIMIT = 0.12;
/** No single refusal slows down by more: it may be about what others do. */
const LARGEST_FALL = 1 / 8;
/** Never slower than that part of the ceiling: it has to be noticed when the service recovers. */
const SLOWEST = 0.01;

/** Full speed, nothing found yet. */
export function fullPace(ceiling: number): Pace {
  const never = Number.POSITIVE_INFINITY;
  return {
    ceiling,
    from: ceiling,
    toward: ceiling,
    risesAt: 0,
    triesAt: never,
    dueAt: never,
    triesEveryMs: TRY_EVERY_MS,
    bucket: null,
    isSameBucket: false,
    isClose: false,
    easedAt: -never,
  };
}

/** What an earlier process found, to be kept until it is tried again. */
export function foundPace(
  ceiling: number,
  { perSecond, triesAtMs: dueAt }: NonNullable<KnownPace["found"]>,
  nowMs: number,
): Pace {
  const rate = within(ceiling * SLOWEST, perSecond, ceiling);
  const triesAt = dueAt < nowMs - OVERDUE_MS ? nowMs : Math.max(dueAt, nowMs + TRY_KNOWN_AFTER_MS);
  return { ...fullPace(ceiling), from: rate, toward: rate, triesAt, dueAt, isClose: true };
}

/** Whether anything was ever refused: the ceiling may then be too high. */
export function hasFoundLimit(pace: Pace): boolean {
  return pace.triesAt !== Number.POSITIVE_INFINITY;
}

/** The rate at a time; it moves smoothly, and upward only, between two answers that say something. */
export function rateAt(pace: Pace, ms: number): number {
  const settled = nearing(pace.from, pace.toward, Math.min(ms, pace.triesAt) - pace.risesAt, SETTLING_MS);
  return nearing(settled, pace.ceiling, ms - pace.triesAt, TRYING_MS);
}

/** Only what is sent tries a rate: while nothing is, from `sinceMs` on, it stays what it was. */
export function afterIdle(pace: Pace, sinceMs: number, nowMs: number): Pace {
  if (nowMs <= pace.triesAt) return pace;
  const rate = rateAt(pace, sinceMs);
  return { ...pace, from: rate, toward: rate, triesAt: nowMs };
}

function nearing(from: number, toward: number, elapsedMs: number, pacedMs: number): number {
  return elapsedMs <= 0 ? from : toward - (toward - from) * Math.exp(-elapsedMs / pacedMs);
}

/** The pace from the end of the pause on. */
export function afterRefusal(pace: Pace, refusal: Refusal, passed: Passed): Pace {
  const { sentAtMs, pausedUntilMs, pauseMs } = refusal;
  const isTrial = sentAtMs >= pace.triesAt;
  const found = isTrial && isNothingNew(pace, passed) ? keptLimit(pace) : findLimit(pace, sentAtMs, passed);
  const known = rateAt(pace, pace.triesAt);
  const isSame = isTrial && known > TOO_FEW && Math.abs(found.from / known - 1) <= SAME_FOUND;
  const rate = rateAt(pace, sentAtMs);
  const least = Math.max(pace.ceiling * SLOWEST, rate * LARGEST_FALL);
  const from = within(least, found.from, rate);
  const triesEveryMs = isSame ? Math.min(TRY_AT_LEAST_EVERY_MS, 2 * pace.triesEveryMs) : TRY_EVERY_MS;
  // While the limit is still being looked for, the time of the next trial stands.
  const keepsTrial = !isTrial && pace.triesAt > pausedUntilMs && hasFoundLimit(pace);
  const triesAt = keepsTrial ? pace.triesAt : sentAtMs + Math.max(triesEveryMs, TRY_EVERY_PAUSES * pauseMs);
  return {
    ...pace,
    from,
    toward: within(from, found.toward, rate),
    risesAt: pausedUntilMs + (found.toward > found.from ? REST_MS : 0),
    triesAt,
    dueAt: keepsTrial ? pace.dueAt : triesAt,
    triesEveryMs,
    bucket: passed.bucket,
    isSameBucket: isSameBucket(pace, passed),
    isClose: found.isClose,
  };
}

interface Found {
  readonly from: number;
  readonly toward: number;
  readonly isClose: boolean;
}

function isNothingNew(pace: Pace, passed: Passed): boolean {
  return Math.abs(passed.lastSecond / rateAt(pace, pace.triesAt) - 1) <= SAME_LIMIT;
}

function keptLimit(pace: Pace): Found {
  const rate = rateAt(pace, pace.triesAt);
  return { from: rate, toward: rate, isClose: false };
}

/** To be kept as it is until the next trial. */
function exactly(rate: number, isClose: boolean): Found {
  return { from: rate, toward: rate, isClose };
}

/**
 * Two refusals that say the same are a bucket's, but chance has windows say so too: what is far below a limit that was found
 * closely has to be said three times, since it would be kept for minutes.
 */
function isBucket(pace: Pace, sentAtMs: number, passed: Passed): boolean {
  const isDoubtful = pace.isClose && passed.bucket < rateAt(pace, sentAtMs) * MOST_CUT_WHEN_CLOSE;
  return isSameBucket(pace, passed) && (pace.isSameBucket || !isDoubtful);
}

function isSameBucket(pace: Pace, passed: Passed): boolean {
  return pace.bucket !== null && Math.abs(passed.bucket / pace.bucket - 1) <= SAME_FOUND;
}

/** The first reading that fits decides. */
function findLimit(pace: Pace, sentAtMs: number, passed: Passed): Found {
  const { lastSecond, bucket } = passed;
  const activeMs = sentAtMs - passed.sinceMs;
  if (isBucket(pace, sentAtMs, passed)) return exactly(bucket * BELOW_BUCKET, true);

  const secondAgo = rateAt(pace, Math.max(sentAtMs - SECOND_MS, passed.sinceMs));
  const paced = rateAt(pace, sentAtMs);
  // Rising slowly, it was refused at the limit: what it had been a second before has passed for a whole second.
  const isRising = activeMs > SECOND_MS && paced > secondAgo * RISING;
  if (isRising) {
    const from = Math.min(lastSecond * BELOW_FOUND, secondAgo);
    // What had passed is counted to one request only; the rate in the middle of that second may be nearer.
    return { from, toward: Math.max(from, (BELOW_RISEN * (secondAgo + paced)) / 2), isClose: true };
  }

  // One window was used up early: what passed in it is the limit, unless it was two windows, or a bucket.
  const windowMs = hasFoundLimit(pace) ? LATER_WINDOW_MS : FIRST_WINDOW_MS;
  if (activeMs <= windowMs) return exactly(lastSecond * BELOW_FOUND, false);

  // Who has use for less than may be sent is refused at what was sent.
  const rate = Math.min(paced, lastSecond + 1);
  if (activeMs < SOON_MS) return guessFromTwoWindows(rate, activeMs, pace.isClose);
  // Only a bucket lets far more pass for so long than it refills.
  const isDrained = sentAtMs >= pace.triesAt && bucket < rate * DRAINED;
  if (isDrained) return exactly(bucket * BELOW_BUCKET, true);
  return exactly(Math.max(Math.min(bucket, rate), rate * BELOW_LASTING), true);
}

/** A first window was used in part and a second one used up early: that half of the first was used is a fair guess. The rate was too high in any case. */
function guessFromTwoWindows(rate: number, activeMs: number, isClose: boolean): Found {
  const least = isClose ? MOST_CUT_WHEN_CLOSE : MOST_CUT;
  const part = Math.max(least, activeMs / SECOND_MS - 0.5) * BELOW_FOUND;
  return { from: rate * Math.min(BELOW_LASTING, part), toward: rate * BELOW_LASTING, isClose: true };
}

/** From that share of the limit on, as Graph sees it, the rate is lowered … */
const TOO_NEAR = 0.95;
/** … to this one. */
const NEAR_ENOUGH = 0.93;
/** The limits that are told of are counted over ten seconds: sooner, an answer cannot show what slowing down has done. */
const TOLD_OVER_MS = 10_000;

/**
 * The pace after an answer that names the share of the limit that is used, 1 being all of it. Where it matters little, or
 * tells what has been heeded already, nothing changes.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function afterShareUsed(pace: Pace, shareUsed: number, nowMs: number): Pace {
  if (shareUsed < TOO_NEAR || nowMs < pace.easedAt + TOLD_OVER_MS) return pace;
  const rate = rateAt(pace, nowMs);
  const from = within(pace.ceiling * SLOWEST, rate * Math.max(MOST_CUT, NEAR_ENOUGH / shareUsed), rate);
  return {
    ...pace,
    from,
    toward: Math.max(from, hasFoundLimit(pace) ? pace.toward : pace.ceiling),
    risesAt: nowMs + TOLD_OVER_MS,
    triesAt: Math.max(pace.triesAt, nowMs + TRY_EVERY_MS),
    easedAt: nowMs,
  };
}

function within(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
