import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import { versionStep } from "../../model/plan.ts";
import { CLOCK_ERROR_MS, type CurrentRun, intentOf, isContradicted } from "../rows/intents.ts";
import { isTime } from "../rows/row.ts";
import type { StoreJournal } from "../store.ts";
import type { BackOffs } from "./back-offs.ts";
import type { StoredObservationCache } from "./observation-cache.ts";
import { type Guard, inTransaction } from "./database.ts";

/** `currentRun` gives null outside of a run. Nothing here rejects. */
export function createJournal(
  database: DatabaseSync,
  memory: StoredObservationCache,
  guard: Guard,
  clock: Clock,
  currentRun: () => CurrentRun | null,
  troubles: BackOffs,
): StoreJournal {
  const put = database.prepare(
    "INSERT OR REPLACE INTO intents (user_id, app_id, action, version, at) VALUES (?, ?, ?, ?, ?)",
  );
  const addSend = database.prepare("INSERT INTO sends (at) VALUES (?)");
  const sentSince = database.prepare("SELECT at FROM sends WHERE at >= ? ORDER BY at");
  const withdraw = database.prepare("DELETE FROM intents WHERE user_id = ? AND app_id = ?");
  const since = database.prepare(
    "SELECT user_id, app_id, action, version, at, seen_at FROM intents WHERE at BETWEEN ? AND ? ORDER BY at",
  );
  const see = database.prepare("UPDATE intents SET seen_at = ? WHERE user_id = ? AND app_id IN (?, ?)");
  const reinstalls = database.prepare(
    "SELECT user_id, app_id, action, version, at FROM intents WHERE action = 'reinstall'",
  );
  const addOutcome = database.prepare(`
    INSERT INTO outcomes (run, at, user_id, app, app_id, action, from_version, to_version, status, code, request_id, sends)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    async intend({ userId, appId, action, version, at }) {
      memory.dropReading(userId);
      guard.attempt(() => {
        inTransaction(database, () => {
          put.run(userId, appId, action, version, at);
          addSend.run(at);
        });
      }, undefined);
    },
    async sendTimes(notBeforeMs) {
      const times = (): readonly number[] => sentSince.all(notBeforeMs).flatMap(({ at }) => (isTime(at) ? [at] : []));
      return guard.attempt<readonly number[] | "unreadable">(times, "unreadable");
    },
    async withdraw({ userId, appId }) {
      memory.dropReading(userId);
      guard.attempt(() => withdraw.run(userId, appId), undefined);
    },
    async conclude(row, outcome, sends) {
      const { status, code, requestId } = outcome;
      const run = currentRun();
      if (run !== null) troubles.note(row, outcome, run.source, clock.now());
      const { user, on, app, action } = row;
      if (status === "applied") {
        const copy = row.replaced?.id ?? on.catalogId;
        guard.attempt(() => see.run(clock.now(), user.id, on.catalogId, copy), undefined);
      }
      if (isContradicted(outcome)) memory.dropReading(user.id);
      const { from, to } = versionStep(row);
      const facts = [app, on.catalogId, action, from, to, status, code, requestId, sends] as const;
      guard.attempt(() => addOutcome.run(run?.id ?? null, clock.now(), user.id, ...facts), undefined);
    },
    async unfinished() {
      return guard.attempt(() => reinstalls.all().flatMap(intentOf), []);
    },
    async openIntents(notBeforeMs) {
      return guard.attempt(() => since.all(notBeforeMs, clock.now() + CLOCK_ERROR_MS).flatMap(intentOf), []);
    },
  };
}
