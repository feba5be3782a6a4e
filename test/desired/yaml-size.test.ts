import { describe, expect, it } from "vitest";
import { boundedTokens, type Excess, MOST_TOKENS, TooMuchYaml } from "../../src/desired/yaml-size.ts";

/** How far the tokens of a text can be taken. */
function excessIn(text: string): Excess | null {
  try {
    Array.from(boundedTokens(text));
    return null;
  } catch (error) {
    if (error instanceof TooMuchYaml) return error.excess;
    throw error;
  }
}

describe("a text that would take too much to parse is told apart without parsing it", () => {
  it.each<[string, string, unknown]>([
    ["brackets without end", `a: ${"[".repeat(5000)}`, { kind: "too-deep", offset: 53 }],
    ["braces without end", `a: ${"{b: ".repeat(5000)}`, { kind: "too-deep", offset: 203 }],
    ["lists in lists on one line", `a:\n ${"- ".repeat(5000)}`, { kind: "too-deep", offset: 104 }],
    ["items in one list", `[${"a,".repeat(MOST_TOKENS)}]`, { kind: "too-much", offset: MOST_TOKENS }],
    ["a million keys", "a:\n".repeat(MOST_TOKENS), { kind: "too-much" }],
  ])("%s", (_name, text, expected) => {
    expect(excessIn(text)).toMatchObject(Object(expected));
  });

  it.each([
    ["brackets inside a text", `a: "${"[".repeat(5000)}"\nb: x${"[".repeat(5000)}\n`],
    ["brackets that are closed", `a: [${"[], ".repeat(5000)}]\n`],
    ["a list of many lines", "a:\n".concat("- b\n".repeat(5000))],
    ["a line of dashes", `# ${"- ".repeat(5000)}\na: ${"-".repeat(5000)}\n`],
    ["a block of text", `a: |\n${"  [ [ - - {\n".repeat(5000)}`],
    ["broken YAML", '"]]]}}}: {\n- [\t&'],
  ])("%s is not too much", (_name, text) => {
    expect(excessIn(text)).toBeNull();
  });
});
