import type { DatabaseSync } from "node:sqlite";
import { textOrNull } from "../rows/row.ts";
import type { ToldStore } from "../store.ts";
import type { Guard } from "./database.ts";

/** What receivers of notifications were told: an entry of the table `meta` for each controller. */
export function createTold(database: DatabaseSync, guard: Guard): ToldStore {
  const find = database.prepare("SELECT value FROM meta WHERE key = ?");
  const put = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  return {
    recall: async (teller) => guard.attempt(() => textOrNull(find.get(keyOf(teller))?.["value"]), null),
    keep: async (teller, text) =>
      guard.attempt(() => {
        put.run(keyOf(teller), text);
        return true;
      }, false),
  };
}

function keyOf(teller: string): string {
  return `told ${teller}`;
}
