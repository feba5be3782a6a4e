import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import type { KeptPaces } from "../../model/known-pace.ts";
import { mergedPaces, pacesIn, textOfPaces } from "../rows/paces.ts";
import { type Guard, inTransaction } from "./database.ts";

/** What Graph said about waiting: one entry of the table `meta`. */
export function createKeptPaces(database: DatabaseSync, guard: Guard, clock: Clock): KeptPaces {
  const find = database.prepare("SELECT value FROM meta WHERE key = 'paces'");
  const put = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('paces', ?)");

  const recall = (): ReturnType<typeof pacesIn> => pacesIn(find.get()?.["value"], clock.now());
  return {
    recall: async () => guard.attempt(recall, {}),
    async keep(paces) {
      guard.attempt(() => {
        inTransaction(database, () => {
          put.run(textOfPaces(mergedPaces(recall(), paces), clock.now()));
        });
      }, undefined);
    },
  };
}
