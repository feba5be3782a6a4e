import type { DatabaseSync } from "node:sqlite";
import type { TrendPoint } from "../../model/trend.ts";
import type { TrendStore } from "../store.ts";
import { type Guard, inTransaction, isTime } from "./database.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What is so old is thinned out to the last point of each such stretch. */
const THINNED = [
  { olderThanMs: HOUR_MS, oneInMs: HOUR_MS / 6 },
  { olderThanMs: DAY_MS, oneInMs: 2 * HOUR_MS },
  { olderThanMs: 30 * DAY_MS, oneInMs: DAY_MS },
] as const;
const KEPT_MS = 366 * DAY_MS;

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

function pointOf({ at, as_desired: asDesired, rows: of }: Readonly<Record<string, unknown>>): readonly TrendPoint[] {
  if (!isTime(at) || typeof asDesired !== "number" || typeof of !== "number") return [];
  return [{ at, asDesired, of }];
}
