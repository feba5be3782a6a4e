import { digestOf } from "../../model/definition-digest.ts";
import type { SeenDefinition } from "../../model/lock.ts";
import { isTime, type Row } from "./row.ts";

/** What this program wrote; anything else counts as nothing. */
export function seenDefinition(row: Row): readonly SeenDefinition[] {
  const { app_id: catalogId, digest, definition, first_seen_at: firstSeenMs, last_seen_at: lastSeenMs } = row;
  if (typeof catalogId !== "string" || typeof digest !== "string" || typeof definition !== "string") return [];
  if (!isTime(firstSeenMs) || !isTime(lastSeenMs)) return [];
  const seen = { ...JSON.parse(definition), catalogId };
  return digestOf(seen) === digest ? [{ ...seen, digest, firstSeenMs, lastSeenMs }] : [];
}
