import { expect, it } from "vitest";
import type { Gates, Ring, Rollout, Signal } from "../../src/model/rollout.ts";
import {
  DAY,
  digestOf,
  HOUR,
  named,
  type Pass,
  type PassOptions,
  ring,
  rollout,
  share,
  T0,
  userId,
  World,
} from "./world.ts";

// Rollouts told pass by pass, with all that anybody is told of them, and compared with what people have read.

type Doing = PassOptions & {
  /** What changes before the pass. */
  readonly first?: (world: World) => void;
};

interface Story {
  readonly people?: number;
  readonly of: Rollout | null;
  readonly passes: readonly Doing[];
}

const IT = [0, 1].map(userId);
const NO_GATES: Gates = { refusals: null, readBack: null, unverified: null, removals: null, signals: [] };
const SIGNAL: Signal = {
  name: "desk",
  source: { kind: "prometheus", query: "up" },
  ok: { kind: "number", operator: "<", than: 3 },
  fail: null,
  everyMs: 0,
};
const ALL_GATES: Gates = {
  refusals: { halt: { kind: "share", share: 0.5 }, atLeast: 3 },
  readBack: { halt: { kind: "count", count: 2 } },
  unverified: { wait: { kind: "share", share: 0.4 } },
  removals: { withinMs: 2 * DAY, harmful: 0.2, falseHalts: 0.05, missedHarm: 0.05 },
  signals: [SIGNAL],
};
const gates = (facts: Partial<Gates>): { readonly gates: Gates } => ({ gates: { ...NO_GATES, ...facts } });

function threeRings(facts: Partial<Rollout> = {}, last: Partial<Ring> = {}): Rollout {
  return rollout([named("it", IT), named("pilot", [2, 3, 4].map(userId)), ring("everyone", last)], facts);
}

const day = (facts: Doing = {}): Doing => ({ hours: 25, ...facts });
const hold = (reason: Parameters<World["holds"]["set"]>[1], ...people: readonly number[]) => ({
  first: (world: World) => {
    for (const one of people) world.holds.set(userId(one), reason);
  },
});
const fate = (of: Parameters<World["fates"]["set"]>[1], ...people: readonly number[]) => ({
  first: (world: World) => {
    for (const one of people) world.fates.set(userId(one), of);
  },
});
const git = (of: Rollout | null) => ({
  first: (world: World) => {
    world.rollout = of;
  },
});
const resumed = (of: Rollout, number: number) => git({ ...of, resume: { digest: digestOf("2.0.0"), number } });
const morning = (ms: number): number => {
  const midnight = Math.floor(ms / DAY) * DAY;
  return ms - midnight < 12 * HOUR ? ms : midnight + DAY;
};

const GATED = threeRings({ gates: { ...ALL_GATES, removals: null, signals: [] } });
const SHARES = rollout([share("pilot", 0.2, 3), share("early", 0.5), ring("everyone")]);

