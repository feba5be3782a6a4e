import { printable } from "./printable.ts";

/** How many characters of a name are shown. */
export const NAME_LENGTH = 80;

/** How many characters of a sentence that came with the data are shown. */
export const SENTENCE_LENGTH = 300;

/** More marks than this on one letter are no writing, but a drawing over the lines around it. */
const MARKS = /(\p{M}{4})\p{M}+/gu;

/** Joiners belong between two letters or pictures of scripts that have them, and nowhere else. */
const STRAY_JOINER =
  /(?<![\p{L}\p{M}\p{So}\p{Sk}\uFE0F])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{So}])|(?<=\p{Script=Latin})[\u200C\u200D]/gu;

/** Characters that show nothing, though they are no controls: fillers, blanks that are letters, tags, selectors. */
const INVISIBLE = /(?![\u200C\u200D])(?!(?<=\p{So})\uFE0F)[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * The text as {@link code} shows it: control, invisible and direction-turning characters, and a backslash before a
 * vertical bar, become U+FFFD; a backtick becomes an apostrophe; `@<`, which Azure DevOps reads as a mention wherever
 * it stands, becomes `@‹`. A text that is cut ends with an ellipsis.
 */
export function inert(text: string, limit = NAME_LENGTH): string {
  // No character takes more than two units, and marks that are dropped have no claim to be counted.
  const part = text.slice(0, limit * 4);
  const characters = Array.from(
    printable(part)
      .replaceAll(INVISIBLE, "\uFFFD")
      .replaceAll(STRAY_JOINER, "\uFFFD")
      .replaceAll(MARKS, "$1\uFFFD")
      .replaceAll("`", "'")
      .replaceAll("@<", "@‹")
      .replaceAll(/\\+(?=\|)/g, (run) => "\uFFFD".repeat(run.length)),
  );
  if (characters.length <= limit && part.length === text.length) return characters.join("");
  return `${characters.slice(0, limit - 1).join("")}…`;
}
