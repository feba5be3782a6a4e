import { type CST, Lexer, Parser } from "yaml";
import type { Code } from "./problem.ts";

/** What is too much about a text, and the offset at which it got there. */
export interface Excess {
  readonly offset: number;
  readonly code: Code;
  readonly message: string;
  readonly hint: string;
}

/** The language has six levels, from the root to the name in a target. */
const DEEPEST = 50;
const TOO_DEEP = {
  code: "invalid-yaml",
  message: "this is nested too deeply to be read",
  hint: "the language has six levels; a bracket may lack its end, or a line be indented too far",
} as const;

/**
 * Words, marks and blanks of a YAML file, some 80,000 users in the short form. A parsed one costs up to half a kilobyte and
 * 10 µs, so that 8 MiB of nothing but marks would take gigabytes and a minute.
 */
export const MOST_TOKENS = 1_000_000;
const TOO_MUCH = {
  code: "file-too-large",
  message: "the file holds more up to here than any desired state should",
  hint: "split the file; long lists of users belong into CSV files, named by usersFrom",
} as const;

/** Parsing went on as far as is safe. */
export class TooMuchYaml extends Error {
  override readonly name = "TooMuchYaml";
  readonly excess: Excess;
  constructor(excess: Excess) {
    super(excess.message);
    this.excess = excess;
  }
}

/**
 * A text as the parser's syntax tree, made only as far as that takes no more stack than any desired state needs: what walks
 * through the tree calls itself for each level.
 * @throws TooMuchYaml
 */
export function* boundedTree(tokens: Iterable<string>): Generator<CST.Token> {
  const parser = new Parser();
  for (const token of tokens) {
    yield* parser.next(token);
    if (parser.stack.length > DEEPEST) throw new TooMuchYaml({ ...TOO_DEEP, offset: parser.offset });
  }
  yield* parser.end();
}

/**
 * The tokens of a text, read only as far as parsing them takes no more time and memory than any desired state needs.
 * @throws TooMuchYaml before the token that would be too much
 */
export function* boundedTokens(text: string): Generator<string> {
  let offset = 0;
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    if (!ADDED.has(token)) {
      tokens += 1;
      if (tokens > MOST_TOKENS) throw new TooMuchYaml({ ...TOO_MUCH, offset });
      offset += token.length;
    }
    yield token;
  }
}

/** Tokens that the lexer adds, and that are not in the text: start of a document, end of a broken collection, scalar follows. */
const ADDED = new Set(["\u0002", "\u0018", "\u001F"]);
