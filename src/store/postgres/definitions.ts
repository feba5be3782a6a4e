import type { Clock } from "../../model/clock.ts";
import { digestOf } from "../../model/definition-digest.ts";
import { seenDefinition } from "../rows/definitions.ts";
import type { DefinitionStore } from "../store.ts";
import type { Guard } from "./guard.ts";
import type { TenantSql } from "./sql.ts";

/** The table of definitions that the catalog ever offered. Nothing here rejects. */
export function createDefinitions(sql: TenantSql, guard: Guard, clock: Clock): DefinitionStore {
  return {
    async note(definition) {
      const { catalogId, version, clientAppId, permissions, bot } = definition;
      const text = JSON.stringify({ version, clientAppId, permissions, bot });
      await guard.attempt(
        () =>
          sql.query(
            `INSERT INTO trueup.definitions (tenant, app_id, digest, definition, first_seen_at, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (tenant, app_id, digest) DO UPDATE SET
               definition = excluded.definition, last_seen_at = excluded.last_seen_at`,
            [catalogId, digestOf(definition), text, clock.now()],
          ),
        [],
      );
    },
    all: () =>
      guard.attempt(async () => {
        const rows = await sql.query(
          "SELECT * FROM trueup.definitions WHERE tenant = $1 ORDER BY app_id, first_seen_at, digest",
        );
        return rows.flatMap(seenDefinition);
      }, []),
  };
}
