import { afterAll, describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { chanceOf } from "./chance.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { pollution, rawIn, type Target } from "./target.ts";
import { openTargets } from "./targets.ts";

/** A share of `npm run fuzz`, the same in every run. */
const CASES = 300;
const targets = await openTargets();
afterAll(async () => {
  for (const target of targets) await target.close();
});

describe("hostile input comes to one of the promised ends", () => {
  it.each(targets.map((target) => [target.name, target] as const))("%s", async (_name, target) => {
    expect((await runCampaign(target, 1, CASES)).findings).toEqual([]);
  });
});

function broken(what: () => string | null): Target {
  return { name: "broken", tryOne: () => Promise.resolve().then(what), close: () => Promise.resolve() };
}

describe("the campaign itself", () => {
  it.each([
    ["says what was found", () => "a list outside of the folder was read", /outside of the folder/],
    [
      "an error that nobody promised",
      () => {
        throw new TypeError("x is undefined");
      },
      /TypeError: x is undefined/,
    ],
    [
      "an object that changes all others",
      () => {
        Reflect.set(Object.prototype, "polluted", 1);
        return null;
      },
      /every object has polluted/,
    ],
  ])("finds %s", async (_name, what, expected) => {
    const { findings } = await runCampaign(broken(what), 7, 1);
    Reflect.deleteProperty(Object.prototype, "polluted");
    expect(findings).toEqual([{ target: "broken", seed: 7, what: expect.stringMatching(expected) }]);
    expect(pollution()).toBe(null);
  });

  it.each(["\u001b[31m", "\u202E", "\uD800", "\r", "\u0085"])("finds what a terminal would obey: %j", (text) => {
    expect(rawIn(`name: ${text}\n`)).toMatch(/would reach a terminal/);
    expect(rawIn("Zoë 🧑‍💻\n")).toBe(null);
  });

  it("does the same for the same seed, and something else for most others", () => {
    const texts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => mutateText("apps: { a: b }", ["c: d"], chanceOf(seed)));
    const again = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => mutateText("apps: { a: b }", ["c: d"], chanceOf(seed)));
    expect(texts).toEqual(again);
    expect(new Set(texts).size).toBeGreaterThan(5);
    const values = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      JSON.stringify(mutateValue({ a: [1, { b: 2 }] }, chanceOf(seed))),
    );
    expect(new Set(values).size).toBeGreaterThan(5);
  });
});
