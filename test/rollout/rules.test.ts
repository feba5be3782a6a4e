import { describe, expect, it } from "vitest";
import type { Gates, Ring, Rollout } from "../../src/model/rollout.ts";
import { DAY, digestOf, named, ring, rollout, share, userId, World } from "./world.ts";

// One world for each rule, so that a rule that is broken is named by the test that fails.

const IT = [0, 1].map(userId);
const GATES: Gates = {
  refusals: null,
  readBack: { halt: { kind: "count", count: 1 } },
  unverified: null,
  removals: null,
  signals: [],
};

function threeRings(facts: Partial<Rollout> = {}): Rollout {
  return rollout([named("it", IT), named("pilot", [2, 3, 4].map(userId)), ring("everyone")], facts);
}

/** The rings that are open by now, by name. */
function open({ state }: World): readonly string[] {
  return state?.opened.map(({ ring: name }) => name) ?? [];
}

function tiny(atLeast: number): Rollout {
  return rollout([share("pilot", 0.001, atLeast), ring("everyone")]);
}

describe("a share that holds nobody", () => {
  it("is said, for it is passed over, as the ring after it is the first to try the version", () => {
    const said = "nobody is in ring pilot, so it is passed over: write a larger share, or atLeast";
    expect(new World(20, tiny(0)).pass().warnings).toEqual([said]);
    expect(new World(20, tiny(3)).pass().warnings).toEqual([]);
    expect(new World(0, tiny(0)).pass().warnings).toEqual([]);
  });
});

describe("a ring that is complete", () => {
  it("soaks as long as it says, and counts from when it was complete", () => {
    const world = new World(9, threeRings());
    world.pass();
    world.pass({ hours: 23 });
    expect(open(world)).toEqual(["it"]);
    world.pass({ hours: 1 });
    expect(open(world)).toEqual(["it", "pilot"]);
  });

  it("soaks no more and waits for no age where git calls the definition urgent, but keeps its first ring", () => {
    const world = new World(9, threeRings({ urgent: digestOf("2.0.0"), afterMs: 90 * DAY }));
    expect(world.pass().written).toEqual(IT);
    world.pass();
    expect(open(world)).toEqual(["it", "pilot"]);
    expect(new World(9, threeRings({ urgent: digestOf("9.0.0"), afterMs: 90 * DAY })).pass().written).toEqual([]);
  });

  it.each<[string, Parameters<World["pass"]>[0]]>([
    ["a run with filters", { isWhole: false }],
    ["a run while changes are suspended", { isSuspended: true }],
    ["a run outside of the window", { opensAt: (ms) => ms + DAY }],
  ])("opens none after it in %s", (_, options) => {
    const world = new World(9, threeRings());
    world.pass();
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 30, ...options });
    expect(open(world)).toEqual(["it"]);
    world.pass({ hours: 1 });
    expect(open(world)).toEqual(["it", "pilot"]);
  });

  it("opens none after it while a target was not read, whose people wait for the last one", () => {
    const world = new World(9, threeRings());
    world.pass();
    const unread = { kind: "named", userIds: new Set([userId(2)]), isWhole: false } as const;
    world.rollout = rollout([named("it", IT), ring("pilot", { members: unread }), ring("everyone")]);
    for (let pass = 0; pass < 3; pass += 1) expect(world.pass({ hours: 30 }).written).toEqual([]);
    expect(open(world)).toEqual(["it"]);
  });
});

describe("where other tenants come first", () => {
  const WAITS = "waits for the tenant quartz";
  it("nothing begins, and it says what it waits for, with and without rings of its own", () => {
    for (const of of [threeRings(), null]) {
      const world = new World(9, of);
      const { step, ended, written } = world.pass({ waitsFor: WAITS });
      expect([written, step.state, step.phase, step.detail]).toEqual([[], null, "not-begun", WAITS]);
      expect([ended?.phase, ended?.detail]).toEqual(["not-begun", WAITS]);
    }
  });

  it("what has begun goes on", () => {
    const world = new World(9, threeRings());
    world.pass();
    expect(world.pass({ hours: 24, waitsFor: WAITS }).step.phase).toBe("rolling");
    expect(open(world)).toEqual(["it", "pilot"]);
  });
});

