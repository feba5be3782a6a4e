import { describe, expect, it } from "vitest";
import { checkHolds, dueAtRandom, heldByCode } from "./due-at-random.ts";
import { ruleHolds } from "./holds.ts";
import type { Hold } from "./lines.ts";
import { HOLDS } from "./table.ts";

/** A share of `npm run decisions`; `.ci/run` has more rows held. */
const PLANS = [...dueAtRandom(10_000, 5)];
const CAME = PLANS.map(heldByCode);

function isNoticed(falsified: readonly Hold[]): boolean {
  return PLANS.some((due, at) => [...ruleHolds(due, falsified).values()].join() !== CAME[at]?.join());
}

describe("rows at random that would act", () => {
  it("are held as docs/decision-table.md says", () => {
    expect(checkHolds(PLANS).wrong).toEqual(new Map());
  });
});

/** Lines that may change places with the next one: they are about other actions, or give the same reason. */
const EXCHANGEABLE = new Set([9, 10, 17]);

describe("a table of holds that says something else than the code is noticed", () => {
  it.each(HOLDS)("where line $number never holds: $said", ({ number }) => {
    expect(isNoticed(HOLDS.filter((line) => line.number !== number))).toBe(true);
  });

  it.each(HOLDS.slice(0, -1))("where line $number comes after the next one: $said", ({ number }) => {
    const order = HOLDS.toSorted((a, b) => placeOf(a, number) - placeOf(b, number));
    expect(isNoticed(order)).toBe(!EXCHANGEABLE.has(number));
  });
});

/** The place of a line where the one of that number changed places with the next. */
function placeOf(line: Hold, moved: number): number {
  return line.number === moved ? moved + 1.5 : line.number;
}
