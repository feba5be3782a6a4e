import { describe, expect, it } from "vitest";
import { held, type PlanRow } from "../../src/model/plan.ts";
import type { Rollout } from "../../src/model/rollout.ts";
import { type Assumptions, simulate, type Simulation } from "../../src/rollout/simulate.ts";
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

function time(ms: number | null): string {
  return ms === null ? "-" : new Date(ms).toISOString().slice(0, 16);
}

/** Open in the hour after nine. */
function nine(ms: number): number {
  const since = (ms - 9 * HOUR) % DAY;
  return since < HOUR ? ms : ms - since + DAY;
}

/** How it would go on, a line for each pass in which something happens. */
function told({ passes, doneAt, phase, detail }: Simulation): string {
  const lines = passes.map(
    ({ at, ring: name, opens, people, requests, rereads }) =>
      `${time(at)} ${name}${opens ? " opens" : ""}, ${people} people, ${requests} requests, ${rereads} rereads`,
  );
  return [...lines, `ends ${phase}, done ${time(doneAt)}: ${detail ?? "no detail"}`].join("\n");
}

const SHARES = [share("pilot", 0.4), ring("everyone")];

describe("what is told of a rollout that is played forward", () => {
  const REMOVALS = { withinMs: 36 * HOUR, harmful: 0.3, falseHalts: 0.05, missedHarm: 0.05 };
  const gated = (gates: Partial<Rollout["gates"]>) => rollout(OF.rings, { gates: { ...OF.gates, ...gates } });
  const signal = {
    name: "desk",
    source: { kind: "prometheus", query: "up" },
    ok: { kind: "number", operator: "<", than: 3 },
    fail: null,
    everyMs: 0,
  } as const;
  it.each<[string, Partial<Assumptions>, Rollout]>([
    ["a pass every hour", { everyMs: HOUR }, OF],
    ["a pass every five hours", { everyMs: 5 * HOUR }, OF],
    ["so many a day", { perDay: 9, everyMs: 12 * HOUR }, OF],
    ["so many a pass", { perPass: 3 }, OF],
    ["so many a pass and a day", { perPass: 3, perDay: 5, everyMs: 2 * HOUR }, OF],
    ["some are refused", { refusals: 0.2 }, OF],
    [
      "too many are refused",
      { refusals: 0.4 },
      gated({ refusals: { halt: { kind: "share", share: 0.3 }, atLeast: 5 } }),
    ],
    ["some remove it", { removals: 0.05, everyMs: 12 * HOUR }, gated({ removals: REMOVALS })],
    ["many remove it", { removals: 0.6, everyMs: 12 * HOUR }, gated({ removals: REMOVALS })],
    ["it is looked at late", { everyMs: 12 * HOUR }, gated({ removals: { ...REMOVALS, harmful: 0.01 } })],
    ["signals are taken to pass", {}, gated({ signals: [signal] })],
    ["a window at nine", { opensAt: nine }, OF],
    ["a window that never opens", { opensAt: () => null }, OF],
    ["it was seen a day ago", { firstSeenAt: T0 - DAY }, rollout(OF.rings, { afterMs: 3 * DAY })],
    ["it was never seen", { everyMs: HOUR }, rollout(OF.rings, { afterMs: 3 * DAY })],
    ["it takes more than a year", { perDay: 1, everyMs: 300 * DAY }, OF],
    ["it takes more passes than are looked at", { perDay: 1, mostPasses: 3 }, OF],
    ["nothing comes of it", { refusals: 1 }, rollout(OF.rings, { expiresMs: 9 * DAY })],
    ["a step more than a year", { perDay: 1, everyMs: 400 * DAY }, OF],
    ["no pass at all", { mostPasses: 0 }, OF],
    ["slow, and not expired", { perPass: 10 }, rollout([ring("everyone")], { expiresMs: 2 * DAY })],
    [
      "twice a day, slow, and not expired",
      { perPass: 8, everyMs: 12 * HOUR },
      rollout([ring("everyone")], { expiresMs: DAY }),
    ],
    [
      "some remove it in a ring that needs proof",
      { everyMs: 12 * HOUR },
      rollout(SHARES, { gates: { ...OF.gates, removals: REMOVALS } }),
    ],
    [
      "few looks where little can happen",
      { everyMs: HOUR, mostPasses: 9, perDay: 50 },
      rollout([share("pilot", 0.5, 0, { soakMs: 30 * DAY, needsProof: false }), ring("everyone")], {
        gates: { ...OF.gates, removals: REMOVALS },
        expiresMs: 300 * DAY,
      }),
    ],
    ["few looks where nothing can happen", { refusals: 1, everyMs: HOUR, mostPasses: 5 }, rollout([ring("everyone")])],
    [
      "a soak of a month",
      {},
      rollout([named("it", [userId(0)], { soakMs: 30 * DAY }), ring("everyone")], { expiresMs: 90 * DAY }),
    ],
  ])("%s", async (name, assumed, of) => {
    await expect(told(play(assumed, of))).toMatchFileSnapshot(`golden/simulated/${name.replaceAll(/[ ,]+/g, "-")}.txt`);
  });

  it("goes on from where it stands, with what holds rows for now", async () => {
    const world = new World(40, OF);
    world.pass();
    const reasons = ["next-ring", "protected", "soaking", "frozen"] as const;
    const rows = world.rows().map((row, index) => {
      const reason = reasons[index % reasons.length];
      return row.verdict === "act" && reason !== undefined ? held(row, reason, null) : row;
    });
    const unread = rows.slice(0, 1).map(
      (row): PlanRow => ({
        ...row,
        user: { ...row.user, id: null },
        verdict: "held",
        action: "upgrade",
        reason: "next-ring",
      }),
    );
    const on = simulate([...rows, ...unread], OF, DEFINITION, world.state, ASSUMED, world.now);
    await expect(told(on)).toMatchFileSnapshot("golden/simulated/from-where-it-stands.txt");
  });

  it("goes on where others have brought it to the first ring, and not after a halt", async () => {
    const world = new World(40, OF);
    world.people.set(userId(0), "2.0.0").set(userId(1), "2.0.0");
    const met = simulate(world.rows(), OF, DEFINITION, null, ASSUMED, T0);
    await expect(told(met)).toMatchFileSnapshot("golden/simulated/met-before.txt");
    world.pass();
    const halt = { number: 1, kind: "halted", at: T0, because: "1 of 9", liftedAt: null } as const;
    const halted = world.state === null ? null : { ...world.state, halts: [halt] };
    expect(told(simulate(world.rows(), OF, DEFINITION, halted, ASSUMED, T0))).toBe(
      `ends halted, done -: 1 of 9; it goes on with resume: ${DEFINITION.digest}/1 in git`,
    );
  });
});
