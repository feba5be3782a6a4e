import { randomUUID } from "node:crypto";
import type { Lease, LeaseHolder } from "../store.ts";
import { type Row, textOrNull } from "../rows/row.ts";
import { NOW, type Value, type TenantSql } from "./sql.ts";

const NAME = "apply";
const BEHIND_PLACE = "#";

/**
 * The lease of one tenant, by the clock of the database. Looking and breaking reject with what the driver throws; nothing else rejects.
 * @param explain what is told of an error
 * @param unseen why nobody who asks later may see it; null: they would
 * @param checkClock puts the clock of the holder right before it is told that it may write; rejects where the database does not answer
 */
export function createLease(
  { query }: Pick<TenantSql, "query">,
  explain: (error: unknown) => string,
  unseen: () => string | null,
  checkClock: () => Promise<void>,
): Lease {
  async function look(): Promise<LeaseHolder | null> {
    const [row] = await query(
      `SELECT holder, taken_at, expires_at FROM trueup.locks WHERE tenant = $1 AND name = $2 AND expires_at > ${NOW}`,
      [NAME],
    );
    return row === undefined ? null : holderOf(row);
  }

  /** The token of a holder that is gone for sure; null: there is none. */
  async function goneToken(isGone: (place: string) => boolean): Promise<string | null> {
    const [row] = await query("SELECT token FROM trueup.locks WHERE tenant = $1 AND name = $2", [NAME]);
    const token = textOrNull(row?.["token"]) ?? "";
    return isGone(token.slice(0, Math.max(0, token.lastIndexOf(BEHIND_PLACE)))) ? token : null;
  }

  /** True where the statement met a row. What does not answer says no. */
  const met = (text: string, values: readonly Value[]): Promise<boolean> =>
    query(text, values).then(
      (rows) => rows.length === 1,
      () => false,
    );
  const dates = (): Promise<boolean> =>
    checkClock().then(
      () => true,
      () => false,
    );

  return {
    look,
    async take({ name, place, isGone }, timeToLiveMs) {
      const token = `${place}${BEHIND_PLACE}${randomUUID()}`;
      try {
        const gone = await goneToken(isGone);
        const taken = await query(
          `INSERT INTO trueup.locks AS l (tenant, name, holder, token, taken_at, expires_at)
           VALUES ($1, $2, $3, $4, ${NOW}, ${NOW} + $5)
           ON CONFLICT (tenant, name) DO UPDATE
             SET holder = excluded.holder, token = excluded.token, taken_at = excluded.taken_at, expires_at = excluded.expires_at
             WHERE l.expires_at <= ${NOW} OR l.token = $6
           RETURNING token`,
          [NAME, name, token, timeToLiveMs, gone],
        );
        if (taken.length === 0) {
          const by = await look();
          return by === null
            ? { kind: "unknown", why: "the lease changed hands while it was asked for: try again" }
            : { kind: "taken", by };
        }
      } catch (error) {
        return { kind: "unknown", why: explain(error) };
      }
      const own = [NAME, token] as const;
      const isOwn = "tenant = $1 AND name = $2 AND token = $3";
      return {
        kind: "held",
        lease: {
          isOurs: async () =>
            (await dates()) && met(`SELECT 1 FROM trueup.locks WHERE ${isOwn} AND expires_at > ${NOW}`, own),
          renew: () =>
            met(
              `UPDATE trueup.locks SET expires_at = ${NOW} + $4 WHERE ${isOwn} AND expires_at > ${NOW} RETURNING token`,
              [...own, timeToLiveMs],
            ),
          unseen,
          release: async () => void (await met(`DELETE FROM trueup.locks WHERE ${isOwn} RETURNING token`, own)),
        },
      };
    },
    async breakIt() {
      const [row] = await query(
        `DELETE FROM trueup.locks WHERE tenant = $1 AND name = $2 RETURNING holder, taken_at, expires_at, expires_at > ${NOW} AS live`,
        [NAME],
      );
      return row?.["live"] === true ? holderOf(row) : null;
    },
  };
}

function holderOf({ holder, taken_at: takenAt, expires_at: expiresAt }: Row): LeaseHolder {
  return { holder: String(holder), takenAt: Number(takenAt), expiresAt: Number(expiresAt) };
}
