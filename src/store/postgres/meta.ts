import type { Query } from "./sql.ts";

/** One entry of what a store notes of itself, in one tenant. Rejects with what the driver throws. */
export async function getMeta(query: Query, key: string): Promise<unknown> {
  const [row] = await query("SELECT value FROM trueup.meta WHERE tenant = $1 AND key = $2", [key]);
  return row?.["value"];
}

/** Replaces it. Rejects with what the driver throws. */
export async function putMeta(query: Query, key: string, value: string): Promise<void> {
  await query(
    "INSERT INTO trueup.meta (tenant, key, value) VALUES ($1, $2, $3) ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value",
    [key, value],
  );
}
