import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fractionOf } from "../../src/rollout/ring-of-person.ts";
import type { Gates, Rollout } from "../../src/model/rollout.ts";
import { CATALOG, DAY, digestOf, named, ring, rollout, share, userId, World } from "./world.ts";
import { shareOf } from "../share.ts";

// Random tenants and rollouts, judged by rules that are said again here and not taken from the code.

const GATES: Gates = {
  refusals: { halt: { kind: "share", share: 0.3 }, atLeast: 5 },
  readBack: { halt: { kind: "count", count: 1 } },
  unverified: { wait: { kind: "share", share: 0.2 } },
  removals: null,
  signals: [],
};
const PEOPLE = 30;
const someone = fc.integer({ min: 0, max: PEOPLE - 1 }).map(userId);
const rollouts: fc.Arbitrary<Rollout> = fc
  .record({
    it: fc.array(someone, { maxLength: 4 }),
    late: fc.array(someone, { maxLength: 4 }),
    shares: fc.subarray([0.05, 0.2, 0.5]),
    atLeast: fc.nat({ max: 8 }),
    soak: fc.constantFrom(0, DAY / 2, 2 * DAY),
    rotates: fc.boolean(),
  })
  .map(({ it: first, late, shares, atLeast, soak, rotates }) => {
    const facts = { soakMs: soak };
    const rings = [
      ...(first.length > 0 ? [named("it", first, facts)] : []),
      ...shares.map((part) => share(`share-${part * 100}`, part, atLeast, facts)),
      ring("everyone", facts),
      ...(late.length > 0 ? [named("late", late, facts)] : []),
    ];
    return rollout(rings, { gates: GATES, rotates });
  });

/** Who may have it by now, from the events alone: the rings that were opened, in the order in which git has them. */
function mayHaveIt(world: World, id: string): boolean {
  const { rollout: of, state } = world;
  if (of === null || state === null) return false;
  const names = of.rings.map(({ name }) => name);
  const begun = world.events.findLastIndex(({ kind, digest }) => kind === "began" && digest === world.digest);
  const opened = world.events.slice(begun).filter(({ kind }) => kind === "opened" || kind === "recovered");
  const upTo = Math.max(-1, ...opened.map(({ ring: name }) => names.indexOf(String(name))));
  const own = of.rings.findIndex(({ members }) => members.kind === "named" && members.userIds.has(id));
  if (own >= 0) return own <= upTo;
  const hash = fractionOf(CATALOG, id, of.rotates ? world.digest : "");
  const open = of.rings.slice(0, upTo + 1);
  return open.some(({ name, members }) =>
    members.kind === "everybody-else" ? true : members.kind === "share" && hash < (state.reaches[name]?.below ?? 0),
  );
}

function pilotOf(part: number): Rollout {
  return rollout([share("pilot", part), ring("everyone")], { gates: GATES });
}

