import { UsageError } from "../../errors.ts";
import type { QueueStatus } from "../../model/fleet-status.ts";
import type { FleetLoad } from "../store.ts";
import type { DatabaseAddress } from "./address.ts";
import { connect } from "./connect.ts";
import { explain } from "./problems.ts";
import { NOW, type Query } from "./sql.ts";

/**
 * What the workers of a database are busy with, and what of shared limits is given out now. Makes nothing.
 * @param reach another way than by address, for tests
 * @throws UsageError with a line for people
 */
export async function readFleetLoad(address: DatabaseAddress, reach: typeof connect = connect): Promise<FleetLoad> {
  const sql = await reach(address);
  try {
    return { queue: await queueIn(sql.query), given: await givenIn(sql.query) };
  } catch (error) {
    throw new UsageError(explain(error, address));
  } finally {
    await sql.close();
  }
}

/** Null: no worker ever came. */
async function queueIn(query: Query): Promise<QueueStatus | null> {
  if (!(await isThere(query, "trueup_queue.job")) || !(await isThere(query, "trueup.newest_jobs"))) return null;
  const rows = await query(
    "SELECT state::text AS state, count(*)::int AS jobs FROM trueup_queue.job WHERE name = 'passes' GROUP BY 1",
  );
  const jobs = (...states: readonly string[]): number =>
    rows.filter(({ state }) => states.includes(String(state))).reduce((sum, row) => sum + Number(row["jobs"]), 0);
  const [given] = await query(
    "SELECT count(*)::int AS jobs FROM trueup.newest_jobs WHERE came::jsonb ->> 'outcome' = 'given-up'",
  );
  return { waiting: jobs("created", "retry"), working: jobs("active"), givenUp: Number(given?.["jobs"] ?? 0) };
}

/** Null: this database divides no limits yet. */
async function givenIn(query: Query): Promise<FleetLoad["given"]> {
  if (!(await isThere(query, "trueup.slices"))) return null;
  const rows = await query(
    `SELECT registration, class, sum(counted) AS counted FROM trueup.slices WHERE expires_at > ${NOW} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.map((row) => ({
    registration: String(row["registration"]),
    limitClass: String(row["class"]),
    perSecond: Number(row["counted"]),
  }));
}

async function isThere(query: Query, table: string): Promise<boolean> {
  const [row] = await query("SELECT to_regclass($1)::text AS found", [table]);
  return typeof row?.["found"] === "string";
}
