import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Progress } from "../../src/model/progress.ts";
import { createProgressTrack, type ProgressTrack, type ProgressView } from "../../src/report/progress.ts";

const START_MS = Date.parse("2026-01-01T00:00:00Z");

/** What happens at a second of the run: `done` of the stage, or Graph asks to wait so many seconds. */
type Happening = readonly [second: number, what: { readonly done: number } | { readonly waitS: number }];

const STAGE: Omit<Progress, "done"> = { stage: "installations", total: 1000 };

function trackOf(happenings: readonly Happening[], stage = STAGE): ProgressTrack {
  const track = createProgressTrack();
  for (const [second, what] of happenings) {
    const atMs = START_MS + second * 1000;
    if ("done" in what) track.progressed({ ...stage, done: what.done }, atMs);
    else track.throttled(what.waitS * 1000, atMs);
  }
  return track;
}

function viewAt(second: number, happenings: readonly Happening[], stage = STAGE): ProgressView | null {
  return trackOf(happenings, stage).view(START_MS + second * 1000);
}

/** `perSecond` more each second, from `from` to `to`. */
function steadily(perSecond: number, from: number, to: number, before = 0): readonly Happening[] {
  return Array.from({ length: to - from + 1 }, (_, index) => [
    from + index,
    { done: before + (index + 1) * perSecond },
  ]);
}

it("there is nothing to show before anything progressed, whatever Graph asks", () => {
  expect(viewAt(1, [])).toBeNull();
  expect(viewAt(1, [[0, { waitS: 5 }]])).toBeNull();
});

it("what is done is what was said last", () => {
  const view = viewAt(1, [
    [0, { done: 3 }],
    [0.01, { done: 4 }],
  ]);
  expect(view).toMatchObject({ stage: "installations", done: 4, total: 1000 });
});

describe("the rate", () => {
  it.each<[string, number, readonly Happening[], number | null]>([
    ["is not known from less than two seconds", 1.9, steadily(10, 0, 1), null],
    ["is known after two", 2, steadily(10, 0, 2), 10],
    [
      "does not count what the first answer came with, such as readings of an earlier run",
      10,
      steadily(10, 0, 10, 500),
      10,
    ],
    [
      "is that of the last half minute, not of the whole stage",
      130,
      [...steadily(1, 0, 99), ...steadily(20, 100, 130, 100)],
      20,
    ],
    ["falls while nothing comes", 20, steadily(10, 0, 10), 5],
    ["is zero when nothing came since the first answer", 10, [[0, { done: 7 }]], 0],
    ["is not known any more when nothing came for half a minute", 41, steadily(10, 0, 10), null],
    [
      "is that of the time before, while Graph has the run wait",
      100,
      [...steadily(10, 0, 10), [10, { waitS: 300 }]],
      10,
    ],
    ["goes on where something comes all the same", 20, [[5, { waitS: 60 }], ...steadily(10, 0, 20)], 10],
    [
      "counts a short pause that is over",
      20,
      [...steadily(10, 0, 10), [10, { waitS: 5 }], ...steadily(10, 16, 20, 110)],
      7.5,
    ],
    [
      "begins anew after a long one",
      315,
      [...steadily(10, 0, 10), [10, { waitS: 300 }], ...steadily(20, 311, 315, 110)],
      20,
    ],
  ])("%s", (_what, second, happenings, rate) => {
    const inOrder = happenings.toSorted(([a], [b]) => a - b);
    const view = viewAt(second, inOrder);
    if (rate === null) expect(view?.ratePerSecond).toBeNull();
    else expect(view?.ratePerSecond).toBeCloseTo(rate, 5);
  });

  it("does not depend on how often progress is told", () => {
    const often = createProgressTrack();
    for (let ms = 0; ms <= 60_000; ms += 5) often.progressed({ ...STAGE, done: ms / 5 }, START_MS + ms);
    expect(often.view(START_MS + 60_000)?.ratePerSecond).toBeCloseTo(200, 5);
  });

  it("is of one stage", () => {
    const track = trackOf(steadily(10, 0, 10));
    track.progressed({ stage: "changes", done: 1, total: 5 }, START_MS + 11_000);
    expect(track.view(START_MS + 12_000)).toMatchObject({ stage: "changes", ratePerSecond: null, secondsLeft: null });
  });

  it("begins anew when a stage does", () => {
    const track = trackOf(steadily(10, 0, 10));
    track.progressed({ ...STAGE, done: 1 }, START_MS + 11_000);
    expect(track.view(START_MS + 12_000)?.ratePerSecond).toBeNull();
  });
});

