import type { DatabaseSync } from "node:sqlite";
import type { WantedUser } from "../observe/memory.ts";
import type { Texts } from "./texts.ts";
import { inTransaction } from "./transaction.ts";

/** What the file holds of one user. */
interface Noted {
  readonly userId: string;
  readonly name: string | null;
  readonly wanted: number;
  readonly isInScope: boolean;
}

/** Rows that are read, and changes that are written, at a time: other processes get their turn in between. */
const AT_ONCE = 10_000;

/**
 * Gives a function that notes who is in scope, and since when what is wanted for them is what it is. It goes through the
 * users and the file side by side, in the order of the ids, and writes only what differs; cut off in between, it is done
 * for the first users and the next run does the others. Throws what SQLite throws.
 */
export function createScope(
  database: DatabaseSync,
  texts: Texts,
): (users: Iterable<WantedUser>, nowMs: number) => void {
  const page = database.prepare(
    `SELECT user_id, name, wanted, left_at FROM scope WHERE user_id > ? ORDER BY user_id LIMIT ${AT_ONCE}`,
  );
  const put = database.prepare(`
    INSERT INTO scope (user_id, name, wanted, wanted_since, left_at) VALUES (?, ?, ?, ?, NULL)
    ON CONFLICT (user_id) DO UPDATE SET
      wanted_since = CASE WHEN wanted = excluded.wanted AND left_at IS NULL THEN wanted_since ELSE excluded.wanted_since END,
      name = excluded.name, wanted = excluded.wanted, left_at = NULL`);
  const leave = database.prepare("UPDATE scope SET left_at = ? WHERE user_id = ? AND left_at IS NULL");

  function* noted(): Generator<Noted> {
    let last = "";
    for (;;) {
      const rows = page.all(last);
      for (const { user_id: id, name, wanted, left_at: leftAt } of rows) {
        last = String(id);
        const asName = typeof name === "string" ? name : null;
        yield { userId: last, name: asName, wanted: Number(wanted), isInScope: leftAt === null };
      }
      if (rows.length < AT_ONCE) return;
    }
  }

  return (users, nowMs) => {
    const changes: (() => void)[] = [];
    const change = (work: () => void): void => {
      changes.push(work);
      if (changes.length >= AT_ONCE) carryOut();
    };
    const carryOut = (): void => {
      if (changes.length > 0) inTransaction(database, () => changes.splice(0).forEach((work) => work()));
    };
    const enter = ({ userId, userPrincipalName, wanted }: WantedUser): void => {
      const id = texts.idOf(wanted);
      change(() => put.run(userId, userPrincipalName?.toLowerCase() ?? null, id, nowMs));
    };

    // Ids are ASCII, so this is the order of the file too.
    const sorted = [...users].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    let next = 0;
    for (const row of noted()) {
      for (let user = sorted[next]; user !== undefined && user.userId < row.userId; user = sorted[next]) {
        enter(user);
        next += 1;
      }
      const user = sorted[next];
      if (user?.userId !== row.userId) {
        if (row.isInScope) change(() => leave.run(nowMs, row.userId));
        continue;
      }
      if (!isAsBefore(user, row)) enter(user);
      next += 1;
    }
    for (const user of sorted.slice(next)) enter(user);
    carryOut();
  };

  function isAsBefore({ userPrincipalName, wanted }: WantedUser, { name, wanted: before, isInScope }: Noted): boolean {
    return isInScope && before === texts.idOf(wanted) && name === (userPrincipalName?.toLowerCase() ?? null);
  }
}
