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

  let seen: { readonly token: string; readonly expiresAt: number; readonly sinceMs: number } | null = null;

  /**
   * Hands that were ahead and are set back put the end of a lease off by as much. So one that was not renewed for as long as a
   * lease lives, by the time that nobody sets, is taken for ended. Whoever held it hears that before the next write.
   */
  function isAbandoned(token: string, { expiresAt }: LeaseHolder, timeToLiveMs: number): boolean {
    const sinceMs = clock.elapsed();
    if (seen?.token !== token || seen.expiresAt !== expiresAt) seen = { token, expiresAt, sinceMs };
    return sinceMs - seen.sinceMs >= timeToLiveMs;
  }

  return {
    look: async () => look(),
    async take({ name, place, isGone }, timeToLiveMs) {
      const token = `${place}${BEHIND_PLACE}${randomUUID()}`;
      try {
        let other: LeaseHolder | null = null;
        inTransaction(database, () => {
          const earlier = String(find.get(NAME)?.["token"] ?? "");
          other = isGone(placeOf(earlier)) ? null : look();
          if (other !== null && isAbandoned(earlier, other, timeToLiveMs)) other = null;
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

function placeOf(token: string): string {
  return token.slice(0, Math.max(0, token.lastIndexOf(BEHIND_PLACE)));
}

/** A file that does not answer says no. */
function isDone(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}
