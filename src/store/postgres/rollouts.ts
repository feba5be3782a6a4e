import type { RolloutStore } from "../../rollout/ports.ts";
import { outcomeOf, stateOf, watchedOf } from "../rows/rollouts.ts";
import { timeOrNull } from "../rows/row.ts";
import type { Guard } from "./guard.ts";
import type { TenantSql } from "./sql.ts";

/** The tables of rollouts of one tenant. Nothing here rejects. */
export function createRolloutStore(sql: TenantSql, guard: Guard): RolloutStore {
  const ask = (text: string, values: Parameters<TenantSql["query"]>[1] = []) =>
    guard.attempt(() => sql.query(text, values), []);
  return {
    isUsable: async () => !guard.isBroken(),
    async states() {
      const rows = await ask("SELECT state FROM trueup.rollouts WHERE tenant = $1 ORDER BY app_id, digest");
      return rows.flatMap(({ state }) => stateOf(state));
    },
    async keep(states) {
      await ask(
        `INSERT INTO trueup.rollouts (tenant, app_id, digest, state)
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
         ON CONFLICT (tenant, app_id, digest) DO UPDATE SET state = excluded.state`,
        [
          states.map(({ catalogId }) => catalogId),
          states.map(({ digest }) => digest),
          states.map((state) => JSON.stringify(state)),
        ],
      );
    },
    async outcomes(catalogId, version, sinceMs) {
      const rows = await ask(
        `SELECT user_id, status, code, sends, at FROM trueup.outcomes
         WHERE tenant = $1 AND app_id = $2 AND to_version = $3 AND at >= $4 ORDER BY id`,
        [catalogId, version, sinceMs],
      );
      return rows.flatMap(outcomeOf);
    },
    async firstSeen(catalogId, digest) {
      const [row] = await ask(
        "SELECT first_seen_at FROM trueup.definitions WHERE tenant = $1 AND app_id = $2 AND digest = $3",
        [catalogId.toLowerCase(), digest],
      );
      return timeOrNull(row?.["first_seen_at"]);
    },
    async watched(catalogId, digest) {
      const rows = await ask("SELECT * FROM trueup.watched WHERE tenant = $1 AND app_id = $2 AND digest = $3", [
        catalogId,
        digest,
      ]);
      return rows.flatMap(watchedOf);
    },
    async watch(catalogId, digest, people) {
      const last = [...new Map(people.map((one) => [one.userId, one])).values()];
      await ask(
        `INSERT INTO trueup.watched (tenant, app_id, digest, user_id, part, since, gone_at, seen_at)
         SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
         ON CONFLICT (tenant, app_id, digest, user_id) DO UPDATE SET
           part = excluded.part, since = excluded.since, gone_at = excluded.gone_at, seen_at = excluded.seen_at`,
        [
          catalogId,
          digest,
          last.map(({ userId }) => userId),
          last.map(({ part }) => part),
          last.map(({ since }) => since),
          last.map(({ goneAt }) => goneAt),
          last.map(({ seenAt }) => seenAt),
        ],
      );
    },
  };
}
