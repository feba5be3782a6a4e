/** Keeps trouble with the database from a run: what cannot be kept is not kept, and that is said once. */
export interface Guard {
  /** What `work` gives, or `otherwise` where the database failed, now or before. */
  readonly attempt: <Value>(work: () => Promise<Value>, otherwise: Value) => Promise<Value>;
  readonly isBroken: () => boolean;
}

/**
 * @param shown what the store is called
 * @param explain what is told of an error
 * @param notice told once, in one line
 */
export function createGuard(shown: string, explain: (error: unknown) => string, notice: (line: string) => void): Guard {
  let isBroken = false;
  return {
    async attempt(work, otherwise) {
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
    },
    isBroken: () => isBroken,
  };
}
