const WIDTH = 98;

/**
 * Sets pieces one after the other with blanks between, in lines of at most 98 columns. A piece is never broken, so a
 * longer one makes a longer line. Lines after the first are two columns deeper.
 */
export function* wrapPieces(indent: string, pieces: readonly string[]): Generator<string> {
  let line = "";
  let lead = indent;
  for (const piece of pieces) {
    if (line !== "" && lead.length + line.length + 1 + piece.length > WIDTH) {
      yield lead + line;
      line = "";
      lead = `${indent}  `;
    }
    line += line === "" ? piece : ` ${piece}`;
  }
  if (line !== "") yield lead + line;
}

/** As {@link wrapPieces}, for running text: it may break at any blank. */
export function wrap(indent: string, text: string): Generator<string> {
  return wrapPieces(indent, text.split(" "));
}

/** `lead first, second, third`, breaking only between items. */
export function wrapList(indent: string, lead: string, items: readonly string[]): Generator<string> {
  const pieces = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  return wrapPieces(indent, lead === "" ? pieces : [lead, ...pieces]);
}
