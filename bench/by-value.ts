import { DEFAULT_RATE_SHARE, LIMITS } from "../src/graph/limits.ts";
import type { Clock } from "../src/model/clock.ts";
import { type LookedFor, NO_OBSERVATION_CACHE, type Recalled } from "../src/observe/observation-cache.ts";
import { whomToRead } from "../src/observe/whom-to-read.ts";
import type { Bench } from "./bench.ts";

const USERS = 100_000;
const BUDGET_S = 10 * 60;
const DAY_MS = 24 * 60 * 60_000;
const NOW_MS = Date.UTC(2026, 0, 12, 8);
const LOOKED_FOR: LookedFor = { appIds: ["expenses"], consents: false };
/** Of those who were as desired, so many are not any more a day later. */
const CHANGES_A_DAY = 0.0024;
const ROUNDS = 5;

/** Somebody of the tenant: what earlier runs know, and what nobody knows yet. */
interface Person {
  readonly id: string;
  readonly recalled: Recalled;
  readonly isTold: boolean;
  readonly wasOff: boolean;
  readonly isOff: boolean;
}

/** A run that has to end before everybody is read: what it finds by then. */
export const bench: Bench = {
  name: "by-value",
  measures: `${USERS.toLocaleString("en")} people, all of them read within the last week, a budget of ${BUDGET_S / 60} minutes at the documented pace: the part of what differs that is found by then`,
  run: async () => {
    const rounds = await Promise.all(Array.from({ length: ROUNDS }, (_, seed) => found(seed + 1)));
    const mean = (of: (round: Found) => number): number => rounds.reduce((sum, one) => sum + of(one), 0) / ROUNDS;
    const least = Math.min(...rounds.map(({ byValue }) => byValue));
    return [
      {
        name: "found in the order of a run",
        value: 100 * mean(({ byValue }) => byValue),
        unit: "%",
        mark: { atLeast: 75 },
        note: `mean of ${ROUNDS} seeded tenants, at least ${Math.round(100 * least)} %; ${Math.round(mean(({ off }) => off))} people differ, ${Math.round(mean(({ read }) => read))} are read`,
      },
      {
        name: "found in random order",
        value: 100 * mean(({ random }) => random),
        unit: "%",
        mark: null,
        note: "as many people, in any order",
      },
    ];
  },
};

interface Found {
  readonly byValue: number;
  readonly random: number;
  readonly off: number;
  readonly read: number;
}

async function found(seed: number): Promise<Found> {
  const chance = chances(seed);
  const people = Array.from({ length: USERS }, (_, index) => person(index, chance));
  const known = new Map(people.map((one) => [one.id, one]));
  const memory = {
    ...NO_OBSERVATION_CACHE,
    async *recall(ids: readonly string[]) {
      yield ids.flatMap((id) => {
        const one = known.get(id);
        return one === undefined ? [] : [[id, one.recalled] as const];
      });
    },
  };
  const clock: Pick<Clock, "now"> = { now: () => NOW_MS };
  const { toRead } = await whomToRead([...known.keys()], LOOKED_FOR, {
    memory,
    maxAgeMs: 0,
    clock: { ...clock, elapsed: () => 0, sleep: () => Promise.resolve() },
    mustRead: new Map(people.flatMap(({ id, isTold }) => (isTold ? [[id, NOW_MS] as const] : []))),
    wasOff: (id) => known.get(id)?.wasOff === true,
  });
  const read = Math.floor(LIMITS["installation-reads"] * DEFAULT_RATE_SHARE * BUDGET_S);
  const off = people.filter(({ isOff }) => isOff).length;
  const part = (ids: readonly string[]): number =>
    ids.slice(0, read).filter((id) => known.get(id)?.isOff === true).length / off;
  const shuffled = toRead.map((id) => [chance(), id] as const).toSorted(([a], [b]) => a - b);
  return { byValue: part(toRead), random: part(shuffled.map(([, id]) => id)), off, read };
}

/** 1 in 100 was assigned anew, 1 in 200 is new, 1 in 50 differed when last read and mostly does so still; Graph tells half of the changes since. */
function person(index: number, chance: () => number): Person {
  const id = String(index).padStart(6, "0");
  const at = NOW_MS - chance() * 7 * DAY_MS;
  const kind = chance();
  const wantedSince = kind < 0.01 ? NOW_MS - chance() * DAY_MS : NOW_MS - 30 * DAY_MS;
  if (kind >= 0.01 && kind < 0.015)
    return {
      id,
      recalled: { wantedSince: NOW_MS - DAY_MS, triedAt: null, reading: null },
      isTold: false,
      wasOff: false,
      isOff: true,
    };
  const wasOff = kind >= 0.015 && kind < 0.035;
  const hasChanged = chance() < 1 - Math.exp((-CHANGES_A_DAY * (NOW_MS - at)) / DAY_MS);
  const isOff = kind < 0.01 || (wasOff ? chance() < 0.9 : hasChanged);
  const observation = { state: "read", installations: [], absenceProven: true, at } as const;
  const recalled = { wantedSince, triedAt: at, reading: { observation, lookedFor: LOOKED_FOR } };
  return { id, recalled, isTold: hasChanged && chance() < 0.5, wasOff, isOff };
}

/** The same from 0 up to 1 for the same seed: mulberry32. */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
