import type { DatabaseSync } from "node:sqlite";
import { isTime } from "../rows/row.ts";
import { AUDITS_KEPT_MS, dayOf, hintOf, subscriptionOf, tallyOf } from "../rows/events.ts";
import type { StoredEvents } from "../store.ts";
import { type Guard, inTransaction } from "./database.ts";

/** The tables of subscriptions, hints and audits. */
export function createStoredEvents(database: DatabaseSync, guard: Guard, flush: () => void): StoredEvents {
  const subscriptions = database.prepare(
    "SELECT app_id, id, url, since, expires_at FROM subscriptions ORDER BY app_id",
  );
  const put = database.prepare("INSERT INTO subscriptions (app_id, id, url, since, expires_at) VALUES (?, ?, ?, ?, ?)");
  const meta = database.prepare("SELECT value FROM meta WHERE key = 'listened_at'");
  const listened = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('listened_at', ?)");
  const hint = database.prepare(`
    INSERT INTO hints (user_id, app_id, at) VALUES (?, ?, ?)
    ON CONFLICT (user_id, app_id) DO UPDATE SET at = max(at, excluded.at)`);
  const settle = database.prepare(
    "DELETE FROM hints WHERE at < (SELECT tried_at FROM readings WHERE readings.user_id = hints.user_id)",
  );
  const waiting = database.prepare("SELECT user_id, app_id, at FROM hints ORDER BY at");
  const audit = database.prepare(`
    INSERT INTO audits (day, audited, misses, exposure_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (day) DO UPDATE SET audited = audited + excluded.audited,
      misses = misses + excluded.misses, exposure_ms = exposure_ms + excluded.exposure_ms`);
  const audits = database.prepare("SELECT day, audited, misses, exposure_ms FROM audits WHERE day >= ?");
  return {
    subscriptions: async () => guard.attempt(() => subscriptions.all().flatMap(subscriptionOf), []),
    async keepSubscriptions(kept) {
      guard.attempt(
        () =>
          inTransaction(database, () => {
            database.exec("DELETE FROM subscriptions");
            for (const { appId, id, url, sinceMs, expiresAtMs } of kept) put.run(appId, id, url, sinceMs, expiresAtMs);
          }),
        undefined,
      );
    },
    listenedAt: async () =>
      guard.attempt(() => {
        const atMs = Number(meta.get()?.["value"]);
        return isTime(atMs) ? atMs : null;
      }, null),
    async noteListening(nowMs) {
      guard.attempt(() => listened.run(String(nowMs)), undefined);
    },
    async hint(hints) {
      guard.attempt(
        () => inTransaction(database, () => hints.forEach(({ userId, appId, atMs }) => hint.run(userId, appId, atMs))),
        undefined,
      );
    },
    async hints() {
      flush();
      return guard.attempt(() => {
        settle.run();
        return waiting.all().flatMap(hintOf);
      }, []);
    },
    async noteAudit({ audited, misses, exposureMs }, nowMs) {
      guard.attempt(() => {
        audit.run(dayOf(nowMs), audited, misses, Math.round(exposureMs));
        database.prepare("DELETE FROM audits WHERE day < ?").run(dayOf(nowMs - AUDITS_KEPT_MS));
      }, undefined);
    },
    audits: async (sinceMs) => guard.attempt(() => audits.all(dayOf(sinceMs)).flatMap(tallyOf), []),
  };
}
