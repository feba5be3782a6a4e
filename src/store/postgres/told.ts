import { textOrNull } from "../rows/row.ts";
import type { ToldStore } from "../store.ts";
import type { Guard } from "./guard.ts";
import { getMeta, putMeta } from "./meta.ts";
import type { TenantSql } from "./sql.ts";

/** What receivers of notifications were told: an entry of the table `meta` for each controller. */
export function createTold({ query }: TenantSql, guard: Guard): ToldStore {
  return {
    recall: (teller) => guard.attempt(async () => textOrNull(await getMeta(query, keyOf(teller))), null),
    keep: (teller, text) => guard.attempt(() => putMeta(query, keyOf(teller), text).then(() => true), false),
  };
}

function keyOf(teller: string): string {
  return `told ${teller}`;
}
