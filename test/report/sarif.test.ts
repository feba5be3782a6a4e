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
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region };
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly Location[];
    readonly partialFingerprints: { readonly primaryLocationLineHash: string };
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
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:\d+$/);
    }
  });

  it.each([
    { file: "a b/ümlaut#1.yaml", prefix: "teams", uri: "teams/a%20b/%C3%BCmlaut%231.yaml" },
    { file: "state.yaml", prefix: "", uri: "state.yaml" },
    { file: "100%.yaml", prefix: "a/b", uri: "a/b/100%25.yaml" },
    { file: null, prefix: "teams", uri: "teams" },
  ])("names $file below $prefix as $uri", ({ file, prefix, uri }) => {
    const [place] = logOf([{ ...ERROR, file }], { prefix }).runs[0].results[0]?.locations ?? [];
    expect(place?.physicalLocation.artifactLocation.uri).toBe(uri);
    expect(new URL(uri, "https://example.com/").pathname).toBe(`/${uri}`);
  });

  it("puts a problem without a place at the top", () => {
    const [place] = logOf([{ ...ERROR, line: null, column: null }]).runs[0].results[0]?.locations ?? [];
    expect(place?.physicalLocation.region).toEqual({ startLine: 1, startColumn: 1 });
  });

  it("shows no character that a terminal would obey", () => {
    expect(logOf([{ ...ERROR, message: "\u001b[31mred" }]).runs[0].results[0]?.message.text).toContain("\uFFFD[31mred");
  });
});

function marks(diagnostics: readonly Diagnostic[], text = TEXT): readonly string[] {
  return logOf(diagnostics, { files: new Map([["a b/ümlaut#1.yaml", text]]) }).runs[0].results.map(
    ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
  );
}

describe("fingerprints", () => {
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