describe("who counts", () => {
  it("is not whoever others have to act for first, so that nobody waits for them", () => {
    const world = new World(9, threeRings());
    world.holds.set(userId(2), "user-not-eligible").set(userId(3), "user-not-eligible");
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 25 });
    expect(open(world)).toEqual(["it", "pilot", "everyone"]);
  });

  it.each(["unreadable", "targets-unreadable"] as const)("is whoever is %s, so that nobody runs ahead", (reason) => {
    const world = new World(9, threeRings());
    world.holds.set(userId(2), reason).set(userId(3), reason);
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 25 });
    expect(open(world)).toEqual(["it", "pilot"]);
  });

  it.each([
    "denied-version",
    "permissions-not-approved",
    "identity-not-approved",
    "definition-not-locked",
    "version-past-range",
  ] as const)(
    "is whoever waits for the version, not the person, to be mended: %s opens no ring by and by",
    (reason) => {
      const world = new World(9, threeRings());
      world.pass();
      for (const id of world.people.keys()) world.holds.set(id, reason);
      for (let pass = 0; pass < 5; pass += 1) world.pass({ hours: 30 });
      expect(open(world)).not.toContain("everyone");
      world.holds.clear();
      expect(world.pass().written).toEqual([2, 3, 4].map(userId));
      for (let pass = 0; pass < 2; pass += 1) world.pass({ hours: 30 });
      expect(world.state?.doneAt).not.toBeNull();
    },
  );

  it("is whoever lacks the version when it is denied in the middle of their ring", () => {
    const world = new World(9, threeRings());
    world.pass();
    for (const index of [3, 4]) world.fates.set(userId(index), "unverified");
    world.pass({ hours: 25 });
    for (const id of world.people.keys()) world.holds.set(id, "denied-version");
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 30 });
    world.fates.clear();
    world.holds.clear();
    world.pass();
    expect(open(world)).toEqual(["it", "pilot"]);
  });

  it("is nobody for whom the version is out of range, so that others do not wait for them", () => {
    const world = new World(9, threeRings());
    for (const index of [3, 4, 8]) world.holds.set(userId(index), "version-past-range");
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 25 });
    expect(world.state?.doneAt).not.toBeNull();
  });

  it("is not whoever a ring holds and does not have the app, so that a ring without people is passed over", () => {
    const world = new World(9, threeRings());
    for (const index of [2, 3, 4]) world.people.delete(userId(index));
    for (let pass = 0; pass < 2; pass += 1) world.pass({ hours: 25 });
    expect(open(world)).toEqual(["it", "pilot", "everyone"]);
  });

  it("may leave while their ring is looked at", () => {
    const world = new World(9, threeRings());
    world.fates.set(userId(2), "unverified").set(userId(3), "unverified").set(userId(4), "unverified");
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 25 });
    expect(open(world)).toEqual(["it", "pilot"]);
    for (const index of [2, 3, 4]) world.people.delete(userId(index));
    for (let pass = 0; pass < 2; pass += 1) world.pass({ hours: 25 });
    expect(world.state?.doneAt).not.toBeNull();
  });
});

describe("a share", () => {
  it("that is to have so many people takes half of them at most", () => {
    const world = new World(20, rollout([share("pilot", 0.01, 500), ring("everyone")]));
    expect(world.pass().written).toHaveLength(10);
  });

  it("keeps whom it reached when git gives it another name and makes it smaller", () => {
    const world = new World(20, rollout([share("pilot", 0.5), ring("everyone")]));
    const reached = world.pass().written;
    expect(reached.length).toBeGreaterThan(3);
    for (const id of reached) world.people.set(id, "1.0.0");
    world.rollout = rollout([share("first", 0.3), ring("everyone")]);
    expect(world.pass().written).toEqual(reached);
  });

  it("is taken of those whom no ring names", () => {
    const late = named(
      "late",
      Array.from({ length: 10 }, (_, index) => userId(index + 10)),
    );
    const world = new World(20, rollout([share("pilot", 0.01, 500), ring("everyone"), late]));
    expect(world.pass().written).toHaveLength(5);
  });
});

describe("a store that was lost", () => {
  it("leads back to the ring before the first in which somebody lacks the version", () => {
    const world = new World(9, threeRings());
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 25 });
    world.people.set(userId(3), "1.0.0").set(userId(8), "1.0.0");
    world.loseStore();
    expect(world.pass().written).toEqual([]);
    expect(open(world)).toEqual(["it"]);
  });

  it("leads to the first ring where somebody in it lacks the version", () => {
    const world = new World(9, threeRings());
    for (let pass = 0; pass < 3; pass += 1) world.pass({ hours: 25 });
    for (const index of [0, 3, 8]) world.people.set(userId(index), "1.0.0");
    world.loseStore();
    expect(world.pass().written).toEqual([userId(0)]);
  });
});

/** A rollout whose first ring can be neither read nor changed. */
function stuck(): World {
  const world = new World(9, threeRings({ expiresMs: 5 * DAY }));
  for (const id of IT) world.fates.set(id, "unverified");
  world.pass();
  for (const id of IT) world.holds.set(id, "unreadable");
  return world;
}

describe("a rollout in which nothing happens", () => {
  it("expires", () => {
    const world = stuck();
    for (let pass = 0; pass < 6; pass += 1) world.pass({ hours: 25 });
    expect(world.pass().step.phase).toBe("expired");
  });

  it("does not expire by the time in which changes were suspended", () => {
    const world = stuck();
    for (let pass = 0; pass < 9; pass += 1) world.pass({ hours: 25, isSuspended: true });
    expect(world.pass().step.phase).toBe("rolling");
  });
});

