import { describe, expect, it } from "vitest";
import type { Ring, RingReach } from "../../src/model/rollout.ts";
import { reachesOf } from "../../src/rollout/reaches.ts";
import { populationOf } from "../../src/rollout/situation.ts";
import { blankState } from "../../src/rollout/state.ts";
import type { Row } from "../../src/rollout/tally.ts";
import { CATALOG, digestOf, named, ring, rollout, share, userId, World } from "./world.ts";

const DEFINITION = { app: "expenses", catalogId: CATALOG, digest: digestOf("2.0.0"), version: "2.0.0" };

/** Somebody who acts, one whom a ring names, one who has it, and some who do not count. */
function peopleOfAllKinds() {
  const world = new World(6, null);
  world.people.set(userId(2), "2.0.0");
  world.holds.set(userId(3), "version-past-range").set(userId(4), "protected").set(userId(5), "user-not-eligible");
  const all = world.rows();
  const [acting, blocked] = [all[0], all[5]];
  if (acting === undefined || blocked?.verdict !== "blocked") throw new Error("everybody has a row");
  const unknown: Row = { ...blocked, user: { ...blocked.user, id: null } };
  return { rows: [...all.slice(0, 5), unknown], blocked };
}

const PEOPLE = peopleOfAllKinds();

/** Ten people, whose hashes are spread evenly. */
const TEN = [0.9, 0.1, 0.3, 0.2, 0.4, 0, 0.5, 0.8, 0.7, 0.6];

function reach(below: number, facts: Partial<RingReach> = {}): RingReach {
  return { share: 0.2, atLeast: 0, below, isSettled: true, ...facts };
}

function told(
  rings: readonly Ring[],
  before: Readonly<Record<string, RingReach>> | null = null,
  opened: readonly string[] = [],
  isWhole = true,
): readonly string[] {
  const kept =
    before === null
      ? null
      : { reaches: before, opened: opened.map((name) => ({ ring: name, at: 0, completeAt: null })) };
  const reaches = reachesOf(rings, kept, () => ({ fractions: TEN, isWhole }));
  return Object.entries(reaches).map(
    ([name, { share: of, atLeast, below, isSettled }]) =>
      `${name}: ${of} or ${atLeast}, below ${below}${isSettled ? "" : " for now"}`,
  );
}

describe("how far a ring by share reaches", () => {
  it.each<[string, Parameters<typeof told>, readonly string[]]>([
    ["its share", [[share("a", 0.2), ring("rest")]], ["a: 0.2 or 0, below 0.2"]],
    ["no other ring has one", [[named("it", []), ring("rest")]], []],
    ["so many people at least", [[share("a", 0.2, 4)]], ["a: 0.2 or 4, below 0.4"]],
    ["its share where that is more", [[share("a", 0.7, 4)]], ["a: 0.7 or 4, below 0.7"]],
    ["half of all at most", [[share("a", 0.2, 9)]], ["a: 0.2 or 9, below 0.5"]],
    [
      "as far as the one before it",
      [[share("a", 0.2, 4), share("b", 0.3)]],
      ["a: 0.2 or 4, below 0.4", "b: 0.3 or 0, below 0.4"],
    ],
    [
      "its share for now, while some were not read",
      [[share("a", 0.2, 4)], null, [], false],
      ["a: 0.2 or 4, below 0.2 for now"],
    ],
    ["its share for good, where that says it", [[share("a", 0.2)], null, [], false], ["a: 0.2 or 0, below 0.2"]],
    ["as it was fixed", [[share("a", 0.2)], { a: reach(0.33) }], ["a: 0.2 or 0, below 0.33"]],
    ["anew where git says another share", [[share("a", 0.25)], { a: reach(0.33) }], ["a: 0.25 or 0, below 0.25"]],
    ["anew where git says another number", [[share("a", 0.2, 3)], { a: reach(0.33) }], ["a: 0.2 or 3, below 0.3"]],
    [
      "anew where it was for now",
      [[share("a", 0.2, 3)], { a: reach(0.2, { atLeast: 3, isSettled: false }) }],
      ["a: 0.2 or 3, below 0.3"],
    ],
    ["what was opened, whatever git says", [[share("a", 0.1)], { a: reach(0.33) }, ["a"]], ["a: 0.1 or 0, below 0.33"]],
    ["anew where another was opened", [[share("b", 0.1)], { a: reach(0.33) }, ["a", "b"]], ["b: 0.1 or 0, below 0.1"]],
  ])("%s", (_, asked, expected) => {
    expect(told(...asked)).toEqual(expected);
  });

  it("reaches as many as are wanted where fewer have hashes", () => {
    expect(Object.values(reachesOf([share("a", 0.2, 4)], null, () => ({ fractions: [], isWhole: true })))).toEqual([
      { share: 0.2, atLeast: 4, below: 0.2, isSettled: true },
    ]);
  });

  it("looks at people once, and only where a number is asked for", () => {
    let looks = 0;
    const population = () => {
      looks += 1;
      return { fractions: TEN, isWhole: true };
    };
    reachesOf([share("a", 0.2)], null, population);
    expect(looks).toBe(0);
    reachesOf([share("a", 0.2, 1), share("b", 0.3, 2)], null, population);
    expect(looks).toBe(1);
  });
});

describe("whom shares are taken of", () => {
  it.each<[string, Partial<Parameters<typeof populationOf>[2]>, boolean]>([
    ["all were read", {}, true],
    ["some were not read yet", { rows: [...PEOPLE.rows, { ...PEOPLE.blocked, reason: "not-read-yet" }] }, false],
    ["a run with filters", { whyPartial: "it goes on in a run without filters" }, false],
  ])("is everybody who counts and whom no ring names: %s", (_, facts, isWhole) => {
    const found = populationOf(
      rollout([named("it", [userId(1)]), share("a", 0.2, 4), ring("rest")]),
      { ...blankState(DEFINITION), salt: "x" },
      {
        rows: PEOPLE.rows,
        definition: DEFINITION,
        tried: { applied: new Set(), refused: new Set() },
        whyPartial: null,
        fraction: (_id, index, salt) => (salt === "x" ? index : Number.NaN),
        ...facts,
      },
    );
    expect(found.fractions.slice(0, 2)).toEqual([0, 2]);
    expect(found.fractions.length).toBe(facts.rows === undefined ? 2 : 3);
    expect(found.isWhole).toBe(isWhole);
  });
});
