import type { SourceLocation } from "./diagnostic.ts";

/** By UTF-16 code units, so that the order is the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By file, line, column: "first by file and line" everywhere in the rules. */
export function compareLocations(a: SourceLocation, b: SourceLocation): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
