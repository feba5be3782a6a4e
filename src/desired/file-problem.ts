import type { Diagnostic } from "../model/diagnostic.ts";
import { errorAt, startOf } from "./problem.ts";

/** What is wrong with a file, or a folder. */
export interface FileProblem {
  readonly state: "problem";
  readonly diagnostic: Diagnostic;
}

/** What is wrong with a file shows while it is read. */
export class UnreadableText extends Error {
  override readonly name = "UnreadableText";
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** A file with null bytes. */
export function binary(path: string): FileProblem {
  return fileProblem(path, "not-text", "the file is binary", "write UTF-8 text");
}

/** A file that failed while it was read. */
export function failureOf(path: string, error: unknown): FileProblem {
  if (error instanceof TypeError) return fileProblem(path, "not-text", "the file is not UTF-8", "save it as UTF-8");
  return unreadable(path, "the file", error);
}

/** A file that is refused. */
export function fileProblem(
  path: string,
  code: Parameters<typeof errorAt>[1],
  message: string,
  hint: string,
): FileProblem {
  return { state: "problem", diagnostic: errorAt(startOf(path), code, message, { hint }) };
}

/** A file, or a folder, that the system does not let us read. */
export function unreadable(path: string, what: string, error: unknown): FileProblem {
  return fileProblem(
    path,
    "unreadable-file",
    `${what} cannot be read: ${reason(error)}`,
    "make it readable, or take it away",
  );
}

/** Without the path, which stands in front of the message already and may show folders that are nobody's business. */
function reason(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? (code === "" ? String(error) : code);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such file, or its link leads nowhere",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead round in a circle",
};

/** The system's name of an error, such as `ENOENT`; empty without one. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
