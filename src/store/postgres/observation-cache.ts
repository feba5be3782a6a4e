import type { Clock } from "../../model/clock.ts";
import type { LookedFor, ObservationCache, Recalled } from "../../observe/observation-cache.ts";
import { recalledOf, type Waiting, withWaiting } from "../rows/readings.ts";
import type { Row } from "../rows/row.ts";
import { writeInstallations } from "../stored-installations.ts";
import type { Guard } from "./guard.ts";
import { noteScope } from "./scope.ts";
import type { TenantSql } from "./sql.ts";
import type { Texts } from "./texts.ts";

/** The memory of a store, with what only the store itself needs of it. */
export interface StoredObservationCache extends ObservationCache {
  /** Everybody of whom something is known and who has not left the scope, some at a time. Throws what the driver throws. */
  readonly everybody: () => AsyncIterable<readonly Recalled[]>;
  /** Writes what is still only in this process. Never rejects. */
  readonly flush: () => Promise<void>;
  /** What was seen of a user is not good any more, since something is written for them. Never rejects. */
  readonly dropReading: (userId: string) => Promise<void>;
}

const NEVER_READ: Recalled = { wantedSince: null, triedAt: null, reading: null };

/** Readings are written together, since each question costs a way to the database and back; a killed process loses the last ones. */
const MOST_WAITING = 2_000;
const LONGEST_WAIT_MS = 500;
/** Users that are looked up by one question. */
const RECALLED_AT_ONCE = 1_000;

/** Nothing here throws or rejects but `everybody`; where the database fails, everybody is as if never read. */
export function createObservationCache(
  sql: TenantSql,
  texts: Texts,
  guard: Guard,
  clock: Clock,
): StoredObservationCache {
  const waiting = new Map<string, Waiting>();
  let waitingSinceMs = 0;
  let writing = Promise.resolve();

  async function write(some: readonly (readonly [string, Waiting])[]): Promise<void> {
    const apps = await texts.idsOf(some.map(([, { lookedFor }]) => textOf(lookedFor)));
    const rows = some.map(([userId, { observation, lookedFor }]) => {
      // What is in doubt is read again, as what could not be read is.
      if (observation.state === "unreadable" || observation.doubt !== undefined)
        return [userId, observation.at, null, null, null, null] as const;
      const { at, installations, absenceProven } = observation;
      const app = apps.get(textOf(lookedFor)) ?? null;
      return [
        userId,
        at,
        writeInstallations(installations),
        Number(absenceProven),
        app,
        Number(lookedFor.consents),
      ] as const;
    });
    await sql.query(
      `INSERT INTO trueup.readings (tenant, user_id, tried_at, installations, absence_proven, looked_for, consents)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[], $5::int[], $6::bigint[], $7::int[])
       ON CONFLICT (tenant, user_id) DO UPDATE SET tried_at = excluded.tried_at, installations = excluded.installations,
         absence_proven = excluded.absence_proven, looked_for = excluded.looked_for, consents = excluded.consents`,
      [0, 1, 2, 3, 4, 5].map((at) => rows.map((row) => row[at] ?? null)),
    );
  }

  async function writeWaiting(): Promise<void> {
    if (waiting.size === 0) return;
    // In one order, so that two who write the same people never wait for each other.
    const some = [...waiting].toSorted(([a], [b]) => (a < b ? -1 : 1));
    await guard.attempt(() => write(some), undefined);
    // Somebody may have been read again meanwhile.
    for (const [userId, one] of some) if (waiting.get(userId) === one) waiting.delete(userId);
    waitingSinceMs = clock.now();
  }

  function flush(): Promise<void> {
    writing = writing.then(writeWaiting);
    return writing;
  }

  async function recalled(rows: readonly Row[]): Promise<readonly Recalled[]> {
    await texts.load(rows.map((row) => row["looked_for"]));
    return rows.map((row) => recalledOf(row, texts));
  }

  async function recallSome(userIds: readonly string[]): Promise<ReadonlyMap<string, Recalled>> {
    const rows = await sql.query(
      `SELECT u.id, s.wanted_since, r.tried_at, r.installations, r.absence_proven, r.looked_for, r.consents
       FROM unnest($2::text[]) AS u (id)
       LEFT JOIN trueup.scope AS s ON s.tenant = $1 AND s.user_id = u.id
       LEFT JOIN trueup.readings AS r ON r.tenant = $1 AND r.user_id = u.id`,
      [userIds],
    );
    const known = await recalled(rows);
    return new Map(known.map((one, at) => [String(rows[at]?.["id"]), one]));
  }

  return {
    async noteScope(users, nowMs) {
      await guard.attempt(() => noteScope(sql, texts, users, nowMs), undefined);
    },
    async *recall(userIds) {
      const nothing: ReadonlyMap<string, Recalled> = new Map();
      for (let start = 0; start < userIds.length; start += RECALLED_AT_ONCE) {
        const some = userIds.slice(start, start + RECALLED_AT_ONCE);
        const known = await guard.attempt(() => recallSome(some), nothing);
        yield some.map((userId) => [userId, withWaiting(known.get(userId) ?? NEVER_READ, waiting.get(userId))]);
      }
    },
    async remember(userId, observation, lookedFor) {
      if (guard.isBroken()) return;
      if (waiting.size === 0) waitingSinceMs = clock.now();
      waiting.set(userId, { observation, lookedFor });
      if (waiting.size >= MOST_WAITING || clock.now() - waitingSinceMs >= LONGEST_WAIT_MS) await flush();
    },
    async *everybody() {
      await flush();
      for (let last = ""; ; ) {
        const rows = await sql.query(
          `SELECT u.user_id, s.left_at, s.wanted_since, r.tried_at, r.installations, r.absence_proven, r.looked_for, r.consents
           FROM (
             (SELECT user_id FROM trueup.readings WHERE tenant = $1 AND user_id > $2 ORDER BY user_id LIMIT $3)
             UNION (SELECT user_id FROM trueup.scope WHERE tenant = $1 AND user_id > $2 ORDER BY user_id LIMIT $3)
             ORDER BY user_id LIMIT $3
           ) AS u
           LEFT JOIN trueup.scope AS s ON s.tenant = $1 AND s.user_id = u.user_id
           LEFT JOIN trueup.readings AS r ON r.tenant = $1 AND r.user_id = u.user_id
           ORDER BY u.user_id`,
          [last, RECALLED_AT_ONCE],
        );
        const there = rows.filter((row) => row["left_at"] === null);
        if (there.length > 0) yield await recalled(there);
        if (rows.length < RECALLED_AT_ONCE) return;
        last = String(rows.at(-1)?.["user_id"]);
      }
    },
    flush,
    async dropReading(userId) {
      await flush();
      await guard.attempt(
        () => sql.query("UPDATE trueup.readings SET installations = NULL WHERE tenant = $1 AND user_id = $2", [userId]),
        [],
      );
    },
  };
}

function textOf({ appIds }: LookedFor): string {
  return appIds.join("\n");
}
