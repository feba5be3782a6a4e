import type { DatabaseSync } from "node:sqlite";
import {
  HISTORY_MS,
  INTENT_MS,
  OUT_OF_SCOPE_MS,
  PRUNE_EVERY_MS,
  RECEIPTS_MS,
  SENDS_MS,
  TABLES_OF_PEOPLE,
} from "../rows/retention.ts";
import { inTransaction } from "./database.ts";
import { putBefore } from "./receipts.ts";

/**
 * Deletes all that is known of a user, by object id or principal name in any case; gives how many rows that were. A
 * principal name is known of people who are or were in scope, whom the directory shows, or of whom there is a receipt. Of
 * receipts the name and the salt go, and with them whoever could tell whose they are. The next run reads the directory anew,
 * or somebody who is still there would be missing. Throws what SQLite throws.
 */
export function forget(database: DatabaseSync, user: string): number {
  const wanted = user.toLowerCase();
  const find = database.prepare(
    `SELECT user_id FROM scope WHERE name = ?1 UNION SELECT user_id FROM receipt_people WHERE lower(name) = ?1
    UNION SELECT user_id FROM directory_users WHERE name_key = ?1`,
  );
  const ids = new Set([wanted, ...find.all(wanted).map((row) => String(row["user_id"]).toLowerCase())]);
  let rows = 0;
  inTransaction(database, () => {
    const tables = ["scope", "receipt_people", "directory_users", ...TABLES_OF_PEOPLE.map((one) => one.table)];
    const places = [...tables.map((table) => [table, "user_id"]), ["directory_members", "member_id"]];
    for (const [table = "", column = ""] of places) {
      const remove = database.prepare(`DELETE FROM ${table} WHERE lower(${column}) = ?`);
      for (const id of ids) rows += Number(remove.run(id).changes);
    }
    database.exec("DELETE FROM directory_streams");
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
    // Somebody who lost the app for the sake of its consent gets it back, however long that takes.
    database
      .prepare("DELETE FROM intents WHERE at NOT BETWEEN ? AND ? AND action <> 'reinstall'")
      .run(nowMs - INTENT_MS, nowMs + INTENT_MS);
    database.prepare("DELETE FROM sends WHERE at NOT BETWEEN ? AND ?").run(nowMs - SENDS_MS, nowMs + INTENT_MS);
    database.prepare("DELETE FROM outcomes WHERE at < ?").run(nowMs - HISTORY_MS);
    database.prepare("DELETE FROM troubles WHERE last_at < ?").run(nowMs - HISTORY_MS);
    database.prepare("DELETE FROM runs WHERE started_at < ?").run(nowMs - HISTORY_MS);
    pruneReceipts(database, nowMs - RECEIPTS_MS);
    pruneDirectory(database, outOfScopeBefore);
    database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('pruned_at', ?)").run(String(nowMs));
  });
  return true;
}

/** Whoever is gone for so long cannot be restored; what nobody follows any more is not needed. */
function pruneDirectory(database: DatabaseSync, beforeMs: number): void {
  database.prepare("DELETE FROM directory_users WHERE gone_at < ?").run(beforeMs);
  database.prepare("DELETE FROM directory_groups WHERE gone_at < ?").run(beforeMs);
  database.prepare("DELETE FROM directory_streams WHERE begun_at < ?").run(beforeMs);
  const { streams } = database.prepare("SELECT count(*) AS streams FROM directory_streams").get() ?? {};
  if (streams !== 0) return;
  for (const table of ["users", "groups", "members", "nesting"]) database.exec(`DELETE FROM directory_${table}`);
}

/** From the beginning of the chain, whose last deleted link is kept: from there on it can still be verified. */
function pruneReceipts(database: DatabaseSync, beforeMs: number): void {
  const last = database.prepare(`
    SELECT number, digest FROM receipts
    WHERE number < ifnull((SELECT min(number) FROM receipts WHERE at >= ?), 9e15) ORDER BY number DESC LIMIT 1`);
  const link = last.get(beforeMs);
  if (link === undefined) return;
  const number = Number(link["number"]);
  putBefore(database, { number, digest: String(link["digest"]) });
  database.prepare("DELETE FROM receipts WHERE number <= ?").run(number);
  database.exec(
    "DELETE FROM receipt_people WHERE person NOT IN (SELECT person FROM receipts WHERE person IS NOT NULL)",
  );
}
