import { knownApp } from "../rows/apps.ts";
import type { AppStore } from "../store.ts";
import type { Guard } from "./guard.ts";
import type { Query, TenantSql } from "./sql.ts";

/** The table of what apps are called. Nothing here rejects. */
export function createApps(sql: TenantSql, guard: Guard): AppStore {
  return {
    async note(apps) {
      const noteAll = async (query: Query): Promise<void> => {
        for (const { catalogId, manifestId, name, displayName } of apps) {
          const id = catalogId.toLowerCase();
          // A name moves with an upload anew, and is one app's.
          if (name !== null)
            await query("UPDATE trueup.apps SET name = NULL WHERE tenant = $1 AND name = $2 AND app_id <> $3", [
              name,
              id,
            ]);
          await query(
            `INSERT INTO trueup.apps AS a (tenant, app_id, manifest_id, name, display_name) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant, app_id) DO UPDATE SET manifest_id = coalesce(excluded.manifest_id, a.manifest_id),
               name = coalesce(excluded.name, a.name), display_name = coalesce(excluded.display_name, a.display_name)`,
            [id, manifestId?.toLowerCase() ?? null, name, displayName],
          );
        }
      };
      await guard.attempt(() => sql.inTurn("apps", noteAll), undefined);
    },
    all: () =>
      guard.attempt(
        async () => (await sql.query("SELECT * FROM trueup.apps WHERE tenant = $1 ORDER BY app_id")).map(knownApp),
        [],
      ),
  };
}
