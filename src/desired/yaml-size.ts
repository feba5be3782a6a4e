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

/** Parsing went on as far as is safe. */
export class TooMuchYaml extends Error {
  override readonly name = "TooMuchYaml";
  readonly excess: Excess;
  constructor(excess: Excess) {
    super(excess.kind);
    this.excess = excess;
  }
}

/**
 * The tokens of a text, read only as far as parsing them takes no more time, memory or stack than any desired state needs.
 * @throws TooMuchYaml before the token that would be too much
 */
export function* boundedTokens(text: string): Generator<string> {
  let offset = 0;
  let depth = 0;
  let marksInRow = 0;
  let tokens = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (CONTROLS.has(token)) {
      isScalar = token === SCALAR_FOLLOWS;
      yield token;
      continue;
    }
    tokens += 1;
    if (!isScalar && (token === "{" || token === "[")) depth += 1;
    if (!isScalar && (token === "}" || token === "]")) depth -= 1;
    // Each "- " on one line opens a list, and so does each deeper line.
    if (token === "-" || token === "?") marksInRow += 1;
    else if (marksInRow > 0 && !/^[ \t]*$/.test(token)) marksInRow = 0;
    isScalar = false;
    if (depth > DEEPEST || marksInRow > DEEPEST) throw new TooMuchYaml({ kind: "too-deep", offset });
    if (tokens > MOST_TOKENS) throw new TooMuchYaml({ kind: "too-much", offset });
    yield token;
    offset += token.length;
  }
}

const SCALAR_FOLLOWS = "\u001F";
/** Tokens that the lexer adds, and that are not in the text: start of a document, end of a broken collection, scalar follows. */
const CONTROLS = new Set(["\u0002", "\u0018", SCALAR_FOLLOWS]);
