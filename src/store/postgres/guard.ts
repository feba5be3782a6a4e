import { TurnTakenError } from "./sql.ts";

/** Keeps trouble with the database from a run: what cannot be kept is not kept, and that is said once. */
export interface Guard {
  /** What `work` gives, or `otherwise` where the database failed, now or before. */
  readonly attempt: <Value>(work: () => Promise<Value>, otherwise: Value) => Promise<Value>;
  /**
   * The same for what a run can do without: where somebody else has the turn for too long, that is said, and nothing is broken.
   * @param leftOut what is not done then, as the beginning of a sentence
   */
  readonly attemptInTurn: <Value>(leftOut: string, work: () => Promise<Value>, otherwise: Value) => Promise<Value>;
  readonly isBroken: () => boolean;
}

/**
 * @param shown what the store is called
 * @param explain what is told of an error
 * @param notice told once, in one line
 */
export function createGuard(shown: string, explain: (error: unknown) => string, notice: (line: string) => void): Guard {
  let isBroken = false;
  async function attempt<Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> {
    if (isBroken) return otherwise;
    try {
      return await work();
    } catch (error) {
      // Several that were under way at once fail together.
      if (!isBroken)
        notice(`warning: the store ${shown} cannot be used any more: ${explain(error)}; going on without it`);
      isBroken = true;
      return otherwise;
    }
  }
  return {
    attempt,
    attemptInTurn: (leftOut, work, otherwise) =>
      attempt(
        () =>
          work().catch((error: unknown) => {
            if (!(error instanceof TurnTakenError)) throw error;
            notice(`warning: ${leftOut}: ${error.message}`);
            return otherwise;
          }),
        otherwise,
      ),
    isBroken: () => isBroken,
  };
}
