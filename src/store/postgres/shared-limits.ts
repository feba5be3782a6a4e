import { type LiveClaim, SLICE_RANKS, type SliceRank, sliceFor } from "../../model/slices.ts";
import type { Row } from "../rows/row.ts";
import type { SharedLimits, SliceAsked } from "../store.ts";
import { NOW, type Query, type Sql } from "./sql.ts";

/** The part of a limit that is not granted: for those who were granted nothing, and read back what they had sent. */
const UNGRANTED = 0.05;

/**
 * Divides the limits of registrations among all tenants of the database. A slice counts at what its holder goes by until it has
 * the answer, or at what it is granted, whichever is more: so it is safe whichever answer is lost.
 * @param tenant whose requests the slices of this process are for
 */
export function createSharedLimits(sql: Sql, tenant: string): SharedLimits {
  return {
    ask: (asked) => sql.transaction((query) => grant(query, tenant, asked)).catch(() => null),
    giveBack: async (holder) =>
      void (await sql.query("DELETE FROM trueup.slices WHERE holder = $1", [holder]).catch(() => [])),
  };
}

async function grant(query: Query, tenant: string, asked: SliceAsked): Promise<Readonly<Record<string, number>>> {
  const { registration, holder, rank, timeToLiveMs } = asked;
  await query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`slices ${registration}`]);
  await query(`DELETE FROM trueup.slices WHERE registration = $1 AND expires_at <= ${NOW}`, [registration]);
  const live = (await query("SELECT * FROM trueup.slices WHERE registration = $1", [registration])).map(claimOf);
  const slices = Object.entries(asked.classes).map(([name, { limit, wants, using }]) => {
    const ofClass = live.filter((claim) => claim.class === name);
    const others = ofClass.filter((claim) => claim.holder !== holder);
    const before = ofClass.find((claim) => claim.holder === holder)?.counted ?? 0;
    const granted = sliceFor(limit * (1 - UNGRANTED), { holder, rank, wants }, others);
    return { name, wants, granted, counted: Math.max(granted, Math.min(using, before)) };
  });
  await query(
    `INSERT INTO trueup.slices (tenant, registration, holder, rank, expires_at, class, wants, counted)
     SELECT $1, $2, $3, $4, ${NOW} + $5, * FROM unnest($6::text[], $7::float8[], $8::float8[])
     ON CONFLICT (registration, class, holder) DO UPDATE SET
       rank = excluded.rank, wants = excluded.wants, counted = excluded.counted, expires_at = excluded.expires_at`,
    [
      tenant,
      registration,
      holder,
      rank,
      timeToLiveMs,
      slices.map(({ name }) => name),
      slices.map(({ wants }) => wants),
      slices.map(({ counted }) => counted),
    ],
  );
  return Object.fromEntries(slices.map(({ name, granted }) => [name, granted]));
}

function claimOf(row: Row): LiveClaim & { readonly class: string } {
  return {
    class: String(row["class"]),
    holder: String(row["holder"]),
    rank: rankOf(row["rank"]),
    wants: Number(row["wants"]),
    counted: Number(row["counted"]),
  };
}

/** A newer version may know ranks that this one does not: those come last. */
function rankOf(value: unknown): SliceRank {
  return SLICE_RANKS.find((rank) => rank === value) ?? "audit";
}
