import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import { type Action, ACTIONS, type Intent, type Outcome, versionStep } from "../../model/plan.ts";
import type { StoreJournal } from "../store.ts";
import type { BackOffs } from "./back-offs.ts";
import type { StoredObservationCache } from "./observation-cache.ts";
import { type Guard, inTransaction, isTime } from "./database.ts";

/** An intent from further in the future is none of ours: it would hold its row until then. */
const CLOCK_ERROR_MS = 24 * 60 * 60_000;

/** The run that outcomes belong to. */
export interface CurrentRun {
  readonly id: number;
  /** The desired state that it carries out. */
  readonly source: string;
}

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

/** Whether the user turned out to have something else than the row was decided on: that must not be decided on again. */
function isContradicted({ status, code }: Outcome): boolean {
  return status === "already-done" || code === "changed-since-plan";
}

function intentOf(row: Readonly<Record<string, unknown>>): readonly Intent[] {
  const { user_id: userId, app_id: appId, action, version, at, seen_at: seenAt } = row;
  if (typeof userId !== "string" || typeof appId !== "string" || typeof at !== "number" || !isAction(action)) return [];
  const intent = { userId, appId, action, version: typeof version === "string" ? version : null, at };
  return [typeof seenAt === "number" ? { ...intent, seenAt } : intent];
}

function isAction(value: unknown): value is Action {
  return ACTIONS.some((action) => action === value);
}
