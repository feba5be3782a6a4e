import type { DatabaseSync } from "node:sqlite";
import { type BackOff, definitionText, NEVER_AGAIN } from "../../model/back-off.ts";
import { isoTime } from "../../model/clock.ts";
import { type ActingRow, isRepair, type Outcome } from "../../model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode } from "../../model/reasons.ts";
import { type Guard, isTime } from "./database.ts";

/** Which rows are tried in vain, again and again. Nothing here throws. */
export interface BackOffs {
  /** Counts how a row ended, for the desired state that `source` names. */
  readonly note: (row: ActingRow, outcome: Outcome, source: string, nowMs: number) => void;
  /** The pairs that are to wait now. What was tried for another desired state does not count. */
  readonly backOffs: (source: string, nowMs: number) => readonly BackOff[];
}

const DAY_MS = 24 * 60 * 60_000;
const LONGEST_DAYS = 14;

/** What an end is counted as; null: it says nothing about trying again. */
type Kind = "corrected" | "repaired" | "no effect" | `refused ${string}`;

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
      return guard.attempt(() => all(ofSource.all(source)), []).filter(({ until }) => until > nowMs);
    },
  };
}

function kindOf({ status, code }: Outcome, isOfRepair: boolean): Kind | null {
  if (status === "applied") return isOfRepair ? "repaired" : "corrected";
  if (isOfRepair && code === "consent-mismatch") return "refused consent-not-repaired";
  if (status === "unverified") return "no effect";
  return status === "failed" && code !== null && code !== "throttled" ? `refused ${code}` : null;
}

function all(rows: readonly Readonly<Record<string, unknown>>[]): readonly BackOff[] {
  const worked = new Set(rows.filter(({ kind }) => kind === "repaired").map(definedOf));
  return rows.flatMap((row) =>
    backOffOf(row).map((backOff) => ({
      ...backOff,
      ofAllRepairs: row["kind"] === NOT_REPAIRED && !worked.has(definedOf(row)),
    })),
  );
}

const NOT_REPAIRED: Kind = "refused consent-not-repaired";

function definedOf({ app_id: appId, definition }: Readonly<Record<string, unknown>>): string {
  return `${String(appId)} ${String(definition)}`;
}

function backOffOf(row: Readonly<Record<string, unknown>>): readonly Omit<BackOff, "ofAllRepairs">[] {
  const { user_id: userId, app_id: appId, kind, definition, count, first_at: firstAt, last_at: lastAt } = row;
  if (typeof userId !== "string" || typeof appId !== "string" || typeof kind !== "string") return [];
  if (typeof definition !== "string" || typeof count !== "number") return [];
  if (!isTime(firstAt) || !isTime(lastAt)) return [];
  // Once corrected is what is wanted; only what does not last is a trouble.
  const times = kind === "corrected" || kind === "repaired" ? count - 1 : count;
  if (times < 1) return [];
  const days = Math.min(LONGEST_DAYS, 2 ** (times - 1));
  const until = kind === NOT_REPAIRED ? NEVER_AGAIN : lastAt + days * DAY_MS;
  return [{ userId, appId, definition, until, ...told(kind, count, firstAt) }];
}

function told(kind: string, count: number, firstAt: number): Pick<BackOff, "history" | "move" | "isFutile"> {
  const often = `${count === 1 ? "once" : `${count} times`} since ${isoTime(firstAt).slice(0, 10)}`;
  if (kind === "corrected" || kind === "repaired") {
    const history = `corrected ${often}, and it drifted back each time`;
    return { history, move: "assignment-owner", isFutile: true };
  }
  if (kind === "no effect") {
    return { history: `sent ${often}, and it never became visible`, move: "app-owner", isFutile: false };
  }
  const code = kind.replace(/^refused /, "");
  return {
    history: `refused ${often} (${code})`,
    move: isOutcomeCode(code) ? OUTCOME_CODES[code].move : "teams-admin",
    isFutile: code === "permanent-app" || code === "admin-preinstalled" || code === "consent-not-repaired",
  };
}

function isOutcomeCode(code: string): code is OutcomeCode {
  return Object.hasOwn(OUTCOME_CODES, code);
}
