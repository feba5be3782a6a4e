import { describe, expect, it } from "vitest";
import {
  type Annotation,
  blockedAnnotations,
  diagnosticAnnotations,
  renderAnnotations,
} from "../../src/report/annotations.ts";
import { blocked, row, upgrade, WARNING } from "./builders.ts";

function annotation(changed: Partial<Annotation> = {}): Annotation {
  return {
    level: "error",
    file: "state.yaml",
    line: 7,
    column: 12,
    title: "unknown-app",
    message: "no app",
    ...changed,
  };
}

function unescaped(text: string): string {
  const back = text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",");
  return back.replaceAll("%25", "%");
}

/** What a runner makes of one line, read as GitHub's runner does: properties up to the second `::`, unescaped. */
function understood(line: string): { command: string; properties: Record<string, string>; message: string } | null {
  const found = /^::([a-z-]+)(?: ([^\n]*?))?::([^\n]*)$/.exec(line);
  if (found === null) return null;
  const pairs = (found[2] ?? "").split(",").map((pair) => pair.split("="));
  return {
    command: found[1] ?? "",
    properties: Object.fromEntries(pairs.map(([name = "", ...value]) => [name, unescaped(value.join("="))])),
    message: unescaped(found[3] ?? ""),
  };
}

describe("a workflow command", () => {
  it("says level, file from the root of the repository, line, column, title and message", () => {
    expect([...renderAnnotations([annotation()], "teams")]).toEqual([
      "::error file=teams/state.yaml,line=7,col=12,title=unknown-app::no app",
    ]);
  });

  it.each<[string, Partial<Annotation>, string]>([
    [
      "at the root of the repository",
      { file: "a.yaml" },
      "::error file=a.yaml,line=7,col=12,title=unknown-app::no app",
    ],
    ["without a column", { column: null }, "::error file=state.yaml,line=7,title=unknown-app::no app"],
    ["without a file", { file: null }, "::error title=unknown-app::no app"],
    [
      "in a file that a single file names beside itself",
      { file: "../lists/a.csv", line: 3, column: 1 },
      "::error title=unknown-app::../lists/a.csv:3: no app",
    ],
    ["a warning", { level: "warning" }, "::warning file=state.yaml,line=7,col=12,title=unknown-app::no app"],
  ])("%s", (_name, changed, expected) => {
    expect([...renderAnnotations([annotation(changed)], "")]).toEqual([expected]);
  });

  it.each([
    { prefix: "teams/assignments", file: "../lists/a.csv", shown: "teams/lists/a.csv" },
    { prefix: "teams/assignments", file: "./a.yaml", shown: "teams/assignments/a.yaml" },
    { prefix: "..teams", file: "a.yaml", shown: "..teams/a.yaml" },
    { prefix: "", file: "..a.yaml", shown: "..a.yaml" },
  ])("$file below $prefix is $shown", ({ prefix, file, shown }) => {
    expect([...renderAnnotations([annotation({ file })], prefix)]).toEqual([
      `::error file=${shown},line=7,col=12,title=unknown-app::no app`,
    ]);
  });

  it.each(["../elsewhere", "/elsewhere", ".."])("outside of the repository (%s) says where in words", (prefix) => {
    expect([...renderAnnotations([annotation()], prefix)]).toEqual([
      `::error title=unknown-app::${prefix}/state.yaml:7: no app`,
    ]);
  });

  it.each([
    "100 % sure, or: not",
    "line\nbreak\r\n",
    "::set-output name=x::y",
    "\n::add-mask::secret",
    "%0A::stop-commands::x",
    "a,b=c::d",
  ])("%j stays data, in file, title and message", (hostile) => {
    const lines = [...renderAnnotations([annotation({ file: hostile, title: hostile, message: hostile })], "")];
    expect(lines).toHaveLength(1);
    const read = understood(lines[0] ?? "");
    const shown = hostile.replaceAll(/[\r\n]/g, "\uFFFD");
    expect(read).toEqual({
      command: "error",
      properties: { file: shown, line: "7", col: "12", title: shown },
      message: shown,
    });
  });
});

function many(level: Annotation["level"], count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_value, index) => annotation({ level, message: `number ${index + 1}` }));
}

describe("how many are shown", () => {
  it.each([
    { errors: 10, warnings: 10, lines: 20, left: [] },
    { errors: 11, warnings: 0, lines: 10, left: ["2 more, which the report of this run names"] },
    { errors: 1, warnings: 500, lines: 11, left: ["491 more, which the report of this run names"] },
  ])("$errors errors and $warnings warnings", ({ errors, warnings, lines, left }) => {
    const shown = [...renderAnnotations([...many("warning", warnings), ...many("error", errors)], "")];
    expect(shown).toHaveLength(lines);
    expect(shown.flatMap((line) => understood(line)?.message ?? []).filter((text) => text.includes(" more,"))).toEqual(
      left,
    );
  });

  it("errors come first", () => {
    const shown = [...renderAnnotations([...many("warning", 1), ...many("error", 1)], "")];
    expect(shown.map((line) => understood(line)?.command)).toEqual(["error", "warning"]);
  });
});

describe("what is remarked on", () => {
  it("each diagnostic, with its way out", () => {
    expect(diagnosticAnnotations([WARNING])).toEqual([
      {
        level: "warning",
        file: "assignments/finance.yaml",
        line: 9,
        column: 7,
        title: "empty-list",
        message: 'the list "lists/contractors.csv" names no user (remove the target, or add users)',
      },
    ]);
  });

  it("what is wrong with PATH as a whole, at no file", () => {
    const missing = { ...WARNING, code: "no-desired-state", file: "teams", line: null, column: null };
    expect([...renderAnnotations(diagnosticAnnotations([missing]), "teams")][0]).toMatch(
      /^::warning title=no-desired-state::/,
    );
  });

  it("blocked rows, once for each assignment and reason, with a number and no name", () => {
    const lacking = blocked("permissions-not-approved");
    const elsewhere = [{ file: "assignments/sales.yaml", line: 2, column: 5 }];
    const found = blockedAnnotations([lacking, lacking, { ...lacking, sources: elsewhere }, upgrade(), row()]);
    expect(found.map(({ file, line, title, message }) => [file, line, title, message.split(":")[0]])).toEqual([
      ["assignments/finance.yaml", 4, "permissions-not-approved", "expenses is blocked for 2 users"],
      ["assignments/sales.yaml", 2, "permissions-not-approved", "expenses is blocked for 1 user"],
    ]);
    expect(JSON.stringify(found)).not.toContain("contoso.com");
  });
});
