import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import { printable } from "./facts/printable.ts";
import { count } from "./facts/wording.ts";
import { type Style, styleFor } from "./text/layout.ts";

/** So many columns of a source line are shown, around the place that is meant. */
const WINDOW = 90;

/**
 * Problems for people at a terminal: `file:line:column: code: message`, the source line with a caret, the way out, other
 * places that belong to it, and at the end how many there are. Each piece ends with a line break; without diagnostics there
 * is none. Nothing from the files can hold a control character.
 * @param files texts by the names that the diagnostics use; a line that is not among them is not shown
 */
export function* renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, string>,
  options: { readonly color: boolean },
): Generator<string> {
  const style = styleFor(options.color);
  const sources = sourceLines(files);
  for (const diagnostic of diagnostics) {
    for (const line of lines(diagnostic, sources, style)) yield `${line}\n`;
  }
  if (diagnostics.length > 0) yield `${totals(diagnostics)}\n`;
}

type SourceLines = (file: string) => readonly string[];

function* lines(diagnostic: Diagnostic, sources: SourceLines, style: Style): Iterable<string> {
  const { severity, code, message, hint, file, line, column, related } = diagnostic;
  const paint = severity === "error" ? style.bad : style.caution;
  const kind = severity === "error" ? "" : "warning: ";
  yield `${where(file, line, column)}${paint(`${kind}${code}`)}: ${printable(message)}`;
  if (file !== null && line !== null) yield* excerpt({ file, line, column: column ?? 1 }, sources);
  for (const other of related) {
    yield `  ${printable(other.message)}: ${printable(other.file)}:${other.line}:${other.column}`;
    yield* excerpt(other, sources);
  }
  if (hint !== null) yield `  hint: ${printable(hint)}`;
}

function where(file: string | null, line: number | null, column: number | null): string {
  if (file === null) return "";
  const position = line === null ? "" : `:${line}${column === null ? "" : `:${column}`}`;
  return `${printable(file)}${position}: `;
}

/**
 * The source line and a caret under its place:
 *
 *       4 |   versoin: ">=2.3"
 *         |   ^
 */
function* excerpt({ file, line, column }: SourceLocation, sources: SourceLines): Iterable<string> {
  const source = sources(file)[line - 1];
  if (source === undefined || source.trim() === "") return;
  const from = column > WINDOW ? column - Math.floor(WINDOW / 2) : 1;
  const before = flat(source.slice(from - 1, column - 1));
  const rest = flat(source.slice(column - 1, from - 1 + WINDOW));
  const lead = from > 1 ? "…" : "";
  const tail = source.length > from - 1 + WINDOW ? "…" : "";
  yield `  ${String(line).padStart(5)} | ${lead}${before}${rest}${tail}`;
  yield `        | ${" ".repeat(lead.length + width(before))}^`;
}

/** A tab takes one column here, so that the caret stands where it should whatever the terminal makes of tabs. */
function flat(text: string): string {
  return printable(text.replaceAll("\t", " "));
}

/** Columns that a text takes: two for the wide letters of East Asian scripts and for emoji, none for marks that combine. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text) {
    if (/\p{Mn}|[\u200C\u200D]/u.test(letter)) continue;
    columns += /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u.test(
      letter,
    )
      ? 2
      : 1;
  }
  return columns;
}

function sourceLines(files: ReadonlyMap<string, string>): SourceLines {
  const split = new Map<string, readonly string[]>();
  return (file) => {
    const known = split.get(file) ?? (files.get(file) ?? "").split(/\r\n|\n|\r/);
    split.set(file, known);
    return known;
  };
}

/** `3 errors, 1 warning in 2 files` */
function totals(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const files = new Set(diagnostics.flatMap(({ file }) => (file === null ? [] : [file]))).size;
  const parts = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ];
  return `${parts.join(", ")}${files > 0 ? ` in ${count(files, "file")}` : ""}`;
}
