import { describe, expect, it } from "vitest";
import { ringFor } from "../../src/rollout/ring-for.ts";
import { CATALOG, digestOf, HOUR, named, ring, rollout, T0, userId, World } from "./world.ts";

const OF = rollout([named("it", [userId(0)], { soakMs: 4 * HOUR }), named("late", [userId(1)]), ring("everyone")]);
const DEFINITION = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };

describe("the ring of a person", () => {
  it("is told before the rollout has begun", () => {
    const found = ringFor(userId(2), OF, DEFINITION, null, T0);
    expect(found).toMatchObject({ name: "everyone", number: 3, of: 3, isOpen: false, hasBegun: false });
    expect(found.earliestAt).toBe(T0 + 28 * HOUR);
  });

  it("opens when those before it have soaked", () => {
    const world = new World(5, OF);
    world.pass();
    expect(ringFor(userId(0), OF, DEFINITION, world.state, world.now)).toMatchObject({
      isOpen: true,
      earliestAt: null,
    });
    expect(ringFor(userId(1), OF, DEFINITION, world.state, world.now).earliestAt).toBe(world.now + 4 * HOUR);
    expect(ringFor(userId(2), OF, DEFINITION, world.state, world.now).earliestAt).toBe(world.now + 28 * HOUR);
    world.pass({ hours: 5 });
    expect(ringFor(userId(1), OF, DEFINITION, world.state, world.now).isOpen).toBe(true);
  });

  it("is closed while a halt stands, and says what lifts it", () => {
    const gates = { ...OF.gates, readBack: { halt: { kind: "count", count: 1 } } } as const;
    const world = new World(5, { ...OF, gates });
    world.fates.set(userId(0), "otherwise");
    world.pass();
    const found = ringFor(userId(0), { ...OF, gates }, DEFINITION, world.state, world.now);
    expect(found).toMatchObject({ isOpen: false, earliestAt: null, resume: `resume: ${digestOf("2.0.0")}/1` });
  });
});
