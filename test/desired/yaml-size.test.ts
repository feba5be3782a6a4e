import { describe, expect, it } from "vitest";
import { boundedTokens, boundedTree, type Excess, MOST_TOKENS, TooMuchYaml } from "../../src/desired/yaml-limits.ts";
import { firstOf } from "../share.ts";

/** What there is too much of when all of something is taken; null when it can be taken whole. */
function excessOf(taken: Iterable<unknown>): Excess | null {
  try {
    Array.from(taken);
    return null;
  } catch (error) {
    if (error instanceof TooMuchYaml) return error.excess;
    throw error;
  }
}

describe("a text that would take too much to parse is told apart without parsing it", () => {
  const texts: readonly [string, string, number][] = [
    ["items in one list", `[${"a,".repeat(MOST_TOKENS)}]`, MOST_TOKENS],
    // Each is three of them: the last that is taken is the first of its three.
    ["a million keys", "ab:\n".repeat(MOST_TOKENS), 333_333 * 4 + 2],
  ];
  it.each(firstOf(texts, 1))("%s", (_name, text, offset) => {
    expect(excessOf(boundedTokens(text))).toMatchObject({
      offset,
      code: "file-too-large",
      message: "the file holds more up to here than any desired state should",
    });
  });
});

/** One line for each level, each indented further than the one before. */
const staircase = (levels: number, line: string): string =>
  Array.from({ length: levels }, (_value, level) => `${" ".repeat(level)}${line}\n`).join("");

describe("what is nested too deeply is parsed no further than some fifty levels", () => {
  it.each<[string, (levels: number) => string]>([
    ["brackets without end", (levels) => `a: ${"[".repeat(levels)}`],
    ["brackets with their ends", (levels) => `a: ${"[".repeat(levels)}${"]".repeat(levels)}`],
    ["braces without end", (levels) => `a: ${"{b: ".repeat(levels / 2)}`],
    ["brackets behind as many ends of others", (levels) => `${"]\n".repeat(levels)}${"[".repeat(levels)}`],
    ["keys within brackets", (levels) => `[${"a: ".repeat(levels)}`],
    ["lists in lists on one line", (levels) => `a:\n ${"- ".repeat(levels)}`],
    ["mappings in mappings on one line", (levels) => "a: ".repeat(levels)],
    ["keys without a name", (levels) => ": ".repeat(levels)],
    ["keys that are mappings", (levels) => "? ".repeat(levels)],
    ["keys with a tag", (levels) => "!!str a: ".repeat(levels)],
    ["mappings that go on at the first column", (levels) => "a: b\nc : : d\n".repeat(levels)],
    ["mappings by their indentation", (levels) => staircase(levels, "a:")],
    ["lists by their indentation", (levels) => staircase(levels, "-")],
  ])("%s", (_name, nested) => {
    const excess = (levels: number) => excessOf(boundedTree(boundedTokens(nested(levels))));
    expect(excess(44)).toBeNull();
    expect(excess(3000)).toMatchObject({ code: "invalid-yaml", message: "this is nested too deeply to be read" });
  });

  it("and is told where it got too deep", () => {
    expect(excessOf(boundedTree(boundedTokens(`a: ${"[".repeat(5000)}`)))?.offset).toBe("a: ".length + 49);
  });

  it.each([
    ["brackets inside a text", `a: "${"[".repeat(5000)}"\nb: x${"[".repeat(5000)}\n`],
    ["brackets that are closed", `a: [${"[], ".repeat(5000)}]\n`],
    ["a list of many lines", "a:\n".concat("- b\n".repeat(5000))],
    ["a line of dashes", `# ${"- ".repeat(5000)}\na: ${"-".repeat(5000)}\n`],
    ["a block of text", `a: |\n${"  [ [ - - {\n".repeat(5000)}`],
    ["broken YAML", '"]]]}}}: {\n- [\t&'],
  ])("%s is not too much", (_name, text) => {
    expect(excessOf(boundedTree(boundedTokens(text)))).toBeNull();
  });
});
