import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import type { KnownPace, KnownPaces, KeptPaces } from "../../model/known-pace.ts";
import { type Guard, inTransaction, isTime } from "./database.ts";

/** A pause for longer is none that Graph asks for. */
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
/** A limit that was found so long ago says nothing of today. */
const FOUND_FOR_MS = 60 * 60_000;

/** What Graph said about waiting: one entry of the table `meta`. */
export function createKeptPaces(database: DatabaseSync, guard: Guard, clock: Clock): KeptPaces {
  const find = database.prepare("SELECT value FROM meta WHERE key = 'paces'");
  const put = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('paces', ?)");

  function recall(): KnownPaces {
    const kept = parsed(find.get()?.["value"]);
    const since = kept["at"];
    const classes = kept["classes"];
    if (!isTime(since) || !isRecord(classes)) return {};
    // A clock that was set back must not make a pause longer than it was.
    const backMs = Math.max(0, since - clock.now());
    return Object.fromEntries(
      Object.entries(classes).flatMap(([name, value]) => {
        const pace = paceOf(value, backMs, clock.now());
        return pace === null ? [] : [[name, pace]];
      }),
    );
  }

  return {
    recall: async () => guard.attempt(recall, {}),
    async keep(paces) {
      guard.attempt(() => {
        inTransaction(database, () => {
          const classes = merged(recall(), paces);
          put.run(JSON.stringify({ at: clock.now(), classes }));
        });
      }, undefined);
    },
  };
}

function merged(before: KnownPaces, now: KnownPaces): KnownPaces {
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
  if (!isRecord(value)) return null;
  const { pausedUntilMs: until, found } = value;
  const pausedUntilMs = isTime(until) && isAhead(until - backMs, nowMs, LONGEST_PAUSE_MS) ? until - backMs : null;
  const limit = foundOf(found, backMs, nowMs);
  return pausedUntilMs === null && limit === null ? null : { pausedUntilMs, found: limit };
}

function foundOf(value: unknown, backMs: number, nowMs: number): KnownPace["found"] {
  if (!isRecord(value)) return null;
  const { perSecond, triesAtMs } = value;
  if (typeof perSecond !== "number" || perSecond <= 0 || !isTime(triesAtMs)) return null;
  const at = triesAtMs - backMs;
  return Math.abs(at - nowMs) > FOUND_FOR_MS ? null : { perSecond, triesAtMs: at };
}

function isAhead(ms: number, nowMs: number, mostMs: number): boolean {
  return ms > nowMs && ms - nowMs <= mostMs;
}

function parsed(text: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(String(text));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
