import { definitionText } from "../../model/back-off.ts";
import type { Clock } from "../../model/clock.ts";
import { type ActingRow, isRepair, type Outcome, versionStep } from "../../model/plan.ts";
import { CLOCK_ERROR_MS, type CurrentRun, intentOf, isContradicted } from "../rows/intents.ts";
import { isTime } from "../rows/row.ts";
import { kindOf } from "../rows/troubles.ts";
import type { StoreJournal } from "../store.ts";
import type { Guard } from "./guard.ts";
import type { StoredObservationCache } from "./observation-cache.ts";
import type { TenantSql } from "./sql.ts";

/** `currentRun` gives null outside of a run. Nothing here rejects. */
export function createJournal(
  sql: TenantSql,
  memory: StoredObservationCache,
  guard: Guard,
  clock: Clock,
  currentRun: () => CurrentRun | null,
): StoreJournal {
  const ask = (text: string, values: Parameters<TenantSql["query"]>[1] = []) =>
    guard.attempt(() => sql.query(text, values), []);

  /** Counts how a row ended, for the desired state that `source` names. */
  async function noteTrouble(row: ActingRow, outcome: Outcome, source: string): Promise<void> {
    const kind = kindOf(outcome, isRepair(row));
    if (kind === null) return;
    const { user, on } = row;
    const isSame = "(t.kind, t.definition, t.source) = (excluded.kind, excluded.definition, excluded.source)";
    await ask(
      `INSERT INTO trueup.troubles AS t (tenant, user_id, app_id, kind, definition, source, count, first_at, last_at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)
       ON CONFLICT (tenant, user_id, app_id) DO UPDATE SET
         count = CASE WHEN ${isSame} THEN t.count + 1 ELSE 1 END,
         first_at = CASE WHEN ${isSame} THEN t.first_at ELSE excluded.first_at END,
         kind = excluded.kind, definition = excluded.definition, source = excluded.source, last_at = excluded.last_at`,
      [user.id, on.catalogId, kind, definitionText(on.app.offered), source, clock.now()],
    );
  }

  return {
    async intend({ userId, appId, action, version, at }) {
      await memory.flush();
      await ask(
        `WITH dropped AS (UPDATE trueup.readings SET installations = NULL WHERE tenant = $1 AND user_id = $2),
         put AS (
           INSERT INTO trueup.intents (tenant, user_id, app_id, action, version, at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant, user_id, app_id) DO UPDATE SET
             action = excluded.action, version = excluded.version, at = excluded.at, seen_at = NULL
         )
         INSERT INTO trueup.sends (tenant, at) VALUES ($1, $6)`,
        [userId, appId, action, version, at],
      );
    },
    sendTimes: (notBeforeMs) =>
      guard.attempt<readonly number[] | "unreadable">(async () => {
        const rows = await sql.query("SELECT at FROM trueup.sends WHERE tenant = $1 AND at >= $2 ORDER BY at", [
          notBeforeMs,
        ]);
        return rows.flatMap(({ at }) => (isTime(at) ? [at] : []));
      }, "unreadable"),
    async withdraw({ userId, appId }) {
      await memory.dropReading(userId);
      await ask("DELETE FROM trueup.intents WHERE tenant = $1 AND user_id = $2 AND app_id = $3", [userId, appId]);
    },
    async conclude(row, outcome, sends) {
      const { status, code, requestId } = outcome;
      const run = currentRun();
      if (run !== null) await noteTrouble(row, outcome, run.source);
      const { user, on, app, action } = row;
      if (status === "applied") {
        await ask(
          "UPDATE trueup.intents SET seen_at = $2 WHERE tenant = $1 AND user_id = $3 AND app_id = ANY($4::text[])",
          [clock.now(), user.id, [on.catalogId, row.replaced?.id ?? on.catalogId]],
        );
      }
      if (isContradicted(outcome)) await memory.dropReading(user.id);
      const { from, to } = versionStep(row);
      await ask(
        `INSERT INTO trueup.outcomes
           (tenant, run, at, user_id, app, app_id, action, from_version, to_version, status, code, request_id, sends)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [run?.id ?? null, clock.now(), user.id, app, on.catalogId, action, from, to, status, code, requestId, sends],
      );
    },
    async unfinished() {
      const rows = await ask("SELECT * FROM trueup.intents WHERE tenant = $1 AND action = 'reinstall'");
      return rows.map((row) => ({ ...row, seen_at: null })).flatMap(intentOf);
    },
    async openIntents(notBeforeMs) {
      const rows = await ask("SELECT * FROM trueup.intents WHERE tenant = $1 AND at BETWEEN $2 AND $3 ORDER BY at", [
        notBeforeMs,
        clock.now() + CLOCK_ERROR_MS,
      ]);
      return rows.flatMap(intentOf);
    },
  };
}
