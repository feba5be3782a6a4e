import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";

const problem = (parts: Partial<Diagnostic>): Diagnostic => ({
  code: "unknown-key",
  severity: "error",
  message: 'unknown key "versoin"',
  hint: null,
  file: "a.yaml",
  line: 1,
  column: 1,
  related: [],
  ...parts,
});

function render(
  diagnostics: readonly Diagnostic[],
  files: Readonly<Record<string, string>> = {},
  color = false,
): string {
  return [...renderDiagnostics(diagnostics, new Map(Object.entries(files)), { color })].join("");
}

/** The source line and the line with the caret, without what stands in front of them. */
function excerpt(text: string, column: number): readonly [string, string] {
  const [, source = "", caret = ""] = render([problem({ column })], { "a.yaml": text }).split("\n");
  return [source.slice("      1 | ".length), caret.slice("        | ".length)];
}

describe("a problem for people", () => {
  it("shows the place, the code, the source line with a caret, related places and the way out", () => {
    const files = { "a.yaml": "one\n  two: 2\n", "b.yaml": "three\n" };
    const first = problem({
      line: 2,
      column: 3,
      hint: 'did you mean "version"?',
      related: [{ file: "b.yaml", line: 1, column: 1, message: "the first one" }],
    });
    const second = problem({
      severity: "warning",
      code: "empty-list",
      message: "the list holds no user",
      file: "b.yaml",
    });
    expect(render([first, second], files)).toBe(
      `a.yaml:2:3: unknown-key: unknown key "versoin"
      2 |   two: 2
        |   ^
  the first one: b.yaml:1:1
      1 | three
        | ^
  hint: did you mean "version"?
b.yaml:1:1: warning: empty-list: the list holds no user
      1 | three
        | ^
1 error, 1 warning in 2 files
`,
    );
  });

  it.each<[string, Partial<Diagnostic>, string]>([
    ["without a file", { file: null, line: null, column: null }, 'unknown-key: unknown key "versoin"\n1 error\n'],
    ["without a line", { line: null, column: null }, 'a.yaml: unknown-key: unknown key "versoin"\n1 error in 1 file\n'],
    ["without a column", { column: null }, 'a.yaml:1: unknown-key: unknown key "versoin"\n1 error in 1 file\n'],
    [
      "of a file that is not known",
      { file: "c.yaml" },
      'c.yaml:1:1: unknown-key: unknown key "versoin"\n1 error in 1 file\n',
    ],
  ])("%s", (_name, parts, expected) => {
    expect(render([problem(parts)])).toBe(expected);
  });

  it("behind the last line has no source line", () => {
    expect(render([problem({ line: 9 })], { "a.yaml": "one\n" }).split("\n")).toHaveLength(3);
  });

  it("is nothing when nothing is wrong", () => {
    expect(render([])).toBe("");
  });

  it.each<[string, readonly Diagnostic[], string]>([
    ["warnings only", [problem({ severity: "warning" }), problem({ severity: "warning" })], "2 warnings in 1 file"],
    ["several files", [problem({}), problem({ file: "b.yaml" })], "2 errors in 2 files"],
  ])("totals: %s", (_name, diagnostics, expected) => {
    expect(render(diagnostics).trimEnd().split("\n").at(-1)).toBe(expected);
  });

  it("is in colour only where that is asked for", () => {
    expect(render([problem({})], {}, true)).toContain("\u001B[31munknown-key\u001B[0m");
    expect(render([problem({})], {}, false)).not.toContain("\u001B");
  });
});

describe("the caret stands under the place", () => {
  it.each<[string, string, number, readonly [string, string]]>([
    ["at the start", "key: value", 1, ["key: value", "^"]],
    ["in the middle", "key: value", 6, ["key: value", "     ^"]],
    ["at the end", "key:", 5, ["key:", "    ^"]],
    ["behind tabs, which take one column", "\tkey:\tvalue", 7, [" key: value", "      ^"]],
    ["behind letters of two columns", "名前: x", 5, ["名前: x", "      ^"]],
    ["behind an emoji", "\u{1F600}: x", 5, ["\u{1F600}: x", "    ^"]],
    ["behind a mark that combines", "e\u0301: x", 5, ["e\u0301: x", "   ^"]],
    ["behind CRLF lines", "key: value\r\nnext", 6, ["key: value", "     ^"]],
  ])("%s", (_name, text, column, expected) => {
    expect(excerpt(text, column)).toEqual(expected);
  });

  it.each([1, 60, 90, 91, 200, 5000, 10_000])("in column %i of a very long line", (column) => {
    const text = `${"x".repeat(column - 1)}#${"x".repeat(10_000 - column)}`;
    const [source, caret] = excerpt(text, column);
    expect(source.length).toBeLessThanOrEqual(92);
    expect(source[caret.indexOf("^")]).toBe("#");
  });
});

describe("nothing from a file reaches the terminal as a command", () => {
  const bad = "\u001B]0;title\u0007\u001B[2J\u009B31m\u202E\r\u0008";

  it("not from the line, the names, the message, the hint or related places", () => {
    const file = `a${bad}.yaml`;
    const text = render(
      [
        problem({
          file,
          message: bad,
          hint: bad,
          code: "unknown-key",
          related: [{ file, line: 1, column: 1, message: bad }],
        }),
      ],
      { [file]: `key: ${bad}` },
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202E]/u);
    expect(text).toContain("\uFFFD");
  });

  it("and a message of several lines is one line", () => {
    expect(render([problem({ message: "one\ntwo", hint: "three\nfour" })]).split("\n")).toHaveLength(4);
  });
});
