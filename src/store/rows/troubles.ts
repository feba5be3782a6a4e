import { type BackOff, NEVER_AGAIN } from "../../model/back-off.ts";
import { isoTime } from "../../model/clock.ts";
import type { Outcome } from "../../model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode } from "../../model/reasons.ts";
import { isTime, type Row } from "./row.ts";

const DAY_MS = 24 * 60 * 60_000;
const LONGEST_DAYS = 14;

/** What an end is counted as. */
type Kind = "corrected" | "repaired" | "no effect" | `refused ${string}`;

/** As what an end is counted; null: it says nothing about trying again. */
export function kindOf({ status, code }: Outcome, isOfRepair: boolean): Kind | null {
  if (status === "applied") return isOfRepair ? "repaired" : "corrected";
  if (isOfRepair && code === "consent-mismatch") return "refused consent-not-repaired";
  if (status === "unverified") return "no effect";
  return status === "failed" && code !== null && code !== "throttled" ? `refused ${code}` : null;
}

/** The pairs that rows of the table `troubles` have wait at a moment. */
export function backOffsIn(rows: readonly Row[], nowMs: number): readonly BackOff[] {
  const worked = new Set(rows.filter(({ kind }) => kind === "repaired").map(definedOf));
  const all = rows.flatMap((row) =>
    backOffOf(row).map((backOff) => ({
      ...backOff,
      ofAllRepairs: row["kind"] === NOT_REPAIRED && !worked.has(definedOf(row)),
    })),
  );
  return all.filter(({ until }) => until > nowMs);
}

const NOT_REPAIRED: Kind = "refused consent-not-repaired";

function definedOf({ app_id: appId, definition }: Row): string {
  return `${String(appId)} ${String(definition)}`;
}

function backOffOf(row: Row): readonly Omit<BackOff, "ofAllRepairs">[] {
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
