import type { Row } from "../rows/row.ts";

/** What a statement takes. */
export type Value = string | number | null | readonly (string | number | null)[];

/** The database's clock, in milliseconds: those of the machines may differ. */
export const NOW = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint";

/** What that clock shows now. Rejects with what the driver throws. */
export async function readTime(query: Query): Promise<number> {
  const [row] = await query(`SELECT ${NOW} AS now`);
  return Number(row?.["now"]);
}

/** A database that is asked in SQL. All reject with what the driver throws. */
export interface Sql {
  readonly query: Query;
  /** All of it or nothing, on one connection; `work` must use only the query that it is given. */
  readonly transaction: <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** Gives the rows; rejects with what the driver throws. */
export type Query = (text: string, values?: readonly Value[]) => Promise<readonly Row[]>;

/**
 * The rows of one tenant: `$1` is the tenant in every statement, and its own values begin at `$2`. PostgreSQL refuses a
 * statement that does not name `$1`, so none can forget whose rows they are.
 */
export interface TenantSql {
  readonly query: Query;
  readonly transaction: Sql["transaction"];
  /** A transaction that only one of all that have the same purpose is in, in this tenant. */
  readonly inTurn: <Result>(purpose: string, work: (query: Query) => Promise<Result>) => Promise<Result>;
}

/** @param tenant tenant id and Graph origin in one text */
export function ofTenant(sql: Sql, tenant: string): TenantSql {
  const with1 =
    (query: Query): Query =>
    (text, values = []) =>
      query(text, [tenant, ...values]);
  return {
    query: with1(sql.query),
    transaction: (work) => sql.transaction((query) => work(with1(query))),
    inTurn: (purpose, work) =>
      sql.transaction(async (query) => {
        await query("SELECT pg_advisory_xact_lock(hashtextextended($1 || $2, 0))", [tenant, ` ${purpose}`]);
        return work(with1(query));
      }),
  };
}

/** PostgreSQL keeps no NUL in a text: https://www.postgresql.org/docs/current/datatype-character.html */
export function storable(values: readonly Value[]): unknown[] {
  const one = (value: Value): unknown =>
    typeof value === "string" ? value.replaceAll("\0", "\ufffd") : Array.isArray(value) ? storable(value) : value;
  return values.map(one);
}
