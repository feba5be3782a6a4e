import { CsvError, parse } from "csv-parse/sync";
import type { Diagnostic } from "../model/diagnostic.ts";
import { shown } from "./did-you-mean.ts";
import { isUserName } from "./names.ts";
import { errorAt } from "./problem.ts";

/** The users of a list file, each once, in the order of the file. */
export interface UserList {
  readonly users: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** First fields that make the first line a header, in any case. */
const HEADERS = new Set(["user", "upn", "userprincipalname", "id", "objectid"]);
/** After so many wrong rows the file is something else than a list, and more of the same helps nobody. */
const MOST_PROBLEMS = 20;

/**
 * Reads the first fields of a CSV file (https://www.rfc-editor.org/rfc/rfc4180, comma or semicolon). Blank lines and lines
 * that begin with `#` are skipped. Example rows: `adele@contoso.com,Finance` and `4f1c…;adele`.
 */
export function parseUserList(path: string, text: string): UserList {
  try {
    return usersOf(path, text.includes('"') ? quotedFields(text) : plainFields(text));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = error.code === "CSV_QUOTE_NOT_CLOSED" ? lineOfOpenQuote(text) : Number(error["lines"] ?? 1);
    const problem = errorAt(
      { file: path, line, column: 1 },
      "invalid-list",
      "a quoted field does not end as CSV wants it",
      {
        hint: 'close it with ", and write a quote inside as ""',
      },
    );
    return { users: [], diagnostics: [problem] };
  }
}

interface Field {
  readonly text: string;
  readonly line: number;
}

/** A list of 200,000 users without quotes need not pass through a full CSV reader, which takes five times as long. */
function* plainFields(text: string): Iterable<Field> {
  const lines = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;
  let line = 0;
  // Lines one at a time: a list of a million users is never held in pieces as a whole.
  for (let start = 0; start <= lines.length; ) {
    const found = lines.indexOf("\n", start);
    const end = found === -1 ? lines.length : found;
    const separator = endOfField(lines, start, end);
    line += 1;
    const field = lines.slice(start, separator).trim();
    if (lines[start] !== "#" && (field !== "" || separator < end)) yield { text: field, line };
    start = end + 1;
  }
}

const [COMMA, SEMICOLON] = [44, 59];

function endOfField(text: string, start: number, end: number): number {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === COMMA || code === SEMICOLON) return index;
  }
  return end;
}

function* quotedFields(text: string): Iterable<Field> {
  const records: unknown = parse(text, {
    delimiter: [",", ";"],
    record_delimiter: ["\r\n", "\n", "\r"],
    comment: "#",
    comment_no_infix: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  if (!Array.isArray(records)) return;
  for (const entry of records) {
    if (isCsvRecord(entry)) yield { text: entry.record[0] ?? "", line: firstLineOf(entry) };
  }
}

/** Where the quote begins that never ends; the reader knows only where the file ends. */
function lineOfOpenQuote(text: string): number {
  let opened: number | null = null;
  for (const [index, content] of text.split(/\r\n|\n|\r/).entries()) {
    const isComment = opened === null && content.startsWith("#");
    const isTurn = (content.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isTurn && !isComment) opened = opened === null ? index + 1 : null;
  }
  return opened ?? 1;
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The reader counts lines at the end of a record, and quoted fields can have several. */
function firstLineOf({ record, info }: CsvRecord): number {
  return info.lines - (record.join().match(/\r\n|\n|\r/g)?.length ?? 0);
}

function isCsvRecord(entry: unknown): entry is CsvRecord {
  return (
    typeof entry === "object" && entry !== null && "record" in entry && Array.isArray(entry.record) && "info" in entry
  );
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

function usersOf(path: string, fields: Iterable<Field>): UserList {
  const isNew = createNewness();
  const users: string[] = [];
  const problems: Diagnostic[] = [];
  let wrong = 0;
  let isFirst = true;
  for (const { text, line } of fields) {
    const isHeader: boolean = isFirst && HEADERS.has(text.toLowerCase());
    isFirst = false;
    if (isHeader) continue;
    if (isUserName(text)) {
      if (isNew(text.toLowerCase())) users.push(text);
      continue;
    }
    wrong += 1;
    if (wrong <= MOST_PROBLEMS) {
      problems.push(
        errorAt({ file: path, line, column: 1 }, "not-a-user", `${shown(text)} is no user`, {
          hint: "the first field of each row is a principal name such as adele@contoso.com, or an object id",
        }),
      );
    } else if (wrong === MOST_PROBLEMS + 1) {
      problems.push(
        errorAt({ file: path, line, column: 1 }, "not-a-user", "from here on further rows are no users either", {
          hint: "check that this is the right file",
        }),
      );
    }
  }
  return { users, diagnostics: problems };
}
