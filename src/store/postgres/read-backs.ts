import type { Query, TenantSql } from "./sql.ts";

/** People that one statement is about. */
const AT_ONCE = 5_000;

/**
 * Lets go of what was seen when a write was read back, and not read again since, so that the next run reads these people. The
 * two tables are never joined: a database whose statistics do not know the tenant yet compares every row of one with every row
 * of the other. Rejects with what the driver throws.
 */
export async function dropReadBacks(sql: TenantSql): Promise<void> {
  for (let last = ""; ; ) {
    const written = await sql.query(
      `SELECT user_id, max(seen_at) AS seen_at FROM trueup.intents
       WHERE tenant = $1 AND user_id > $2 AND seen_at IS NOT NULL GROUP BY user_id ORDER BY user_id LIMIT $3`,
      [last, AT_ONCE],
    );
    const seenAt = new Map(written.map((row) => [String(row["user_id"]), Number(row["seen_at"])]));
    if (seenAt.size > 0) await sql.transaction((query) => dropSeenLast(query, seenAt));
    if (written.length < AT_ONCE) return;
    last = String(written.at(-1)?.["user_id"]);
  }
}

async function dropSeenLast(query: Query, seenAt: ReadonlyMap<string, number>): Promise<void> {
  // Locked in the order in which readings are written, or the two could wait for each other.
  const readings = await query(
    `SELECT user_id, tried_at FROM trueup.readings
     WHERE tenant = $1 AND user_id = ANY($2::text[]) AND installations IS NOT NULL ORDER BY user_id FOR UPDATE`,
    [[...seenAt.keys()]],
  );
  const seenLast = readings
    .filter((row) => (seenAt.get(String(row["user_id"])) ?? 0) >= Number(row["tried_at"]))
    .map((row) => String(row["user_id"]));
  if (seenLast.length === 0) return;
  await query("UPDATE trueup.readings SET installations = NULL WHERE tenant = $1 AND user_id = ANY($2::text[])", [
    seenLast,
  ]);
}
