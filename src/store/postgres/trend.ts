import { KEPT_MS, pointOf, THINNED } from "../rows/trend.ts";
import type { TrendStore } from "../store.ts";
import type { Guard } from "./guard.ts";
import type { TenantSql } from "./sql.ts";

/** The table of what passes found, over time. Nothing here rejects. */
export function createTrend(sql: TenantSql, guard: Guard): TrendStore {
  return {
    async note({ at, asDesired, of }) {
      await guard.attempt(
        () =>
          sql.inTurn("trend", async (query) => {
            await query(
              `INSERT INTO trueup.trend (tenant, at, as_desired, rows) VALUES ($1, $2, $3, $4)
               ON CONFLICT (tenant, at) DO UPDATE SET as_desired = excluded.as_desired, rows = excluded.rows`,
              [at, asDesired, of],
            );
            // After a clock was set back, what is still to come would stand at the end for ever.
            await query("DELETE FROM trueup.trend WHERE tenant = $1 AND (at < $2 OR at > $3)", [at - KEPT_MS, at]);
            for (const { olderThanMs, oneInMs } of THINNED)
              await query(
                `DELETE FROM trueup.trend WHERE tenant = $1 AND at < $2 AND at NOT IN (
                   SELECT max(at) FROM trueup.trend WHERE tenant = $1 AND at < $2 GROUP BY at / $3::bigint)`,
                [at - olderThanMs, oneInMs],
              );
          }),
        undefined,
      );
    },
    all: () =>
      guard.attempt(async () => {
        const rows = await sql.query("SELECT at, as_desired, rows FROM trueup.trend WHERE tenant = $1 ORDER BY at");
        return rows.flatMap(pointOf);
      }, []),
  };
}
