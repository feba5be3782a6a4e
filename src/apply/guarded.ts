import { GraphError, SignInError } from "../errors.ts";
import type { Halt } from "./halt.ts";

/**
 * One of the three places that catch. An error that ends the run (a token that is refused, Graph out of reach) becomes
 * what `otherwise` makes of it for this row, and the reason why no further row is begun.
 */
export async function guarded<Value>(
  work: () => Promise<Value>,
  otherwise: (message: string) => Value,
  halt: Halt,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof GraphError || error instanceof SignInError;
    const message = isKnown ? error.message : `internal error: ${String(error)}`;
    halt.trip(message);
    return otherwise(message);
  }
}
