import type { SourceLocation } from "../model/diagnostic.ts";
import { errorAt, type Problem } from "./problem.ts";

/** Finds things that are said twice, in one file or in two. */
interface DuplicateCheck {
  /**
   * Notes that something is said at a place; the second time it is an error that names both.
   * @param key what is said, for comparing
   * @param what what is said, for people, such as `app "expenses"`
   * @returns whether this is the first time
   */
  readonly note: (key: string, what: string, at: SourceLocation) => boolean;
  readonly diagnostics: readonly Problem[];
}

/** One for each kind of thing, so that keys of different kinds cannot meet. */
export function createDuplicateCheck(): DuplicateCheck {
  const first = new Map<string, SourceLocation>();
  const diagnostics: Problem[] = [];
  return {
    diagnostics,
    note: (key, what, at) => {
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, at);
        return true;
      }
      diagnostics.push(
        errorAt(at, "said-twice", `${what} is said twice`, {
          hint: `keep one of the two: the other is at ${before.file}:${before.line}`,
          related: [{ ...before, message: "the first one" }],
        }),
      );
      return false;
    },
  };
}
