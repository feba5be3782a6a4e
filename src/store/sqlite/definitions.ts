import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import { digestOf } from "../../model/definition-digest.ts";
import { seenDefinition } from "../rows/definitions.ts";
import type { DefinitionStore } from "../store.ts";
import type { Guard } from "./database.ts";

/** The table of definitions that the catalog ever offered. Nothing here rejects. */
export function createDefinitions(database: DatabaseSync, guard: Guard, clock: Clock): DefinitionStore {
  const add = database.prepare(`
    INSERT INTO definitions (app_id, digest, definition, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (app_id, digest) DO UPDATE SET definition = excluded.definition, last_seen_at = excluded.last_seen_at`);
  const all = database.prepare("SELECT * FROM definitions ORDER BY app_id, first_seen_at, digest");
  return {
    async note(definition) {
      const { catalogId, version, clientAppId, permissions, bot } = definition;
      const text = JSON.stringify({ version, clientAppId, permissions, bot });
      const now = clock.now();
      guard.attempt(() => add.run(catalogId, digestOf(definition), text, now, now), undefined);
    },
    all: async () => guard.attempt(() => all.all().flatMap(seenDefinition), []),
  };
}
