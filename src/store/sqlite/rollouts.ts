import type { DatabaseSync } from "node:sqlite";
import type { OutcomeStatus } from "../../model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode } from "../../model/reasons.ts";
import type { RolloutState } from "../../model/rollout.ts";
import type { RolloutStore, RolloutOutcome, Watched } from "../../rollout/ports.ts";
import { type Guard, inTransaction, isTime } from "./database.ts";

/** The tables of rollouts in a store, which is one tenant's. Nothing here rejects. */
export function createRolloutStore(database: DatabaseSync, guard: Guard): RolloutStore {
  const all = database.prepare("SELECT state FROM rollouts ORDER BY app_id, digest");
  const put = database.prepare("INSERT OR REPLACE INTO rollouts (app_id, digest, state) VALUES (?, ?, ?)");
  const ended = database.prepare(`
    SELECT user_id, status, code, sends, at FROM outcomes WHERE app_id = ? AND to_version = ? AND at >= ? ORDER BY id`);
  const seen = database.prepare("SELECT first_seen_at FROM definitions WHERE app_id = ? AND digest = ?");
  const people = database.prepare(
    "SELECT user_id, part, since, gone_at, seen_at FROM watched WHERE app_id = ? AND digest = ?",
  );
  const watch = database.prepare(`
    INSERT OR REPLACE INTO watched (app_id, digest, user_id, part, since, gone_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  return {
    isUsable: async () => !guard.isBroken(),
    states: async () => guard.attempt(() => all.all().flatMap(({ state }) => stateOf(state)), []),
    async keep(states) {
      guard.attempt(
        () =>
          inTransaction(database, () => {
            for (const state of states) put.run(state.catalogId, state.digest, JSON.stringify(state));
          }),
        undefined,
      );
    },
    outcomes: async (catalogId, version, sinceMs) =>
      guard.attempt(() => ended.all(catalogId, version, sinceMs).flatMap(outcomeOf), []),
    async firstSeen(catalogId, digest) {
      const at = guard.attempt(() => seen.get(catalogId.toLowerCase(), digest)?.["first_seen_at"], undefined);
      return isTime(at) ? at : null;
    },
    watched: async (catalogId, digest) => guard.attempt(() => people.all(catalogId, digest).flatMap(watchedOf), []),
    async watch(catalogId, digest, changed) {
      guard.attempt(
        () =>
          inTransaction(database, () => {
            for (const { userId, part, since, goneAt, seenAt } of changed)
              watch.run(catalogId, digest, userId, part, since, goneAt, seenAt);
          }),
        undefined,
      );
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** What this program wrote; anything else counts as nothing. */
function stateOf(text: unknown): readonly RolloutState[] {
  if (typeof text !== "string") return [];
  const state: unknown = JSON.parse(text);
  return isState(state) ? [state] : [];
}

function isState(value: unknown): value is RolloutState {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  const isList = (name: string): boolean => Array.isArray(Reflect.get(value, name));
  return (
    ["app", "catalogId", "digest", "version", "salt"].every((name) => has(name, "string")) &&
    ["measuredSince", "openBelow", "idleMs", "lookedAt"].every((name) => has(name, "number")) &&
    ["opened", "halts", "course"].every(isList) &&
    has("reaches", "object") &&
    has("signals", "object")
  );
}

const STATUSES: readonly OutcomeStatus[] = ["applied", "already-done", "unverified", "failed", "not-tried"];

function outcomeOf({ user_id: userId, status, code, sends, at }: Row): readonly RolloutOutcome[] {
  const known = STATUSES.find((one) => one === status);
  if (typeof userId !== "string" || known === undefined || typeof sends !== "number" || !isTime(at)) return [];
  return [{ userId: userId.toLowerCase(), status: known, code: isCode(code) ? code : null, sends, at }];
}

function isCode(code: unknown): code is OutcomeCode {
  return typeof code === "string" && Object.hasOwn(OUTCOME_CODES, code);
}

function watchedOf({ user_id: userId, part, since, gone_at: goneAt, seen_at: seenAt }: Row): readonly Watched[] {
  if (typeof userId !== "string" || (part !== "upgraded" && part !== "control") || !isTime(since)) return [];
  return [{ userId, part, since, goneAt: isTime(goneAt) ? goneAt : null, seenAt: isTime(seenAt) ? seenAt : null }];
}
