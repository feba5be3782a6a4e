import { describe, expect, it } from "vitest";
import type { Condition, Gates, Signal } from "../../src/model/rollout.ts";
import { fewestForProof, leastHarmShown, testRemovals } from "../../src/model/sequential-test.ts";
import {
  askDuringRun,
  askGates,
  describeGate,
  type GateMoment,
  type Measured,
  NOTHING_MEASURED,
} from "../../src/rollout/gates.ts";
import { judgeSignal } from "../../src/rollout/judge-signal.ts";
import { ring } from "./world.ts";

const NONE: Gates = { refusals: null, readBack: null, unverified: null, removals: null, signals: [] };
const REFUSALS = { halt: { kind: "share", share: 0.02 }, atLeast: 20 } as const;
const REMOVALS = { withinMs: 1, harmful: 0.05, falseHalts: 0.01, missedHarm: 0.01 };
const MOMENT = { ring: ring("pilot"), isUrgent: false, soakedAt: 1_000, signals: {} };

describe("a gate", () => {
  it.each<[string, Partial<Gates>, Partial<Measured>, string]>([
    ["too few tries halt nothing", { refusals: REFUSALS }, { tries: 19, refused: 19 }, "pending"],
    ["one success and one refusal of few pass", { refusals: REFUSALS }, { tries: 2, refused: 1, succeeded: 1 }, "pass"],
    ["two refusals of few wait", { refusals: REFUSALS }, { tries: 9, refused: 2, succeeded: 7 }, "pending"],
    ["no try at all passes, since nobody needed one", { refusals: REFUSALS }, {}, "pass"],
    ["enough refusals halt", { refusals: REFUSALS }, { tries: 100, refused: 2, succeeded: 98 }, "fail"],
    ["fewer do not", { refusals: REFUSALS }, { tries: 101, refused: 2, succeeded: 99 }, "pass"],
    [
      "one read-back as something else halts",
      { readBack: { halt: { kind: "count", count: 1 } } },
      { tries: 9, otherwise: 1 },
      "fail",
    ],
    ["none does not", { readBack: { halt: { kind: "count", count: 1 } } }, { tries: 9 }, "pass"],
    [
      "unverified changes wait and never halt",
      { unverified: { wait: { kind: "share", share: 0.01 } } },
      { tries: 9, unverified: 9 },
      "pending",
    ],
    ["removals of nobody", { removals: REMOVALS }, {}, "pass"],
    ["removals that are too early to count", { removals: REMOVALS }, { uncounted: 9 }, "pending"],
    ["removals of too few", { removals: REMOVALS }, { upgraded: { people: 20, gone: 0 } }, "pending"],
    ["removals of enough who all keep it", { removals: REMOVALS }, { upgraded: { people: 90, gone: 0 } }, "pass"],
    ["many removals", { removals: REMOVALS }, { upgraded: { people: 20, gone: 3 } }, "fail"],
    [
      "as many removals among the others",
      { removals: REMOVALS },
      { upgraded: { people: 200, gone: 20 }, control: { people: 200, gone: 20 } },
      "pending",
    ],
  ])("%s", (_, gates, measured, expected) => {
    const [answer] = askGates({ ...NONE, ...gates }, { ...NOTHING_MEASURED, ...measured }, MOMENT);
    expect(answer?.verdict).toBe(expected);
  });

  it("asks for no proof of a ring that needs none, nor of what is urgent", () => {
    const measured = { ...NOTHING_MEASURED, upgraded: { people: 3, gone: 0 } };
    const gates = { ...NONE, removals: REMOVALS };
    const [small] = askGates(gates, measured, { ...MOMENT, ring: ring("it", { needsProof: false }) });
    const [urgent] = askGates(gates, measured, { ...MOMENT, isUrgent: true });
    expect([small?.verdict, urgent?.verdict]).toEqual(["pass", "pass"]);
  });

  it("counts a signal only where it was read after the soak, and a bad one at any time", () => {
    const gates = { ...NONE, signals: [signal({})] };
    const ask = (at: number, verdict: "pass" | "fail", soakedAt: number | null) =>
      askGates(gates, NOTHING_MEASURED, { ...MOMENT, soakedAt, signals: { desk: { at, verdict, detail: "" } } })[0]
        ?.verdict;
    expect(ask(999, "pass", 1_000)).toBe("pending");
    expect(ask(1_000, "pass", 1_000)).toBe("pass");
    expect(ask(1_000, "pass", null)).toBe("pending");
    expect(ask(1, "fail", null)).toBe("fail");
  });
});

