import { errorCode, InternalError } from "../errors.ts";
import { errorAt, type Problem, startOf } from "./problem.ts";

/** What is wrong with a file, or a folder. */
export interface FileProblem {
  readonly state: "problem";
  readonly diagnostic: Problem;
}

/** What is wrong with a file shows while it is read. */
export class UnreadableText extends Error {
  override readonly name = "UnreadableText";
  readonly diagnostic: Problem;
  constructor(diagnostic: Problem) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** A file with null bytes. */
export function binary(path: string): FileProblem {
  const hint = "write UTF-8 text; UTF-16 is read too, if it begins with a byte order mark";
  return fileProblem(path, "not-text", "the file is binary", hint);
}

/** What a file is, by its first bytes, instead of text that somebody wrote; null: it may be text. */
export function notText(path: string, beginning: Uint8Array): FileProblem | null {
  const letters = Buffer.from(beginning.subarray(0, LFS_POINTER.length)).toString("latin1");
  if (letters === LFS_POINTER) {
    const hint = "run git lfs pull; in a pipeline, let the checkout fetch what Git LFS keeps";
    return fileProblem(path, "git-lfs-pointer", "Git LFS has left a pointer here, and not the file itself", hint);
  }
  if (!letters.startsWith(ZIP)) return null;
  const hint = "save the sheet as CSV UTF-8, and name that file";
  return fileProblem(path, "not-text", "the file is binary: a workbook of Excel, or another archive", hint);
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const LFS_POINTER = "version https://git-lfs.github.com/spec/v1";
/** The first bytes of a zip file, which a workbook of Excel is. */
const ZIP = "PK\u0003\u0004";

/**
 * A file that failed while it was read.
 * @throws InternalError as {@link codeOf} does
 */
export function failureOf(path: string, error: unknown): FileProblem {
  if (error instanceof UnreadableText) return { state: "problem", diagnostic: error.diagnostic };
  if (codeOf(error) === NOT_UTF8)
    return fileProblem(path, "not-text", "the file is not UTF-8", "save it as UTF-8; in Excel: CSV UTF-8");
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

/** https://nodejs.org/api/errors.html#err_encoding_invalid_encoded_data */
const NOT_UTF8 = "ERR_ENCODING_INVALID_ENCODED_DATA";

/**
 * A file, or a folder, that the system does not let us read.
 * @throws InternalError as {@link codeOf} does
 */
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
  return REASONS[code] ?? code;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such file, or its link leads nowhere",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead round in a circle",
};

/**
 * The system's name of an error, such as `ENOENT`.
 * @throws InternalError for an error without one: it is about this program, and not about a file
 */
export function codeOf(error: unknown): string {
  const code = errorCode(error);
  if (code === null) throw new InternalError("reading failed otherwise than files do", { cause: error });
  return code;
}

/** A file's text, or what is wrong with the file. */
export type ReadFile =
  | {
      readonly state: "read";
      readonly path: string;
      /** Where the file really is, links followed; relative to the folder, with `/`. */
      readonly realPath: string;
      readonly text: string;
      /** Of its bytes, hexadecimal. */
      readonly sha256: () => string;
    }
  | FileProblem;

/** The desired state as files. Paths are relative to the folder, with `/`. */
export interface SourceFolder {
  /** Every YAML file, sorted by path, and every problem met on the way. */
  readonly files: readonly ReadFile[];
  /** The lock file beside them; null: there is none. */
  readonly lock: ReadFile | null;
  /** True when PATH names one file. */
  readonly single: boolean;
  /**
   * Reads a shared file of the fleet that the folder is a tenant of, by its path from the folder of the fleet.
   * `no-fleet`: the folder is no tenant of a fleet.
   */
  readonly readShared: (reference: string) => Promise<ReadFile | { readonly state: "no-fleet" }>;
  /** Opens a file that `fromFile` refers to by `reference`. `maxBytes` bounds what is read. */
  readonly openReferenced: (fromFile: string, reference: string, maxBytes: number) => Promise<Referenced>;
}

/** A file that another refers to. `outside`: the path, or a link on it, leaves the folder. */
export type Referenced = OpenFile | FileProblem | { readonly state: "outside" };

/** A file whose text comes in pieces and is never held as a whole. */
export interface OpenFile {
  readonly state: "open";
  readonly path: string;
  /**
   * The text, decoded, from the beginning each time.
   * @throws UnreadableText
   */
  readonly pieces: () => AsyncIterable<string>;
  /** Of the bytes that the last `pieces` went through, hexadecimal. */
  readonly sha256: () => string;
}
