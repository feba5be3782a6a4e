import { describe, expect, it } from "vitest";
import type { ThrottleAlgorithm } from "../../src/sandbox/throttle.ts";
import { play, type Scenario } from "./throttled-service.ts";
import { firstOf } from "../share.ts";

const ALGORITHMS: readonly ThrottleAlgorithm[] = ["fixed-window", "sliding-log", "token-bucket"];
const MINUTE_MS = 60_000;
const RISING: Omit<Scenario, "algorithm"> = {
  allowed: [
    [0, 0.4],
    [MINUTE_MS, 0.8],
  ],
  untilMs: 2 * MINUTE_MS,
  retryAfterMs: 2_000,
};

describe("a service that allows 40 % of the documented limit, and 80 % after a minute", () => {
  it.each(ALGORITHMS)("gives at least 93 % of what it allows to who finds out, counting as %s", async (algorithm) => {
    const traffic = await play({ algorithm, ...RISING });
    expect(traffic.useful).toBeGreaterThanOrEqual(0.93);
    expect(traffic.throttledFrom(10_000)).toBeLessThanOrEqual(0.02);
  });

  it.each(ALGORITHMS)(
    "gives at least 97 % to whoever comes next, and refuses nothing, counting as %s",
    async (algorithm) => {
      const { found } = await play({ algorithm, ...RISING });
      const again = await play({
        algorithm,
        allowed: [[0, 0.8]],
        untilMs: 2 * MINUTE_MS,
        retryAfterMs: 2_000,
        known: found,
      });
      expect(again.useful).toBeGreaterThanOrEqual(0.97);
      expect(again.throttledFrom(0)).toBe(0);
    },
  );

  it.each([
    ["sliding-log", 0.92],
    ["token-bucket", 0.93],
    // A window that turns in the middle of the first refusals says little about itself.
    ["fixed-window", 0.85],
  ] as const)("whenever in a second one begins: %s", async (algorithm, least) => {
    const begins = firstOf([7, 507, 207, 107, 307, 407, 607, 707, 807, 907], 3);
    const all = await Promise.all(begins.map((beginsMs) => play({ algorithm, ...RISING, beginsMs })));
    expect(Math.min(...all.map(({ useful }) => useful))).toBeGreaterThanOrEqual(least);
    expect(all.filter(({ useful }) => useful >= 0.9).length).toBeGreaterThanOrEqual(begins.length * 0.8);
    expect(Math.max(...all.map((traffic) => traffic.throttledFrom(10_000)))).toBeLessThanOrEqual(0.02);
  });
});

