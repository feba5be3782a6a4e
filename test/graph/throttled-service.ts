import { createPacer } from "../../src/graph/pacer.ts";
import { createSemaphore } from "../../src/graph/semaphore.ts";
import type { KnownPace } from "../../src/model/known-pace.ts";
import { createThrottle, type ThrottleAlgorithm } from "../../src/sandbox/throttle.ts";
import { createVirtualClock } from "../fakes/clock.ts";

/** A service that refuses more than a part of the documented 30 reads a second, and a client that wants to read without end. */
export interface Scenario {
  readonly algorithm: ThrottleAlgorithm;
  /** Parts of the documented limit that are allowed, each from a time on, in milliseconds after the start. */
  readonly allowed: readonly (readonly [fromMs: number, part: number])[];
  readonly untilMs: number;
  readonly retryAfterMs: number;
  /** When the client begins, in milliseconds after the turn of a second of the service's clock. */
  readonly beginsMs?: number;
  /** The most the client may ask for, in requests a second. */
  readonly mostPerSecond?: number;
  /** Requests a second that the client has use for, where it is less than it may send. */
  readonly wantedPerSecond?: number;
  /** Tells how near the limit is, as `x-ms-throttle-limit-percentage` does. */
  readonly tellsShare?: boolean;
  /** What an earlier client found, with times from the start on. */
  readonly known?: KnownPace["found"];
}

/** What came of it. */
export interface Traffic {
  /** When each request was sent, in milliseconds after the start, and whether it was refused. */
  readonly sent: readonly { readonly atMs: number; readonly refused: boolean }[];
  /** Requests that were fulfilled, over what the service allowed. */
  readonly useful: number;
  /** Part of the requests sent from `fromMs` on that were refused. */
  throttledFrom(fromMs: number): number;
  /** Requests fulfilled in a stretch of time, per second. */
  rateBetween(fromMs: number, untilMs: number): number;
  readonly pausedMs: number;
  /** What the client found, with times from the end on. */
  readonly found: KnownPace["found"];
}

const DOCUMENTED = 30;
const WAY_MS = 25;
const CALLERS = 32;

/** Plays a scenario in virtual time, 50 milliseconds from sending to answer. */
export async function play(scenario: Scenario): Promise<Traffic> {
  const { algorithm, allowed, untilMs, retryAfterMs } = scenario;
  const startAt = 1_000_000 + (scenario.beginsMs ?? 0);
  const clock = createVirtualClock(startAt);
  const pacer = createPacer({
    unitsPerSecond: scenario.mostPerSecond ?? 27,
    catchUpMs: 20,
    clock,
    places: createSemaphore(64),
  });
  const { known = null } = scenario;
  if (known !== null) pacer.resume({ pausedUntilMs: null, found: shifted(known, startAt) });
  const throttle = createThrottle(algorithm, 1);
  const sent: { atMs: number; refused: boolean }[] = [];
  const elapsed = (): number => clock.now() - startAt;

  async function callAgainAndAgain(): Promise<void> {
    while (elapsed() < untilMs) {
      const turn = await pacer.enter(1, () => elapsed() < untilMs);
      if (turn === null) return;
      const request = { atMs: elapsed(), refused: false };
      sent.push(request);
      await clock.sleep(WAY_MS);
      throttle.setScale(partAt(allowed, elapsed()));
      request.refused = throttle.count("installation-reads", 1, clock.now()) !== null;
      const share = throttle.shareUsed("installation-reads");
      await clock.sleep(WAY_MS);
      if (request.refused) turn.refused(retryAfterMs);
      else if (scenario.tellsShare === true && share >= 0.8) turn.shareUsed(share);
      turn.leave();
      if (scenario.wantedPerSecond !== undefined) await clock.sleep((CALLERS / scenario.wantedPerSecond) * 1000 - 50);
    }
  }

  const callers = Array.from({ length: CALLERS }, () => callAgainAndAgain());
  await clock.advance(untilMs + 60_000);
  await Promise.all(callers);
  const found = pacer.found();
  const fulfilled = sent.filter(({ refused }) => !refused);
  return {
    sent,
    useful: fulfilled.length / capacity(allowed, untilMs),
    throttledFrom: (fromMs) => {
      const late = sent.filter(({ atMs }) => atMs >= fromMs);
      return late.filter(({ refused }) => refused).length / Math.max(1, late.length);
    },
    rateBetween: (fromMs, toMs) =>
      fulfilled.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length / ((toMs - fromMs) / 1000),
    pausedMs: pacer.pausedMs(),
    found: found === null ? null : shifted(found, -(startAt + untilMs)),
  };
}

function shifted(found: NonNullable<KnownPace["found"]>, byMs: number): NonNullable<KnownPace["found"]> {
  return { ...found, triesAtMs: found.triesAtMs + byMs };
}

function partAt(allowed: Scenario["allowed"], elapsedMs: number): number {
  return allowed.findLast(([fromMs]) => fromMs <= elapsedMs)?.[1] ?? 1;
}

function capacity(allowed: Scenario["allowed"], untilMs: number): number {
  return allowed.reduce((sum, [fromMs, part], index) => {
    const endMs = allowed[index + 1]?.[0] ?? untilMs;
    return sum + ((endMs - fromMs) / 1000) * part * DOCUMENTED;
  }, 0);
}
