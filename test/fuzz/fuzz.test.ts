import { describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { chanceOf } from "./chance.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { pollution, rawIn, type Target, type TargetKind } from "./target.ts";
import { TARGETS } from "./targets.ts";
import { runWatched } from "./watched.ts";
import { isWhole, shareOf } from "../share.ts";

/** A share of `npm run fuzz`, the same in every run; `.ci/run` gives each kind ten seconds. Huge inputs are for that alone: they take as long as all others together. */
const CASES = shareOf(100);
const KINDS = TARGETS.filter(({ share }) => share > 0.01);

describe("hostile input comes to one of the promised ends", () => {
  it.each(KINDS.map((kind) => [kind.name, kind] as const))("%s", async (_name, kind) => {
    expect((await runCampaign(kind, 1, Math.ceil(CASES * kind.share))).findings).toEqual([]);
  });
});

function broken(what: () => string | null): TargetKind {
  const target: Target = { tryOne: () => Promise.resolve().then(what), close: () => Promise.resolve() };
  return { name: "broken", share: 1, longestMs: 5_000, open: () => target };
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

  it.each([
    ["endless", 2_000, "does not end within 2 s"],
    ["greedy", 180_000, "Worker terminated due to reaching memory limit: JS heap out of memory"],
  ])("gives up a case that is %s", async (target, hangMs, what) => {
    const module = new URL("./endless-targets.ts", import.meta.url).href;
    const found = await runWatched({ module, target, firstSeed: 7, cases: 3 }, { hangMs, mostMb: 64 });
    expect(found).toMatchObject({ cases: 2, findings: [{ target, seed: 8, what }] });
  });

  it.runIf(isWhole)("is the same in a thread of its own", async () => {
    const module = new URL("./targets.ts", import.meta.url).href;
    const watched = { module, target: "list of users", firstSeed: 1, cases: 50 };
    expect(await runWatched(watched, { hangMs: 180_000, mostMb: 512 })).toMatchObject({ cases: 50, findings: [] });
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
