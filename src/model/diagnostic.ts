/** A place in a file of the desired state. `file` is relative to the given PATH; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Something a person should know about the desired state or the run. Errors stop before the tenant is read;
 * warnings never do.
 */
export interface Diagnostic {
  /** Stable, kebab-case, for example `unknown-key`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** What is wrong with the value that was seen: lower case, no period, one line. */
  readonly message: string;
  /** What to do about it, or null. */
  readonly hint: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Other places that belong to it, such as the first of two duplicates. */
  readonly related: readonly RelatedLocation[];
}

/** Another place that a diagnostic speaks of, and what it is. */
export interface RelatedLocation extends SourceLocation {
  readonly message: string;
}
