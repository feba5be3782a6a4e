import { array, assert, constant, double, integer, oneof, option, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRefusal, afterShareUsed, fullPace, type Pace, type Passed, rateAt } from "../../src/graph/rate.ts";

const MINUTE_MS = 60_000;
const CEILING = 27;

/** A pace that was found to be `rate`, to be tried again at `triesAt`. */
function found(rate: number, triesAt: number, more: Partial<Pace> = {}): Pace {
  return { ...fullPace(CEILING), from: rate, toward: rate, triesAt, ...more };
}

/** Refused at `sentAtMs`, with a pause of two seconds from then on. */
function refusedAt(sentAtMs: number) {
  return { sentAtMs, pausedUntilMs: sentAtMs + 2_000, pauseMs: 2_000 };
}

describe("the pace", () => {
  it("is the ceiling, and stays it, as long as nothing is refused", () => {
    const pace = fullPace(CEILING);
    expect([0, 1, 1e6, 1e12].map((ms) => rateAt(pace, ms))).toEqual([27, 27, 27, 27]);
  });

  it("stays what was found for a minute, and then nears the ceiling in steps that grow smaller", () => {
    const pace = found(12, MINUTE_MS);
    const seconds = [0, 59, 60, 61, 62, 65, 70, 90].map((second) => rateAt(pace, second * 1000));
    expect(seconds.map((rate) => Math.round(rate * 10) / 10)).toEqual([12, 12, 12, 15, 17.4, 22.1, 25.4, 27]);
  });
});

describe("a refusal", () => {
  it.each<{
    name: string;
    pace?: Pace;
    at: number;
    passed: Passed;
    from: number;
    toward?: number;
    triesAt?: number;
  }>([
    {
      name: "within the first second: what passed is the limit",
      at: 445,
      passed: { sinceMs: 0, lastSecond: 12, bucket: 8.3 },
      from: 12 * 0.985,
    },
    {
      name: "of the very first request: no more than an eighth is known to be wrong",
      at: 0,
      passed: { sinceMs: 0, lastSecond: 0, bucket: 0 },
      from: 27 / 8,
    },
    {
      name: "after a long time at full pace: it was only just too fast",
      at: 300_000,
      passed: { sinceMs: 0, lastSecond: 27, bucket: 26.3 },
      from: 26.3,
    },
    {
      name: "after a long time of few requests: the limit is near what was sent, not near the pace",
      at: 300_000,
      passed: { sinceMs: 0, lastSecond: 6, bucket: 6 },
      from: 7 * 0.97,
    },
    {
      name: "soon again, with the same bucket as before: it is a bucket",
      pace: found(20, MINUTE_MS, { bucket: 12 }),
      at: 3_900,
      passed: { sinceMs: 2_500, lastSecond: 20, bucket: 12.1 },
      from: 12.1 * 0.985,
      triesAt: MINUTE_MS,
    },
    {
      name: "soon again, after one window and a half: half of the first was used, and the rest is looked for slowly",
      pace: found(20, MINUTE_MS, { bucket: 11.5 }),
      at: 3_700,
      passed: { sinceMs: 2_500, lastSecond: 20, bucket: 10.9 },
      from: 20 * 0.7 * 0.985,
      toward: 20 * 0.97,
      triesAt: MINUTE_MS,
    },
    {
      name: "while the limit is still looked for: not much too fast any more",
      pace: found(12.6, MINUTE_MS, { bucket: 10.4, isClose: true }),
      at: 7_200,
      passed: { sinceMs: 6_000, lastSecond: 12, bucket: 6.8 },
      from: 12.6 * 0.9 * 0.985,
      toward: 12.6 * 0.97,
      triesAt: MINUTE_MS,
    },
    {
      name: "of a trial, near what was known: nothing new",
      pace: found(12, MINUTE_MS, { bucket: 8 }),
      at: 61_000,
      passed: { sinceMs: 2_000, lastSecond: 13, bucket: 11.8 },
      from: 12,
    },
    {
      name: "of a trial, far above what was known: what had passed a second before is the limit",
      pace: found(12, MINUTE_MS, { bucket: 8 }),
      at: 67_000,
      passed: { sinceMs: 2_000, lastSecond: 24, bucket: 17 },
      from: 27 - 15 * Math.exp(-6 / 4.5),
    },
    {
      name: "far below what was found: the limit has fallen",
      pace: found(24, 200_000, { bucket: 17 }),
      at: 100_300,
      passed: { sinceMs: 100_000, lastSecond: 7, bucket: 5.4 },
      from: 7 * 0.985,
      triesAt: 200_000,
    },
  ])("$name", ({ pace = fullPace(CEILING), at, passed, from, toward = from, triesAt }) => {
    const after = afterRefusal(pace, refusedAt(at), passed);
    expect(after.from).toBeCloseTo(from, 9);
    expect(after.toward).toBeCloseTo(toward, 9);
    expect(after.triesAt).toBe(triesAt ?? at + 2_000 + MINUTE_MS);
    expect(rateAt(after, at + 2_000)).toBeCloseTo(from, 9);
  });

  it.each([
    [2_000, 60_000],
    [10_000, 300_000],
    [600_000, 18_000_000],
  ])("with a pause of %d ms is tried again %d ms after it", (pauseMs, everyMs) => {
    const refusal = { sentAtMs: 500, pausedUntilMs: 500 + pauseMs, pauseMs };
    const after = afterRefusal(fullPace(CEILING), refusal, { sinceMs: 0, lastSecond: 12, bucket: 8 });
    expect(after.triesAt).toBe(500 + pauseMs + everyMs);
  });
});

