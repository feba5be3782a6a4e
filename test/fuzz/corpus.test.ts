import { describe, expect, it } from "vitest";
import { chanceOf, noting, repeating } from "./chance.ts";
import { keptFor, minimiseCase, replay } from "./corpus.ts";
import { minimise, minimiseText } from "./minimise.ts";
import { type Target, textTarget } from "./target.ts";
import { TARGETS } from "./targets.ts";

const KEPT = await Promise.all(TARGETS.map(async (kind) => ({ kind, kept: await keptFor(kind) })));

describe("what is kept in the corpus comes to a promised end", () => {
  it.each(KEPT.filter(({ kept }) => kept.length > 0).map((one) => [one.kind.name, one] as const))(
    "%s",
    async (_name, { kind, kept }) => {
      const target = await kind.open();
      const wrong: string[] = [];
      for (const one of kept) {
        const what = await replay(target, one);
        if (what !== null) wrong.push(`${one.name}: ${what}`);
      }
      await target.close();
      expect(wrong).toEqual([]);
    },
  );

  it("holds the findings of texts that have been mended", () => {
    const names = KEPT.flatMap(({ kept }) => kept.map(({ name }) => name)).filter((name) =>
      name.startsWith("finding-"),
    );
    expect(names.length).toBeGreaterThan(3);
  });
});

/** Finds fault with a line that holds both letters. */
const broken = textTarget({
  make: (chance) => `first ${chance.number(10)}\nan x and a y\nlast\n`,
  judge: (text) => {
    const line = text.split("\n").find((one) => one.includes("x") && one.includes("y"));
    return Promise.resolve({ finding: line === undefined ? null : `a bad line: "${line}"`, outcomes: ["read"] });
  },
  close: () => Promise.resolve(),
});

describe("the smallest input", () => {
  it("of a text has what makes the finding, and nothing else", async () => {
    expect(await minimiseCase(broken, 1)).toBe("xy");
  });

  it("of choices has as few of them as come to the finding", async () => {
    const target: Target = {
      tryOne: (chance) => {
        const drawn = Array.from({ length: 20 }, () => chance.number(10));
        return Promise.resolve(drawn.includes(7) ? "a seven" : null);
      },
      close: () => Promise.resolve(),
    };
    const seed = [1, 2, 3, 4, 5].find((one) => {
      const { chance } = noting(one);
      return Array.from({ length: 20 }, () => chance.number(10)).includes(7);
    });
    expect(await minimiseCase(target, seed ?? 0)).toBe("[7]\n");
  });

  it("is none where nothing is found", async () => {
    const sound = textTarget({ ...broken, judge: () => Promise.resolve({ finding: null, outcomes: [] }) });
    expect(await minimiseCase(sound, 1)).toBe(null);
  });

  it("is found for any list and text", async () => {
    expect(await minimise([1, 2, 3, 4, 5, 6], (some) => Promise.resolve(some.includes(2) && some.includes(5)))).toEqual(
      [2, 5],
    );
    expect(await minimiseText("a\nbcd\ne", (text) => Promise.resolve(text.includes("c")))).toBe("c");
  });

  it("of the corpus that comes to something else is noticed", async () => {
    const kept = { target: "broken", name: "unread", content: "nothing" };
    expect(await replay(broken, kept)).toBe("does not come to unread any more");
    expect(await replay(broken, { ...kept, content: "xy" })).toBe('a bad line: "xy"');
  });
});

it("choices that were noted make the same case again", () => {
  const { chance, choices } = noting(5);
  const once = [chance.number(100), chance.pick(["a", "b", "c"]), chance.onceIn(3)];
  const again = repeating(choices);
  expect([again.number(100), again.pick(["a", "b", "c"]), again.onceIn(3)]).toEqual(once);
  expect(chanceOf(5).number(100)).toBe(once[0]);
});