const STORIES: Readonly<Record<string, Story>> = {
  "a calm rollout": { of: threeRings(), passes: [{}, { hours: 2 }, { hours: 22 }, { hours: 1 }, day(), {}] },
  "a plan of one": { of: threeRings(), passes: [{ keeps: false }, {}, { keeps: false, hours: 12 }] },
  "no rollout": { of: null, passes: [{}, {}] },
  "nobody lacks it": {
    of: threeRings(),
    passes: [{ first: ({ people }) => [...people.keys()].forEach((id) => people.set(id, "2.0.0")) }],
  },
  "it is too young": {
    of: threeRings({ afterMs: 3 * DAY }),
    passes: [
      { first: (world) => (world.firstSeenAt = T0) },
      { hours: 70 },
      { hours: 1 },
      { first: (world) => (world.firstSeenAt = null), keeps: false },
    ],
  },
  "nobody has seen it before": {
    of: threeRings({ afterMs: 3 * DAY }),
    passes: [{ first: (world) => (world.firstSeenAt = null) }],
  },
  "it is urgent": { of: threeRings({ urgent: digestOf("2.0.0"), afterMs: 90 * DAY }), passes: [{}, {}, {}, {}] },
  "runs with filters": {
    of: threeRings(),
    passes: [{ isWhole: false }, {}, day({ isWhole: false }), {}, day({ isWhole: false }), day()],
  },
  "suspended changes": {
    of: threeRings(),
    passes: [{}, day({ isSuspended: true }), {}, day({ isSuspended: true }), {}],
  },
  "a window in the morning": {
    of: threeRings(),
    passes: [{ opensAt: morning }, { hours: 29, opensAt: morning }, { hours: 11, opensAt: morning }],
  },
  "windows that never open": { of: threeRings(), passes: [{}, day({ opensAt: () => null }), {}] },
  "a ring whose target was not read": {
    of: rollout([
      named("it", IT, { members: { kind: "named", userIds: new Set(IT), isWhole: false } }),
      ring("everyone"),
    ]),
    passes: [
      {},
      git(rollout([named("it", IT), ring("everyone")])),
      day(
        git(
          rollout([
            named("it", IT, { members: { kind: "named", userIds: new Set(IT), isWhole: false } }),
            ring("everyone"),
          ]),
        ),
      ),
      {},
    ],
  },
  shares: { people: 20, of: SHARES, passes: [{}, day(), day(), day()] },
  "shares that grow and shrink": {
    people: 20,
    of: SHARES,
    passes: [
      {},
      git(rollout([share("pilot", 0.4, 3), share("early", 0.5), ring("everyone")])),
      git(rollout([share("pilot", 0.1, 3), share("early", 0.5), ring("everyone")])),
      git(rollout([share("first", 0.1), ring("everyone")])),
    ],
  },
  "a share while not everybody was read": {
    people: 20,
    of: SHARES,
    passes: [hold("not-read-yet", 19), day(), day({ first: ({ holds }) => holds.clear() }), day()],
  },
  "each version meets others first": {
    people: 20,
    of: rollout([share("pilot", 0.3), ring("everyone")], { rotates: true }),
    passes: [{}, { first: (world) => (world.offered = "3.0.0") }, { first: (world) => (world.offered = "2.0.0") }],
  },
  "rings that hold nobody": {
    people: 6,
    of: rollout([named("it", []), share("pilot", 0.0001), named("vip", [userId(1)]), ring("everyone")]),
    passes: [{ keeps: false }, {}, day(), day()],
  },
  "everybody leaves": {
    of: threeRings(),
    passes: [
      {},
      { first: ({ people }) => people.clear() },
      day(),
      day({ first: ({ people }) => people.set(userId(7), "1.0.0") }),
    ],
  },
  "people leave before their ring is complete": {
    of: threeRings(),
    passes: [
      fate("unverified", 0, 1),
      { first: ({ people }) => people.clear() },
      {
        first: ({ fates, people }) => {
          fates.clear();
          for (let index = 0; index < 9; index += 1) people.set(userId(index), "1.0.0");
        },
      },
    ],
  },
  "a ring that others complete": {
    of: threeRings(),
    passes: [
      fate("unverified", 0, 1),
      { first: ({ people }) => IT.forEach((id) => people.set(id, "2.0.0")), isWhole: false },
      { isSuspended: true },
      {},
      day({ isWhole: false }),
    ],
  },
  "a ring that runs with filters complete": {
    of: threeRings(),
    passes: [fate("unverified", 0, 1), { first: ({ fates }) => fates.clear(), isWhole: false }, {}],
  },
  "a ring that is complete while changes are suspended": {
    of: threeRings(),
    passes: [fate("unverified", 0, 1), { first: ({ fates }) => fates.clear(), isSuspended: true }, {}],
  },
  "a ring less at its end": {
    of: rollout([ring("everyone"), named("late", [userId(8)])]),
    passes: [{}, { ...git(rollout([ring("everyone")])), isWhole: false }, {}],
  },
  "some are out of range": {
    of: threeRings(),
    passes: [hold("version-past-range", 2, 3, 4, 5), day(), {}],
  },
  "the rest is gone or out of range": {
    of: threeRings(),
    passes: [
      {
        first: ({ people, holds }) => {
          for (const index of [2, 3, 4]) people.delete(userId(index));
          for (const index of [5, 6, 7, 8]) holds.set(userId(index), "version-past-range");
        },
      },
      day(),
    ],
  },
  "nobody of the next ring acts": {
    of: threeRings(),
    passes: [
      {
        first: ({ holds, unwanted }) => {
          holds.set(userId(2), "protected").set(userId(3), "protected");
          unwanted.add(userId(4));
        },
      },
      {},
    ],
  },
  "somebody joins": {
    of: threeRings(),
    passes: [{}, {}, {}, { first: ({ people }) => people.set(userId(20), "1.0.0") }, {}, {}],
  },
  "a rollout that git takes out": {
    of: threeRings({ expiresMs: DAY }),
    passes: [{}, day(git(null)), { ...git(threeRings()), hours: 1 }],
  },
  "a resume of nothing": { of: threeRings({ resume: { digest: digestOf("2.0.0"), number: 1 } }), passes: [{}, {}] },
  "two halts": {
    of: GATED,
    passes: [
      fate("otherwise", 0, 1),
      resumed(GATED, 1),
      { first: ({ fates }) => fates.clear() },
      resumed(GATED, 2),
      {},
    ],
  },
  "a version that comes back": {
    of: threeRings({ expiresMs: 2 * DAY }),
    passes: [
      fate("refused", 8),
      day(),
      day(),
      { first: (world) => (world.offered = "3.0.0") },
      {
        first: (world) => {
          world.offered = "2.0.0";
          for (const id of world.people.keys()) world.people.set(id, id === userId(8) ? "1.0.0" : "2.0.0");
        },
        isWhole: false,
      },
      day({ isWhole: false }),
      day({ isWhole: false }),
      {},
    ],
  },
  "a store that was lost late": {
    of: rollout([named("first", []), named("it", IT), named("pilot", [2, 3, 4].map(userId)), ring("everyone")]),
    passes: [
      {},
      day(),
      day({
        first: (world) => {
          world.loseStore();
          world.people.delete(userId(8));
        },
      }),
      {},
    ],
  },
  "a signal of before it began": {
    of: threeRings(gates({ signals: [SIGNAL] })),
    passes: [{}, { signals: { desk: { at: T0, verdict: "fail", detail: "the answer is 99" } } }],
  },
  "a signal of the moment it began": {
    of: threeRings(gates({ signals: [SIGNAL] })),
    passes: [{}, { signals: { desk: { at: T0 + HOUR, verdict: "fail", detail: "the answer is 99" } } }],
  },
  "shares, and another version in between": {
    people: 20,
    of: SHARES,
    passes: [
      { isWhole: false },
      {},
      { first: (world) => (world.offered = "3.0.0") },
      { first: (world) => (world.offered = "2.0.0"), isWhole: false },
      {},
    ],
  },
  "the rest is out of range": {
    of: threeRings(),
    passes: [hold("version-past-range", 2, 3, 4, 5, 6, 7, 8), day(), day({ first: ({ holds }) => holds.clear() })],
  },
  "people whom others hold up": {
    of: threeRings(),
    passes: [hold("user-not-eligible", 1), hold("protected", 2), day(), day(hold("denied-version", 3)), day()],
  },
  "all whom it reaches are out": { of: threeRings(), passes: [{}, day(hold("user-not-eligible", 2, 3, 4)), day()] },
  "other rings in git": {
    of: threeRings(),
    passes: [
      {},
      git(rollout([ring("all")])),
      { ...git(rollout([named("new", [userId(5)]), ring("all")])), isSuspended: true },
      git(rollout([named("new", [userId(5)]), ring("all")])),
      day(),
    ],
  },
  "a ring more after its end": {
    of: rollout([ring("everyone")]),
    passes: [{}, {}, git(rollout([ring("everyone"), named("late", [userId(9)])])), day()],
  },
  refusals: {
    of: GATED,
    passes: [
      fate("refused", 2, 3),
      day(),
      day(),
      { first: ({ fates }) => fates.clear() },
      resumed(GATED, 1),
      day(),
      day(),
    ],
  },
  "one refusal of few": { of: GATED, passes: [fate("refused", 0), day(), day()] },
  "two refusals of two": { of: GATED, passes: [fate("refused", 0, 1), day()] },
  "changes that are not seen": {
    of: GATED,
    passes: [fate("unverified", 1, 2), day(), day(), day({ first: ({ fates }) => fates.clear() })],
  },
  "other versions": {
    of: GATED,
    passes: [fate("otherwise", 1, 2), day(), {}, resumed(GATED, 2), resumed(GATED, 1), day()],
  },
  "a halt without a rollout": { of: GATED, passes: [fate("otherwise", 0, 1), git(null), git(GATED)] },
  "a halt, and another version": {
    of: GATED,
    passes: [
      fate("otherwise", 0, 1),
      {
        first: (world) => {
          world.offered = "3.0.0";
          world.fates.clear();
        },
      },
      { first: (world) => (world.offered = "2.0.0") },
    ],
  },
  signals: {
    of: threeRings(gates({ signals: [SIGNAL] })),
    passes: [
      {},
      day(),
      { signals: { desk: { at: T0 + 27 * HOUR, verdict: "unknown", detail: "no answer" } } },
      { signals: { desk: { at: T0 + 28 * HOUR, verdict: "pending", detail: "the answer is 4" } } },
      { signals: { desk: { at: T0 + 29 * HOUR, verdict: "pass", detail: "the answer is 1" } } },
      day(),
      { signals: { desk: { at: T0 + 56 * HOUR, verdict: "fail", detail: "the answer is 99" } } },
    ],
  },
  "two gates that wait": {
    of: threeRings(gates({ unverified: { wait: { kind: "count", count: 1 } }, signals: [SIGNAL] })),
    passes: [
      fate("unverified", 0),
      day({ signals: { desk: { at: T0 + 25 * HOUR, verdict: "unknown", detail: "down" } } }),
    ],
  },
  removals: {
    people: 60,
    of: rollout(
      [
        named("it", IT),
        named(
          "pilot",
          Array.from({ length: 30 }, (_, at) => userId(at + 2)),
        ),
        ring("everyone"),
      ],
      gates({ removals: ALL_GATES.removals }),
    ),
    passes: [
      {},
      day({ measured: { uncounted: 2 } }),
      day({ measured: { upgraded: { people: 2, gone: 0 } } }),
      day({ measured: { upgraded: { people: 30, gone: 0 }, control: { people: 30, gone: 1 } } }),
      day({ measured: { upgraded: { people: 30, gone: 9 }, control: { people: 30, gone: 1 } } }),
    ],
  },
  "rings that need no proof": {
    people: 30,
    of: rollout(
      [named("it", IT, { needsProof: false }), named("pilot", [userId(2)]), ring("everyone")],
      gates({ removals: ALL_GATES.removals }),
    ),
    passes: [{}, day(), day()],
  },
  "nothing comes of it": {
    of: threeRings({ expiresMs: 2 * DAY }),
    passes: [
      fate("unverified", 0, 1),
      { hours: 20, ...hold("unreadable", 0, 1) },
      { hours: 20, isSuspended: true },
      { hours: 20 },
      { hours: 24 },
      { hours: 24 },
      { hours: 20, ...resumed(threeRings({ expiresMs: 2 * DAY }), 1) },
    ],
  },
  "no end is too late": {
    of: threeRings({ expiresMs: 2 * DAY }),
    passes: [{}, day(), day(), { hours: 99 }, { hours: 99 }],
  },
  "a store that was lost": {
    of: threeRings(),
    passes: [
      {},
      day(),
      day({
        first: (world) => {
          world.loseStore();
          world.people.set(userId(3), "1.0.0");
        },
      }),
      day(),
      day(),
    ],
  },
  "a clock that was ahead": {
    of: threeRings(),
    passes: [{ first: (world) => (world.now += 9 * DAY) }, { first: (world) => (world.now -= 9 * DAY) }, day()],
  },
};

