import type { SourceLocation } from "../model/diagnostic.ts";
import { BrokenRow, type CsvField, type CsvRow, fieldsOf, type Pieces, placeInRow, readRows } from "./csv.ts";
import { shown } from "./did-you-mean.ts";
import { isUserName } from "./directory-names.ts";
import { conflictProblem } from "./foreign-marks.ts";
import { ANY_DELIMITER, headerOf, type ListHeader, type NameColumn } from "./list-columns.ts";
import { oddCharacter } from "./odd-characters.ts";
import { errorAt, type Problem, warningAt } from "./problem.ts";

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

const RIGHT_FILE = { hint: "check that this is the right file" } as const;

/** After so many wrong rows the file is something else than a list, and more of the same helps nobody. */
const MOST_PROBLEMS = 20;

/**
 * Reads the users of a CSV file: of the column that its header names, or the first field of each row where there is no header.
 * Blank lines, lines that begin with `#` and rows of empty fields are skipped. Example rows: `adele@contoso.com,Finance` and
 * `4f1c…;adele`.
 * @throws what `pieces` throws
 */
export async function parseUserList(path: string, pieces: Pieces): Promise<UserList> {
  const reading = createReading(path);
  try {
    for await (const rows of readRows(pieces)) {
      for (const row of rows) {
        reading.take(row);
        if (reading.isOver()) return reading.list();
      }
    }
    return reading.list();
  } catch (error) {
    if (!(error instanceof BrokenRow)) throw error;
    const { message, hint } = BROKEN[error.kind];
    const problem = errorAt({ file: path, line: error.line, column: 1 }, "invalid-list", message, { hint });
    return { users: [], diagnostics: [problem] };
  }
}

interface Reading {
  readonly take: (row: CsvRow) => void;
  /** Whether more of it would be read for nothing. */
  readonly isOver: () => boolean;
  readonly list: () => UserList;
}

/** What the rows are read by. `column` null: there is no header, and each row begins with a user. */
interface Columns {
  readonly column: NameColumn | null;
  readonly delimiters: string;
  /** True: the header has one column, so that a row names one user. */
  readonly isAlone: boolean;
}

function createReading(path: string): Reading {
  const users = new Map<string, string>();
  const problems: Problem[] = [];
  const beginning = createBeginning();
  let columns: Columns | null = null;
  let wrong = 0;
  let isOver = false;

  const at = (row: CsvRow, offset = 0): SourceLocation => ({ file: path, ...placeInRow(row, offset) });

  function stop(problem: Problem): void {
    isOver = true;
    problems.push(problem);
  }

  /** The columns, once a row with a user tells them. */
  function columnsFrom(row: CsvRow): Columns | null {
    const told = beginning.take(row);
    if (told === null) return null;
    const { column, header } = told;
    if (column?.isMail === true && header !== null) problems.push(mailWarning(column.title, at(header)));
    if (column === null && isForeignHeader(row, told.delimiters)) {
      const hint = "write userPrincipalName or id as the header of the column that names the users";
      stop(errorAt(at(row), "not-a-user", "the first row holds no user, and no header that is known", { hint }));
    }
    return told;
  }

  function noteWrong(row: CsvRow, problem: Problem): void {
    wrong += 1;
    if (wrong <= MOST_PROBLEMS) problems.push(problem);
    else stop(errorAt(at(row), "not-a-user", "from here on further rows are no users either", RIGHT_FILE));
  }

  return {
    take(row) {
      const conflict = conflictProblem(row.text, at(row));
      if (conflict !== null) return stop(conflict);
      columns ??= columnsFrom(row);
      if (columns === null || isOver) return;
      const cell = cellOf(row, columns);
      if (columns.isAlone && namesSeveral(row, columns.delimiters)) noteWrong(row, severalUsers(at(row)));
      else if (isUserName(cell.text)) {
        const folded = cell.text.toLowerCase();
        if (!users.has(folded)) users.set(folded, cell.text);
      } else if (!isEmptyRow(row, columns.delimiters))
        noteWrong(
          row,
          wrongRow(row, cell, columns.column, (offset) => at(row, offset)),
        );
    },
    isOver: () => isOver,
    list: () => ({ users: [...users.values()], diagnostics: problems }),
  };
}

/** Takes the rows up to the first one that names a user, and tells by what columns that one and all others are read. */
function createBeginning() {
  let delimiter: string | null = null;
  let header: { readonly row: CsvRow; readonly says: ListHeader } | null = null;
  return {
    take(row: CsvRow): (Columns & { readonly header: CsvRow | null }) | null {
      if (header !== null) {
        const { columns, delimiters } = header.says;
        if (EXAMPLE.test(cellOf(row, { column: columns[0], delimiters }).text)) return null;
        const isAlone = fieldsOf(header.row, delimiters).filter(({ text }) => text !== "").length === 1;
        return { column: chooseColumn(header.says, row), delimiters, isAlone, header: header.row };
      }
      const preamble = preambleOf(row);
      if (preamble !== null) {
        delimiter = preamble.delimiter ?? delimiter;
        return null;
      }
      const says = headerOf(row, delimiter);
      if (says === null) return { column: null, delimiters: delimiter ?? ANY_DELIMITER, isAlone: false, header: null };
      header = { row, says };
      return null;
    },
  };
}

