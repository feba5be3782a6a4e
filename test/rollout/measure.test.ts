import { describe, expect, it } from "vitest";
import type { OutcomeStatus } from "../../src/model/plan.ts";
import type { OutcomeCode } from "../../src/model/reasons.ts";
import { NOTHING_MEASURED } from "../../src/rollout/gates.ts";
import { countOutcome, measureOutcomes, withRemovals } from "../../src/rollout/measure.ts";
import type { RolloutOutcome } from "../../src/rollout/ports.ts";
import { T0, userId } from "./world.ts";

describe("a change that has come to an end", () => {
  it.each<[OutcomeStatus, OutcomeCode | null, number, string]>([
    ["applied", null, 1, "1 tried, 0 refused, 1 succeeded, 0 otherwise, 0 unverified"],
    ["failed", "refused", 2, "1 tried, 1 refused, 0 succeeded, 0 otherwise, 0 unverified"],
    ["failed", "blocked-by-policy", 1, "1 tried, 1 refused, 0 succeeded, 0 otherwise, 0 unverified"],
    ["failed", "other-version", 1, "1 tried, 0 refused, 0 succeeded, 1 otherwise, 0 unverified"],
    ["failed", "consent-mismatch", 1, "1 tried, 0 refused, 0 succeeded, 1 otherwise, 0 unverified"],
    ["unverified", "not-visible", 1, "1 tried, 0 refused, 0 succeeded, 0 otherwise, 1 unverified"],
    ["already-done", null, 1, "1 tried, 0 refused, 0 succeeded, 0 otherwise, 0 unverified"],
    ["already-done", null, 0, "0 tried, 0 refused, 0 succeeded, 0 otherwise, 0 unverified"],
    ["failed", "refused", 0, "0 tried, 0 refused, 0 succeeded, 0 otherwise, 0 unverified"],
    ["not-tried", "stopped", 1, "0 tried, 0 refused, 0 succeeded, 0 otherwise, 0 unverified"],
  ])("%s %s, sent %d times", (status, code, sends, expected) => {
    expect(told(countOutcome(NOTHING_MEASURED, { status, code }, sends))).toBe(expected);
  });

  it("adds to those before", () => {
    const two = countOutcome(countOutcome(NOTHING_MEASURED, APPLIED, 1), APPLIED, 1);
    expect(told(two)).toBe("2 tried, 0 refused, 2 succeeded, 0 otherwise, 0 unverified");
    const others = { tries: 4, refused: 1, succeeded: 1, otherwise: 1, unverified: 1 };
    const more = (status: OutcomeStatus, code: OutcomeCode | null) =>
      told(countOutcome({ ...NOTHING_MEASURED, ...others }, { status, code }, 1));
    expect(more("failed", "refused")).toBe("5 tried, 2 refused, 1 succeeded, 1 otherwise, 1 unverified");
    expect(more("failed", "other-version")).toBe("5 tried, 1 refused, 1 succeeded, 2 otherwise, 1 unverified");
    expect(more("unverified", "not-visible")).toBe("5 tried, 1 refused, 1 succeeded, 1 otherwise, 2 unverified");
  });
});

const APPLIED = { status: "applied", code: null } as const;

function told({ tries, refused, succeeded, otherwise, unverified }: ReturnType<typeof countOutcome>): string {
  return `${tries} tried, ${refused} refused, ${succeeded} succeeded, ${otherwise} otherwise, ${unverified} unverified`;
}

function outcome(index: number, facts: Partial<RolloutOutcome>): RolloutOutcome {
  return { userId: userId(index), status: "applied", code: null, sends: 1, at: T0, ...facts };
}

function measure(outcomes: readonly RolloutOutcome[], measuredSince = T0, having: readonly number[] = []) {
  const has = new Set(having.map(userId));
  const { measured, tried, lastTriedAt } = measureOutcomes(outcomes, { measuredSince }, (id) => has.has(id));
  return { told: told(measured), applied: [...tried.applied], refused: [...tried.refused], lastTriedAt };
}

describe("what the changes of a version come to", () => {
  it("is nothing where there are none, or none was sent", () => {
    const nothing = {
      told: "0 tried, 0 refused, 0 succeeded, 0 otherwise, 0 unverified",
      applied: [],
      refused: [],
      lastTriedAt: null,
    };
    expect(measure([])).toEqual(nothing);
    const unsent = { status: "failed", code: "blocked-by-policy", sends: 0 } as const;
    expect(measure([outcome(0, { sends: 0 }), outcome(1, unsent)])).toEqual(nothing);
  });

  it("counts what was done since the measurements began, and remembers whom it was brought to before", () => {
    const outcomes = [outcome(0, { at: T0 - 1 }), outcome(1, { at: T0 }), outcome(2, { at: T0 + 5, sends: 0 })];
    expect(measure(outcomes)).toEqual({
      told: "1 tried, 0 refused, 1 succeeded, 0 otherwise, 0 unverified",
      applied: [userId(0), userId(1)],
      refused: [],
      lastTriedAt: T0,
    });
  });

  it("takes a change that was not visible as made where the person has the version by now, or a later try ended", () => {
    const unseen = { status: "unverified", code: "not-visible" } as const;
    const outcomes = [0, 1, 2].map((index) => outcome(index, unseen));
    expect(measure(outcomes, T0, [1]).told).toContain("2 unverified");
    expect(measure([...outcomes, outcome(2, {})]).told).toContain("2 unverified");
    // Whatever was measured before, they are still not seen.
    expect(measure(outcomes, T0 + 1).told).toBe("0 tried, 0 refused, 0 succeeded, 0 otherwise, 3 unverified");
  });

  it("remembers whose last try was refused by what others have to mend", () => {
    const policy = { status: "failed", code: "blocked-by-policy" } as const;
    const outcomes = [
      outcome(0, policy),
      outcome(1, { status: "failed", code: "throttled" }),
      outcome(2, policy),
      outcome(2, {}),
      outcome(3, {}),
      outcome(3, policy),
      outcome(4, { status: "failed", code: null }),
      outcome(5, { status: "unverified", code: "installed-unseen" }),
    ];
    expect(measure(outcomes)).toMatchObject({
      refused: [userId(0), userId(3)],
      applied: [userId(2), userId(3)],
    });
  });

  it("has what is known of removals beside it", () => {
    const removals = { upgraded: { people: 3, gone: 1 }, control: { people: 4, gone: 0 }, uncounted: 2 };
    expect(withRemovals(NOTHING_MEASURED, null)).toBe(NOTHING_MEASURED);
    expect(withRemovals(NOTHING_MEASURED, removals)).toEqual({ ...NOTHING_MEASURED, ...removals });
  });
});
