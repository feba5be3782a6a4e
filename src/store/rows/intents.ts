import { type Action, ACTIONS, type Intent, type Outcome } from "../../model/plan.ts";
import type { Row } from "./row.ts";

/** An intent from further in the future is none of ours: it would hold its row until then. */
export const CLOCK_ERROR_MS = 24 * 60 * 60_000;

/** The run that outcomes belong to. */
export interface CurrentRun {
  readonly id: number;
  /** The desired state that it carries out. */
  readonly source: string;
}

/** Whether the user turned out to have something else than the row was decided on: that must not be decided on again. */
export function isContradicted({ status, code }: Outcome): boolean {
  return status === "already-done" || code === "changed-since-plan";
}

/** What this program noted of a write; anything else counts as nothing. */
export function intentOf(row: Row): readonly Intent[] {
  const { user_id: userId, app_id: appId, action, version, at, seen_at: seenAt } = row;
  if (typeof userId !== "string" || typeof appId !== "string" || typeof at !== "number" || !isAction(action)) return [];
  const intent = { userId, appId, action, version: typeof version === "string" ? version : null, at };
  return [typeof seenAt === "number" ? { ...intent, seenAt } : intent];
}

function isAction(value: unknown): value is Action {
  return ACTIONS.some((action) => action === value);
}
