import type { Diagnostic, RelatedLocation, SourceLocation } from "../model/diagnostic.ts";
import type { Code } from "./codes.ts";

/** What is wrong in a file, with its place. */
export type Problem = Diagnostic & SourceLocation;

/** What there is to say beyond the message. */
export interface ProblemOptions {
  readonly hint?: string | null;
  readonly related?: readonly RelatedLocation[];
}

/** An error at a place of a file. There is always a way out of one, so the hint is not optional. */
export function errorAt(
  at: SourceLocation,
  code: Code,
  message: string,
  options: ProblemOptions & { readonly hint: string },
): Problem {
  return problem("error", at, code, message, options);
}

/** A warning at a place of a file. */
export function warningAt(at: SourceLocation, code: Code, message: string, options: ProblemOptions = {}): Problem {
  return problem("warning", at, code, message, options);
}

/** The first place of a file, for what concerns it as a whole. */
export function startOf(file: string): SourceLocation {
  return { file, line: 1, column: 1 };
}

/** Sorted by file, line, column, code, message, by code units; the order of reading does not show. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function problem(
  severity: Problem["severity"],
  at: SourceLocation,
  code: Code,
  message: string,
  { hint = null, related = [] }: ProblemOptions,
): Problem {
  return { code, severity, message, hint, file: at.file, line: at.line, column: at.column, related };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
