import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../model/clock.ts";
import type { ObservationCache, Recalled, DesiredUser } from "../../observe/observation-cache.ts";
import { recalledOf, type Waiting, withWaiting } from "../rows/readings.ts";
import { writeInstallations } from "../stored-installations.ts";
import { type Guard, inTransaction } from "./database.ts";
import type { Texts } from "./texts.ts";

/** The memory of a store, with what only the store itself needs of it. */
export interface StoredObservationCache extends ObservationCache {
  /** Everybody of whom something is known and who has not left the scope, some at a time. Throws what SQLite throws. */
  readonly everybody: () => AsyncIterable<readonly Recalled[]>;
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
const RECALLED_AT_ONCE = 250;

const NEVER_READ: Recalled = { wantedSince: null, triedAt: null, reading: null };
const NOTHING_KNOWN: ReadonlyMap<string, Recalled> = new Map();

/** Nothing here throws or rejects; where the file fails, everybody is as if never read. */
export function createObservationCache(
  database: DatabaseSync,
  texts: Texts,
  guard: Guard,
  clock: Clock,
): StoredObservationCache {
  const waiting = new Map<string, Waiting>();
  let waitingSinceMs = 0;
  let waitMs = SHORTEST_WAIT_MS;
  const noteScope = createScope(database, texts);
  const known = database.prepare(`
    SELECT u.value, s.wanted_since, r.tried_at, r.installations, r.absence_proven, r.looked_for, r.consents
    FROM json_each(?) AS u
    LEFT JOIN scope AS s ON s.user_id = u.value
    LEFT JOIN readings AS r ON r.user_id = u.value`);
  const page = database.prepare(`
    SELECT user_id, wanted_since, tried_at, installations, absence_proven, looked_for, consents
    FROM (SELECT user_id FROM readings UNION SELECT user_id FROM scope)
    LEFT JOIN scope USING (user_id) LEFT JOIN readings USING (user_id)
    WHERE user_id > ? AND left_at IS NULL ORDER BY user_id LIMIT ${RECALLED_AT_ONCE}`);
  const put = database.prepare(`
    INSERT OR REPLACE INTO readings (user_id, tried_at, installations, absence_proven, looked_for, consents)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const drop = database.prepare("UPDATE readings SET installations = NULL WHERE user_id = ?");

  function write(userId: string, { observation, lookedFor }: Waiting, apps: number): void {
    // What is in doubt is read again, as what could not be read is.
    if (observation.state === "unreadable" || observation.doubt !== undefined) {
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

  function recallSome(userIds: readonly string[]): ReadonlyMap<string, Recalled> {
    return new Map(known.all(JSON.stringify(userIds)).map((row) => [String(row["value"]), recalledOf(row, texts)]));
  }

  return {
    async noteScope(users, nowMs) {
      guard.attempt(() => noteScope(users, nowMs), undefined);
    },
    async *recall(userIds) {
      // Users that lie side by side in the file are read from the same pages of it.
      const sorted = userIds.toSorted();
      for (let start = 0; start < sorted.length; start += RECALLED_AT_ONCE) {
        const some = sorted.slice(start, start + RECALLED_AT_ONCE);
        const rows = guard.attempt(() => recallSome(some), NOTHING_KNOWN);
        yield some.map((userId) => [userId, withWaiting(rows.get(userId) ?? NEVER_READ, waiting.get(userId))]);
      }
    },
    async remember(userId, observation, lookedFor) {
      if (guard.isBroken()) return;
      if (waiting.size === 0) waitingSinceMs = clock.now();
      waiting.set(userId, { observation, lookedFor });
      if (waiting.size >= MOST_WAITING || clock.now() - waitingSinceMs >= waitMs) flush();
    },
    async *everybody() {
      flush();
      let last = "";
      for (;;) {
        const rows = page.all(last);
        if (rows.length > 0) yield rows.map((row) => recalledOf(row, texts));
        if (rows.length < RECALLED_AT_ONCE) return;
        last = String(rows.at(-1)?.["user_id"]);
      }
    },
    flush,
    dropReading(userId) {
      flush();
      guard.attempt(() => drop.run(userId), undefined);
    },
  };
}

/** What the file holds of one user. */
interface Noted {
  readonly userId: string;
  readonly name: string | null;
  readonly wanted: number;
  readonly isInScope: boolean;
}

/** Changes that are written at a time: other processes get their turn in between. */
const AT_ONCE = 10_000;
/** Few, so that what is read for one look is gone before the next: of many, V8 keeps all until its memory is full. */
const READ_AT_ONCE = 500;

/**
 * Gives a function that notes who is in scope, and since when what is wanted for them is what it is. It goes through the
 * users and the file side by side, in the order of the ids, and writes only what differs; cut off in between, it is done
 * for the first users and the next run does the others. Throws what SQLite throws.
 */
function createScope(database: DatabaseSync, texts: Texts): (users: Iterable<DesiredUser>, nowMs: number) => void {
  const page = database.prepare(
    `SELECT user_id, name, wanted, left_at FROM scope WHERE user_id > ? ORDER BY user_id LIMIT ${READ_AT_ONCE}`,
  );
  const put = database.prepare(`
    INSERT INTO scope (user_id, name, wanted, wanted_since, left_at) VALUES (?, ?, ?, ?, NULL)
    ON CONFLICT (user_id) DO UPDATE SET
      wanted_since = CASE WHEN wanted = excluded.wanted AND left_at IS NULL THEN wanted_since ELSE excluded.wanted_since END,
      name = excluded.name, wanted = excluded.wanted, left_at = NULL`);
  const leave = database.prepare("UPDATE scope SET left_at = ? WHERE user_id = ? AND left_at IS NULL");

  function* noted(): Generator<Noted> {
    let last = "";
    for (;;) {
      const rows = page.all(last);
      for (const { user_id: id, name, wanted, left_at: leftAt } of rows) {
        last = String(id);
        const asName = typeof name === "string" ? name : null;
        yield { userId: last, name: asName, wanted: Number(wanted), isInScope: leftAt === null };
      }
      if (rows.length < READ_AT_ONCE) return;
    }
  }

  return (users, nowMs) => {
    const changes: (() => void)[] = [];
    const change = (work: () => void): void => {
      changes.push(work);
      if (changes.length >= AT_ONCE) carryOut();
    };
    const carryOut = (): void => {
      if (changes.length > 0) inTransaction(database, () => changes.splice(0).forEach((work) => work()));
    };
    const enter = ({ userId, userPrincipalName, wanted }: DesiredUser): void => {
      const id = texts.idOf(wanted);
      change(() => put.run(userId, userPrincipalName?.toLowerCase() ?? null, id, nowMs));
    };

    // Ids are ASCII, so this is the order of the file too.
    const sorted = [...users].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    let next = 0;
    for (const row of noted()) {
      for (let user = sorted[next]; user !== undefined && user.userId < row.userId; user = sorted[next]) {
        enter(user);
        next += 1;
      }
      const user = sorted[next];
      if (user?.userId !== row.userId) {
        if (row.isInScope) change(() => leave.run(nowMs, row.userId));
        continue;
      }
      if (!isAsBefore(user, row)) enter(user);
      next += 1;
    }
    for (const user of sorted.slice(next)) enter(user);
    carryOut();
  };

  function isAsBefore({ userPrincipalName, wanted }: DesiredUser, { name, wanted: before, isInScope }: Noted): boolean {
    return isInScope && before === texts.idOf(wanted) && name === (userPrincipalName?.toLowerCase() ?? null);
  }
}
