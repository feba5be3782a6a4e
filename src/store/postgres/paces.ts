import type { Clock } from "../../model/clock.ts";
import type { KeptPaces, KnownPaces } from "../../model/known-pace.ts";
import { mergedPaces, pacesIn, textOfPaces } from "../rows/paces.ts";
import type { Guard } from "./guard.ts";
import { getMeta, putMeta } from "./meta.ts";
import type { Query, TenantSql } from "./sql.ts";

/** What Graph said about waiting: one entry of the table `meta`. Nothing here rejects. */
export function createKeptPaces(sql: TenantSql, guard: Guard, clock: Clock): KeptPaces {
  const recall = async (query: Query): Promise<KnownPaces> => pacesIn(await getMeta(query, "paces"), clock.now());
  return {
    recall: () => guard.attempt(() => recall(sql.query), {}),
    async keep(paces) {
      const merge = async (query: Query): Promise<void> =>
        putMeta(query, "paces", textOfPaces(mergedPaces(await recall(query), paces), clock.now()));
      await guard.attempt(() => sql.inTurn("paces", merge), undefined);
    },
  };
}
