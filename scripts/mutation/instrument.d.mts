interface Place {
  readonly line: number;
  readonly column: number;
}

/** A small change of a file: what stands between two places becomes something else. */
export interface Change {
  readonly id: string;
  readonly replacement: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

export function instrument(
  name: string,
  content: string,
): Promise<{ readonly instrumented: string; readonly changes: readonly Change[] }>;