describe("the time left", () => {
  it.each<[string, number, readonly Happening[], number | null]>([
    ["is what is open at the rate", 10, steadily(10, 0, 10), 89],
    ["is not known without a rate", 1, steadily(10, 0, 1), null],
    ["is not known while nothing moves", 10, [[0, { done: 7 }]], null],
    ["is not known when it has long stopped", 300, steadily(10, 0, 10), null],
    ["is nothing when all is done", 1, [[0, { done: 1000 }]], 0],
    ["comes after the pause that is under way", 12, [...steadily(10, 0, 10), [10, { waitS: 30 }]], 28 + 89],
    ["gets shorter while the pause passes", 39, [...steadily(10, 0, 10), [10, { waitS: 30 }]], 1 + 89],
  ])("%s", (_what, second, happenings, secondsLeft) => {
    const view = viewAt(second, happenings);
    if (secondsLeft === null) expect(view?.secondsLeft).toBeNull();
    else expect(view?.secondsLeft).toBeCloseTo(secondsLeft, 5);
  });

  it("is not known where nobody knows how much there is", () => {
    const view = viewAt(10, steadily(10, 0, 10), { stage: "installations", total: null });
    expect(view).toMatchObject({ total: null, ratePerSecond: 10, secondsLeft: null });
  });
});

describe("waits that Graph asked for", () => {
  it.each<[string, number, readonly Happening[], { throttled: number; pausedMs: number; pauseLeftMs: number }]>([
    ["none", 5, [], { throttled: 0, pausedMs: 0, pauseLeftMs: 0 }],
    ["one under way", 5, [[2, { waitS: 10 }]], { throttled: 1, pausedMs: 3000, pauseLeftMs: 7000 }],
    ["one that is over", 20, [[2, { waitS: 10 }]], { throttled: 1, pausedMs: 10_000, pauseLeftMs: 0 }],
    [
      "two at the same time count once",
      20,
      [
        [2, { waitS: 10 }],
        [4, { waitS: 3 }],
        [5, { waitS: 9 }],
      ],
      { throttled: 3, pausedMs: 12_000, pauseLeftMs: 0 },
    ],
    [
      "two apart add up",
      20,
      [
        [2, { waitS: 3 }],
        [15, { waitS: 10 }],
      ],
      { throttled: 2, pausedMs: 8000, pauseLeftMs: 5000 },
    ],
  ])("%s", (_what, second, waits, expected) => {
    expect(viewAt(second, [[0, { done: 1 }], ...waits])).toMatchObject(expected);
  });

  it("add up over stages", () => {
    const track = trackOf([
      [0, { done: 1 }],
      [1, { waitS: 2 }],
    ]);
    track.progressed({ stage: "changes", done: 1, total: 9 }, START_MS + 10_000);
    expect(track.view(START_MS + 10_000)).toMatchObject({ throttled: 1, pausedMs: 2000 });
  });
});

it("whatever happens: no time left below nothing, no pause longer than the run, nothing known that is not a number", () => {
  const happening = fc.oneof(
    fc.record({ afterMs: fc.nat(5000), more: fc.nat(50) }),
    fc.record({ afterMs: fc.nat(5000), waitMs: fc.nat(60_000) }),
  );
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 200 }), fc.nat(100_000), (happenings, lookAfterMs) => {
      const track = createProgressTrack();
      let atMs = START_MS;
      let done = 0;
      track.progressed({ ...STAGE, done }, atMs);
      for (const event of happenings) {
        atMs += event.afterMs;
        if ("waitMs" in event) track.throttled(event.waitMs, atMs);
        else track.progressed({ ...STAGE, done: (done += event.more) }, atMs);
      }
      const view = track.view(atMs + lookAfterMs);
      const { ratePerSecond = 0, secondsLeft = 0, pausedMs = 0 } = view ?? {};
      expect(ratePerSecond ?? 0).toBeGreaterThanOrEqual(0);
      expect(secondsLeft ?? 0).toBeGreaterThanOrEqual(0);
      expect([ratePerSecond, secondsLeft].every((value) => value === null || Number.isFinite(value))).toBe(true);
      expect(pausedMs).toBeLessThanOrEqual(atMs + lookAfterMs - START_MS);
    }),
  );
});
