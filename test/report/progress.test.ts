import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ProgressView,
  renderProgressJson,
  renderProgressLine,
  renderRetryLine,
} from "../../src/report/progress.ts";

const VIEW: ProgressView = {
  stage: "installations",
  done: 120,
  total: 250,
  ratePerSecond: null,
  secondsLeft: null,
  throttled: 0,
  pausedMs: 0,
  pauseLeftMs: 0,
};

const BUSY = { ratePerSecond: 26.7, secondsLeft: 4.9, throttled: 3, pausedMs: 4000 };

describe("the line of a terminal", () => {
  it.each<[Partial<ProgressView>, string]>([
    [{}, "reading what 250 users have: 120 of 250 (48 %)"],
    [{ done: 0, total: 1 }, "reading what 1 user has: 0 of 1 (0 %)"],
    [{ done: 7, total: null }, "reading what users have: 7 so far"],
    [{ done: 9999, total: 10_000 }, "reading what 10000 users have: 9999 of 10000 (99 %)"],
    [{ stage: "targets", done: 0, total: null }, "reading users, groups and lists"],
    [{ stage: "catalog", done: 2, total: 2, secondsLeft: 0 }, "reading the app catalog: 2 of 2 (100 %)"],
    [{ stage: "changes", done: 0, total: 0 }, "changing and reading back: 0 of 0"],
    [{ ratePerSecond: 26.7 }, "reading what 250 users have: 120 of 250 (48 %), 27/s"],
    [{ ratePerSecond: 0.25 }, "reading what 250 users have: 120 of 250 (48 %), 0.3/s"],
    [BUSY, "reading what 250 users have: 120 of 250 (48 %), 27/s, 5 s left, throttled 3 times"],
    [{ throttled: 1 }, "reading what 250 users have: 120 of 250 (48 %), throttled once"],
    [
      { ...BUSY, secondsLeft: 4000, pauseLeftMs: 11_001 },
      "reading what 250 users have: 120 of 250 (48 %), waiting 12 s as Graph asked, 1 h 6 min left, throttled 3 times",
    ],
  ])("%o", (part, line) => {
    expect(renderProgressLine({ ...VIEW, ...part }, 200)).toBe(line);
  });

  it.each<[number, string]>([
    [80, "reading what 250 users have: 120 of 250 (48 %), 27/s, 5 s left"],
    [61, "reading what 250 users have: 120 of 250 (48 %), 5 s left"],
    [50, "reading what 250 users have: 120 of 250 (48 %)"],
    [40, "120 of 250 (48 %)"],
    [10, "120 of 250"],
  ])("%i columns: what matters least is left out first", (width, line) => {
    expect(renderProgressLine({ ...VIEW, ...BUSY }, width)).toBe(line);
  });

  it("always fits, and never has a control character", () => {
    const view = fc.record({
      stage: fc.constantFrom("targets" as const, "catalog" as const, "installations" as const, "changes" as const),
      done: fc.nat(),
      total: fc.option(fc.nat()),
      ratePerSecond: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
      secondsLeft: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
      throttled: fc.nat(),
      pausedMs: fc.nat(),
      pauseLeftMs: fc.nat(),
    });
    fc.assert(
      fc.property(view, fc.integer({ min: 20, max: 200 }), (any, width) => {
        const line = renderProgressLine(any, width);
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line).toMatch(/^[ -~]+$/);
      }),
    );
  });
});

describe("the line of JSON", () => {
  it("says all of it, in whole milliseconds and seconds", () => {
    const view = { ...VIEW, ...BUSY, pauseLeftMs: 1500 };
    expect(renderProgressJson(view, Date.parse("2026-01-01T00:00:00Z"), false)).toBe(
      '{"kind":"progress","at":"2026-01-01T00:00:00.000Z","stage":"installations","done":120,"total":250,' +
        '"ratePerSecond":27,"secondsLeft":5,"throttled":3,"pausedMs":4000,"pauseLeftMs":1500,"last":false}',
    );
  });

  it("says null for what is not known", () => {
    const line = renderProgressJson({ ...VIEW, total: null }, 0, true);
    expect(JSON.parse(line)).toMatchObject({ total: null, ratePerSecond: null, secondsLeft: null, last: true });
  });
});

describe("a read that is sent again", () => {
  it.each([
    ["429", 0, "Graph asks to wait; trying again"],
    ["429", 4200, "Graph asks to wait; trying again in 5 s"],
    ["503", 1000, "Graph answered 503; trying again in 1 s"],
    ["ECONNRESET", 90_000, "no answer from Graph (ECONNRESET); trying again in 1 min 30 s"],
  ])("says of %s after %d ms: %s", (because, waitMs, line) => {
    expect(renderRetryLine(because, waitMs)).toBe(line);
  });
});
