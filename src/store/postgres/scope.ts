import type { DesiredUser } from "../../observe/observation-cache.ts";
import type { TenantSql } from "./sql.ts";
import type { Texts } from "./texts.ts";

/** People that one statement is about. */
const AT_ONCE = 5_000;

/**
 * Notes who is in scope, and since when what is wanted for them is what it is; writes only what differs. Cut off in between, it
 * is done for the first users and the next run does the others. Rejects with what the driver throws.
 */
export async function noteScope(
  sql: TenantSql,
  texts: Texts,
  users: Iterable<DesiredUser>,
  nowMs: number,
): Promise<void> {
  const all = new Map([...users].map((user) => [user.userId, user]));
  // In one order, so that two runs that note the same people never wait for each other.
  const sorted = [...all.values()].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  const wanted = await texts.idsOf(sorted.map((user) => user.wanted));
  for (const some of parts(sorted)) {
    await sql.query(
      `INSERT INTO trueup.scope AS s (tenant, user_id, name, wanted, wanted_since, left_at)
       SELECT $1, u.id, u.name, u.wanted, $5::bigint, NULL FROM unnest($2::text[], $3::text[], $4::bigint[]) AS u (id, name, wanted)
       ON CONFLICT (tenant, user_id) DO UPDATE SET
         wanted_since = CASE WHEN s.wanted = excluded.wanted AND s.left_at IS NULL THEN s.wanted_since ELSE excluded.wanted_since END,
         name = excluded.name, wanted = excluded.wanted, left_at = NULL
       WHERE s.wanted <> excluded.wanted OR s.left_at IS NOT NULL OR s.name IS DISTINCT FROM excluded.name`,
      [
        some.map(({ userId }) => userId),
        some.map(({ userPrincipalName }) => userPrincipalName?.toLowerCase() ?? null),
        some.map((user) => wanted.get(user.wanted) ?? null),
        nowMs,
      ],
    );
  }
  for (let last = ""; ; ) {
    const rows = await sql.query(
      "SELECT user_id FROM trueup.scope WHERE tenant = $1 AND user_id > $2 AND left_at IS NULL ORDER BY user_id LIMIT $3",
      [last, AT_ONCE],
    );
    const ids = rows.map((row) => String(row["user_id"]));
    const left = ids.filter((id) => !all.has(id));
    if (left.length > 0)
      await sql.query("UPDATE trueup.scope SET left_at = $2 WHERE tenant = $1 AND user_id = ANY($3::text[])", [
        nowMs,
        left,
      ]);
    if (rows.length < AT_ONCE) return;
    last = ids.at(-1) ?? last;
  }
}

function* parts<One>(all: readonly One[]): Generator<readonly One[]> {
  for (let start = 0; start < all.length; start += AT_ONCE) yield all.slice(start, start + AT_ONCE);
}