describe("a clock that was ahead and is set back", () => {
  it("makes no soak last until the wrong time, nor hides what is refused meanwhile", () => {
    const refusals = { halt: { kind: "share", share: 0.4 }, atLeast: 2 } as const;
    const world = new World(9, threeRings({ gates: { ...GATES, refusals } }));
    world.now += 365 * DAY;
    world.pass();
    world.now -= 365 * DAY;
    world.pass();
    world.pass({ hours: 25 });
    expect(open(world)).toEqual(["it", "pilot"]);
    world.fates.set(userId(5), "refused").set(userId(6), "refused").set(userId(7), "refused").set(userId(8), "refused");
    world.pass({ hours: 25 });
    expect(world.pass().step.phase).toBe("halted");
  });
});

describe("a halt", () => {
  it("holds no removal", () => {
    const world = new World(9, threeRings({ gates: GATES }));
    world.fates.set(userId(0), "otherwise");
    world.pass();
    world.unwanted.add(userId(7));
    const { reasons } = world.pass();
    expect([reasons.get(userId(7)), reasons.get(userId(8))]).toEqual([null, "rollout-halted"]);
  });

  it("that is lifted has the ring soak anew", () => {
    const world = new World(9, threeRings({ gates: GATES }));
    world.pass();
    world.fates.set(userId(2), "otherwise");
    world.pass({ hours: 25 });
    world.fates.clear();
    world.people.set(userId(2), "2.0.0");
    world.pass({ hours: 100 });
    world.rollout = threeRings({ gates: GATES, resume: { digest: world.digest, number: 1 } });
    world.pass({ hours: 1 });
    expect(open(world)).toEqual(["it", "pilot"]);
    world.pass({ hours: 23 });
    expect(open(world)).toEqual(["it", "pilot"]);
    world.pass({ hours: 2 });
    expect(open(world)).toEqual(["it", "pilot", "everyone"]);
  });
});

function sized(name: string, from: number, to: number, needsProof = true): Ring {
  const people = Array.from({ length: to - from }, (_, index) => userId(from + index));
  return named(name, people, { needsProof });
}

describe("a ring that is too small for the removals gate", () => {
  const removals = { withinMs: DAY, harmful: 0.2, falseHalts: 0.05, missedHarm: 0.05 };
  const GATED = { gates: { ...GATES, removals } };
  it.each<[string, Rollout, readonly string[]]>([
    [
      "one person shows no harm at all",
      rollout([sized("it", 0, 1), ring("rest")], GATED),
      ["it is too small to show any harm"],
    ],
    [
      "people of the rings before it count along",
      rollout([sized("it", 0, 2), sized("pilot", 2, 14), ring("rest")], GATED),
      ["it is too small to show harm below 77 %"],
    ],
    [
      "one less is too few",
      rollout([sized("it", 0, 2), sized("pilot", 2, 13), ring("rest")], GATED),
      ["it is too small to show harm below 77 %", "pilot is too small to show harm below 20.5 %"],
    ],
    [
      "a ring that needs none",
      rollout([sized("it", 0, 2, false), sized("pilot", 2, 9), ring("rest")], GATED),
      ["pilot is too small to show harm below 28 %"],
    ],
    ["a ring without people", rollout([sized("it", 0, 0), ring("rest")], GATED), []],
    ["the last ring opens none after it", rollout([ring("rest")], GATED), []],
    [
      "no number of people is enough",
      rollout([sized("it", 0, 2), ring("rest")], { gates: { ...GATES, removals: { ...removals, harmful: 0 } } }),
      [],
    ],
    ["no such gate", rollout([sized("it", 0, 2), ring("rest")], { gates: GATES }), []],
  ])("%s", (_, of, expected) => {
    expect(new World(20, of).pass({ keeps: false }).warnings).toEqual(expected.map((text) => `ring ${text}`));
  });

  it("is never the last one, however few people there are", () => {
    expect(new World(9, rollout([ring("rest")], GATED)).pass({ keeps: false }).warnings).toEqual([]);
  });
});

it("a course keeps so many points, the first and the last among them", () => {
  const world = new World(60, rollout([named("it", [userId(0)]), ring("everyone", { soakMs: 0 })]));
  world.holds.set(userId(0), "unreadable");
  const course = () => world.state?.course.map(({ done }) => done) ?? [];
  world.pass();
  for (let index = 1; index < 48; index += 1) {
    world.people.set(userId(index), "2.0.0");
    world.pass();
  }
  expect(course()).toEqual(Array.from({ length: 48 }, (_, index) => index));
  world.people.set(userId(48), "2.0.0");
  world.pass();
  expect(course()).toEqual(Array.from({ length: 25 }, (_, index) => 2 * index));
});
