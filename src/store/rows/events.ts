import type { AuditTally, Hint, KeptSubscription } from "../../model/events.ts";
import { isTime, type Row } from "./row.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Audits are judged over fewer days. */
export const AUDITS_KEPT_MS = 30 * DAY_MS;

/** Audits are added up by day. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** A subscription; anything else counts as none. */
export function subscriptionOf({
  app_id: appId,
  id,
  url,
  since,
  expires_at: expiresAt,
}: Row): readonly KeptSubscription[] {
  if (typeof appId !== "string" || typeof id !== "string" || typeof url !== "string") return [];
  return isTime(since) && isTime(expiresAt) ? [{ appId, id, url, sinceMs: since, expiresAtMs: expiresAt }] : [];
}

/** A hint; anything else counts as none. */
export function hintOf({ user_id: userId, app_id: appId, at }: Row): readonly Hint[] {
  if (typeof userId !== "string" || typeof appId !== "string" || !isTime(at)) return [];
  return [{ userId, appId, atMs: at }];
}

/** What one day's audits came to; anything else counts as nothing. */
export function tallyOf({ audited, misses, exposure_ms: exposureMs }: Row): readonly AuditTally[] {
  const counts = [audited, misses, exposureMs].map(Number);
  const [people = 0, missed = 0, exposure = 0] = counts;
  return counts.every((count) => count >= 0) ? [{ audited: people, misses: missed, exposureMs: exposure }] : [];
}
