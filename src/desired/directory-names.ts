import { isObjectId } from "../model/object-id.ts";
import { oddCharacter } from "./odd-characters.ts";

/** Without what can stand around a name: `mailto:adele@contoso.com`, `<adele@contoso.com>`. */
const PRINCIPAL_NAME = /^[^\s@\p{Cc}\p{Cf}\p{Cs}:;,"<>]+@[^\s@\p{Cc}\p{Cf}\p{Cs}:;,"<>]+$/u;
const PLAIN_ASCII = /^[!-~]+$/;
/** Longer than any principal name or display name can be (https://learn.microsoft.com/graph/api/resources/user). */
const LONGEST_NAME = 256;

/** Whether a text is a principal name (something@domain) or an object id, of characters that are what they look like. */
export function isUserName(text: string): boolean {
  if (text.length > LONGEST_NAME || !(isObjectId(text) || PRINCIPAL_NAME.test(text))) return false;
  return PLAIN_ASCII.test(text) || oddCharacter(text) === null;
}

/** Control characters, halves of characters, and marks that turn the direction of text or are invisible, but for the two joiners that scripts need. */
const MISLEADING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/u;

/**
 * Whether a text can be a group's display name or id: anything without outer blanks and without letters that a reviewer
 * could not see. A group with such a name can be named by its id.
 */
export function isGroupName(text: string): boolean {
  return text.length <= LONGEST_NAME && text.trim() === text && !MISLEADING.test(text);
}
