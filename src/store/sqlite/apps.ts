import type { DatabaseSync } from "node:sqlite";
import { knownApp } from "../rows/apps.ts";
import type { AppStore } from "../store.ts";
import { type Guard, inTransaction } from "./database.ts";

/** The table of what apps are called. Nothing here rejects. */
export function createApps(database: DatabaseSync, guard: Guard): AppStore {
  // A name moves with an upload anew, and is one app's.
  const release = database.prepare("UPDATE apps SET name = NULL WHERE name = ? AND app_id <> ?");
  const add = database.prepare(`
    INSERT INTO apps (app_id, manifest_id, name, display_name) VALUES (?, ?, ?, ?)
    ON CONFLICT (app_id) DO UPDATE SET manifest_id = coalesce(excluded.manifest_id, manifest_id),
      name = coalesce(excluded.name, name), display_name = coalesce(excluded.display_name, display_name)`);
  const all = database.prepare("SELECT * FROM apps ORDER BY app_id");
  return {
    async note(apps) {
      guard.attempt(
        () =>
          inTransaction(database, () => {
            for (const { catalogId, manifestId, name, displayName } of apps) {
              if (name !== null) release.run(name, catalogId.toLowerCase());
              add.run(catalogId.toLowerCase(), manifestId?.toLowerCase() ?? null, name, displayName);
            }
          }),
        undefined,
      );
    },
    all: async () => guard.attempt(() => all.all().map(knownApp), []),
  };
}