describe("a rollout", () => {
  it("reaches nobody before their ring, and opens at most one ring a pass", () => {
    fc.assert(
      fc.property(rollouts, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 25 }), (of, hours) => {
        const world = new World(PEOPLE, of);
        for (const one of hours) {
          const before = world.events.length;
          const { written } = world.pass({ hours: one });
          const opened = world.events.slice(before).filter(({ kind }) => kind === "opened" || kind === "recovered");
          expect(opened.length).toBeLessThanOrEqual(1);
          for (const id of written) expect(mayHaveIt(world, id)).toBe(true);
        }
      }),
    );
  });

  it("ends in a benign world, whatever its rings", () => {
    fc.assert(
      fc.property(rollouts, fc.array(someone, { maxLength: 3 }), (of, protectedIds) => {
        const world = new World(PEOPLE, of);
        for (const id of protectedIds) world.holds.set(id, "protected");
        for (let pass = 0; pass < 40; pass += 1) world.pass({ hours: 24 });
        for (const [id, version] of world.people) {
          expect(version).toBe(protectedIds.includes(id) ? "1.0.0" : "2.0.0");
        }
        expect(world.state?.doneAt).not.toBeNull();
      }),
    );
  });

  it("writes nothing after a halt, until git names exactly that halt", () => {
    fc.assert(
      fc.property(rollouts, someone, fc.integer({ min: 0, max: 5 }), (of, bad, calm) => {
        const world = new World(PEOPLE, of);
        world.fates.set(bad, "otherwise");
        let passes = 0;
        while (world.state?.halts.length !== 1 && passes < 40) {
          world.pass({ hours: 24 });
          passes += 1;
        }
        expect(world.state?.halts).toHaveLength(1);
        const others: readonly (Rollout | null)[] = [
          of,
          null,
          { ...of, app: "renamed" },
          { ...of, gates: { ...GATES, readBack: null } },
          { ...of, resume: { digest: world.digest, number: 2 } },
          { ...of, resume: { digest: digestOf("9.9.9"), number: 1 } },
          { ...of, urgent: world.digest },
          { ...of, rings: [ring("all")] },
        ];
        for (const other of others) {
          world.rollout = other;
          for (let more = 0; more <= calm; more += 1) expect(world.pass({ hours: 30 }).written).toEqual([]);
        }
        world.fates.clear();
        world.rollout = { ...of, resume: { digest: world.digest, number: 1 } };
        for (let more = 0; more < 40; more += 1) world.pass({ hours: 24 });
        expect(world.people.get(bad)).toBe("2.0.0");
        // The line is still in git when the next halt comes, and lifts nothing any more.
        world.offered = "3.0.0";
        world.fates.set(bad, "otherwise");
        for (let more = 0; more < 40; more += 1) world.pass({ hours: 24 });
        expect(world.pass({ hours: 24 }).written).toEqual([]);
      }),
      { numRuns: shareOf(40) },
    );
  });

  it("keeps its halts when another version comes in between", () => {
    const world = new World(PEOPLE, rollout([ring("everyone")], { gates: GATES }));
    world.fates.set(userId(3), "otherwise");
    world.pass();
    expect(world.pass().reasons.get(userId(3))).toBe("rollout-halted");
    world.offered = "3.0.0";
    world.fates.clear();
    expect(world.pass().written).toHaveLength(PEOPLE);
    world.offered = "2.0.0";
    for (const id of world.people.keys()) world.people.set(id, "1.0.0");
    expect(world.pass().written).toEqual([]);
  });

  it("is never promoted by what is unknown", () => {
    fc.assert(
      fc.property(
        rollouts,
        fc.constantFrom("unknown" as const, "pending" as const),
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 15 }),
        (of, verdict, hours) => {
          const signal = {
            name: "desk",
            source: { kind: "prometheus", query: "up" },
            ok: { kind: "number", operator: "<", than: 1 },
            fail: null,
            everyMs: 0,
          } as const;
          const world = new World(PEOPLE, { ...of, gates: { ...GATES, signals: [signal] } });
          for (const one of hours) {
            world.pass({ hours: one, signals: { desk: { at: world.now + one * 3_600_000, verdict, detail: "?" } } });
          }
          const opened = world.events.filter(({ kind }) => kind === "opened" || kind === "recovered");
          expect(opened.length).toBeLessThanOrEqual(1);
          expect(world.events.some(({ kind }) => kind === "halted")).toBe(false);
        },
      ),
    );
  });

  it("does not run ahead when its store is lost", () => {
    fc.assert(
      fc.property(rollouts, fc.integer({ min: 1, max: 20 }), (of, passes) => {
        const world = new World(PEOPLE, of);
        for (let pass = 0; pass < passes; pass += 1) world.pass({ hours: 24 });
        const allowed = new Set([...world.people.keys()].filter((id) => mayHaveIt(world, id)));
        world.loseStore();
        const { written } = world.pass({ hours: 24 });
        expect(written.filter((id) => !allowed.has(id))).toEqual([]);
        for (let pass = 0; pass < 40; pass += 1) world.pass({ hours: 24 });
        expect([...world.people.values()].every((version) => version === "2.0.0")).toBe(true);
      }),
    );
  });

  it("takes back nobody when shares change, whatever git says", () => {
    const shares = fc.constantFrom(0.05, 0.1, 0.3, 0.6, 0.9);
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1, maxLength: 8 }), (changes) => {
        const world = new World(PEOPLE, pilotOf(changes[0] ?? 0.1));
        const reached = new Set<string>();
        for (const part of changes) {
          world.rollout = pilotOf(part);
          const { reasons } = world.pass({ hours: 1 });
          // Everybody lacks it again: who may have it is asked anew in each pass.
          for (const id of world.people.keys()) world.people.set(id, "1.0.0");
          for (const [id, reason] of reasons) {
            if (reached.has(id)) expect(reason).not.toBe("next-ring");
            if (reason !== "next-ring") reached.add(id);
          }
        }
      }),
    );
  });

  it("starves nobody whose app is gone or who cannot be changed", () => {
    const world = new World(PEOPLE, rollout([named("it", [0, 1, 2].map(userId)), ring("everyone")], { gates: GATES }));
    world.pass();
    for (const index of [0, 1, 2]) world.people.delete(userId(index));
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 24 });
    expect([...world.people.values()].every((version) => version === "2.0.0")).toBe(true);
  });

  it("is not complete where people could not be read, nor done where a group was emptied", () => {
    const world = new World(
      PEOPLE,
      rollout([named("it", [0, 1, 2, 3].map(userId)), ring("everyone")], { gates: GATES }),
    );
    for (const index of [1, 2, 3]) world.holds.set(userId(index), "unreadable");
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 24 });
    expect(world.state?.opened.map(({ ring: name }) => name)).toEqual(["it"]);
    world.people.clear();
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 24 });
    expect(world.state?.opened.map(({ ring: name }) => name)).toEqual(["it"]);
  });

  it("opens nothing while nobody is left to have it", () => {
    const world = new World(PEOPLE, pilotOf(0.3));
    world.pass();
    const everybody = [...world.people];
    world.people.clear();
    for (let pass = 0; pass < 4; pass += 1) world.pass({ hours: 24 });
    for (const [id, version] of everybody) world.people.set(id, version);
    expect(world.state?.opened.map(({ ring: name }) => name)).toEqual(["pilot"]);
  });

  it("keeps nothing of a plan", () => {
    const world = new World(PEOPLE, rollout([named("it", [userId(0)]), ring("everyone")], { gates: GATES }));
    const first = world.pass({ keeps: false });
    expect(world.state).toBeNull();
    expect(world.pass().reasons).toEqual(first.reasons);
  });
});
