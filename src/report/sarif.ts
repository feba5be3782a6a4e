import { createHash } from "node:crypto";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { spread } from "../plan-file/json-layout.ts";
import { printable } from "./facts/printable.ts";
import { repositoryPath } from "./facts/wording.ts";

/** What a SARIF log is made of. */
export interface SarifOptions {
  readonly version: string;
  /** What each code means, for the list of rules. */
  readonly codes: Readonly<Record<string, string>>;
  /** Texts by the names that the diagnostics use, for fingerprints that stay when lines move. */
  readonly files: ReadonlyMap<string, string>;
  /** The folder of the desired state below the root of the repository; empty: the root itself. */
  readonly prefix: string;
}

/** Results without a place are shown at the top of the desired state: a result has to be somewhere. */
const TOP = { line: 1, column: 1 };

/**
 * The diagnostics as SARIF 2.1.0, for code-scanning views.
 * Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and what GitHub reads of it,
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function* renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): Generator<string> {
  const ids = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const rules = new Map(ids.map((id, index) => [id, index]));
  const lineAt = lineReader(options.files);
  const fingerprint = fingerprinter(lineAt);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "trueup",
            version: options.version,
            rules: ids.map((id) => ruleOf(id, diagnostics, options)),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "the root of the repository" } } },
        results: diagnostics.map((diagnostic) => ({
          ...resultOf(diagnostic, options.prefix, lineAt),
          ruleIndex: rules.get(diagnostic.code),
          partialFingerprints: fingerprint(diagnostic),
        })),
      },
    ],
  };
  yield `${spread(log)}\n`;
}

function ruleOf(id: string, diagnostics: readonly Diagnostic[], { codes }: SarifOptions) {
  const isError = diagnostics.some(({ code, severity }) => code === id && severity === "error");
  const text = codes[id] ?? id;
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text },
    defaultConfiguration: { level: isError ? "error" : "warning" },
  };
}

type LineAt = (file: string, line: number) => string;

function resultOf(diagnostic: Diagnostic, prefix: string, lineAt: LineAt) {
  const { code, severity, message, hint, line, column, related } = diagnostic;
  const place = { file: fileOf(diagnostic) ?? "", line: line ?? TOP.line, column: column ?? TOP.column };
  return {
    ruleId: code,
    level: severity,
    message: { text: printable(hint === null ? message : `${message}; ${hint}`) },
    locations: [{ physicalLocation: physical(place, prefix, lineAt) }],
    relatedLocations: related.map((other, id) => ({
      id,
      physicalLocation: physical(other, prefix, lineAt),
      message: { text: printable(other.message) },
    })),
  };
}

/** What has no line is about PATH as a whole, which the prefix names. */
function fileOf({ file, line }: Diagnostic): string | null {
  return line === null ? null : file;
}

/** From the place to the end of its line. */
function physical({ file, line, column }: SourceLocation, prefix: string, lineAt: LineAt) {
  const path = repositoryPath(prefix, file).split("/");
  return {
    artifactLocation: {
      uri: path.map((part) => encodeURIComponent(part.toWellFormed())).join("/"),
      uriBaseId: "SRCROOT",
    },
    region: {
      startLine: line,
      startColumn: column,
      endLine: line,
      endColumn: Math.max(lineAt(file, line).length + 1, column),
    },
  };
}

/** Gives lines of texts, each of which is taken apart once, however many problems it has; empty where there is none. */
function lineReader(files: SarifOptions["files"]): LineAt {
  const known = new Map<string, readonly string[]>();
  return (file, line) => {
    const lines = known.get(file) ?? files.get(file)?.split(/\r\n|\n|\r/) ?? [];
    known.set(file, lines);
    return lines[line - 1] ?? "";
  };
}

/**
 * The same for the same mistake in the same text, wherever in the file that stands; the second alike is another one.
 * GitHub reads `primaryLocationLineHash` alone. Its upload action computes that from the line in the file, and warns of
 * each one that it finds and that is not its own; so ours has that name only where there is no line:
 * https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
function fingerprinter(lineAt: LineAt): (diagnostic: Diagnostic) => Readonly<Record<string, string>> {
  const seen = new Map<string, number>();
  return (diagnostic) => {
    const { code, line, message } = diagnostic;
    const file = fileOf(diagnostic);
    const source = file === null || line === null ? "" : lineAt(file, line).trim();
    const hash = createHash("sha256")
      .update([code, file ?? "", source, message].join("\u0000"))
      .digest("hex")
      .slice(0, 32);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return { [file === null ? "primaryLocationLineHash" : "trueup/v1"]: `${hash}:${nth}` };
  };
}
