import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MODELS } from "../../spec/models.ts";

// The models are played by `npm run spec`; here it is held that nothing of them is left out of it.

describe("models", () => {
  it("every model is played", () => {
    const files = readdirSync("spec").filter((name) => name.endsWith(".qnt"));
    expect(MODELS.map(({ name }) => `${name}.qnt`).toSorted()).toEqual(files.toSorted());
  });

  describe.each(MODELS)("$name", ({ name, invariants, reached, variants }) => {
    const text = readFileSync(`spec/${name}.qnt`, "utf8");
    const named = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, word]) => String(word));

    it("plays every variant", () => {
      expect(Object.keys(variants).toSorted()).toEqual(named(/^module (without\w+)/gm).toSorted());
    });

    it("breaks every invariant in some variant", () => {
      expect([...new Set(Object.values(variants))].toSorted()).toEqual([...invariants].toSorted());
    });

    it("leaves out only rules that the model has", () => {
      const rules = new Set(named(/keepsTo\("([^"]+)"\)/g));
      expect(named(/WITHOUT = "([^"]+)"/g).filter((rule) => !rules.has(rule))).toEqual([]);
      const dropped = new Set(named(/WITHOUT = "([^"]+)"/g));
      expect([...rules].filter((rule) => !dropped.has(rule))).toEqual([]);
    });

    it("names values that the model defines", () => {
      const defined = new Set(named(/^ {2}val (\w+)/gm));
      expect([...invariants, ...reached].filter((value) => !defined.has(value))).toEqual([]);
    });
  });
});
