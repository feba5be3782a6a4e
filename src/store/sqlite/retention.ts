import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./database.ts";

const DAY_MS = 24 * 60 * 60_000;
/** People who are out of scope are forgotten after so long. */
export const OUT_OF_SCOPE_MS = 30 * DAY_MS;
/** So long what was done is kept. */
const HISTORY_MS = 90 * DAY_MS;
/** What was sent has shown by then, or never does. */
const INTENT_MS = DAY_MS;
/** Limits by the day look back so far; what is deleted a little later does no harm. */
const SENDS_MS = 2 * DAY_MS;
/** Deleting goes through the whole file, and what is deleted after 30 days may be deleted a few hours later. */
const PRUNE_EVERY_MS = 12 * 60 * 60_000;

/** Where rows of people are, and by which column they are as old as they are. */
const TABLES_OF_PEOPLE = [
  { table: "readings", time: "tried_at" },
  { table: "intents", time: "at" },
  { table: "outcomes", time: "at" },
  { table: "troubles", time: "last_at" },
  { table: "watched", time: "since" },
] as const;

/**
 * Deletes all that is known of a user, by object id or principal name in any case; gives how many rows that were. A
 * principal name is known of people who are or were in scope. Throws what SQLite throws.
 */
export function forget(database: DatabaseSync, user: string): number {
  const wanted = user.toLowerCase();
  const find = database.prepare("SELECT user_id FROM scope WHERE name = ?");
  const ids = new Set([wanted, ...find.all(wanted).map((row) => String(row["user_id"]).toLowerCase())]);
  let rows = 0;
  inTransaction(database, () => {
    for (const table of ["scope", ...TABLES_OF_PEOPLE.map((one) => one.table)]) {
      const remove = database.prepare(`DELETE FROM ${table} WHERE lower(user_id) = ?`);
      for (const id of ids) rows += Number(remove.run(id).changes);
    }
  });
  return rows;
}

/** Empties the log, which may still hold what was deleted; false where another process reads it at this moment. */
export function emptyLog(database: DatabaseSync): boolean {
  return database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
}

/** Deletes what is too old to be of use, twice a day at most; gives whether it did. Throws what SQLite throws. */
export function prune(database: DatabaseSync, nowMs: number): boolean {
  const prunedAt = Number(database.prepare("SELECT value FROM meta WHERE key = 'pruned_at'").get()?.["value"]);
  if (prunedAt <= nowMs && nowMs - prunedAt < PRUNE_EVERY_MS) return false;
  const outOfScopeBefore = nowMs - OUT_OF_SCOPE_MS;
  inTransaction(database, () => {
    database.prepare("DELETE FROM scope WHERE left_at < ?").run(outOfScopeBefore);
    for (const { table, time } of TABLES_OF_PEOPLE) {
      // Also people whom only runs with a filter have seen, who were never noted as in scope.
      const remove = `DELETE FROM ${table} WHERE ${time} < ? AND user_id NOT IN (SELECT user_id FROM scope)`;
      database.prepare(remove).run(outOfScopeBefore);
    }
    database.prepare("DELETE FROM intents WHERE at NOT BETWEEN ? AND ?").run(nowMs - INTENT_MS, nowMs + INTENT_MS);
    database.prepare("DELETE FROM sends WHERE at NOT BETWEEN ? AND ?").run(nowMs - SENDS_MS, nowMs + INTENT_MS);
    database.prepare("DELETE FROM outcomes WHERE at < ?").run(nowMs - HISTORY_MS);
    database.prepare("DELETE FROM troubles WHERE last_at < ?").run(nowMs - HISTORY_MS);
    database.prepare("DELETE FROM runs WHERE started_at < ?").run(nowMs - HISTORY_MS);
    database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('pruned_at', ?)").run(String(nowMs));
  });
  return true;
}
