import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { renderSarif, type SarifOptions } from "../../src/report/sarif.ts";
import { WARNING } from "./builders.ts";

const ERROR: Diagnostic = {
  code: "unknown-app",
  severity: "error",
  message: 'no app is named "expense"',
  hint: 'did you mean "expenses"?',
  file: "a b/ümlaut#1.yaml",
  line: 3,
  column: 10,
  related: [],
};
const TEXT = "assignments:\n  - app: x\n  - app: expense\n";
const OPTIONS: SarifOptions = {
  version: "0.1.0",
  codes: { "unknown-app": "an assignment names an app that no file describes" },
  files: new Map([["a b/ümlaut#1.yaml", TEXT]]),
  prefix: "teams",
};

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region };
}
interface Text {
  readonly text: string;
}
interface Rule {
  readonly id: string;
  readonly shortDescription: Text;
  readonly fullDescription: Text;
  readonly help: Text;
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly Location[];
    readonly partialFingerprints: Readonly<Record<string, string>>;
  }[];
}

function logOf(
  diagnostics: readonly Diagnostic[],
  changed: Partial<SarifOptions> = {},
): { readonly runs: readonly [Run] } {
  return JSON.parse([...renderSarif(diagnostics, { ...OPTIONS, ...changed })].join(""));
}

describe("validate --format sarif", () => {
  it("is the same text as before", async () => {
    const text = [...renderSarif([ERROR, WARNING], OPTIONS)].join("");
    await expect(text).toMatchFileSnapshot("golden/validation.sarif");
  });

  it("obeys no text, wherever it comes from", () => {
    const hostile = "a\u001B[31m\u009Bb\u202E\n##vso[task.complete]##[error]";
    const text = [
      ...renderSarif(
        [
          {
            ...ERROR,
            message: hostile,
            hint: hostile,
            file: hostile,
            related: [{ ...WARNING, file: hostile, line: 1, column: 1, message: hostile }],
          },
        ],
        { ...OPTIONS, version: hostile, prefix: hostile, codes: { "unknown-app": hostile } },
      ),
    ].join("");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(text).not.toMatch(/##(vso)?\[/i);
  });

  it("shows a message that is safe wherever the log is read", () => {
    const hostile = "a\u001B[31m\u202Eb\n##[error]";
    const safe = "a\uFFFD[31m\uFFFDb\uFFFD#\uFFFD[error]";
    const related = [{ file: "x.yaml", line: 1, column: 1, message: hostile }];
    expect(logOf([{ ...ERROR, message: hostile, hint: hostile, related }]).runs[0].results).toMatchObject([
      { message: { text: `${safe}; ${safe}` }, relatedLocations: [{ message: { text: safe } }] },
    ]);
  });

  it("without problems is a log with no results, not without any", () => {
    expect(logOf([])).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
  });

  it("has what code scanning asks for, in each result", () => {
    const { rules } = logOf([ERROR, WARNING, ERROR]).runs[0].tool.driver;
    for (const result of logOf([ERROR, WARNING, ERROR]).runs[0].results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["error", "warning"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      expect(result.locations).toHaveLength(1);
      expect(Object.values(result.partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{32}:\d+$/)]);
      const [place] = result.locations;
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = place?.physicalLocation.region ?? {};
      expect([startLine >= 1, startColumn >= 1, endLine >= startLine, endColumn >= startColumn]).not.toContain(false);
    }
    for (const { shortDescription, fullDescription, help } of rules) {
      for (const { text } of [shortDescription, fullDescription, help]) expect(text).not.toBe("");
    }
  });

  it("has each rule once, with the worst level that it came with", () => {
    const { rules } = logOf([WARNING, { ...WARNING, severity: "error" }, ERROR]).runs[0].tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(["empty-list", "unknown-app"]);
    expect(rules[0]).toMatchObject({ defaultConfiguration: { level: "error" } });
  });

  it.each([
    { line: 3, column: 10, endColumn: 17 },
    { line: 3, column: 99, endColumn: 99 },
    { line: 99, column: 5, endColumn: 5 },
  ])("marks line $line from $column to the end of the line", ({ line, column, endColumn }) => {
    const [place] = logOf([{ ...ERROR, line, column }]).runs[0].results[0]?.locations ?? [];
    expect(place?.physicalLocation.region).toEqual({ startLine: line, startColumn: column, endLine: line, endColumn });
  });

  it.each([
    { file: "a b/ümlaut#1.yaml", prefix: "teams", uri: "teams/a%20b/%C3%BCmlaut%231.yaml" },
    { file: "state.yaml", prefix: "", uri: "state.yaml" },
    { file: "100%.yaml", prefix: "a/b", uri: "a/b/100%25.yaml" },
    { file: null, prefix: "teams", uri: "teams" },
    { file: null, prefix: "", uri: "." },
    { file: "../lists/a.csv", prefix: "teams/assignments", uri: "teams/lists/a.csv" },
    { file: "c:d.yaml", prefix: "", uri: "c%3Ad.yaml" },
    { file: "half \uD83D.yaml", prefix: "", uri: "half%20%EF%BF%BD.yaml" },
  ])("names $file below $prefix as $uri", ({ file, prefix, uri }) => {
    const [place] = logOf([{ ...ERROR, file }], { prefix }).runs[0].results[0]?.locations ?? [];
    expect(place?.physicalLocation.artifactLocation.uri).toBe(uri);
    if (uri !== ".") expect(new URL(uri, "https://example.com/").pathname).toBe(`/${uri}`);
  });

  it("puts a problem without a place at the top of PATH, once", () => {
    const [place] = logOf([{ ...ERROR, file: "teams", line: null, column: null }]).runs[0].results[0]?.locations ?? [];
    expect(place?.physicalLocation.artifactLocation.uri).toBe("teams");
    expect(place?.physicalLocation.region).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 });
  });

  it("shows no character that a terminal would obey", () => {
    expect(logOf([{ ...ERROR, message: "\u001b[31mred" }]).runs[0].results[0]?.message.text).toContain("\uFFFD[31mred");
  });
});

