import type { Clock } from "../../model/clock.ts";
import type { Freeze } from "../../model/freeze.ts";
import { sameName } from "../../model/name.ts";
import { EVERY_APP, freezeOf } from "../rows/freezes.ts";
import type { StoredFreezes } from "../store.ts";
import type { TenantSql } from "./sql.ts";

/** The table of freezes. Setting and ending one reject with what the driver throws. `explain`: what is told of an error. */
export function createFreezes(
  sql: Pick<TenantSql, "query">,
  clock: Clock,
  explain: (error: unknown) => string,
): StoredFreezes {
  const all = async (): Promise<readonly Freeze[]> => {
    const rows = await sql.query(
      "SELECT app, who, reason, since, until FROM trueup.freezes WHERE tenant = $1 ORDER BY app",
    );
    return rows.map(freezeOf).filter(({ untilMs }) => untilMs === null || untilMs > clock.now());
  };
  return {
    inForce: () =>
      all().then(
        (inForce) => ({ state: "known", inForce }),
        (error: unknown) => ({ state: "unreadable", why: explain(error) }),
      ),
    async freeze({ app, who, reason, sinceMs, untilMs }) {
      await sql.query(
        `INSERT INTO trueup.freezes (tenant, app, who, reason, since, until) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant, app) DO UPDATE SET
           who = excluded.who, reason = excluded.reason, since = excluded.since, until = excluded.until`,
        [app ?? EVERY_APP, who, reason, sinceMs, untilMs],
      );
    },
    async thaw(app) {
      const ended = (await all()).filter((freeze) => app === null || sameName(freeze.app, app));
      const apps = ended.map((freeze) => freeze.app ?? EVERY_APP);
      await sql.query("DELETE FROM trueup.freezes WHERE tenant = $1 AND app = ANY($2::text[])", [apps]);
      return ended;
    },
  };
}