describe("a share of the limit that is used", () => {
  it.each([
    [0.8, 27],
    [0.94, 27],
    [0.95, (27 * 0.93) / 0.95],
    [1, 27 * 0.93],
    [1.24, 27 * 0.75],
    [1.8, (27 * 0.93) / 1.8],
    [99, 27 / 2],
  ])("of %d makes the pace %d", (share, rate) => {
    expect(rateAt(afterShareUsed(fullPace(CEILING), share, 5_000), 5_000)).toBeCloseTo(rate, 9);
  });

  it("counts once in ten seconds: answers that were under way together tell the same", () => {
    const once = afterShareUsed(fullPace(CEILING), 1.24, 5_000);
    expect(afterShareUsed(once, 1.24, 5_001)).toBe(once);
    expect(afterShareUsed(once, 1.24, 14_999)).toBe(once);
    expect(rateAt(afterShareUsed(once, 1.24, 15_000), 15_000)).toBeCloseTo(27 * 0.75 * 0.75, 9);
  });

  it("is forgotten within a minute, but for a limit that was found", () => {
    expect(rateAt(afterShareUsed(fullPace(CEILING), 1.2, 0), MINUTE_MS)).toBeGreaterThan(26.5);
    const after = afterShareUsed(found(12, MINUTE_MS), 1.2, 0);
    expect(rateAt(after, MINUTE_MS)).toBeLessThan(12);
    expect(rateAt(after, MINUTE_MS)).toBeGreaterThan(11.5);
  });
});

describe("whatever happens", () => {
  const event = record({
    afterMs: integer({ min: 0, max: 400_000 }),
    activeMs: integer({ min: 0, max: 60_000 }),
    lastSecond: double({ min: 0, max: 40, noNaN: true }),
    // Often alike, as a bucket's are.
    bucket: oneof(constant(20), double({ min: 0, max: 40, noNaN: true })),
    pauseMs: integer({ min: 0, max: 600_000 }),
    share: option(double({ min: 0, max: 3, noNaN: true }), { nil: null }),
  });

  it("the rate lies between a hundredth of the ceiling and the ceiling, and only rises between two answers", () => {
    assert(
      property(array(event, { maxLength: 30 }), (events) => {
        let [pace, now] = [fullPace(CEILING), 0];
        for (const { afterMs, activeMs, lastSecond, bucket, pauseMs, share } of events) {
          now += afterMs;
          const before = rateAt(pace, now);
          if (share !== null) pace = afterShareUsed(pace, share, now);
          else {
            const refusal = { sentAtMs: now, pausedUntilMs: now + pauseMs, pauseMs };
            pace = afterRefusal(pace, refusal, { sinceMs: now - activeMs, lastSecond, bucket });
            now += pauseMs;
          }
          const rates = [0, 1, 1_000, 5_000, 30_000, 70_000, 1e6, 1e9].map((ms) => rateAt(pace, now + ms));
          expect(rates[0]).toBeLessThanOrEqual(before);
          expect(Math.min(...rates)).toBeGreaterThanOrEqual(CEILING / 100 - 1e-9);
          expect(Math.max(...rates)).toBeLessThanOrEqual(CEILING + 1e-9);
          expect(rates).toEqual([...rates].sort((a, b) => a - b));
        }
      }),
    );
  });
});
