import { describe, expect, it } from "vitest";
import { explore, type Play } from "./explore.ts";
import { SMALL } from "./scopes.ts";
import { beginWorld } from "./world.ts";
import { firstOf } from "../share.ts";

const ENOUGH = 5_000;

describe("whatever happens in whatever order, no promise is broken", () => {
  it.each(firstOf(SMALL, 3))("$name", async ({ scope }) => {
    const { wrong, isComplete, states, endings } = await explore(() => beginWorld(scope), ENOUGH);
    expect(wrong).toEqual([]);
    expect(isComplete).toBe(true);
    expect(states).toBeGreaterThan(5);
    expect(endings.size).toBeGreaterThan(2);
  });
});

it("comes to the same endings where what makes no difference is tried in every order too", async () => {
  const scope = SMALL.map((one) => one.scope).find(({ crashes }) => crashes > 0);
  if (scope === undefined) throw new Error("some small world has a kill");
  const [some, all] = [false, true].map((triesAll) => explore(() => beginWorld({ ...scope, triesAll }), ENOUGH));
  expect((await some)?.endings).toEqual((await all)?.endings);
});

/** Two counters that are raised one after the other, in any order; `isWrong` says what must not be. */
const counters = (isWrong: (a: number, b: number) => boolean) => async (): Promise<Play> => {
  const counts = { a: 0, b: 0 };
  const raise = (name: "a" | "b") => ({ name, happen: () => void (counts[name] += 1) });
  return {
    endings: () => [],
    choices: async () => (["a", "b"] as const).filter((name) => counts[name] < 3).map(raise),
    state: async () => JSON.stringify(counts),
    wrong: () => (isWrong(counts.a, counts.b) ? [`${counts.a} and ${counts.b}`] : []),
    close: async () => undefined,
  };
};

describe("the exploration", () => {
  it("tries every order, and each state once", async () => {
    const { states, isComplete } = await explore(
      counters(() => false),
      ENOUGH,
    );
    // Where only one thing can happen, nothing is chosen: 3 x 3 states are left of 4 x 4.
    expect({ states, isComplete }).toEqual({ states: 9, isComplete: true });
  });

  it("finds the one order that goes wrong, with the way there", async () => {
    const { wrong } = await explore(
      counters((a, b) => a === 0 && b === 3),
      ENOUGH,
    );
    expect(wrong[0]).toEqual({ what: "0 and 3", path: ["b", "b", "b"] });
  });

  it("says when it left something out", async () => {
    expect(
      (
        await explore(
          counters(() => false),
          2,
        )
      ).isComplete,
    ).toBe(false);
  });
});
