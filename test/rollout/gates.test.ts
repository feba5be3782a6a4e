import { describe, expect, it } from "vitest";
import type { Gates, Signal } from "../../src/model/rollout.ts";
import { fewestForProof, leastHarmShown, testRemovals } from "../../src/model/sequential-test.ts";
import { askGates, type Measured, NOTHING_MEASURED } from "../../src/rollout/gates.ts";
import { judgeSignal, type SignalAnswer } from "../../src/rollout/judge-signal.ts";
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

describe("an answer of a signal", () => {
  const text = { ok: { kind: "text", text: "green" }, fail: { kind: "text", text: "red" } } as const;
  it.each<[Partial<Signal>, SignalAnswer, string]>([
    [{}, { state: "read", value: 2.9 }, "pass"],
    [{}, { state: "read", value: 3 }, "pending"],
    [{}, { state: "read", value: 10 }, "fail"],
    [{}, { state: "read", value: Number.NaN }, "unknown"],
    [{}, { state: "read", value: Number.POSITIVE_INFINITY }, "unknown"],
    [{}, { state: "read", value: null }, "unknown"],
    [{}, { state: "read", value: [1] }, "unknown"],
    [{}, { state: "read", value: "2" }, "pending"],
    [{}, { state: "unreadable", detail: "no answer" }, "unknown"],
    [text, { state: "read", value: "green" }, "pass"],
    [text, { state: "read", value: "Green" }, "pending"],
    [text, { state: "read", value: "red" }, "fail"],
    [{ ok: { kind: "text", text: "true" }, fail: null }, { state: "read", value: true }, "pass"],
    [{ fail: { kind: "number", operator: "<", than: 5 } }, { state: "read", value: 1 }, "fail"],
  ])("%j %j", (facts, answer, expected) => {
    expect(judgeSignal(signal(facts), answer).verdict).toBe(expected);
  });
});
