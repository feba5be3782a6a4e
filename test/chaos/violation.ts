/** What no case may show. */
export type Invariant =
  | "nobody outside"
  | "renewal"
  | "never on unknown"
  | "exactly what is approved"
  | "read before write"
  | "settling"
  | "starts slowly"
  | "stops at the first other version"
  | "stops after equal failures"
  | "limits"
  | "never back"
  | "before the first write"
  | "every row once"
  | "applied is true"
  | "convergence"
  | "exit code"
  | "token";

/** An invariant that does not hold, and where. */
export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}

export function report(invariant: Invariant, what: string): Violation {
  return { invariant, what };
}
