import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import { type Freeze, type Freezes, NOT_FROZEN } from "../../model/freeze.ts";
import { sameName } from "../../model/name.ts";
import { EVERY_APP, freezeOf } from "../rows/freezes.ts";
import type { StoredFreezes } from "../store.ts";

/** The table of freezes. Setting and ending one throw what SQLite throws. */
export function createFreezes(database: DatabaseSync, clock: Clock): StoredFreezes {
  const all = database.prepare("SELECT app, who, reason, since, until FROM freezes ORDER BY app");
  const put = database.prepare(
    "INSERT OR REPLACE INTO freezes (app, who, reason, since, until) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM freezes WHERE app = ?");
  const inForce = (): readonly Freeze[] =>
    all
      .all()
      .map(freezeOf)
      .filter(({ untilMs }) => untilMs === null || untilMs > clock.now());
  return {
    async inForce() {
      try {
        return { state: "known", inForce: inForce() };
      } catch (error) {
        return { state: "unreadable", why: messageOf(error) };
      }
    },
    async freeze({ app, who, reason, sinceMs, untilMs }) {
      put.run(app ?? EVERY_APP, who, reason, sinceMs, untilMs);
    },
    async thaw(app) {
      const ended = inForce().filter((freeze) => app === null || sameName(freeze.app, app));
      for (const freeze of ended) remove.run(freeze.app ?? EVERY_APP);
      return ended;
    },
  };
}

/** The same for whoever only watches: the file is neither changed nor made. */
export async function peekSqliteFreezes(path: string, clock: Clock): Promise<Freezes> {
  if (!existsSync(path)) return NOT_FROZEN;
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return await createFreezes(database, clock).inForce();
    } finally {
      database.close();
    }
  } catch (error) {
    return { state: "unreadable", why: messageOf(error) };
  }
}
