import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { InternalError } from "../errors.ts";
import { shown } from "./did-you-mean.ts";
import { isUserName } from "./directory-names.ts";
import { errorAt, type Problem } from "./problem.ts";

/** The users of a list file, each once, in the order of the file. */
export interface UserList {
  readonly users: readonly string[];
  readonly diagnostics: readonly Problem[];
}

const BROKEN = {
  quote: {
    message: "a quoted field does not end as CSV wants it",
    hint: 'close it with ", and write a quote inside as ""',
  },
  length: {
    message: "a row of more than a million characters begins here",
    hint: 'check that this is the right file, and that each quote has its end: "',
  },
} as const;

/** First fields that make the first line a header, in any case. */
const HEADERS = new Set(["user", "upn", "userprincipalname", "id", "objectid"]);
/** After so many wrong rows the file is something else than a list, and more of the same helps nobody. */
const MOST_PROBLEMS = 20;

/**
 * Reads the first fields of a CSV file (https://www.rfc-editor.org/rfc/rfc4180, comma or semicolon). Blank lines and lines
 * that begin with `#` are skipped. Example rows: `adele@contoso.com,Finance` and `4f1c…;adele`.
 * @throws what `pieces` throws
 */
export async function parseUserList(path: string, pieces: Pieces): Promise<UserList> {
  const reading = createReading(path);
  try {
    for await (const fields of firstFields(pieces)) {
      for (const field of fields) reading.take(field);
      if (reading.isSomethingElse()) break;
    }
    return reading.list();
  } catch (error) {
    if (!(error instanceof BrokenRow)) throw error;
    const { message, hint } = BROKEN[error.kind];
    const problem = errorAt({ file: path, line: error.line, column: 1 }, "invalid-list", message, { hint });
    return { users: [], diagnostics: [problem] };
  }
}

/**
 * Tells whether a text comes for the first time. Lists that were exported are mostly sorted, and as long as each text is
 * greater than the last one, none needs to be looked up.
 */
function createNewness(): (text: string) => boolean {
  const sorted: string[] = [];
  let last = "";
  let seen: Set<string> | null = null;
  return (text) => {
    if (seen === null && text > last) {
      sorted.push(text);
      last = text;
      return true;
    }
    seen ??= new Set(sorted);
    const before = seen.size;
    return seen.add(text).size > before;
  };
}

interface Reading {
  readonly take: (field: Field) => void;
  /** Whether more of it would be read for nothing. */
  readonly isSomethingElse: () => boolean;
  readonly list: () => UserList;
}

function createReading(path: string): Reading {
  const isNew = createNewness();
  const users: string[] = [];
  const problems: Problem[] = [];
  let wrong = 0;
  let isFirst = true;

  const isSomethingElse = (): boolean => wrong > MOST_PROBLEMS;

  function noteWrong({ text, line }: Field): void {
    wrong += 1;
    const at = { file: path, line, column: 1 };
    if (wrong <= MOST_PROBLEMS) {
      const hint = "the first field of each row is a principal name such as adele@contoso.com, or an object id";
      problems.push(errorAt(at, "not-a-user", `${shown(text)} is no user`, { hint }));
    } else {
      const hint = "check that this is the right file";
      problems.push(errorAt(at, "not-a-user", "from here on further rows are no users either", { hint }));
    }
  }

  return {
    take(field) {
      if (isSomethingElse()) return;
      const isHeader = isFirst && HEADERS.has(field.text.toLowerCase());
      isFirst = false;
      if (isHeader) return;
      if (!isUserName(field.text)) noteWrong(field);
      else if (isNew(field.text.toLowerCase())) users.push(field.text);
    },
    isSomethingElse,
    list: () => ({ users, diagnostics: problems }),
  };
}

/** The first field of a row, and the line on which the row begins. */
interface Field {
  readonly text: string;
  readonly line: number;
}

/** Text in pieces, cut anywhere. */
type Pieces = AsyncIterable<string> | Iterable<string>;

