import { BEFORE_KEY } from "../rows/receipts.ts";
import {
  HISTORY_MS,
  INTENT_MS,
  OUT_OF_SCOPE_MS,
  PRUNE_EVERY_MS,
  RECEIPTS_MS,
  SENDS_MS,
  TABLES_OF_PEOPLE,
} from "../rows/retention.ts";
import { getMeta, putMeta } from "./meta.ts";
import type { Query, TenantSql } from "./sql.ts";

/**
 * The same as of a file: what is known of a user goes, and how many rows that were. A round that is being kept ends before:
 * else its link would stay while the person is gone. Rejects with what the driver throws.
 */
export function forget(sql: TenantSql, user: string): Promise<number> {
  const wanted = user.toLowerCase();
  return sql.inTurn("directory", async (query) => {
    const found = await query(
      `SELECT user_id FROM trueup.scope WHERE tenant = $1 AND name = $2
       UNION SELECT user_id FROM trueup.receipt_people WHERE tenant = $1 AND lower(name) = $2
       UNION SELECT user_id FROM trueup.directory_users WHERE tenant = $1 AND name_key = $2`,
      [wanted],
    );
    const ids = [wanted, ...found.map((row) => String(row["user_id"]).toLowerCase())];
    let rows = 0;
    const tables = ["scope", "receipt_people", "directory_users", ...TABLES_OF_PEOPLE.map((one) => one.table)];
    const places = [...tables.map((table) => [table, "user_id"] as const), ["directory_members", "member_id"] as const];
    for (const [table, column] of places) {
      const gone = `DELETE FROM trueup.${table} WHERE tenant = $1 AND lower(${column}) = ANY($2::text[]) RETURNING 1`;
      rows += (await query(gone, [ids])).length;
    }
    // The next run reads the directory anew, or somebody who is still there would be missing.
    await query("DELETE FROM trueup.directory_streams WHERE tenant = $1");
    return rows;
  });
}

/**
 * Deletes what is too old to be of use, twice a day at most. Nobody waits for that: where another process is at the same rows, the next
 * run does it. Rejects with what the driver throws.
 */
export async function prune(sql: TenantSql, nowMs: number): Promise<void> {
  const prunedAt = Number(await getMeta(sql.query, "pruned_at"));
  if (prunedAt <= nowMs && nowMs - prunedAt < PRUNE_EVERY_MS) return;
  const outOfScopeBefore = nowMs - OUT_OF_SCOPE_MS;
  // On its own, so that nobody ever waits for two turns.
  if (!(await sql.inTurnIfFree("directory", (query) => pruneDirectory(query, outOfScopeBefore)))) return;
  await sql.inTurnIfFree("receipts", async (query) => {
    await query(old("scope", "left_at"), [outOfScopeBefore]);
    for (const { table, time } of TABLES_OF_PEOPLE) {
      // Also people whom only runs with a filter have seen, who were never noted as in scope.
      const inScope = `SELECT 1 FROM trueup.scope AS s WHERE s.tenant = $1 AND s.user_id = trueup.${table}.user_id`;
      await query(`${old(table, time)} AND NOT EXISTS (${inScope})`, [outOfScopeBefore]);
    }
    // Somebody who lost the app for the sake of its consent gets it back, however long that takes.
    await query("DELETE FROM trueup.intents WHERE tenant = $1 AND at NOT BETWEEN $2 AND $3 AND action <> 'reinstall'", [
      nowMs - INTENT_MS,
      nowMs + INTENT_MS,
    ]);
    await query("DELETE FROM trueup.sends WHERE tenant = $1 AND at NOT BETWEEN $2 AND $3", [
      nowMs - SENDS_MS,
      nowMs + INTENT_MS,
    ]);
    await query(old("outcomes", "at"), [nowMs - HISTORY_MS]);
    await query(old("troubles", "last_at"), [nowMs - HISTORY_MS]);
    await query(old("runs", "started_at"), [nowMs - HISTORY_MS]);
    await pruneReceipts(query, nowMs - RECEIPTS_MS);
    await putMeta(query, "pruned_at", String(nowMs));
  });
}

/**
 * Whoever is gone for so long cannot be restored; what nobody follows any more is not needed. Not while a round is being
 * kept, whose stream cannot be seen yet.
 */
async function pruneDirectory(query: Query, beforeMs: number): Promise<void> {
  await query(old("directory_users", "gone_at"), [beforeMs]);
  await query(old("directory_groups", "gone_at"), [beforeMs]);
  await query(old("directory_streams", "begun_at"), [beforeMs]);
  const [stream] = await query("SELECT 1 FROM trueup.directory_streams WHERE tenant = $1 LIMIT 1");
  if (stream !== undefined) return;
  for (const table of ["users", "groups", "members", "nesting"])
    await query(`DELETE FROM trueup.directory_${table} WHERE tenant = $1`);
}

/** From the beginning of the chain, whose last deleted link is kept: from there on it can still be verified. */
async function pruneReceipts(query: Query, beforeMs: number): Promise<void> {
  const [last] = await query(
    `SELECT number, digest FROM trueup.receipts WHERE tenant = $1
       AND number < coalesce((SELECT min(number) FROM trueup.receipts WHERE tenant = $1 AND at >= $2), 9000000000000000)
     ORDER BY number DESC LIMIT 1`,
    [beforeMs],
  );
  if (last === undefined) return;
  const number = Number(last["number"]);
  await putMeta(query, BEFORE_KEY, JSON.stringify({ number, digest: String(last["digest"]) }));
  await query("DELETE FROM trueup.receipts WHERE tenant = $1 AND number <= $2", [number]);
  await query(
    `DELETE FROM trueup.receipt_people AS p WHERE p.tenant = $1
       AND NOT EXISTS (SELECT 1 FROM trueup.receipts AS r WHERE r.tenant = $1 AND r.person = p.person)`,
  );
}

function old(table: string, column: string): string {
  return `DELETE FROM trueup.${table} WHERE tenant = $1 AND ${column} < $2`;
}
