import type { DatabaseSync } from "node:sqlite";
import { type BackOff, definitionText } from "../../model/back-off.ts";
import { type ActingRow, isRepair, type Outcome } from "../../model/plan.ts";
import { backOffsIn, kindOf } from "../rows/troubles.ts";
import type { Guard } from "./database.ts";

/** Which rows are tried in vain, again and again. Nothing here throws. */
export interface BackOffs {
  /** Counts how a row ended, for the desired state that `source` names. */
  readonly note: (row: ActingRow, outcome: Outcome, source: string, nowMs: number) => void;
  /** The pairs that are to wait now. What was tried for another desired state does not count. */
  readonly backOffs: (source: string, nowMs: number) => readonly BackOff[];
}

/** The table of troubles in a store. */
export function createBackOffs(database: DatabaseSync, guard: Guard): BackOffs {
  const find = database.prepare(
    "SELECT kind, definition, source, count, first_at FROM troubles WHERE user_id = ? AND app_id = ?",
  );
  const put = database.prepare(`
    INSERT OR REPLACE INTO troubles (user_id, app_id, kind, definition, source, count, first_at, last_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const ofSource = database.prepare(
    "SELECT user_id, app_id, kind, definition, count, first_at, last_at FROM troubles WHERE source = ?",
  );
  return {
    note(row, outcome, source, nowMs) {
      const kind = kindOf(outcome, isRepair(row));
      if (kind === null) return;
      const { user, on } = row;
      const [userId, appId] = [user.id, on.catalogId];
      guard.attempt(() => {
        const definition = definitionText(on.app.offered);
        const before = find.get(userId, appId);
        const isSame = before?.["kind"] === kind && before["definition"] === definition && before["source"] === source;
        const [count, firstAt] = isSame ? [Number(before["count"]) + 1, Number(before["first_at"])] : [1, nowMs];
        put.run(userId, appId, kind, definition, source, count, firstAt, nowMs);
      }, undefined);
    },
    backOffs(source, nowMs) {
      return guard.attempt(() => backOffsIn(ofSource.all(source), nowMs), []);
    },
  };
}
