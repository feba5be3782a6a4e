import type { DatabaseSync } from "node:sqlite";
import type { RolloutStore } from "../../rollout/ports.ts";
import { outcomeOf, stateOf, watchedOf } from "../rows/rollouts.ts";
import { isTime } from "../rows/row.ts";
import { type Guard, inTransaction } from "./database.ts";

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
