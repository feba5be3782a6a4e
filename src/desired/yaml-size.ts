import { Lexer } from "yaml";

/** What is too much about a text, and the offset at which it got there. */
export interface Excess {
  readonly kind: "too-deep" | "too-much";
  readonly offset: number;
}

/** The language has six levels, from the root to the name in a target. */
const DEEPEST = 50;
/**
 * Words, marks and blanks of a YAML file, some 80,000 users in the short form. A parsed one costs up to half a kilobyte and
 * 10 µs, so that 8 MiB of nothing but marks would take gigabytes and a minute.
 */
export const MOST_TOKENS = 1_000_000;

/** Looks over a text without parsing it: whether parsing would take more time, memory or stack than any desired state needs. */
export function excessOf(text: string): Excess | null {
  let offset = 0;
  let depth = 0;
  let marksInRow = 0;
  let tokens = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (CONTROLS.has(token)) {
      isScalar = token === SCALAR_FOLLOWS;
      continue;
    }
    tokens += 1;
    if (!isScalar && (token === "{" || token === "[")) depth += 1;
    if (!isScalar && (token === "}" || token === "]")) depth -= 1;
    // Each "- " on one line opens a list, and so does each deeper line.
    marksInRow = token === "-" || token === "?" ? marksInRow + 1 : /^[ \t]*$/.test(token) ? marksInRow : 0;
    isScalar = false;
    if (depth > DEEPEST || marksInRow > DEEPEST) return { kind: "too-deep", offset };
    if (tokens > MOST_TOKENS) return { kind: "too-much", offset };
    offset += token.length;
  }
  return null;
}

const SCALAR_FOLLOWS = "\u001F";
/** Tokens that the lexer adds, and that are not in the text: start of a document, end of a broken collection, scalar follows. */
const CONTROLS = new Set(["\u0002", "\u0018", SCALAR_FOLLOWS]);
