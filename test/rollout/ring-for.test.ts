import { describe, expect, it } from "vitest";
import { heldOutside, ringFor } from "../../src/rollout/ring-for.ts";
import type { DecidedRow } from "../../src/model/plan.ts";
import type { Halt } from "../../src/model/rollout.ts";
import { fractionOf } from "../../src/rollout/ring-of-person.ts";
import { CATALOG, DAY, digestOf, HOUR, named, ring, rollout, share, T0, userId, World } from "./world.ts";

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

describe("the ring of a person before it is known of everybody", () => {
  const SHARES = rollout([share("pilot", 0.5, 20), ring("everyone")], { rotates: true });
  it("is told by the hash of the definition where others meet each first", () => {
    const digests = [0, 1, 2, 3].map((version) => digestOf(`${version}.0.0`));
    const found = digests.map((digest) => ringFor(userId(0), SHARES, { ...DEFINITION, digest }, null, at(T0)).name);
    const fixed = digests.map(
      (digest) => ringFor(userId(0), { ...SHARES, rotates: false }, { ...DEFINITION, digest }, null, at(T0)).name,
    );
    expect(new Set(found).size).toBe(2);
    const own = fractionOf(CATALOG, userId(0), "") < 0.5 ? "pilot" : "everyone";
    expect(fixed).toEqual(digests.map(() => own));
    const expected = digests.map((digest) => (fractionOf(CATALOG, userId(0), digest) < 0.5 ? "pilot" : "everyone"));
    expect(found).toEqual(expected);
  });

  it("follows what was fixed when it began", () => {
    const world = new World(40, SHARES);
    const { written } = world.pass();
    const told = [...world.people.keys()].filter(
      (id) => ringFor(id, SHARES, DEFINITION, world.state, at(world.now)).isOpen,
    );
    expect(told).toEqual(written);
    expect(ringFor(userId(0), SHARES, DEFINITION, world.state, at(world.now)).hasBegun).toBe(true);
    const again = world.state === null ? null : { ...world.state, beganAt: null };
    expect(ringFor(written[0] ?? "", SHARES, DEFINITION, again, at(world.now))).toMatchObject({
      isOpen: false,
      hasBegun: false,
      resume: null,
    });
  });

  it("is closed by a halt that stands, and not by one that was lifted", () => {
    const world = new World(5, OF);
    world.pass();
    const halt = { number: 3, kind: "halted", at: T0, because: "", liftedAt: null } as const;
    const of = (halts: readonly Halt[]) =>
      ringFor(userId(2), OF, DEFINITION, world.state === null ? null : { ...world.state, halts }, at(world.now));
    expect(of([{ ...halt, liftedAt: T0 }])).toMatchObject({ resume: null, earliestAt: world.now + 28 * HOUR });
    expect(of([{ ...halt, number: 2, liftedAt: T0 }, halt])).toMatchObject({
      isOpen: false,
      resume: `resume: ${DEFINITION.digest}/3`,
      earliestAt: null,
    });
  });
});

describe("a row of somebody whose ring is closed", () => {
  const world = new World(1, OF);
  const [acting] = world.rows();
  world.unwanted.add(userId(0));
  const [removal] = world.rows();
  it.each<[string, DecidedRow | undefined, boolean, string | null, string | null]>([
    ["is held", acting, false, null, "next-ring"],
    ["is held by a halt", acting, false, "resume: x/1", "rollout-halted"],
    ["is not held where it is open", acting, true, null, null],
    ["is not held where it removes the app", removal, false, null, null],
  ])("%s", (_, row, isOpen, resume, reason) => {
    expect(row && heldOutside({ isOpen, resume }, row).reason).toBe(reason);
    expect(row && heldOutside({ isOpen, resume }, row).detail).toBeNull();
  });

  it("is left as it is where it does not act", () => {
    const unread = new World(1, OF);
    unread.holds.set(userId(0), "unreadable");
    const [row] = unread.rows();
    expect(row && heldOutside({ isOpen: false, resume: null }, row)).toBe(row);
  });
});
