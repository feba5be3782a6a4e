import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../model/clock.ts";
import type { LookedFor, ObservationMemory, Recalled, Tried } from "../observe/memory.ts";
import type { Guard } from "./guard.ts";
import { createScope } from "./scope.ts";
import { readInstallations, writeInstallations } from "./stored-reading.ts";
import type { Texts } from "./texts.ts";
import { isTime } from "./time.ts";
import { inTransaction } from "./transaction.ts";

/** The memory of a store, with what only the store itself needs of it. */
export interface StoredMemory extends ObservationMemory {
  /** Writes what is still only in this process. */
  readonly flush: () => void;
  /** What was seen of a user is not good any more, since something is written for them. */
  readonly dropReading: (userId: string) => void;
}

/**
 * Readings are written together, since each transaction costs as much as many rows; a killed process loses the last ones.
 * Where they come fast, they wait longer, so that writing them takes a tenth of the time at most.
 */
const MOST_WAITING = 5_000;
const SHORTEST_WAIT_MS = 100;
const WAIT_PER_WRITING = 9;
/** Users that are looked up by one query. */
const RECALLED_AT_ONCE = 1_000;

const NEVER_READ: Recalled = { wantedSince: null, triedAt: null, reading: null };
const NOTHING_KNOWN: ReadonlyMap<string, Recalled> = new Map();

interface Waiting {
  readonly observation: Tried;
  readonly lookedFor: LookedFor;
}

/** Nothing here throws; where the file fails, everybody is as if never read. */
export function createMemory(database: DatabaseSync, texts: Texts, guard: Guard, clock: Clock): StoredMemory {
  const waiting = new Map<string, Waiting>();
  let waitingSinceMs = 0;
  let waitMs = SHORTEST_WAIT_MS;
  const noteScope = createScope(database, texts);
  const known = database.prepare(`
    SELECT u.value, s.wanted_since, r.tried_at, r.installations, r.absence_proven, r.looked_for, r.consents
    FROM json_each(?) AS u
    LEFT JOIN scope AS s ON s.user_id = u.value
    LEFT JOIN readings AS r ON r.user_id = u.value`);
  const put = database.prepare(`
    INSERT OR REPLACE INTO readings (user_id, tried_at, installations, absence_proven, looked_for, consents)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const drop = database.prepare("UPDATE readings SET installations = NULL WHERE user_id = ?");

  function write(userId: string, { observation, lookedFor }: Waiting, apps: number): void {
    if (observation.state === "unreadable") {
      put.run(userId, observation.at, null, null, null, null);
      return;
    }
    const { at, installations, absenceProven } = observation;
    put.run(userId, at, writeInstallations(installations), absenceProven ? 1 : 0, apps, lookedFor.consents ? 1 : 0);
  }

  function flush(): void {
    if (waiting.size === 0) return;
    const startMs = clock.now();
    guard.attempt(() => {
      // Outside of the transaction: a text that is known to this process has to be in the file.
      const rows = [...waiting].map(([userId, one]) => ({
        userId,
        one,
        apps: texts.idOf(one.lookedFor.appIds.join("\n")),
      }));
      inTransaction(database, () => {
        for (const { userId, one, apps } of rows) write(userId, one, apps);
      });
    }, undefined);
    waiting.clear();
    waitMs = Math.max(SHORTEST_WAIT_MS, WAIT_PER_WRITING * (clock.now() - startMs));
  }

  function stored(row: Readonly<Record<string, unknown>>): Recalled {
    const [wantedSince, triedAt] = [timeOrNull(row["wanted_since"]), timeOrNull(row["tried_at"])];
    return { wantedSince, triedAt, reading: triedAt === null ? null : readingOf(row, triedAt) };
  }

  function readingOf(row: Readonly<Record<string, unknown>>, at: number): Recalled["reading"] {
    const { installations: text, looked_for: lookedFor } = row;
    if (typeof text !== "string" || typeof lookedFor !== "number") return null;
    const installations = readInstallations(text, texts.intern);
    const appIds = texts.listOf(lookedFor);
    if (installations === null || appIds === null) return null;
    const absenceProven = row["absence_proven"] === 1;
    return {
      observation: { state: "read", installations, absenceProven, at },
      lookedFor: { appIds, consents: row["consents"] === 1 },
    };
  }

  function recallSome(userIds: readonly string[]): ReadonlyMap<string, Recalled> {
    return new Map(known.all(JSON.stringify(userIds)).map((row) => [String(row["value"]), stored(row)]));
  }

  function withLate(userId: string, before: Recalled): Recalled {
    const late = waiting.get(userId);
    if (late === undefined) return before;
    const { observation, lookedFor } = late;
    const reading = observation.state === "read" ? { observation, lookedFor } : null;
    return { wantedSince: before.wantedSince, triedAt: observation.at, reading };
  }

  return {
    noteScope(users, nowMs) {
      guard.attempt(() => noteScope(users, nowMs), undefined);
    },
    *recall(userIds) {
      // Users that lie side by side in the file are read from the same pages of it.
      const sorted = userIds.toSorted();
      for (let start = 0; start < sorted.length; start += RECALLED_AT_ONCE) {
        const some = sorted.slice(start, start + RECALLED_AT_ONCE);
        const rows = guard.attempt(() => recallSome(some), NOTHING_KNOWN);
        for (const userId of some) yield [userId, withLate(userId, rows.get(userId) ?? NEVER_READ)];
      }
    },
    remember(userId, observation, lookedFor) {
      if (guard.isBroken()) return;
      if (waiting.size === 0) waitingSinceMs = clock.now();
      waiting.set(userId, { observation, lookedFor });
      if (waiting.size >= MOST_WAITING || clock.now() - waitingSinceMs >= waitMs) flush();
    },
    flush,
    dropReading(userId) {
      flush();
      guard.attempt(() => drop.run(userId), undefined);
    },
  };
}

function timeOrNull(value: unknown): number | null {
  return isTime(value) ? value : null;
}
