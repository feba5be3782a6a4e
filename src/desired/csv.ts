/** Text in pieces, cut anywhere. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

/** A row of a CSV text (https://www.rfc-editor.org/rfc/rfc4180); inside quotes it can go over several lines. */
export interface CsvRow {
  readonly text: string;
  /** The line on which it begins. */
  readonly line: number;
}

/** One field of a row, without its quotes and the blanks around it. */
export interface CsvField {
  readonly text: string;
  /** Where in the text of the row it begins. */
  readonly offset: number;
}

/** A row that is none: a quoted field that does not end as CSV wants it, or a row longer than any. */
export class BrokenRow extends Error {
  override readonly name = "BrokenRow";
  readonly kind: "quote" | "length";
  readonly line: number;
  constructor(kind: BrokenRow["kind"], line: number) {
    super(kind);
    this.kind = kind;
    this.line = line;
  }
}

/** Characters. Rows that people and programs write have hundreds; a row is held whole, so its length has to end somewhere. */
const LONGEST_ROW = 1024 * 1024;

/**
 * The rows of a CSV text, many at a time, without blank lines and lines that begin with `#`. The text is never held as a whole.
 * @throws BrokenRow, and what `pieces` throws
 */
export async function* readRows(pieces: Pieces): AsyncGenerator<readonly CsvRow[]> {
  let rest = "";
  let line = 1;
  for await (const piece of pieces) {
    const cut = cutRows(rest + piece, line, false);
    yield cut.rows;
    ({ rest, line } = cut);
    if (rest.length > LONGEST_ROW) throw new BrokenRow("length", line);
  }
  yield cutRows(rest, line, true).rows;
}

const [QUOTE, FEED, RETURN] = [34, 10, 13];

/** The rows that a text holds whole, and the text and line with which the next one begins. Looks at each character once. */
function cutRows(text: string, firstLine: number, isLast: boolean) {
  const rows: CsvRow[] = [];
  let [start, line, lineBreaks, isQuoted] = [0, firstLine, 0, false];
  const endRow = (at: number, next: number): void => {
    const row = text.slice(start, at);
    if (!row.startsWith("#") && row.trim() !== "") rows.push({ text: row, line });
    line += lineBreaks;
    [start, lineBreaks] = [next, 0];
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE && text[start] !== "#") isQuoted = !isQuoted;
    if (code !== FEED && code !== RETURN) continue;
    // A return at the end of a piece may be the first half of a line break.
    if (code === RETURN && at === text.length - 1 && !isLast) break;
    const end = at;
    if (code === RETURN && text.charCodeAt(at + 1) === FEED) at += 1;
    lineBreaks += 1;
    if (!isQuoted) endRow(end, at + 1);
  }
  if (isLast && isQuoted) throw new BrokenRow("quote", line);
  if (isLast) endRow(text.length, text.length);
  return { rows, rest: text.slice(start), line };
}

/**
 * The fields of a row.
 * @param delimiters one to three characters, each of which ends a field
 * @param most of a row without quotes no more are cut off; one with quotes is read whole, as they may be wrong further behind
 * @throws BrokenRow where a quote stands inside a field that does not begin with one, or text behind the quote that ends it
 */
export function fieldsOf({ text, line }: CsvRow, delimiters: string, most = Number.POSITIVE_INFINITY): CsvField[] {
  const fields: CsvField[] = [];
  const [first, second, third] = [0, 1, 2].map((index) => delimiters.charCodeAt(index));
  let [begin, hasQuotes] = [0, false];
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      hasQuotes = true;
      // There is one: rows are cut where every quote has its end.
      at = text.indexOf('"', at + 1);
    } else if (code === first || code === second || code === third || at === text.length) {
      fields.push(fieldFrom(text.slice(begin, at), begin, line));
      begin = at + 1;
      if (fields.length >= most && !hasQuotes && !text.includes('"', at)) break;
    }
  }
  return fields;
}

function fieldFrom(written: string, begin: number, line: number): CsvField {
  const text = written.trim();
  const offset = text === written ? begin : begin + written.length - written.trimStart().length;
  if (!text.includes('"')) return { text, offset };
  if (!/^"[^"]*(?:""[^"]*)*"$/.test(text)) throw new BrokenRow("quote", line);
  return { text: text.slice(1, -1).replaceAll('""', '"').trim(), offset: offset + 1 };
}

/** Line and column of a place in a row. */
export function placeInRow({ text, line }: CsvRow, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n?|\n/).length;
  return { line: line + lines - 1, column: offset - Math.max(before.lastIndexOf("\r"), before.lastIndexOf("\n")) };
}
