import type { App, Assignment, Target, TrueUpDesiredState } from "./schema.d.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * What of a file fits the schema. Keys and entries that do not are left out, so that the others are checked all the same;
 * what is left out of a list stays as null, as places go by position.
 */
export type CheckedState = Omit<TrueUpDesiredState, "apps" | "assignments" | "apiVersion"> & {
  readonly apps?: Readonly<Record<string, CheckedApp>>;
  readonly assignments?: readonly (CheckedAssignment | null)[];
};

/** Set where keys were left out: what is missing then is no problem of its own. */
interface LeftOut {
  readonly leftOut?: true;
}

/** An app, as far as it fits. */
export type CheckedApp = App & LeftOut;

/** An assignment, as far as it fits. */
export type CheckedAssignment = Partial<Omit<Assignment, "to" | "except">> &
  LeftOut & { readonly to: readonly (Target | null)[]; readonly except?: readonly (Target | null)[] };

/** A file of desired state, with the place of everything in it. */
export interface ParsedFile extends YamlFile {
  readonly value: CheckedState;
  /** Where the file really is, links followed; relative to the folder. */
  readonly realPath: string;
}
