import { describe, expect, it } from "vitest";
import { ringFor } from "../../src/rollout/ring-for.ts";
import { CATALOG, DAY, digestOf, HOUR, named, ring, rollout, T0, userId, World } from "./world.ts";

const OF = rollout([named("it", [userId(0)], { soakMs: 4 * HOUR }), named("late", [userId(1)]), ring("everyone")]);
const DEFINITION = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };

const at = (nowMs: number, opensAt: (ms: number) => number | null = (ms) => ms) => ({ nowMs, opensAt });

const inTwoDays = (ms: number) => Math.max(ms, T0 + 2 * DAY);
const nightly = (ms: number) => Math.ceil(ms / DAY) * DAY;

describe("the ring of a person", () => {
  it("is told before the rollout has begun", () => {
    const found = ringFor(userId(2), OF, DEFINITION, null, at(T0));
    expect(found).toMatchObject({ name: "everyone", number: 3, of: 3, isOpen: false, hasBegun: false });
    expect(found.earliestAt).toBe(T0 + 28 * HOUR);
  });

  it("opens in the hours of its window, and what it waits for soaks from then on", () => {
    const openings = [0, 1, 2].map((one) => ringFor(userId(one), OF, DEFINITION, null, at(T0, inTwoDays)).earliestAt);
    expect(openings).toEqual([T0 + 48 * HOUR, T0 + 52 * HOUR, T0 + 76 * HOUR]);
    const midnight = T0 - 8 * HOUR + DAY;
    const nights = [0, 1, 2].map((one) => ringFor(userId(one), OF, DEFINITION, null, at(T0, nightly)).earliestAt);
    expect(nights).toEqual([midnight, midnight + DAY, midnight + 2 * DAY]);
    expect(
      ringFor(
        userId(2),
        OF,
        DEFINITION,
        null,
        at(T0, () => null),
      ).earliestAt,
    ).toBeNull();
  });

  it("does not wait for the soak of those before where git says that it is urgent", () => {
    const urgent = { ...OF, urgent: DEFINITION.digest };
    expect(ringFor(userId(2), urgent, DEFINITION, null, at(T0)).earliestAt).toBe(T0);
  });

  it("opens when those before it have soaked", () => {
    const world = new World(5, OF);
    world.pass();
    expect(ringFor(userId(0), OF, DEFINITION, world.state, at(world.now))).toMatchObject({
      isOpen: true,
      earliestAt: null,
    });
    expect(ringFor(userId(1), OF, DEFINITION, world.state, at(world.now)).earliestAt).toBe(world.now + 4 * HOUR);
    expect(ringFor(userId(2), OF, DEFINITION, world.state, at(world.now)).earliestAt).toBe(world.now + 28 * HOUR);
    world.pass({ hours: 5 });
    expect(ringFor(userId(1), OF, DEFINITION, world.state, at(world.now)).isOpen).toBe(true);
  });

  it("is closed while a halt stands, and says what lifts it", () => {
    const gates = { ...OF.gates, readBack: { halt: { kind: "count", count: 1 } } } as const;
    const world = new World(5, { ...OF, gates });
    world.fates.set(userId(0), "otherwise");
    world.pass();
    const found = ringFor(userId(0), { ...OF, gates }, DEFINITION, world.state, at(world.now));
    expect(found).toMatchObject({ isOpen: false, earliestAt: null, resume: `resume: ${digestOf("2.0.0")}/1` });
  });
});
