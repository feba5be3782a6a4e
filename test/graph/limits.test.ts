import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catchUpMs, DEFAULT_RATE_SHARE, type LimitClass, LIMITS } from "../../src/graph/limits.ts";
import { createPacer } from "../../src/graph/pacer.ts";
import { createSemaphore } from "../../src/graph/semaphore.ts";
import { createVirtualClock } from "../fakes/clock.ts";

describe("the limits", () => {
  it.each<[LimitClass, scale: number, share: number, perSecond: number]>([
    ["installation-reads", 1, DEFAULT_RATE_SHARE, 27],
    ["installation-writes", 1, DEFAULT_RATE_SHARE, 27],
    ["removals", 1, DEFAULT_RATE_SHARE, 13.5],
    ["catalog", 1, DEFAULT_RATE_SHARE, 27],
    ["directory", 1, DEFAULT_RATE_SHARE, 315],
    ["installation-reads", 1, 1, 30],
    ["installation-reads", 1, 0.5, 15],
    ["installation-reads", 10, 0.9, 270],
    ["removals", 0.5, 0.9, 6.75],
  ])("of %s, times %d, used to %d: %d a second", (limitClass, scale, share, perSecond) => {
    expect(LIMITS[limitClass] * scale * share).toBeCloseTo(perSecond, 9);
  });

  it.each([
    [0.5, 20],
    [0.9, 20],
    [0.99, 1000 / 99],
    [1, 4],
  ])("used to %d leave room for turns that are %d ms late", (share, ms) => {
    expect(catchUpMs(share)).toBeCloseTo(ms, 9);
  });

  it("are shown with the share that is used", () => {
    const page = readFileSync(new URL("../../docs/graph.md", import.meta.url), "utf8");
    const table = /## Limits and waiting\n\n([^]*?)\n\n/.exec(page)?.[1] ?? "";
    const shown = table
      .split("\n")
      .slice(2)
      .map((row) => row.split("|").map((cell) => cell.trim()));
    expect(shown.map(([, name, , used]) => [name, used])).toEqual([
      ["`installation-reads`", "27"],
      ["`installation-writes`", "27"],
      ["`removals`", "13.5"],
      ["`catalog`", "27"],
      ["`directory`", "315"],
    ]);
    expect(page).toContain(`\`--rate-share\` of ${DEFAULT_RATE_SHARE}`);
  });

  it.each([
    ["installation-reads", 30],
    ["removals", 15],
  ] as const)("of %s hold in every second of a long run, with timers that are late", async (limitClass, perSecond) => {
    const clock = createVirtualClock();
    const late = { ...clock, sleep: (ms: number) => clock.sleep(Math.ceil(ms) + 1) };
    const pacer = createPacer({
      unitsPerSecond: LIMITS[limitClass] * DEFAULT_RATE_SHARE,
      catchUpMs: catchUpMs(DEFAULT_RATE_SHARE),
      clock: late,
      places: createSemaphore(64),
    });
    const times: number[] = [];
    const pass = async (): Promise<void> => {
      const turn = await pacer.enter(1, () => true);
      times.push(clock.now());
      turn?.leave();
    };
    for (let request = 0; request < 300; request += 1) void pass();
    await clock.advance(30_000);
    const most = Math.max(...times.map((from) => times.filter((time) => time >= from && time <= from + 1000).length));
    expect(times).toHaveLength(300);
    expect(most).toBeLessThanOrEqual(perSecond);
    expect((times.length - 1) / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000)).toBeGreaterThan(perSecond * 0.89);
  });
});
