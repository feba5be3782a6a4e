import type { OutcomeStatus } from "../../model/plan.ts";
import { OUTCOME_CODES, type OutcomeCode } from "../../model/reasons.ts";
import type { RolloutState } from "../../model/rollout.ts";
import type { RolloutOutcome, Watched } from "../../rollout/ports.ts";
import { isTime, type Row } from "./row.ts";

/** What this program wrote; anything else counts as nothing. */
export function stateOf(text: unknown): readonly RolloutState[] {
  if (typeof text !== "string") return [];
  const state: unknown = JSON.parse(text);
  return isState(state) ? [state] : [];
}

function isState(value: unknown): value is RolloutState {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  const isList = (name: string): boolean => Array.isArray(Reflect.get(value, name));
  return (
    ["app", "catalogId", "digest", "version", "salt"].every((name) => has(name, "string")) &&
    ["measuredSince", "openBelow", "idleMs", "lookedAt"].every((name) => has(name, "number")) &&
    ["opened", "halts", "course"].every(isList) &&
    has("reaches", "object") &&
    has("signals", "object")
  );
}

const STATUSES: readonly OutcomeStatus[] = ["applied", "already-done", "unverified", "failed", "not-tried"];

/** How a change ended; anything else counts as nothing. */
export function outcomeOf({ user_id: userId, status, code, sends, at }: Row): readonly RolloutOutcome[] {
  const known = STATUSES.find((one) => one === status);
  if (typeof userId !== "string" || known === undefined || typeof sends !== "number" || !isTime(at)) return [];
  return [{ userId: userId.toLowerCase(), status: known, code: isCode(code) ? code : null, sends, at }];
}

function isCode(code: unknown): code is OutcomeCode {
  return typeof code === "string" && Object.hasOwn(OUTCOME_CODES, code);
}

/** Who is watched; anything else counts as nothing. */
export function watchedOf({ user_id: userId, part, since, gone_at: goneAt, seen_at: seenAt }: Row): readonly Watched[] {
  if (typeof userId !== "string" || (part !== "upgraded" && part !== "control") || !isTime(since)) return [];
  return [{ userId, part, since, goneAt: isTime(goneAt) ? goneAt : null, seenAt: isTime(seenAt) ? seenAt : null }];
}
