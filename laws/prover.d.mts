import type { Logic } from "./logic.ts";

/** Makes formulas about values that may be any, and looks for values that fit one. */
export interface Prover {
  readonly logic: Logic<unknown, unknown>;
  readonly flag: (name: string) => unknown;
  readonly integer: (name: string) => unknown;
  /** A function of so many whole numbers that may be any. */
  readonly predicate: (name: string, places: number) => (...values: readonly unknown[]) => unknown;
  /** Values for which the claim is true, as text; null: there are none, so its contrary is true for all values. */
  readonly example: (claim: unknown) => Promise<string | null>;
}

export function createProver(): Promise<Prover>;