it.each(Object.entries(STORIES))("the story of %s", async (name, { people = 9, of, passes }) => {
  const world = new World(people, of);
  let last: readonly string[] = [];
  const told = passes.flatMap(({ first, ...options }) => {
    first?.(world);
    const before = world.events.length;
    const all = tellPass(world, world.pass(options), before);
    const news = all.filter((line) => !STANDS.test(line) || !last.includes(line));
    last = all;
    return [...news, ""];
  });
  await expect(told.join("\n")).toMatchFileSnapshot(`golden/${name.replaceAll(/[ ,]+/g, "-")}.txt`);
});

/** Lines that are told when they change. */
const STANDS = /^ {2}(ring|gate|keeps|counts)/;

const time = (ms: number | null): string =>
  ms === null ? "-" : new Date(ms).toISOString().slice(0, 16).replace("T", " ");

function tellPass(
  world: World,
  { step, progress, ended, written, reasons, details }: Pass,
  before: number,
): readonly string[] {
  const events = world.events.slice(before);
  return [
    `${time(world.now)} ${progress.phase}${progress.at === null ? "" : ` at ${progress.at}`}, ${step.openRings} open, ${progress.course.length} points`,
    ...(progress.until === null ? [] : [`  until ${time(progress.until)}`]),
    ...(progress.detail === null ? [] : [`  detail: ${progress.detail}`]),
    ...progress.warnings.map((warning) => `  warning: ${warning}`),
    ...(progress.halt === null
      ? []
      : [
          `  halt ${progress.halt.number}, ${progress.halt.kind} at ${time(progress.halt.at)}: ${progress.halt.because}`,
        ]),
    ...progress.gates.map(({ name, verdict, detail }) => `  gate ${name} ${verdict}: ${detail}`),
    ...progress.rings.map(
      ({ name, isOpen, people, done, earliestAt }) =>
        `  ring ${name} ${isOpen ? "open" : "closed"}, ${done} of ${people}, from ${time(earliestAt)}`,
    ),
    `  writes ${written.length}`,
    ...countsOf(
      [...reasons].flatMap(([id, reason]) => (reason === null ? [] : [`${reason}: ${details.get(id) ?? "-"}`])),
    ),
    ...events.map(
      ({ kind, at, ring: of, halt, detail }) =>
        `  ${kind} at ${time(at)}: ${[of, halt, detail].filter((one) => one !== null).join(", ")}`,
    ),
    ...(ended === null ? [] : tellEnd(ended)),
    ...tellState(world),
  ];
}