describe("the test of removals", () => {
  it("is wrong as rarely as it says", () => {
    const wrong = { halts: 0, passes: 0 };
    const random = mulberry(20_260_101);
    for (let trial = 0; trial < 400; trial += 1) {
      if (run(random, 0.005) === "fail") wrong.halts += 1;
      if (run(random, 0.055) === "pass") wrong.passes += 1;
    }
    expect(wrong.halts).toBeLessThanOrEqual(12);
    expect(wrong.passes).toBeLessThanOrEqual(12);
  });

  it("says how many people it takes, and what so many can show", () => {
    const fewest = fewestForProof(REMOVALS) ?? 0;
    expect(testRemovals(REMOVALS, { people: fewest, gone: 0 }, { people: 0, gone: 0 })).toBe("pass");
    expect(testRemovals(REMOVALS, { people: fewest - 1, gone: 0 }, { people: 0, gone: 0 })).toBe("undecided");
    expect(leastHarmShown(REMOVALS, fewest)).toBeCloseTo(0.05);
    expect(leastHarmShown(REMOVALS, 1)).toBeNull();
  });
});

function run(random: () => number, rate: number): string {
  let gone = 0;
  for (let people = 1; people <= 5_000; people += 1) {
    if (random() < rate) gone += 1;
    const decided = testRemovals(REMOVALS, { people, gone }, { people: 1_000, gone: 5 });
    if (decided !== "undecided") return decided;
  }
  return "undecided";
}

