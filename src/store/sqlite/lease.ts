import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../errors.ts";
import type { Clock } from "../../model/clock.ts";
import type { Lease, LeaseHolder } from "../store.ts";
import { isTime } from "../rows/row.ts";
import { inTransaction } from "./database.ts";

const NAME = "apply";
const BEHIND_PLACE = "#";

/**
 * Looking and breaking reject with what SQLite throws; nothing else rejects.
 * @param isInPlace whether the file is still the one that others open
 */
export function createLease(database: DatabaseSync, clock: Clock, isInPlace: () => boolean): Lease {
  const find = database.prepare("SELECT holder, token, taken_at, expires_at FROM locks WHERE name = ?");
  const put = database.prepare(
    "INSERT OR REPLACE INTO locks (name, holder, token, taken_at, expires_at) VALUES (?, ?, ?, ?, ?)",
  );
  const extend = database.prepare("UPDATE locks SET expires_at = ? WHERE name = ? AND token = ? AND expires_at > ?");
  const findOwn = database.prepare("SELECT 1 FROM locks WHERE name = ? AND token = ? AND expires_at > ?");
  const removeOwn = database.prepare("DELETE FROM locks WHERE name = ? AND token = ?");
  const removeAny = database.prepare("DELETE FROM locks WHERE name = ?");

  function look(): LeaseHolder | null {
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
    look: async () => look(),
    async take({ name, place, isGone }, timeToLiveMs) {
      const token = `${place}${BEHIND_PLACE}${randomUUID()}`;
      try {
        let other: LeaseHolder | null = null;
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
        lease: {
          isOurs: async () => isDone(() => findOwn.get(NAME, token, clock.now()) !== undefined),
          renew: async () =>
            isDone(() => extend.run(clock.now() + timeToLiveMs, NAME, token, clock.now()).changes === 1),
          unseen: () => (isInPlace() ? null : "the store is gone from its place"),
          release: async () => void isDone(() => removeOwn.run(NAME, token).changes === 1),
        },
      };
    },
    async breakIt() {
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
