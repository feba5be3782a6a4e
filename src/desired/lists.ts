import { shown } from "./did-you-mean.ts";
import { BrokenRow, type Field, firstFields, type Pieces } from "./list-fields.ts";
import { isUserName } from "./names.ts";
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