function marks(diagnostics: readonly Diagnostic[], text: string | SarifOptions["files"] = TEXT): readonly string[] {
  const files = typeof text === "string" ? new Map([["a b/ümlaut#1.yaml", text]]) : text;
  return logOf(diagnostics, { files }).runs[0].results.map(
    ({ partialFingerprints }) => partialFingerprints["trueup/v1"] ?? "",
  );
}

describe("fingerprints", () => {
  it.each([
    { what: "at a line", line: 3, name: "trueup/v1" },
    { what: "about PATH as a whole", line: null, name: "primaryLocationLineHash" },
  ])("of a problem $what is called $name, which leaves GitHub's to GitHub where it has one", ({ line, name }) => {
    const [result] = logOf([{ ...ERROR, line }]).runs[0].results;
    expect(Object.keys(result?.partialFingerprints ?? {})).toEqual([name]);
  });

  it("of ten thousand problems in one large file take it apart once", () => {
    let reads = 0;
    class Counted extends Map<string, string> {
      override get(name: string): string | undefined {
        reads += 1;
        return super.get(name);
      }
    }
    const files = new Counted([["a b/ümlaut#1.yaml", "- app: expense\n".repeat(100_000)]]);
    const problems = Array.from({ length: 10_000 }, (_value, index) => ({ ...ERROR, line: index + 1 }));
    expect(new Set(marks(problems, files)).size).toBe(10_000);
    expect(reads).toBe(1);
  });

  it("stay when lines are put in above", () => {
    expect(marks([{ ...ERROR, line: 4 }], `# new\n${TEXT}`)).toEqual(marks([ERROR]));
  });

  it.each<[string, Partial<Diagnostic>]>([
    ["another problem", { code: "unknown-key" }],
    ["another line", { line: 2 }],
    ["another file", { file: "b.yaml" }],
  ])("%s is another one", (_name, changed) => {
    expect(marks([{ ...ERROR, ...changed }])).not.toEqual(marks([ERROR]));
  });

  it("of the same mistake twice in the same words are two", () => {
    const [first, second] = marks([ERROR, ERROR]);
    expect(first).not.toBe(second);
    expect(first?.split(":")[0]).toBe(second?.split(":")[0]);
  });
});