describe.each(ALGORITHMS)("a limit below the documented one, counted as %s,", (algorithm) => {
  it.each(firstOf([0.2, 0.8, 0.1, 0.4, 0.6], 2))("is found and kept: %d of it", async (part) => {
    const traffic = await play({ algorithm, allowed: [[0, part]], untilMs: 10 * MINUTE_MS, retryAfterMs: 2_000 });
    expect(traffic.rateBetween(30_000, 10 * MINUTE_MS)).toBeGreaterThan(part * 30 * 0.86);
    expect(traffic.throttledFrom(10_000)).toBeLessThan(0.02);
  });

  it("is found again when it falls", async () => {
    const allowed = [
      [0, 0.8],
      [MINUTE_MS, 0.3],
    ] as const;
    const traffic = await play({ algorithm, allowed, untilMs: 3 * MINUTE_MS, retryAfterMs: 2_000 });
    expect(traffic.rateBetween(90_000, 3 * MINUTE_MS)).toBeGreaterThan(0.3 * 30 * 0.8);
    expect(traffic.throttledFrom(MINUTE_MS)).toBeLessThan(0.02);
  });

  it("is pressed less and less while it stays", async () => {
    const scenario = { algorithm, allowed: [[0, 0.5]], untilMs: 20 * MINUTE_MS, retryAfterMs: 2_000 } as const;
    const traffic = await play(scenario);
    expect(traffic.pausedMs).toBeLessThan(20_000);
    expect(traffic.useful).toBeGreaterThan(0.96);
  });

  it("is not gone because nobody sent anything for a while", async () => {
    const allowed = [[0, 0.5]] as const;
    const first = await play({ algorithm, allowed, untilMs: MINUTE_MS, retryAfterMs: 2_000 });
    const later = first.found === null ? null : { ...first.found, triesAtMs: first.found.triesAtMs - 9 * MINUTE_MS };
    const traffic = await play({ algorithm, allowed, untilMs: MINUTE_MS, retryAfterMs: 2_000, known: later });
    expect(traffic.throttledFrom(0)).toBe(0);
    expect(traffic.useful).toBeGreaterThan(0.95);
  });

  it("is forgotten when it is gone", async () => {
    const allowed = [
      [0, 0.2],
      [30_000, 1],
    ] as const;
    const traffic = await play({ algorithm, allowed, untilMs: 3 * MINUTE_MS, retryAfterMs: 2_000 });
    expect(traffic.rateBetween(150_000, 3 * MINUTE_MS)).toBeGreaterThan(26.9);
  });

  it("costs no refusals where all of the documented one is allowed", async () => {
    const traffic = await play({ algorithm, allowed: [[0, 1]], untilMs: MINUTE_MS, retryAfterMs: 2_000 });
    expect(traffic.throttledFrom(0)).toBe(0);
    // One more than fits between both ends of the minute.
    expect(traffic.sent).toHaveLength(27 * 60 + 1);
  });

  it("that is told before it is reached is not run into", async () => {
    const scenario = { algorithm, allowed: [[0, 0.6]], untilMs: 5 * MINUTE_MS, retryAfterMs: 2_000 } as const;
    const told = await play({ ...scenario, tellsShare: true });
    expect(told.throttledFrom(10_000)).toBeLessThan(0.01);
    expect(told.rateBetween(30_000, 5 * MINUTE_MS)).toBeGreaterThan(0.6 * 30 * 0.75);
  });

  it("is found by one who wants less than could be sent", async () => {
    const scenario = { algorithm, allowed: [[0, 0.2]], untilMs: 5 * MINUTE_MS, retryAfterMs: 2_000 } as const;
    const traffic = await play({ ...scenario, wantedPerSecond: 10 });
    expect(traffic.throttledFrom(MINUTE_MS)).toBeLessThan(0.03);
    expect(traffic.rateBetween(MINUTE_MS, 5 * MINUTE_MS)).toBeGreaterThan(0.2 * 30 * 0.75);
  });
});

describe("whatever the service does", () => {
  const scenarios = ALGORITHMS.flatMap((algorithm) => [0.1, 0.45, 0.9].map((part) => [algorithm, part] as const));

  it.each(scenarios)(
    "%s at %d: no second sees more than the share, and no burst follows a pause",
    async (algorithm, part) => {
      const traffic = await play({ algorithm, allowed: [[0, part]], untilMs: 3 * MINUTE_MS, retryAfterMs: 2_000 });
      const times = traffic.sent.map(({ atMs }) => atMs);
      expect(mostWithin(times, 1000)).toBeLessThanOrEqual(27);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThan(1000 / 27 - 0.001);
    },
  );

  it("a service that is all but shut for five minutes is hardly pressed, and used again afterwards", async () => {
    const traffic = await play({
      algorithm: "token-bucket",
      allowed: [
        [0, 1],
        [10_000, 0.01],
        [310_000, 1],
      ],
      untilMs: 480_000,
      retryAfterMs: 10_000,
    });
    const pressed = traffic.sent.filter(({ atMs, refused }) => refused && atMs >= 15_000 && atMs < 310_000);
    expect(pressed.length).toBeLessThan(30);
    expect(traffic.rateBetween(450_000, 480_000)).toBeGreaterThan(25);
  });
});

/** The most times in any stretch of that length. */
function mostWithin(times: readonly number[], lengthMs: number): number {
  let [most, first] = [0, 0];
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - lengthMs + 0.001) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
