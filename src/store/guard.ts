import { isDamage, isNumberTooLarge, messageOf } from "./failures.ts";

/** Keeps trouble with the file from a run: what cannot be kept is not kept, and that is said once. */
export interface Guard {
  /** What `work` gives, or `otherwise` where the file failed, now or before, or holds what this program did not write. */
  readonly attempt: <Value>(work: () => Value, otherwise: Value) => Value;
  readonly isBroken: () => boolean;
  /** True when it failed because it is corrupt. */
  readonly isDamaged: () => boolean;
}

/** `notice` is told once, in one line. */
export function createGuard(path: string, notice: (line: string) => void): Guard {
  let failure: { readonly isDamage: boolean } | null = null;
  return {
    attempt(work, otherwise) {
      if (failure !== null) return otherwise;
      try {
        return work();
      } catch (error) {
        if (isNumberTooLarge(error)) return otherwise;
        failure = { isDamage: isDamage(error) };
        notice(`warning: the store ${path} cannot be used any more: ${messageOf(error)}; going on without it`);
        return otherwise;
      }
    },
    isBroken: () => failure !== null,
    isDamaged: () => failure?.isDamage === true,
  };
}
