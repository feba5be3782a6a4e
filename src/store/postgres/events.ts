import type { Hint, KeptSubscription } from "../../model/events.ts";
import { AUDITS_KEPT_MS, dayOf, hintOf, subscriptionOf, tallyOf } from "../rows/events.ts";
import { isTime } from "../rows/row.ts";
import type { StoredEvents } from "../store.ts";
import type { Guard } from "./guard.ts";
import { getMeta, putMeta } from "./meta.ts";
import type { Query, TenantSql } from "./sql.ts";

const LISTENED = "listened_at";

/**
 * The tables of subscriptions, hints and audits. Nothing here rejects.
 * @param dated when something was by the clock of the database, that was then by the clock of this machine
 */
export function createStoredEvents(
  sql: TenantSql,
  guard: Guard,
  flush: () => Promise<void>,
  dated: (ms: number) => number,
): StoredEvents {
  return {
    subscriptions: () =>
      guard.attempt(async () => {
        const rows = await sql.query(
          "SELECT app_id, id, url, since, expires_at FROM trueup.subscriptions WHERE tenant = $1 ORDER BY app_id",
        );
        return rows.flatMap(subscriptionOf);
      }, []),
    keepSubscriptions: (kept) =>
      guard.attempt(() => sql.inTurn("subscriptions", (query) => replaceAll(query, kept)), undefined),
    listenedAt: () =>
      guard.attempt(async () => {
        const atMs = Number((await getMeta(sql.query, LISTENED)) ?? Number.NaN);
        return isTime(atMs) ? atMs : null;
      }, null),
    noteListening: (nowMs) => guard.attempt(() => putMeta(sql.query, LISTENED, String(nowMs)), undefined),
    async hint(hints) {
      const heard = hints.map((hint) => ({ ...hint, atMs: dated(hint.atMs) }));
      await guard.attempt(() => sql.transaction((query) => addAll(query, heard)), undefined);
    },
    async hints() {
      await flush();
      return guard.attempt(async () => {
        await sql.query(
          `DELETE FROM trueup.hints AS h USING trueup.readings AS r
           WHERE h.tenant = $1 AND r.tenant = $1 AND r.user_id = h.user_id AND h.at < r.tried_at`,
        );
        const rows = await sql.query("SELECT user_id, app_id, at FROM trueup.hints WHERE tenant = $1 ORDER BY at");
        return rows.flatMap(hintOf);
      }, []);
    },
    noteAudit: ({ audited, misses, exposureMs }, nowMs) =>
      guard.attempt(async () => {
        await sql.query(
          `INSERT INTO trueup.audits AS a (tenant, day, audited, misses, exposure_ms) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (tenant, day) DO UPDATE SET audited = a.audited + excluded.audited,
             misses = a.misses + excluded.misses, exposure_ms = a.exposure_ms + excluded.exposure_ms`,
          [dayOf(nowMs), audited, misses, Math.round(exposureMs)],
        );
        await sql.query("DELETE FROM trueup.audits WHERE tenant = $1 AND day < $2", [dayOf(nowMs - AUDITS_KEPT_MS)]);
      }, undefined),
    audits: (sinceMs) =>
      guard.attempt(async () => {
        const rows = await sql.query(
          "SELECT day, audited, misses, exposure_ms FROM trueup.audits WHERE tenant = $1 AND day >= $2 ORDER BY day",
          [dayOf(sinceMs)],
        );
        return rows.flatMap(tallyOf);
      }, []),
  };
}

async function replaceAll(query: Query, kept: readonly KeptSubscription[]): Promise<void> {
  await query("DELETE FROM trueup.subscriptions WHERE tenant = $1");
  for (const { appId, id, url, sinceMs, expiresAtMs } of kept)
    await query(
      "INSERT INTO trueup.subscriptions (tenant, app_id, id, url, since, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
      [appId, id, url, sinceMs, expiresAtMs],
    );
}

async function addAll(query: Query, hints: readonly Hint[]): Promise<void> {
  for (const { userId, appId, atMs } of hints)
    await query(
      `INSERT INTO trueup.hints AS h (tenant, user_id, app_id, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant, user_id, app_id) DO UPDATE SET at = greatest(h.at, excluded.at)`,
      [userId, appId, atMs],
    );
}
