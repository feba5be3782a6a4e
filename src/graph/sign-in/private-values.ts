import { cleanLine } from "../words.ts";

const TOKEN_SHAPED = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g;
const LONGEST_LINE = 300;

/** One line of somebody else's text that is safe to show: without these values, and without anything shaped like a token. */
export function withoutPrivateValues(text: string, values: readonly string[]): string {
  const known = values.filter((value) => value !== "");
  const cleaned = known.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
  return cleanLine(cleaned.replaceAll(TOKEN_SHAPED, "[token]"), "", LONGEST_LINE);
}
