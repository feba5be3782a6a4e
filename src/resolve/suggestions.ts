import { didYouMean } from "../desired/did-you-mean.ts";
import { oddCharacter } from "../desired/odd-characters.ts";
import { GraphError } from "../errors.ts";
import { isObjectId } from "../model/object-id.ts";
import { compareText } from "../model/order.ts";
import type { Directory } from "./directory.ts";

/** So many names are looked for; whoever has more of them wrong sees by the first ones what is wrong. */
const MOST_SUGGESTIONS = 5;
/** Names of groups are long, and many have most words in common. */
const DIFFERENT = 0.2;
/** How much of a name is looked for, one after the other: the slip may be in its second letter. */
const BEGINNINGS = { user: [2, 1], group: [3, 1] } as const;

/** Finds what was meant by names that the directory does not have. */
export interface Suggestions {
  /** A sentence about a name that was not found; null: there is nothing to say. @throws GraphError of scope `run` */
  readonly about: (kind: "user" | "group", name: string) => Promise<string | null>;
}

/**
 * Asks the directory for names that begin like one that it does not have.
 * @param knownUsers principal names that were read already
 */
export function createSuggestions(directory: Directory, knownUsers: () => readonly string[]): Suggestions {
  let asked = 0;
  return {
    async about(kind, name) {
      asked += 1;
      if (asked > MOST_SUGGESTIONS || isObjectId(name)) return null;
      const odd = oddCharacter(name);
      const whole = odd?.index ?? name.length;
      let near: string | null = null;
      for (const length of BEGINNINGS[kind])
        near ??= nearName(name, await namesLike(directory, kind, name.slice(0, Math.min(length, whole)), knownUsers));
      const holds = odd === null ? null : `it holds ${odd.description} as character ${odd.index + 1}`;
      return holds === null ? near : [holds, near].filter((part) => part !== null).join("; ");
    },
  };
}

/** `did you mean "adele@contoso.com"?`, or null when no known name of the directory is near. */
export function nearName(name: string, known: readonly string[]): string | null {
  return isObjectId(name) ? null : didYouMean(name, known, name.includes("@") ? undefined : DIFFERENT);
}

async function namesLike(
  directory: Directory,
  kind: "user" | "group",
  beginning: string,
  knownUsers: () => readonly string[],
): Promise<readonly string[]> {
  const known = kind === "user" ? knownUsers().toSorted(compareText) : [];
  if (known.length > 0 || beginning === "") return known;
  try {
    return (await directory.namesLike(kind, beginning)).toSorted(compareText);
  } catch (error) {
    // A suggestion that cannot be had is none.
    if (error instanceof GraphError && error.scope === "target") return [];
    throw error;
  }
}
