import type { DatabaseSync } from "node:sqlite";
import type { TrendStore } from "../store.ts";
import { KEPT_MS, pointOf, THINNED } from "../rows/trend.ts";
import { type Guard, inTransaction } from "./database.ts";

/** The table of what passes found, over time. Nothing here rejects. */
export function createTrend(database: DatabaseSync, guard: Guard): TrendStore {
  const add = database.prepare("INSERT OR REPLACE INTO trend (at, as_desired, rows) VALUES (?, ?, ?)");
  const thin = database.prepare(
    "DELETE FROM trend WHERE at < ?1 AND at NOT IN (SELECT max(at) FROM trend WHERE at < ?1 GROUP BY at / CAST(?2 AS INTEGER))",
  );
  // After a clock was set back, what is still to come would stand at the end for ever.
  const drop = database.prepare("DELETE FROM trend WHERE at < ? OR at > ?");
  const all = database.prepare("SELECT at, as_desired, rows FROM trend ORDER BY at");
  return {
    async note({ at, asDesired, of }) {
      guard.attempt(() => {
        inTransaction(database, () => {
          add.run(at, asDesired, of);
          drop.run(at - KEPT_MS, at);
          for (const { olderThanMs, oneInMs } of THINNED) thin.run(at - olderThanMs, oneInMs);
        });
      }, undefined);
    },
    all: async () => guard.attempt(() => all.all().flatMap(pointOf), []),
  };
}
