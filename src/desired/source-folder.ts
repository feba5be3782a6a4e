import type { FileProblem } from "./file-problem.ts";

/** A file's text, or what is wrong with the file. */
export type ReadFile =
  | {
      readonly state: "read";
      readonly path: string;
      /** Where the file really is, links followed; relative to the folder, with `/`. */
      readonly realPath: string;
      readonly text: string;
      /** SHA-256 of its bytes, hexadecimal. */
      readonly sha256: string;
    }
  | FileProblem;

/** The desired state as files. Paths are relative to the folder, with `/`. */
export interface SourceFolder {
  /** Every YAML file, sorted by path, and every problem met on the way. */
  readonly files: readonly ReadFile[];
  /** True when PATH names one file. */
  readonly single: boolean;
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
