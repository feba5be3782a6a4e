import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inert, NAME_LENGTH } from "../../../src/report/facts/inert.ts";
import { code, tableHead, tableRow } from "../../../src/report/markdown/quoting.ts";
import { ATTACKS, HONEST } from "./attacks.ts";
import { codeTexts, RENDERERS, skeleton, tableShapes } from "./rendered.ts";
import { shareOf } from "../../share.ts";

/** Characters that mean something to one parser or another, and a few that mean nothing. */
const SPECIAL = Array.from("`|\\*_~#<>&[](){}!@$%^=+-:;.,/'\"?ab1 \t\n\r\u200B\u200D\u202E\uFE0F\u0301\u00A0é");

const hostile = fc.oneof(
  fc.array(fc.constantFrom(...SPECIAL), { maxLength: 40 }).map((characters) => characters.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(fc.constantFrom(...Object.values(ATTACKS), "`", "|", "\\", " "), { maxLength: 4 })
    .map((all) => all.join("")),
);

/** Texts that are shown as words of ours, since there is nothing to show. */
const isBlank = (text: string) => /^\p{Zs}*$/u.test(inert(text));

describe.each(Object.entries(RENDERERS))("a name, as %s renders it", (_renderer, render) => {
  it.each(Object.entries({ ...ATTACKS, ...HONEST }))("%s is nothing but text", (_name, text) => {
    expect(codeTexts(render(`a ${code(text)} b`))).toEqual([inert(text)]);
    expect(skeleton(render(`a ${code(text)} b`))).toBe(skeleton(render("a `x` b")));
  });

  it.each(Object.entries({ ...ATTACKS, ...HONEST }))("%s stays in its cell", (_name, text) => {
    const table = tableHead(["a", "b"]) + tableRow([code(text), `${code(text)} x ${code(text)}`]);
    const html = render(table);
    expect(tableShapes(html)).toEqual([[2, 2]]);
    expect(codeTexts(html)).toEqual([inert(text), inert(text), inert(text)]);
  });

  it("stays text whatever it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(!isBlank(text));
        const html = render(`a ${code(text)} b ${code(text)}`);
        expect(codeTexts(html)).toEqual([inert(text), inert(text)]);
        expect(skeleton(html)).toBe(skeleton(render("a `x` b `x`")));
      }),
      { numRuns: shareOf(500) },
    );
  });

  it("stays in its cell whatever it is", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        fc.pre(!isBlank(one) && !isBlank(other));
        const html = render(tableHead(["a", "b"], ["b"]) + tableRow([code(one), `${code(other)} (${code(one)})`]));
        expect(tableShapes(html)).toEqual([[2, 2]]);
        expect(codeTexts(html)).toEqual([inert(one), inert(other), inert(one)]);
      }),
      { numRuns: shareOf(500) },
    );
  });
});

describe("what is shown of a name", () => {
  it.each(Object.entries(HONEST))("%s is shown as it is", (_name, text) => {
    expect(inert(text)).toBe(text);
  });

  it.each(Object.entries(ATTACKS))("%s leaves no line break, backtick or character that is not seen", (_name, text) => {
    expect(inert(text)).not.toMatch(/[`\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}\u2800]/u);
  });

  it.each([
    ["a direction that turns", "a\u202Eb", "a\uFFFDb"],
    ["a filler", "a\u3164b", "a\uFFFDb"],
    ["a joiner in Latin text", "ad\u200Dele", "ad\uFFFDele"],
    ["a joiner at the beginning", "\u200Da", "\uFFFDa"],
    ["a selector without a picture", "a\uFE0Fb", "a\uFFFDb"],
    ["a backtick", "a`b", "a'b"],
    ["a mention as Azure DevOps stores it", "@<id>", "@‹id>"],
    ["backslashes before a bar", "a\\\\|b", "a\uFFFD\uFFFD|b"],
    ["a fifth mark on one letter", `a${"\u0301".repeat(9)}`, `a${"\u0301".repeat(4)}\uFFFD`],
  ])("%s is replaced by something that is seen", (_name, text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it.each([
    ["as long as allowed", "x".repeat(NAME_LENGTH), "x".repeat(NAME_LENGTH)],
    ["one longer", "x".repeat(NAME_LENGTH + 1), `${"x".repeat(NAME_LENGTH - 1)}…`],
    ["characters of two units", "😀".repeat(NAME_LENGTH + 1), `${"😀".repeat(NAME_LENGTH - 1)}…`],
  ])("%s", (_name, text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it.each([
    ["", "(empty)"],
    [" ", "(blank)"],
    ["\u00A0\u3000", "(blank)"],
  ])("%j is said in words", (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});