/** A row that is none: a quoted field that does not end as CSV wants it, or a row longer than any. */
class BrokenRow extends Error {
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
 * The first fields of a CSV text, many at a time, without blank lines and lines that begin with `#`. The text is never held
 * as a whole. A list without quotes need not pass through a full CSV reader, which takes five times as long: that begins
 * with the first row that holds a quote.
 * @throws BrokenRow, and what `pieces` throws
 */
async function* firstFields(pieces: Pieces): AsyncGenerator<readonly Field[]> {
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
    if (rest.length > LONGEST_ROW) throw new BrokenRow("length", line + 1);
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
  const quotes: Quotes = { openedAt: null };
  const parser = parse({
    delimiter: [",", ";"],
    record_delimiter: ["\r\n", "\n", "\r"],
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  pipeline(Readable.from(withoutComments(pieces, linesBefore, quotes)), parser, () => undefined);
  let fields: Field[] = [];
  try {
    for await (const entry of parser) {
      if (!isCsvRecord(entry)) throw new InternalError("the CSV reader gave something else than a row");
      fields.push({ text: entry.record[0], line: linesBefore + firstLineOf(entry) });
      if (fields.length < READ_TOGETHER) continue;
      yield fields;
      fields = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new BrokenRow(error.code === "CSV_MAX_RECORD_SIZE" ? "length" : "quote", lineOf(error, linesBefore, quotes));
  }
  yield fields;
}

function lineOf(error: CsvError, linesBefore: number, { openedAt }: Quotes): number {
  const isInQuotes = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  if (isInQuotes && openedAt !== null) return openedAt;
  const line = error["lines"];
  if (typeof line !== "number") throw new InternalError(`${error.code} stands on no line`, { cause: error });
  return linesBefore + line;
}

interface CsvRecord {
  readonly record: readonly [string, ...string[]];
  readonly info: { readonly lines: number };
}

function isCsvRecord(entry: unknown): entry is CsvRecord {
  const isRow = typeof entry === "object" && entry !== null && "record" in entry && "info" in entry;
  return isRow && Array.isArray(entry.record) && typeof entry.record[0] === "string";
}

/** The reader counts lines at the end of a record, and quoted fields can have several. */
function firstLineOf({ record, info }: CsvRecord): number {
  return info.lines - (record.join().match(/\r\n|\n|\r/g)?.length ?? 0);
}

interface Quotes {
  /** The line on which the quote begins that has not ended so far. */
  openedAt: number | null;
}

/**
 * The text with its comments as blank lines: only a line that begins with `#` outside of quotes is one. Notes where a quote
 * began that never ends; the reader knows only where the text ends.
 */
async function* withoutComments(
  pieces: AsyncIterable<string>,
  linesBefore: number,
  quotes: Quotes,
): AsyncGenerator<string> {
  let line = linesBefore + 1;
  let rest = "";
  const isComment = (content: string): boolean => {
    if (quotes.openedAt === null && content.startsWith("#")) return true;
    const isTurn = (content.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isTurn) quotes.openedAt = quotes.openedAt === null ? line : null;
    return false;
  };
  for await (const piece of pieces) {
    const text = rest + piece;
    let [passed, from, start] = ["", 0, 0];
    for (const { index: end, 0: lineBreak } of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
      if (isComment(text.slice(start, end))) {
        passed += text.slice(from, start) + BLANK;
        from = end;
      }
      line += 1;
      start = end + lineBreak.length;
    }
    rest = text.slice(start);
    if (rest.length > LONGEST_ROW) throw new BrokenRow("length", quotes.openedAt ?? line);
    yield passed + text.slice(from, start);
  }
  yield isComment(rest) ? BLANK : rest;
}

/** Without it, `\r` in front of a comment and `\n` behind it would become one line break. */
const BLANK = " ";

function iteratorOf(pieces: Pieces): AsyncIterator<string> | Iterator<string> {
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}

async function* joined(first: string, source: AsyncIterator<string> | Iterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}
