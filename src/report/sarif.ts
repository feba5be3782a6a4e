import { createHash } from "node:crypto";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { printable } from "./printable.ts";

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
  const seen = new Map<string, number>();
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
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, ids.indexOf(diagnostic.code), options, seen)),
      },
    ],
  };
  yield `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, diagnostics: readonly Diagnostic[], { codes }: SarifOptions) {
  const isError = diagnostics.some(({ code, severity }) => code === id && severity === "error");
  const text = codes[id] ?? id;
  return {
    id,
    shortDescription: { text },
    help: { text },
    defaultConfiguration: { level: isError ? "error" : "warning" },
  };
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number, options: SarifOptions, seen: Map<string, number>) {
  const { code, severity, message, hint, file, line, column, related } = diagnostic;
  const place = { file: file ?? "", line: line ?? TOP.line, column: column ?? TOP.column };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: printable(hint === null ? message : `${message}; ${hint}`) },
    locations: [{ physicalLocation: physical(place, options.prefix) }],
    relatedLocations: related.map((other, id) => ({
      id,
      physicalLocation: physical(other, options.prefix),
      message: { text: printable(other.message) },
    })),
    // The only one that GitHub reads.
    partialFingerprints: { primaryLocationLineHash: fingerprint(diagnostic, options, seen) },
  };
}

function physical({ file, line, column }: SourceLocation, prefix: string) {
  const path = [prefix, file].filter((part) => part !== "").join("/");
  const uri = path === "" ? "." : path.split("/").map(encodeURIComponent).join("/");
  return { artifactLocation: { uri, uriBaseId: "SRCROOT" }, region: { startLine: line, startColumn: column } };
}

/** The same for the same mistake in the same text, wherever in the file that stands; the second alike is another one. */
function fingerprint(
  { code, file, line, message }: Diagnostic,
  { files }: SarifOptions,
  seen: Map<string, number>,
): string {
  const lines = (file === null ? undefined : files.get(file))?.split(/\r\n|\n|\r/) ?? [];
  const source = lines[(line ?? 0) - 1]?.trim() ?? "";
  const hash = createHash("sha256")
    .update([code, file ?? "", source, message].join("\u0000"))
    .digest("hex")
    .slice(0, 32);
  const nth = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, nth);
  return `${hash}:${nth}`;
}