/** Numbers from 0 up to 1 that are the same in each run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function signal(facts: Partial<Signal>): Signal {
  return {
    name: "desk",
    source: { kind: "prometheus", query: "up" },
    ok: { kind: "number", operator: "<", than: 3 },
    fail: { kind: "number", operator: ">=", than: 10 },
    everyMs: 0,
    ...facts,
  };
}

function is(operator: "<" | "<=" | ">" | ">=" | "==", than: number): Condition {
  return { kind: "number", operator, than };
}

describe("an answer of a signal", () => {
  const text = { ok: { kind: "text", text: "green" }, fail: { kind: "text", text: "red" } } as const;
  const OK = "ok is < 3";
  it.each<[Partial<Signal>, unknown, string]>([
    [{}, 2.9, "pass: the answer is 2.9"],
    [{}, 3, `pending: the answer is 3, and ${OK}`],
    [{}, 10, "fail: the answer is 10, which fails at >= 10"],
    [{}, Number.NaN, "unknown: the answer is NaN, and no figure"],
    [{}, Number.POSITIVE_INFINITY, "unknown: the answer is Infinity, and no figure"],
    [{}, null, "unknown: the answer is null, and no figure"],
    [{}, [1], "unknown: the answer is a list, and no figure"],
    [{}, { value: 1 }, "unknown: the answer is an object, and no figure"],
    [{}, "2", `pending: the answer is "2", and ${OK}`],
    [{}, "x".repeat(200), `pending: the answer is "${"x".repeat(200)}", and ${OK}`],
    [{}, "x".repeat(201), "unknown: the answer is a long text, and no figure"],
    [{}, false, `pending: the answer is false, and ${OK}`],
    [text, "green", 'pass: the answer is "green"'],
    [text, "Green", 'pending: the answer is "Green", and ok is "green"'],
    [text, "red", 'fail: the answer is "red", which fails at "red"'],
    [{ ok: { kind: "text", text: "true" }, fail: null }, true, "pass: the answer is true"],
    [{ ok: { kind: "text", text: "3" }, fail: null }, 3, "pass: the answer is 3"],
    [{ fail: is("<", 5) }, 1, "fail: the answer is 1, which fails at < 5"],
    [{}, 11, "fail: the answer is 11, which fails at >= 10"],
    [{ fail: null }, 99, `pending: the answer is 99, and ${OK}`],
    [{ ok: is("<=", 3) }, 3, "pass: the answer is 3"],
    [{ ok: is("<=", 3) }, 3.1, "pending: the answer is 3.1, and ok is <= 3"],
    [{ ok: is(">", 3) }, 3.1, "pass: the answer is 3.1"],
    [{ ok: is(">", 3) }, 3, "pending: the answer is 3, and ok is > 3"],
    [{ fail: is(">=", 3) }, 2.9, "pass: the answer is 2.9"],
    [{ fail: is(">=", 3) }, 3, "fail: the answer is 3, which fails at >= 3"],
    [{ ok: is("==", 3) }, 3, "pass: the answer is 3"],
    [{ ok: is("==", 3) }, 4, "pending: the answer is 4, and ok is == 3"],
  ])("%j %j: %s", (facts, value, expected) => {
    const { verdict, detail } = judgeSignal(signal(facts), { state: "read", value });
    expect(`${verdict}: ${detail}`).toBe(expected);
  });

  it("that did not come is unknown", () => {
    expect(judgeSignal(signal({}), { state: "unreadable", detail: "no answer" })).toEqual({
      verdict: "unknown",
      detail: "no answer",
    });
  });
});

describe("what a run asks after each of its changes", () => {
  const gates: Gates = { ...NONE, refusals: REFUSALS, readBack: { halt: { kind: "share", share: 0.5 } } };
  it.each<[string, Partial<Gates>, Partial<Measured>, string | null]>([
    ["all well", {}, { tries: 30, succeeded: 30 }, null],
    [
      "half of them otherwise",
      {},
      { tries: 2, otherwise: 1, succeeded: 1 },
      "readBack: 1 of 2 came back as something else",
    ],
    ["fewer", {}, { tries: 3, otherwise: 1, succeeded: 2 }, null],
    ["no such gate", { readBack: null }, { tries: 2, otherwise: 2 }, null],
    ["refusals of few wait", {}, { tries: 19, refused: 19 }, null],
    ["refusals of enough", {}, { tries: 20, refused: 1 }, "refusals: 1 of 20 refused"],
    ["no gate of refusals", { refusals: null }, { tries: 20, refused: 20 }, null],
    [
      "nothing else is its business",
      { unverified: { wait: { kind: "count", count: 1 } } },
      { tries: 9, unverified: 9 },
      null,
    ],
  ])("%s", (_, facts, measured, expected) => {
    const failed = askDuringRun({ ...gates, ...facts }, { ...NOTHING_MEASURED, ...measured });
    expect(failed === null ? null : describeGate(failed)).toBe(expected);
  });
});

describe("what gates say", () => {
  it.each<[string, Partial<Gates>, Partial<Measured>, Partial<GateMoment>, string]>([
    [
      "refusals of few",
      { refusals: REFUSALS },
      { tries: 3, refused: 2, succeeded: 1 },
      {},
      "pending refusals: 2 of 3 refused, and the gate decides from 20 tries on",
    ],
    [
      "no success of few",
      { refusals: REFUSALS },
      { tries: 1, refused: 1 },
      {},
      "pending refusals: 1 of 1 refused, and the gate decides from 20 tries on",
    ],
    [
      "a share of unverified",
      { unverified: { wait: { kind: "share", share: 0.5 } } },
      { tries: 4, unverified: 1 },
      {},
      "pass unverified: 1 of 4 not visible yet",
    ],
    [
      "just that share",
      { unverified: { wait: { kind: "share", share: 0.5 } } },
      { tries: 4, unverified: 2 },
      {},
      "pending unverified: 2 of 4 not visible yet",
    ],
    [
      "no unverified, of none",
      { unverified: { wait: { kind: "share", share: 0.5 } } },
      {},
      {},
      "pass unverified: 0 of 0 not visible yet",
    ],
    [
      "urgent, and too early",
      { removals: REMOVALS },
      { uncounted: 3 },
      { isUrgent: true },
      "pass removals: 0 of 0 removed it, and 0 of 0 others; no proof is asked for",
    ],
    [
      "no ring",
      { removals: REMOVALS },
      { uncounted: 3 },
      { ring: null },
      "pending removals: 0 of 0 removed it, and 0 of 0 others; 3 are not counted yet",
    ],
    [
      "nobody upgraded",
      { removals: REMOVALS },
      {},
      {},
      "pass removals: 0 of 0 removed it, and 0 of 0 others; nobody was upgraded",
    ],
    [
      "a gate that no number of people satisfies",
      { removals: { ...REMOVALS, harmful: 0 } },
      { upgraded: { people: 20, gone: 0 } },
      {},
      "pending removals: 0 of 20 removed it, and 0 of 0 others; too few people to tell: proof: none on the ring lets it pass",
    ],
    [
      "harm, whatever is urgent",
      { removals: REMOVALS },
      { upgraded: { people: 20, gone: 9 } },
      { isUrgent: true },
      "fail removals: 9 of 20 removed it, and 0 of 0 others",
    ],
    [
      "a signal of that name only",
      { signals: [signal({ name: "constructor" })] },
      {},
      {},
      "pending signal constructor: not asked for yet",
    ],
    [
      "a signal that is unknown, of before the soak",
      { signals: [signal({})] },
      {},
      { signals: { desk: { at: 1, verdict: "unknown", detail: "down" } } },
      "unknown signal desk: down",
    ],
  ])("%s", (_, gates, measured, moment, expected) => {
    const [answer] = askGates({ ...NONE, ...gates }, { ...NOTHING_MEASURED, ...measured }, { ...MOMENT, ...moment });
    expect(answer === undefined ? null : `${answer.verdict} ${describeGate(answer)}`).toBe(expected);
  });
});
