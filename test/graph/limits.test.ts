import { describe, expect, it } from "vitest";
import { LIMITS, SHARE_OF_LIMIT, unitsPerSecond } from "../../src/graph/limits.ts";
import { createPacer } from "../../src/graph/pacer.ts";
import { createPlaces } from "../../src/graph/places.ts";
import { virtualClock } from "./virtual-clock.ts";

describe("the limits", () => {
  it.each(Object.entries(LIMITS))("of %s name where they are published", (_name, limit) => {
    expect(limit.source).toMatch(/^https:\/\/learn\.microsoft\.com\/graph\/throttling-limits#/);
    expect(limit.perSecond).toBeGreaterThan(0);
  });

  it("are never used to the full", () => {
    expect(SHARE_OF_LIMIT).toBeLessThan(1);
    expect(unitsPerSecond("installation-reads", 1)).toBe(28.5);
    expect(unitsPerSecond("removals", 0.5)).toBe(7.125);
  });

  it.each([
    ["installation-reads", 30],
    ["removals", 15],
  ] as const)("of %s hold in every second of a long run, with timers that are late", async (limitClass, perSecond) => {
    const clock = virtualClock();
    const late = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(Math.ceil(ms) + 1) };
    const pacer = createPacer({
      unitsPerSecond: unitsPerSecond(limitClass, 1),
      clock: late,
      places: createPlaces(64),
    });
    const times: number[] = [];
    const pass = async (): Promise<void> => {
      const leave = await pacer.enter(1, () => true);
      times.push(clock.now());
      leave?.();
    };
    for (let request = 0; request < 300; request += 1) void pass();
    await clock.advance(30_000);
    const most = Math.max(...times.map((from) => times.filter((time) => time >= from && time <= from + 1000).length));
    expect(times).toHaveLength(300);
    expect(most).toBeLessThanOrEqual(perSecond);
    expect((times.length - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000)).toBeGreaterThan(perSecond * 0.9);
  });
});
