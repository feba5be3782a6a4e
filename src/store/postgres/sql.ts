import { errorCode } from "../../errors.ts";
import { isoTime } from "../../model/clock.ts";
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
  /**
   * A transaction that only one of all that have the same purpose is in, in this tenant. Whoever has the turn may be at it for longer
   * than a statement may take: that is waited for, and no trouble with the database.
   * @throws TurnTakenError where the turn does not come; then nothing was done
   */
  readonly inTurn: <Result>(purpose: string, work: (query: Query) => Promise<Result>) => Promise<Result>;
  /** The same without a wait: false where somebody else has the turn, and nothing was done. */
  readonly inTurnIfFree: (purpose: string, work: (query: Query) => Promise<void>) => Promise<boolean>;
}

/** Somebody else had a turn for so long that whoever waited for it gave up. */
export class TurnTakenError extends Error {}

/**
 * A connection waits so long in one go, and then lets others have it: there are few of them, and the check before a write needs one.
 * Less than a statement may take, so that a wait is never taken for a database that does not answer.
 */
const WAIT_SECONDS = 1;
/** Together as long as a lease holds that nobody renews. */
const WAITS = 300;

/** @param tenant tenant id and Graph origin in one text */
export function ofTenant(sql: Sql, tenant: string): TenantSql {
  const with1 =
    (query: Query): Query =>
    (text, values = []) =>
      query(text, [tenant, ...values]);
  return {
    query: with1(sql.query),
    transaction: (work) => sql.transaction((query) => work(with1(query))),
    async inTurn(purpose, work) {
      const turn = turnOf(tenant, purpose);
      for (let waits = 0; waits < WAITS; waits += 1) {
        const came = await sql.transaction(async (query) => {
          const isOurs = (await turn.take(query)) || (await turn.wait(query));
          return isOurs ? { result: await work(with1(query)) } : null;
        });
        if (came !== null) return came.result;
      }
      throw new TurnTakenError(await turn.held(sql.query));
    },
    inTurnIfFree: (purpose, work) =>
      sql.transaction(async (query) => {
        const isOurs = await turnOf(tenant, purpose).take(query);
        if (isOurs) await work(with1(query));
        return isOurs;
      }),
  };
}

/** It could not be locked within `lock_timeout`: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const NOT_AVAILABLE = "55P03";
const KEY = "hashtextextended($1 || $2, 0)";

/** The lock of one purpose in one tenant, which ends with the transaction that has it. */
function turnOf(tenant: string, purpose: string) {
  const names = [tenant, ` ${purpose}`];
  return {
    async take(query: Query): Promise<boolean> {
      const [row] = await query(`SELECT pg_try_advisory_xact_lock(${KEY}) AS taken`, names);
      return row?.["taken"] === true;
    },
    /** False: not within a moment, and the transaction can only end. */
    async wait(query: Query): Promise<boolean> {
      await query(`SET LOCAL lock_timeout = ${WAIT_SECONDS * 1_000}`);
      try {
        await query(`SELECT pg_advisory_xact_lock(${KEY})`, names);
      } catch (error) {
        if (errorCode(error) !== NOT_AVAILABLE) throw error;
        return false;
      }
      await query("SET LOCAL lock_timeout TO DEFAULT");
      return true;
    },
    /** Who has it, for people. */
    async held(query: Query): Promise<string> {
      const [row] = await query(
        `SELECT a.pid, a.application_name, host(a.client_addr) AS host,
           (extract(epoch FROM a.xact_start) * 1000)::bigint AS since
         FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
         WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND a.datname = current_database()
           AND ((l.classid::bigint << 32) | l.objid::bigint) = ${KEY}`,
        names,
      );
      const waited = `its turn "${purpose}" of this tenant did not come within ${(WAITS * WAIT_SECONDS) / 60} minutes`;
      if (row === undefined) return waited;
      const { pid, application_name: program, host, since } = row;
      const where = typeof host === "string" ? ` on ${host}` : "";
      const from = typeof since === "number" ? `, since ${isoTime(since)}` : "";
      return `${waited}; connection ${Number(pid)} of ${String(program)}${where} has it now${from}`;
    },
  };
}

/** PostgreSQL keeps no NUL in a text: https://www.postgresql.org/docs/current/datatype-character.html */
export function storable(values: readonly Value[]): unknown[] {
  const one = (value: Value): unknown =>
    typeof value === "string" ? value.replaceAll("\0", "\ufffd") : Array.isArray(value) ? storable(value) : value;
  return values.map(one);
}
