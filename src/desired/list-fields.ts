import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";

/** The first field of a row, and the line on which the row begins. */
export interface Field {
  readonly text: string;
  readonly line: number;
}

/** Text in pieces, cut anywhere. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

/** A quoted field that does not end as CSV wants it. */
export class BrokenQuote extends Error {
  override readonly name = "BrokenQuote";
  readonly line: number;
  constructor(line: number) {
    super("a quoted field does not end");
    this.line = line;
  }
}

/**
 * The first fields of a CSV text, many at a time, without blank lines and lines that begin with `#`. The text is never held
 * as a whole. A list without quotes need not pass through a full CSV reader, which takes five times as long: that begins
 * with the first row that holds a quote.
 * @throws BrokenQuote, and what `pieces` throws
 */
export async function* firstFields(pieces: Pieces): AsyncGenerator<readonly Field[]> {
  const source = iteratorOf(pieces);
  let rest = "";
  let line = 0;
  for (let next = await source.next(); ; next = await source.next()) {
    const text = next.done === true ? rest : rest + next.value;
    const cut = cutRows(text, line, next.done === true);
    yield cut.fields;
    if (cut.quotedFrom !== null) {
      yield* quotedFields(joined(text.slice(cut.quotedFrom), source), cut.lines);
      return;
    }
    if (next.done === true) return;
    [rest, line] = [text.slice(cut.end), cut.lines];
  }
}

interface Cut {
  readonly fields: readonly Field[];
  /** Lines that were counted, from the beginning of the list. */
  readonly lines: number;
  /** Where the text begins that is not worked off yet. */
  readonly end: number;
  /** Where the first row with a quote begins; null: there is none yet. */
  readonly quotedFrom: number | null;
}

/** Rows without quotes, as far as the text holds them whole. */
function cutRows(text: string, linesBefore: number, isLast: boolean): Cut {
  const fields: Field[] = [];
  const [hasReturns, hasQuotes] = [text.includes("\r"), text.includes('"')];
  let lines = linesBefore;
  let start = 0;
  while (start < text.length) {
    const end = endOfLine(text, start, hasReturns);
    // A return at the end of a piece may be the first half of a line break.
    if (!isLast && (end === text.length || (text[end] === "\r" && end === text.length - 1))) break;
    const isComment = text[start] === "#";
    if (hasQuotes && !isComment && isWithin(text.indexOf('"', start), end)) {
      return { fields, lines, end: start, quotedFrom: start };
    }
    lines += 1;
    const separator = endOfField(text, start, end);
    const field = text.slice(start, separator).trim();
    if (!isComment && (field !== "" || separator < end)) fields.push({ text: field, line: lines });
    start = text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
  }
  return { fields, lines, end: start, quotedFrom: null };
}

function endOfLine(text: string, start: number, hasReturns: boolean): number {
  const feed = text.indexOf("\n", start);
  const end = feed === -1 ? text.length : feed;
  if (!hasReturns) return end;
  const carriage = text.slice(start, end).indexOf("\r");
  return carriage === -1 ? end : start + carriage;
}

function isWithin(index: number, end: number): boolean {
  return index !== -1 && index < end;
}

const [COMMA, SEMICOLON] = [44, 59];

function endOfField(text: string, start: number, end: number): number {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === COMMA || code === SEMICOLON) return index;
  }
  return end;
}

const READ_TOGETHER = 1_000;

async function* quotedFields(pieces: AsyncIterable<string>, linesBefore: number): AsyncGenerator<readonly Field[]> {
  const quotes = createQuoteWatch();
  const parser = parse({
    delimiter: [",", ";"],
    record_delimiter: ["\r\n", "\n", "\r"],
    comment: "#",
    comment_no_infix: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  pipeline(Readable.from(watched(pieces, quotes)), parser, () => undefined);
  let fields: Field[] = [];
  try {
    for await (const entry of parser) {
      if (isCsvRecord(entry)) fields.push({ text: entry.record[0] ?? "", line: linesBefore + firstLineOf(entry) });
      if (fields.length < READ_TOGETHER) continue;
      yield fields;
      fields = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = error.code === "CSV_QUOTE_NOT_CLOSED" ? quotes.openedAt() : Number(error["lines"] ?? 1);
    throw new BrokenQuote(linesBefore + line);
  }
  yield fields;
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function isCsvRecord(entry: unknown): entry is CsvRecord {
  return (
    typeof entry === "object" && entry !== null && "record" in entry && Array.isArray(entry.record) && "info" in entry
  );
}

/** The reader counts lines at the end of a record, and quoted fields can have several. */
function firstLineOf({ record, info }: CsvRecord): number {
  return info.lines - (record.join().match(/\r\n|\n|\r/g)?.length ?? 0);
}

interface QuoteWatch {
  readonly take: (piece: string) => void;
  /** The line on which the quote begins that has not ended so far. */
  readonly openedAt: () => number;
}

/** Tells where the quote began that never ends; the reader knows only where the text ends. */
function createQuoteWatch(): QuoteWatch {
  let line = 1;
  let opened: number | null = null;
  let rest = "";
  const pass = (content: string): void => {
    const isComment = opened === null && content.startsWith("#");
    const isTurn = (content.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isTurn && !isComment) opened = opened === null ? line : null;
  };
  return {
    take(piece) {
      const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const content of lines) {
        pass(content);
        line += 1;
      }
    },
    openedAt() {
      pass(rest);
      return opened ?? line;
    },
  };
}

async function* watched(pieces: AsyncIterable<string>, quotes: QuoteWatch): AsyncGenerator<string> {
  for await (const piece of pieces) {
    quotes.take(piece);
    yield piece;
  }
}

function iteratorOf(pieces: Pieces): AsyncIterator<string> | Iterator<string> {
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}

async function* joined(first: string, source: AsyncIterator<string> | Iterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}
