import { describe, expect, it } from "vitest";
import { cycleMs, LONGEST_CYCLE_MS, missRate, SHORTEST_CYCLE_MS } from "../../src/events/miss-rate.ts";

const DAY = 24 * 60 * 60_000;
const rateOf = (misses: number, days = 1) => missRate({ audited: days, misses, exposureMs: days * DAY });

describe("the miss rate", () => {
  it("is not known before anybody was audited", () => {
    expect(missRate({ audited: 0, misses: 0, exposureMs: 0 })).toBeNull();
  });

  it.each([
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [10, 4.7954, 18.3904],
    [100, 81.3635, 121.627],
    [1000, 938.97, 1063.96],
  ])("has the exact bounds of %i misses", (misses, lowest, highest) => {
    const rate = rateOf(misses);
    expect(rate?.lowest).toBeCloseTo(lowest, 1);
    expect(rate?.highest).toBeCloseTo(highest, 1);
    expect(rate?.perDay).toBe(misses);
  });

  it("is per person and day", () => {
    expect(rateOf(2, 100)?.perDay).toBeCloseTo(0.02);
  });
});

describe("everybody is read again", () => {
  it.each([
    ["within a week where nothing is known", null, LONGEST_CYCLE_MS],
    ["within a week where nothing is missed", rateOf(0, 1_000), LONGEST_CYCLE_MS],
    ["sooner the more is missed", rateOf(10, 1_000), 2 * DAY],
    ["once a day at the most", rateOf(500, 1_000), SHORTEST_CYCLE_MS],
  ])("%s", (_name, rate, ms) => {
    expect(cycleMs(rate)).toBeCloseTo(ms);
  });
});