function wrongRow(
  row: CsvRow,
  { text, offset }: CsvField,
  column: NameColumn | null,
  at: (offset: number) => SourceLocation,
): Problem {
  const odd = oddCharacter(text);
  const where = column === null ? "the first field of each row" : `the column ${shown(column.title)}`;
  if (text === "" && column !== null) {
    const hint = `fill it, or take the row out: it names nobody`;
    return errorAt(at(offset), "not-a-user", `${where} is empty in this row`, { hint });
  }
  if (odd !== null) {
    const message = `${shown(text)} is no user: it holds ${odd.description}`;
    return errorAt(at(offset + odd.index), "not-a-user", message, { hint: odd.advice });
  }
  const verb = column === null ? "is" : "has to hold";
  const hint = CONCEALED.test(text)
    ? CONCEALED_HINT
    : `${where} ${verb} a principal name such as adele@contoso.com, or an object id`;
  return errorAt(at(column === null ? 0 : offset), "not-a-user", `${shown(text)} is no user`, {
    hint: column === null ? hintWithoutHeader(row, hint) : hint,
  });
}

/** What the reports of Microsoft 365 show in place of names (https://learn.microsoft.com/microsoft-365/admin/activity-reports/activity-reports). */
const CONCEALED = /^[0-9A-F]{32}$/i;
const CONCEALED_HINT =
  "the report conceals names: have them shown in the admin center, under org settings, services, reports";

/**
 * Lines that programs put in front of the header: Excel's `sep=;`, and the `version:v1.0` of Entra's templates. Null: it is
 * none of them.
 */
function preambleOf({ text }: CsvRow): { readonly delimiter: string | null } | null {
  const separator = /^"?sep=([^"])"?\s*$/i.exec(text)?.[1];
  if (separator !== undefined) return { delimiter: separator };
  return /^"?version:v\d[\d.]*"?[\s,;]*$/i.test(text) ? { delimiter: null } : null;
}

/** The row below the header of Entra's templates, in the languages of the portal. */
const EXAMPLE = /^\(?(?:example|e\.g\.|beispiel|exemple|ejemplo|esempio|exemplo|voorbeeld|例)\s*[::]/i;

/** The best column of the header that holds a user in the first row; where none does, the best. */
function chooseColumn({ columns, delimiters }: ListHeader, row: CsvRow): NameColumn {
  return columns.find((column) => isUserName(cellOf(row, { column, delimiters }).text)) ?? columns[0];
}

/** Whether a row of one column holds users behind its first one, whom nobody would miss. */
function namesSeveral(row: CsvRow, delimiters: string): boolean {
  return fieldsOf(row, delimiters).filter(({ text }) => isUserName(text)).length > 1;
}

function severalUsers(at: SourceLocation): Problem {
  const hint = "write each user in a row of its own, or a header over each field";
  return errorAt(at, "not-a-user", "the row names several users, and the header has one column", { hint });
}

/** Whether a row looks like the header of something else: several fields, and none of them a user. */
function isForeignHeader(row: CsvRow, delimiters: string): boolean {
  const filled = fieldsOf(row, `${delimiters}\t`).filter(({ text }) => text !== "");
  return filled.length > 1 && !filled.some(({ text }) => isUserName(text));
}

/** A row that is too short has nothing there. */
function cellOf(row: CsvRow, { column, delimiters }: Pick<Columns, "column" | "delimiters">): CsvField {
  const index = column?.index ?? 0;
  const field = fieldsOf(row, delimiters, index + 1)[index] ?? { text: "", offset: row.text.length };
  return column === null ? upToTab(field) : field;
}

/** Where there is no header, a tab ends a field, but one in front of a name is a blank. */
function upToTab({ text, offset }: CsvField): CsvField {
  const tab = text.indexOf("\t");
  return { text: tab === -1 ? text : text.slice(0, tab).trim(), offset };
}

/** Excel writes such rows below the last one, and other programs with other delimiters than the rows above. */
function isEmptyRow(row: CsvRow, delimiters: string): boolean {
  return /^[\s,;|]*$/u.test(row.text) || fieldsOf(row, delimiters).every(({ text }) => text === "");
}

function mailWarning(title: string, at: SourceLocation): Problem {
  return warningAt(at, "mail-as-name", `the users of this list are mail addresses, from its column ${shown(title)}`, {
    hint: "somebody's mail address can differ from the principal name: export the column userPrincipalName or the object id too",
  });
}

/** Without a header nobody can tell which field is meant, where it is not the first. */
function hintWithoutHeader(row: CsvRow, hint: string): string {
  const others = fieldsOf(row, `${ANY_DELIMITER}\t`).slice(1);
  if (!others.some(({ text }) => isUserName(text))) return hint;
  return "the row holds a user further behind: write a header as the first line, with userPrincipalName or id over that field";
}
