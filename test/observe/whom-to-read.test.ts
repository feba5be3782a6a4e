import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type LookedFor,
  NEVER_READ,
  NO_OBSERVATION_CACHE,
  type ObservationCache,
  type Recalled,
} from "../../src/observe/observation-cache.ts";
import { whomToRead } from "../../src/observe/whom-to-read.ts";
import { createVirtualClock } from "../fakes/clock.ts";

const NOW = Date.UTC(2026, 0, 5, 8);
const HOUR = 3_600_000;
const APPS: LookedFor = { appIds: ["expenses", "travel"], consents: false };

/** Read so many hours ago; wanted as now since so many hours. */
function seen(hoursAgo: number, wantedForHours: number, lookedFor: LookedFor = APPS): Recalled {
  const at = NOW - hoursAgo * HOUR;
  return {
    wantedSince: NOW - wantedForHours * HOUR,
    triedAt: at,
    reading: { observation: { state: "read", installations: [], absenceProven: true, at }, lookedFor },
  };
}

/** Tried so many hours ago, without a reading that is good. */
function tried(hoursAgo: number, wantedForHours: number): Recalled {
  return { wantedSince: NOW - wantedForHours * HOUR, triedAt: NOW - hoursAgo * HOUR, reading: null };
}

function never(wantedForHours: number): Recalled {
  return { wantedSince: NOW - wantedForHours * HOUR, triedAt: null, reading: null };
}

async function read(
  users: Readonly<Record<string, Recalled>>,
  maxAgeHours: number,
  lookedFor = APPS,
  mustRead?: ReadonlyMap<string, number>,
  off: (userId: string) => boolean = () => false,
) {
  const memory: ObservationCache = {
    ...NO_OBSERVATION_CACHE,
    async *recall(userIds) {
      yield userIds.map((userId) => [userId, users[userId] ?? NEVER_READ]);
    },
  };
  const clock = createVirtualClock(NOW);
  const used: string[] = [];
  const { remembered, toRead, readWithinDay } = await whomToRead(Object.keys(users), lookedFor, {
    useEarlier: (userId) => void used.push(userId),
    memory,
    maxAgeMs: maxAgeHours * HOUR,
    clock,
    wasOff: off,
    ...(mustRead === undefined ? {} : { mustRead }),
  });
  expect(remembered).toBe(used.length);
  return { remembered: used, toRead, readWithinDay };
}

describe("whose reading is used", () => {
  it.each([
    { name: "younger than the age that is allowed", recalled: seen(5, 100), used: true },
    { name: "exactly as old", recalled: seen(6, 100), used: false },
    { name: "older", recalled: seen(7, 100), used: false },
    { name: "from the future, as after a clock was set back", recalled: seen(-1, 100), used: false },
    {
      name: "of a user who is wanted otherwise since: what was seen is still what was seen",
      recalled: seen(5, 1),
      used: true,
    },
    {
      name: "that did not look for one of the apps",
      recalled: seen(1, 100, { appIds: ["expenses"], consents: false }),
      used: false,
    },
    {
      name: "that looked for more apps",
      recalled: seen(1, 100, { appIds: ["expenses", "polls", "travel"], consents: true }),
      used: true,
    },
    { name: "without a reading", recalled: tried(1, 100), used: false },
    { name: "never tried", recalled: never(100), used: false },
  ])("$name: $used", async ({ recalled, used }) => {
    expect((await read({ adele: recalled }, 6)).remembered).toEqual(used ? ["adele"] : []);
  });

  it("one without consents does not do where consents are asked for", async () => {
    const asking = { ...APPS, consents: true };
    expect((await read({ adele: seen(1, 100) }, 6, asking)).toRead).toEqual(["adele"]);
    expect((await read({ adele: seen(1, 100, asking) }, 6, asking)).remembered).toEqual(["adele"]);
  });

  it("none at age 0, not even one of this very moment", async () => {
    expect((await read({ adele: seen(0, 100) }, 0)).toRead).toEqual(["adele"]);
  });
});

function wasOff(userId: string): boolean {
  return userId.startsWith("off");
}

describe("who is read first", () => {
  it("wanted otherwise since the last reading, the newest change first; then never read; then the oldest", async () => {
    const users = {
      fresh: seen(30, 100),
      "changed long ago": seen(90, 50),
      old: seen(80, 100),
      "first run did not reach": never(100),
      "joined just now": never(0),
      failed: tried(60, 100),
      "left a group an hour ago": seen(26, 1),
    };
    expect((await read(users, 24)).toRead).toEqual([
      "joined just now",
      "left a group an hour ago",
      "changed long ago",
      "first run did not reach",
      "old",
      "failed",
      "fresh",
    ]);
  });

  it("whoever was not as desired before others, but not for ever", async () => {
    const users = {
      "as desired": seen(72, 300),
      off: seen(30, 300),
      "off, and read": seen(25, 300),
      old: seen(200, 300),
    };
    const { toRead } = await read(users, 24, APPS, undefined, wasOff);
    expect(toRead).toEqual(["off", "old", "off, and read", "as desired"]);
    const others = { ...APPS, appIds: ["expenses"] };
    const unlike = { off: seen(30, 300, others), "as desired": seen(72, 300) };
    expect((await read(unlike, 24, APPS, undefined, wasOff)).toRead).toEqual(["as desired", "off"]);
  });

  it("whom a rollout has to see, and where that was tried in vain, nobody is kept waiting for it", async () => {
    const users = { never: never(100), due: seen(60, 100), "tried in vain": tried(1, 100) };
    const mustRead = new Map([
      ["due", NOW - 48 * HOUR],
      ["tried in vain", NOW - 48 * HOUR],
    ]);
    expect((await read(users, 72, APPS, mustRead)).toRead).toEqual(["due", "never", "tried in vain"]);
  });

  it("in the order that was given where nothing is known", async () => {
    const ids = ["c", "a", "b"];
    const clock = createVirtualClock(NOW);
    const { toRead } = await whomToRead(ids, APPS, { memory: NO_OBSERVATION_CACHE, maxAgeMs: HOUR, clock });
    expect(toRead).toEqual(ids);
  });
});

describe("the rule of one reading a day", () => {
  it("counts who was read within a day, less an hour for runs that are not exactly a day apart, and is read again", async () => {
    const users = {
      again: seen(22, 100),
      due: seen(23, 100),
      used: seen(1, 100),
      failed: tried(1, 100),
      never: never(1),
    };
    expect((await read(users, 6)).readWithinDay).toBe(1);
  });
});

describe("nobody is lost", () => {
  it("everybody is either remembered or read, once", async () => {
    const anyRecalled = fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })).map(([a, b]) => seen(a, b)),
      fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })).map(([a, b]) => tried(a, b)),
      fc.integer({ min: 0, max: 99 }).map(never),
    );
    const anyUsers = fc.dictionary(fc.string({ minLength: 1 }), anyRecalled);
    await fc.assert(
      fc.asyncProperty(anyUsers, fc.integer({ min: 0, max: 99 }), async (users, age) => {
        const { remembered, toRead } = await read(users, age);
        expect([...remembered, ...toRead].sort()).toEqual(Object.keys(users).sort());
      }),
    );
  });
});
