import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../model/clock.ts";
import { inTransaction, isTime, messageOf } from "./sqlite.ts";

/** Who may change the tenant now. Times are milliseconds since the epoch. */
export interface LockHolder {
  /** For people: which process on which machine. */
  readonly holder: string;
  readonly takenAt: number;
  /** When it ends by itself, unless it is renewed. */
  readonly expiresAt: number;
}

/** What came of asking for the lock. */
type Locking =
  | { readonly kind: "held"; readonly lock: HeldLock }
  | { readonly kind: "taken"; readonly by: LockHolder }
  /** The file does not answer: nobody may act, since somebody else might be. */
  | { readonly kind: "unknown"; readonly why: string };

/** A lock that is held by this process. */
export interface HeldLock {
  /** Puts its end off. False when it is not ours any more: it ended, or somebody broke it. */
  readonly renew: () => boolean;
  readonly release: () => void;
}

/** Who asks for a lock. */
export interface LockTaker {
  /** For people: which process on which machine. */
  readonly name: string;
  /** The same for the program: what {@link isGone} of another process is asked about. */
  readonly place: string;
  /** True only for a process that surely does not exist any more: its lock is nobody's. */
  readonly isGone: (place: string) => boolean;
}

/** One lock for all who share the file, so that two processes never change a tenant at once. */
export interface Lock {
  /**
   * @param holder who asks, and how somebody else's is judged
   * @param timeToLiveMs how long it is held unless it is renewed
   */
  readonly take: (holder: LockTaker, timeToLiveMs: number) => Locking;
  /** Null: nobody holds it. */
  readonly look: () => LockHolder | null;
  /** Ends it whoever holds it; gives who did. */
  readonly breakIt: () => LockHolder | null;
}

const NAME = "apply";
const BEHIND_PLACE = "#";

/** Looking and breaking throw what SQLite throws; taking never does. */
export function createLock(database: DatabaseSync, clock: Clock): Lock {
  const find = database.prepare("SELECT holder, token, taken_at, expires_at FROM locks WHERE name = ?");
  const put = database.prepare(
    "INSERT OR REPLACE INTO locks (name, holder, token, taken_at, expires_at) VALUES (?, ?, ?, ?, ?)",
  );
  const extend = database.prepare("UPDATE locks SET expires_at = ? WHERE name = ? AND token = ? AND expires_at > ?");
  const removeOwn = database.prepare("DELETE FROM locks WHERE name = ? AND token = ?");
  const removeAny = database.prepare("DELETE FROM locks WHERE name = ?");

  function look(): LockHolder | null {
    const row = find.get(NAME);
    if (row === undefined) return null;
    const { holder, taken_at: takenAt, expires_at: expiresAt } = row;
    if (!isTime(takenAt) || !isTime(expiresAt) || expiresAt <= clock.now()) return null;
    return { holder: String(holder), takenAt, expiresAt };
  }

  function placeOfHolder(): string {
    const token = String(find.get(NAME)?.["token"] ?? "");
    return token.slice(0, Math.max(0, token.lastIndexOf(BEHIND_PLACE)));
  }

  return {
    look,
    take({ name, place, isGone }, timeToLiveMs) {
      const token = `${place}${BEHIND_PLACE}${randomUUID()}`;
      try {
        let other: LockHolder | null = null;
        inTransaction(database, () => {
          other = isGone(placeOfHolder()) ? null : look();
          if (other === null) put.run(NAME, name, token, clock.now(), clock.now() + timeToLiveMs);
        });
        if (other !== null) return { kind: "taken", by: other };
      } catch (error) {
        return { kind: "unknown", why: messageOf(error) };
      }
      return {
        kind: "held",
        lock: {
          renew: () => isDone(() => extend.run(clock.now() + timeToLiveMs, NAME, token, clock.now()).changes === 1),
          release: () => void isDone(() => removeOwn.run(NAME, token).changes === 1),
        },
      };
    },
    breakIt() {
      const before = look();
      removeAny.run(NAME);
      return before;
    },
  };
}

/** A file that does not answer says no. */
function isDone(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}
