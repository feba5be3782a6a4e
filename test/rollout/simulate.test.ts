import { describe, expect, it } from "vitest";
import { type Assumptions, simulate } from "../../src/rollout/simulate.ts";
import { CATALOG, DAY, digestOf, HOUR, named, ring, rollout, share, T0, userId, World } from "./world.ts";

const ASSUMED: Assumptions = {
  everyMs: DAY,
  refusals: 0,
  removals: 0,
  perPass: null,
  perDay: null,
  firstSeenAt: null,
  opensAt: (ms) => ms,
};
const OF = rollout([
  named("it", [userId(0), userId(1)], { soakMs: 4 * HOUR, needsProof: false }),
  share("pilot", 0.3),
  ring("everyone"),
]);
const DEFINITION = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };

function play(assumed: Partial<Assumptions>, of = OF, people = 40) {
  return simulate(new World(people, of).rows(), of, DEFINITION, null, { ...ASSUMED, ...assumed }, T0);
}

describe("a rollout that is played forward", () => {
  it("opens a ring a day at most, and ends when everybody has it", () => {
    const { passes, doneAt, phase } = play({});
    expect(passes.map(({ ring: name, opens }) => `${name} ${opens}`)).toEqual([
      "it true",
      "pilot true",
      "everyone true",
    ]);
    expect(passes.reduce((sum, { people }) => sum + people, 0)).toBe(40);
    expect(phase).toBe("done");
    expect(doneAt).toBe(T0 + 2 * DAY);
  });

  it("decides as real passes do", () => {
    const world = new World(40, OF);
    const real: number[] = [];
    for (let pass = 0; pass < 3; pass += 1) real.push(world.pass({ hours: pass === 0 ? 0 : 24 }).written.length);
    expect(play({}).passes.map(({ people }) => people)).toEqual(real);
  });

  it("takes as many days as perDay makes of it", () => {
    const { passes } = play({ perDay: 10 });
    expect(Math.max(...passes.map(({ people }) => people))).toBeLessThanOrEqual(10);
    expect(passes.length).toBeGreaterThanOrEqual(5);
  });

  it("halts at refusals, and says what lets it go on", () => {
    const gates = { ...OF.gates, refusals: { halt: { kind: "share", share: 0.1 } as const, atLeast: 3 } };
    const { phase, detail, doneAt } = play(
      { refusals: 0.5 },
      rollout([share("pilot", 0.4), ring("everyone")], { gates }),
    );
    expect(phase).toBe("halted");
    expect(detail).toContain("/1 in git");
    expect(doneAt).toBeNull();
  });

  it("halts at removals, and passes without", () => {
    const removals = { withinMs: 2 * HOUR, harmful: 0.2, falseHalts: 0.05, missedHarm: 0.05 };
    const of = { ...OF, gates: { ...OF.gates, removals } };
    expect(play({ removals: 0.5 }, of, 400).phase).toBe("halted");
    expect(play({ removals: 0 }, of, 400).phase).toBe("done");
  });

  it("shows when the removals gate has people read again, each once, and as many others", () => {
    const removals = { withinMs: 3 * HOUR, harmful: 0.2, falseHalts: 0.05, missedHarm: 0.05 };
    const { passes } = play({ everyMs: 2 * HOUR }, { ...OF, gates: { ...OF.gates, removals } }, 400);
    const [first, pilot] = passes.filter(({ opens }) => opens).map(({ people }) => people);
    expect(passes.map(({ rereads }) => rereads).filter((rereads) => rereads > 0)).toEqual([
      2 * Number(first),
      2 * Number(pilot),
    ]);
  });

  it("says why it does not end", () => {
    const removals = { withinMs: 2 * HOUR, harmful: 0.02, falseHalts: 0.05, missedHarm: 0.05 };
    const { phase, detail } = play({}, { ...OF, gates: { ...OF.gates, removals } });
    expect(phase).toBe("gate-pending");
    expect(detail).toContain("too few people to tell");
  });
});
