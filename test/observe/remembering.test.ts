import { describe, expect, it } from "vitest";
import type { Exhausted } from "../../src/model/budget.ts";
import { NOT_READ_YET, type Observed, type UserObservation } from "../../src/model/observation.ts";
import type { ObservationCache, Recalled, Tried } from "../../src/observe/observation-cache.ts";
import { observe, type ObservePorts } from "../../src/observe/observe.ts";
import type { Readings } from "../../src/observe/whom-to-read.ts";
import { app } from "../apply/desired.ts";
import { people, START_MS, tenantOf } from "../apply/world.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { graphError, type Tenant } from "../fakes/tenant.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";

const HOUR = 3_600_000;
const APPS = [app("expenses")];

/** A memory as runs that end in order leave it. */
function createObservationCache(): ObservationCache {
  const known = new Map<string, Recalled>();
  const recall = (userId: string): Recalled => known.get(userId) ?? { wantedSince: null, triedAt: null, reading: null };
  return {
    noteScope: () => Promise.resolve(),
    async *recall(userIds) {
      yield userIds.map((userId) => [userId, recall(userId)]);
    },
    async remember(userId: string, observation: Tried, lookedFor) {
      const reading = observation.state === "read" ? { observation, lookedFor } : null;
      known.set(userId, { ...recall(userId), triedAt: observation.at, reading });
    },
  };
}

function tenant(users: readonly string[]) {
  const clock = createVirtualClock(START_MS);
  const made = tenantOf(
    { asks: [], installed: Object.fromEntries(users.map((user) => [user, { expenses: "2.1.0" }])) },
    clock,
  );
  const memory = createObservationCache();
  const announced: Readings[] = [];
  const run = (changes: Partial<ObservePorts> = {}): Promise<Observed> => {
    made.log.reads.length = 0;
    const ports = {
      ...UNREMEMBERED,
      memory,
      catalog: made.catalog,
      installations: made.installations,
      clock,
      mayConsent: "unknown" as const,
      readConsents: false,
      announce: (readings: Readings) => void announced.push(readings),
      progress: () => undefined,
      ...changes,
    };
    return clock.runUntilSettled(
      observe(
        APPS.map(({ identity }) => ({ identity, replaces: null })),
        users,
        ports,
      ),
    );
  };
  return { ...made, clock, announced, run };
}

function everybody({ users }: Observed): readonly (readonly [string, UserObservation])[] {
  return [...users.keys()].map((userId) => [userId, users.get(userId) ?? NOT_READ_YET]);
}

function states(observed: Observed): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, { state }] of everybody(observed)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Ends after so many reads have been begun. */
function afterReads({ log }: Pick<Tenant, "log">, most: number): Exhausted {
  return () => (log.reads.length >= most ? "enough" : null);
}

describe("a run after a run", () => {
  it("reads nobody where every reading is young enough, and finds the same", async () => {
    const world = tenant(people(50));
    const first = await world.run();
    await world.clock.advance(HOUR);
    const second = await world.run({ maxAgeMs: 2 * HOUR });
    expect(world.log.reads).toEqual([]);
    expect(everybody(second)).toEqual(everybody(first));
    expect(world.announced.at(-1)).toEqual({ remembered: 50, toRead: 0, readWithinDay: 0 });
  });

  it("reads everybody where nothing else was asked for, and says that it is soon", async () => {
    const world = tenant(people(50));
    await world.run();
    await world.clock.advance(HOUR);
    await world.run();
    expect(world.log.reads).toHaveLength(50);
    expect(world.announced.at(-1)).toEqual({ remembered: 0, toRead: 50, readWithinDay: 50 });
  });

  it("the catalog is never remembered", async () => {
    const world = tenant(people(1));
    await world.run();
    const before = world.log.catalogReads.length;
    await world.run({ maxAgeMs: HOUR });
    expect(world.log.catalogReads.length).toBeGreaterThan(before);
  });

  it("a user that failed is tried again, however young the attempt", async () => {
    const world = tenant(people(2));
    world.dials.readError = (userId) => (userId === "user001" ? graphError(503, "ServiceUnavailable", "target") : null);
    await world.run();
    world.dials.readError = () => null;
    expect(states(await world.run({ maxAgeMs: HOUR }))).toEqual({ read: 2 });
    expect(world.log.reads.map(({ userId }) => userId)).toEqual(["user001"]);
  });
});

describe("a budget", () => {
  it("ends the reading in good order: everybody else is not read yet, and nobody is absent", async () => {
    const world = tenant(people(200));
    const observed = await world.run({ readingEnds: afterReads(world, 80) });
    expect(states(observed)).toEqual({ read: 80, "not-read-yet": 120 });
  });

  it("the next runs go on where the last one ended, until everybody is read", async () => {
    const world = tenant(people(200));
    const seen = new Set<string>();
    for (const left of [120, 40, 0]) {
      const observed = await world.run({ readingEnds: afterReads(world, 80), maxAgeMs: 24 * HOUR });
      for (const { userId } of world.log.reads) {
        expect(seen).not.toContain(userId);
        seen.add(userId);
      }
      expect(states(observed)["not-read-yet"] ?? 0).toBe(left);
      await world.clock.advance(HOUR);
    }
  });

  it("without an age that is allowed the oldest readings are made anew first", async () => {
    const world = tenant(people(100));
    await world.run({ readingEnds: afterReads(world, 60) });
    const firsts = new Set(world.log.reads.map(({ userId }) => userId));
    await world.clock.advance(HOUR);
    await world.run({ readingEnds: afterReads(world, 40) });
    expect(world.log.reads.filter(({ userId }) => firsts.has(userId))).toEqual([]);
  });
});
