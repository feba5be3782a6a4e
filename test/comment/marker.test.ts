import { describe, expect, it } from "vitest";
import { carriesMarker, markText } from "../../src/comment/comment-text.ts";

describe("the marker line", () => {
  it.each([
    ["none is brought, none is asked for", "# Plan\n", null, "<!-- trueup:plan default -->", "# Plan\n"],
    ["the one that is brought", "<!-- trueup:plan sales -->\n# Plan", null, "<!-- trueup:plan sales -->", "# Plan"],
    ["one with an encoded space", "<!-- trueup:plan%20sales -->\n# Plan", null, "<!-- trueup:plan sales -->", "# Plan"],
    ["one without a name", "<!-- trueup:plan -->\n# Plan", null, "<!-- trueup:plan default -->", "# Plan"],
    [
      "the one that is asked for, instead",
      "<!-- trueup:plan sales -->\n# Plan",
      "eu",
      "<!-- trueup:plan eu -->",
      "# Plan",
    ],
    [
      "a byte order mark and Windows line ends",
      "\uFEFF<!-- trueup:plan a -->\r\nx\r\ny",
      null,
      "<!-- trueup:plan a -->",
      "x\ny",
    ],
    ["empty lines after it", "<!-- trueup:plan a -->\n\n\nx", null, "<!-- trueup:plan a -->", "x"],
    [
      "a name that would end the HTML comment",
      "<!-- trueup:plan a--> -->\nx",
      null,
      "<!-- trueup:plan default -->",
      "x",
    ],
    ["another HTML comment", "<!-- note -->\nx", null, "<!-- trueup:plan default -->", "<!-- note -->\nx"],
  ])("%s", (_what, text, wanted, marker, body) => {
    expect(markText(text, wanted)).toEqual({ marker, text: `${marker}\n${body}` });
  });

  it.each(["", "a b", "a--b", "-a", "a-", "a>", "ä", "a\nb", "x".repeat(65)])(
    "refuses to name a comment %j",
    (name) => {
      expect(() => markText("text", name)).toThrow(/cannot name a comment/);
    },
  );

  it.each(["a", "sales", "eu/sales.prod_2", "x".repeat(64)])("names a comment %j", (name) => {
    expect(markText("text", name).marker).toBe(`<!-- trueup:plan ${name} -->`);
  });

  it.each([
    ["<!-- trueup:plan a -->\ntext", true],
    ["\r\n<!-- trueup:plan a --> \r\ntext", true],
    ["<!-- trueup:plan ab -->\ntext", false],
    ["> <!-- trueup:plan a -->\ntext", false],
    ["text\n<!-- trueup:plan a -->", false],
    ["", false],
  ])("%j carries it: %s", (text, carries) => {
    expect(carriesMarker(text, "<!-- trueup:plan a -->")).toBe(carries);
  });
});
