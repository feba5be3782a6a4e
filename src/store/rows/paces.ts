import { isJsonObject, parseJsonObject } from "../../model/json-object.ts";
import type { KnownPace, KnownPaces } from "../../model/known-pace.ts";
import { isTime } from "./row.ts";

/** A pause for longer is none that Graph asks for. */
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
/** A limit that was found so long ago says nothing of today. */
const FOUND_FOR_MS = 60 * 60_000;

/** What a text of {@link textOfPaces} says that still holds. */
export function pacesIn(text: unknown, nowMs: number): KnownPaces {
  const kept = parseJsonObject(String(text)) ?? {};
  const since = kept["at"];
  const classes = kept["classes"];
  if (!isTime(since) || !isJsonObject(classes)) return {};
  // A clock that was set back must not make a pause longer than it was.
  const backMs = Math.max(0, since - nowMs);
  return Object.fromEntries(
    Object.entries(classes).flatMap(([name, value]) => {
      const pace = paceOf(value, backMs, nowMs);
      return pace === null ? [] : [[name, pace]];
    }),
  );
}

/** What is kept of paces. */
export function textOfPaces(classes: KnownPaces, nowMs: number): string {
  return JSON.stringify({ at: nowMs, classes });
}

/** Both: a pause that ends later stays. */
export function mergedPaces(before: KnownPaces, now: KnownPaces): KnownPaces {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [earlier, later] = [before[name], now[name]];
      const pausedUntilMs = Math.max(earlier?.pausedUntilMs ?? 0, later?.pausedUntilMs ?? 0);
      return [
        name,
        { pausedUntilMs: pausedUntilMs === 0 ? null : pausedUntilMs, found: later?.found ?? earlier?.found ?? null },
      ];
    }),
  );
}

/** Null: nothing of it holds any more. A row that somebody else wrote may hold anything. */
function paceOf(value: unknown, backMs: number, nowMs: number): KnownPace | null {
  if (!isJsonObject(value)) return null;
  const { pausedUntilMs: until, found } = value;
  const pausedUntilMs = isTime(until) && isAhead(until - backMs, nowMs, LONGEST_PAUSE_MS) ? until - backMs : null;
  const limit = foundOf(found, backMs, nowMs);
  return pausedUntilMs === null && limit === null ? null : { pausedUntilMs, found: limit };
}

function foundOf(value: unknown, backMs: number, nowMs: number): KnownPace["found"] {
  if (!isJsonObject(value)) return null;
  const { perSecond, triesAtMs } = value;
  if (typeof perSecond !== "number" || perSecond <= 0 || !isTime(triesAtMs)) return null;
  const at = triesAtMs - backMs;
  return Math.abs(at - nowMs) > FOUND_FOR_MS ? null : { perSecond, triesAtMs: at };
}

function isAhead(ms: number, nowMs: number, mostMs: number): boolean {
  return ms > nowMs && ms - nowMs <= mostMs;
}
