import { expect, it } from "vitest";
import { leastCertain } from "../../src/events/audit.ts";
import { cycleMs, missRate } from "../../src/events/miss-rate.ts";
import { addedUp, NOTHING_AUDITED } from "../../src/model/events.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const PEOPLE = 2_000;
/** Of a person, in a day; one in twenty is lost. */
const CHANGES = 0.24;
const LOST = 0.05;
const SLICE_MS = 2 * HOUR;
/** Everybody is read again within so long, as the miss rate has it. */
const CYCLE_MS = cycleMs({ perDay: CHANGES * LOST, lowest: 0, highest: 1 });
/** So long it has gone like that before the day begins. */
const BEFORE_MS = 2 * DAY;

/** The same from 0 up to 1 for the same seed: mulberry32. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tenant in which people change things for three days; the audit of the last one, and what was really lost. */
function audited(seed: number) {
  const random = chance(seed);
  const readAtMs = Array.from({ length: PEOPLE }, () => -random() * CYCLE_MS);
  const lost = Array.from({ length: PEOPLE }, (): number[] => []);
  const changes = Math.round((PEOPLE * CHANGES * (BEFORE_MS + DAY)) / DAY);
  let losses = 0;
  for (let change = 0; change < changes; change += 1) {
    const [atMs, person] = [random() * (BEFORE_MS + DAY) - BEFORE_MS, Math.floor(random() * PEOPLE)];
    if (random() >= LOST) continue;
    losses += 1;
    lost[person]?.push(atMs);
  }
  let [sum, due] = [NOTHING_AUDITED, 0];
  for (let nowMs = 0; nowMs < DAY; nowMs += SLICE_MS) {
    due += (PEOPLE * SLICE_MS) / CYCLE_MS;
    const people = readAtMs.map((at, person) => ({ userId: String(person), readAtMs: at, isUncertain: false }));
    const chosen = leastCertain(people, Math.floor(due), nowMs);
    due -= chosen.length;
    const tallies = chosen.map(({ userId, readAtMs: beforeMs }) => {
      const isMissed = lost[Number(userId)]?.some((at) => at > beforeMs && at <= nowMs) === true;
      readAtMs[Number(userId)] = nowMs;
      return { audited: 1, misses: isMissed ? 1 : 0, exposureMs: nowMs - beforeMs };
    });
    sum = addedUp([sum, ...tallies]);
  }
  return { rate: missRate(sum), truth: (losses * DAY) / (PEOPLE * (BEFORE_MS + DAY)) };
}

it("the stated interval holds the true miss rate after a day, in 95 of 100 runs", () => {
  const runs = Array.from({ length: 100 }, (_, seed) => audited(seed + 1));
  const held = runs.filter(({ rate, truth }) => rate !== null && rate.lowest <= truth && truth <= rate.highest);
  expect(held.length).toBeGreaterThanOrEqual(95);
  // It says something: it is no wider than the rate itself.
  const widths = runs.map(({ rate }) => (rate === null ? 1 : (rate.highest - rate.lowest) / rate.perDay));
  expect(widths.toSorted((a, b) => a - b)[50]).toBeLessThan(1);
});