function countsOf(lines: readonly string[]): readonly string[] {
  return [...Map.groupBy(lines, (line) => line)].map(([line, same]) => `  ${same.length} ${line}`);
}

function tellEnd({ phase, openRings, until, detail, gates: asked, halt, tallies }: Pass["step"]): readonly string[] {
  const failed = asked.filter(({ verdict }) => verdict !== "pass").map(({ name, verdict }) => `${name} ${verdict}`);
  return [
    `  ends ${phase}, ${openRings} open, until ${time(until)}, ${detail ?? "no detail"}, halt ${halt?.number ?? "-"}`,
    ...failed.map((line) => `  ends with gate ${line}`),
    ...tallies.map(
      (tally) =>
        `  counts ${Object.entries(tally)
          .filter(([, count]) => count > 0)
          .map(([key, count]) => `${count} ${key}`)
          .join(", ")}`,
    ),
  ];
}

function tellState(world: World): readonly string[] {
  const { state } = world;
  if (state === null) return ["  keeps nothing"];
  const { beganAt, measuredSince, salt, opened, openBelow, reaches, idleMs, lookedAt, wasSuspended, doneAt } = state;
  const shares = Object.entries(reaches).map(
    ([name, { below, isSettled }]) => `${name} ${below.toFixed(3)} ${isSettled ? "settled" : "open"}`,
  );
  return [
    `  keeps: began ${time(beganAt)}, measured since ${time(measuredSince)}, idle ${idleMs / HOUR} h, done ${time(doneAt)}`,
    ...(lookedAt === world.now ? [] : [`  looked at ${time(lookedAt)}`]),
    `  keeps: salt "${salt}"${wasSuspended ? ", was suspended" : ""}, open below ${openBelow.toFixed(3)}, shares ${shares.join(", ") || "none"}`,
    ...state.halts.map(
      ({ number, kind, at, because, liftedAt }) =>
        `  keeps halt ${number}: ${kind} ${time(at)}, ${because}, lifted ${time(liftedAt)}`,
    ),
    ...opened.map((one) => `  keeps ring ${one.ring}: opened ${time(one.at)}, complete ${time(one.completeAt)}`),
    `  keeps course: ${state.course.length} points, the last ${state.course
      .slice(-1)
      .map(({ at, done, of }) => `${time(at)} ${done}/${of}`)
      .join("")}`,
  ];
}
