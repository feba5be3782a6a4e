import { array, assert, constant, double, integer, oneof, option, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterIdle,
  afterRefusal,
  afterShareUsed,
  foundPace,
  fullPace,
  type Pace,
  rateAt,
} from "../../src/graph/rate.ts";
import type { Passed } from "../../src/graph/sent-log.ts";

const MINUTE_MS = 60_000;
const CEILING = 27;

/** A pace that was found to be `rate`, to be tried again at `triesAt`. */
function found(rate: number, triesAt: number, more: Partial<Pace> = {}): Pace {
  return { ...fullPace(CEILING), from: rate, toward: rate, triesAt, dueAt: triesAt, ...more };
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
    expect(seconds.map((rate) => Math.round(rate * 10) / 10)).toEqual([12, 12, 12, 15.3, 17.9, 22.7, 25.8, 27]);
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
      from: 12.1 * 0.995,
      triesAt: MINUTE_MS,
    },
    {
      name: "soon again, with the same bucket as before, but far below a limit that was found closely: that may be chance",
      pace: found(23.6, MINUTE_MS, { bucket: 17.7, isClose: true }),
      at: 8_000,
      passed: { sinceMs: 5_200, lastSecond: 23, bucket: 17.6 },
      from: 23.6 * 0.97,
      triesAt: MINUTE_MS,
    },
    {
      name: "soon again, with the same bucket for the third time: it is a bucket, however far below",
      pace: found(23.6, MINUTE_MS, { bucket: 17.7, isSameBucket: true, isClose: true }),
      at: 8_000,
      passed: { sinceMs: 5_200, lastSecond: 23, bucket: 17.6 },
      from: 17.6 * 0.995,
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
      triesAt: 61_000 + 2 * MINUTE_MS,
    },
    {
      name: "of a trial, far above what was known: what had passed is the limit, or a little more",
      pace: found(12, MINUTE_MS, { bucket: 8 }),
      at: 64_000,
      passed: { sinceMs: 2_000, lastSecond: 20, bucket: 17 },
      from: 20 * 0.985,
      toward: (0.96 * (27 - 15 * Math.exp(-3 / 4) + 27 - 15 * Math.exp(-4 / 4))) / 2,
    },
    {
      name: "of a trial that went well for long: a bucket is empty",
      pace: found(12, MINUTE_MS, { bucket: 8 }),
      at: 85_000,
      passed: { sinceMs: 2_000, lastSecond: 27, bucket: 24 },
      from: 24 * 0.995,
    },
    {
      name: "of a trial that went well for long, with nothing that speaks for a bucket: it was only just too fast",
      pace: found(12, MINUTE_MS, { bucket: 8 }),
      at: 95_000,
      passed: { sinceMs: 2_000, lastSecond: 27, bucket: 25 },
      from: (27 - 15 * Math.exp(-35 / 4)) * 0.97,
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
    expect(after.triesAt).toBe(triesAt ?? at + MINUTE_MS);
    expect(rateAt(after, at + 2_000)).toBeCloseTo(from, 9);
  });

  it.each([
    [2_000, 60_000],
    [10_000, 300_000],
    [600_000, 18_000_000],
  ])("with a pause of %d ms is tried again after %d ms", (pauseMs, everyMs) => {
    const refusal = { sentAtMs: 500, pausedUntilMs: 500 + pauseMs, pauseMs };
    const after = afterRefusal(fullPace(CEILING), refusal, { sinceMs: 0, lastSecond: 12, bucket: 8 });
    expect(after.triesAt).toBe(500 + everyMs);
  });
});

describe("a trial that shows nothing new", () => {
  it("is made half as often after each, and every four minutes at least", () => {
    let pace = found(12, MINUTE_MS);
    const waits: number[] = [];
    for (let trial = 0; trial < 4; trial += 1) {
      const sentAtMs = pace.triesAt + 1_000;
      const before = pace.triesAt;
      pace = afterRefusal(pace, refusedAt(sentAtMs), { sinceMs: 0, lastSecond: 12, bucket: 11.8 });
      waits.push(pace.triesAt - sentAtMs);
      expect(rateAt(pace, pace.triesAt)).toBe(rateAt(pace, before + 3_000));
    }
    expect(waits).toEqual([2, 4, 4, 4].map((minutes) => minutes * MINUTE_MS));
    const other = afterRefusal(pace, refusedAt(pace.triesAt - 1_000), { sinceMs: 0, lastSecond: 6, bucket: 5 });
    expect(other.triesEveryMs).toBe(MINUTE_MS);
  });
});

describe("a trial of a limit of few requests a second", () => {
  it("is made once a minute: it proves little", () => {
    const pace = afterRefusal(found(2.5, MINUTE_MS), refusedAt(61_000), { sinceMs: 0, lastSecond: 2.6, bucket: 2.5 });
    expect(pace.triesAt).toBe(61_000 + MINUTE_MS);
  });
});

describe("while nothing is sent", () => {
  it("a rate stays what it was, and is tried from then on", () => {
    const pace = afterIdle(found(12, MINUTE_MS), 50_000, 20 * MINUTE_MS);
    expect(rateAt(pace, 20 * MINUTE_MS)).toBe(12);
    expect(rateAt(pace, 20 * MINUTE_MS + 1_000)).toBeGreaterThan(15);
  });

  it("a trial goes no further", () => {
    const before = found(12, MINUTE_MS);
    const pace = afterIdle(before, MINUTE_MS + 1_000, 20 * MINUTE_MS);
    expect(rateAt(pace, 20 * MINUTE_MS)).toBe(rateAt(before, MINUTE_MS + 1_000));
  });

  it("a limit that is not to be tried yet rises as it would have", () => {
    const pace = found(12, MINUTE_MS, { toward: 15 });
    expect(afterIdle(pace, 10_000, 50_000)).toBe(pace);
    expect(afterIdle(fullPace(CEILING), 0, 1e9)).toEqual(fullPace(CEILING));
  });
});

describe("what an earlier process found", () => {
  const NOW = 100 * MINUTE_MS;

  it.each([
    { name: "to be tried soon", due: NOW + 10_000, triesAt: NOW + 150_000 },
    { name: "to be tried late", due: NOW + 200_000, triesAt: NOW + 200_000 },
    { name: "to have been tried lately", due: NOW - 9 * MINUTE_MS, triesAt: NOW + 150_000 },
    { name: "to have been tried long ago", due: NOW - 11 * MINUTE_MS, triesAt: NOW },
  ])("$name: is kept until $triesAt, and a later process hears when it was due", ({ due, triesAt }) => {
    const pace = foundPace(CEILING, { perSecond: 12, triesAtMs: due }, NOW);
    expect(rateAt(pace, NOW)).toBe(12);
    expect(pace).toMatchObject({ triesAt, dueAt: due });
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
