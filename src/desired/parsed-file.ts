import type { Assignment, TrueUpDesiredState } from "./schema.d.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * What of a file fits the schema. Entries that do not are left out, so that the others are checked all the same; an
 * assignment that is left out stays as null, as places go by position.
 */
export type CheckedState = Omit<TrueUpDesiredState, "assignments" | "apiVersion"> & {
  readonly assignments?: readonly (Assignment | null)[];
};

/** A file of desired state, with the place of everything in it. */
export interface ParsedFile extends YamlFile {
  readonly value: CheckedState;
  /** Where the file really is, links followed; relative to the folder. */
  readonly realPath: string;
}
