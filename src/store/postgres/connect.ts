import type Driver from "pg";
import type { Pool } from "pg";
import { errorCode } from "../../errors.ts";
import type { DatabaseAddress } from "./address.ts";
import type { Row } from "../rows/row.ts";
import { type Sql, storable } from "./sql.ts";

/** A database that does not answer by then counts as one that does not answer: nobody writes meanwhile. */
export const ANSWER_MS = 10_000;
const CONNECT_MS = 5_000;
/**
 * Of a process, for all that it does at once: a worker that makes twenty passes must not use up the connections of the database, and
 * the check before a write must not wait for a long reading.
 */
const MOST_CONNECTIONS = 10;

/** What the connections to one address are shared by. */
interface Shared {
  readonly pool: Pool;
  /** How many use it. */
  users: number;
}

const shared = new Map<string, Shared>();

/** The connections of this process to an address, and how it is told that they are not needed any more. */
async function share({ url }: DatabaseAddress) {
  const { default: pg } = await import("pg");
  const one = shared.get(url) ?? { pool: poolOf(pg, url), users: 0 };
  shared.set(url, one);
  one.users += 1;
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    one.users -= 1;
    if (one.users > 0) return;
    shared.delete(url);
    await one.pool.end();
  };
  /** Whoever has closed it does not use what others still need. */
  const pool = (): Pool => {
    if (isClosed) throw new Error("the connection is closed");
    return one.pool;
  };
  return { pool, close };
}

function poolOf(pg: typeof Driver, url: string): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "trueup",
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    statement_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: ANSWER_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    types: {
      // Times in milliseconds and counts: all below 2^53.
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 && format !== "binary" ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // Without a listener the break of an idle connection would end the process; the next question gets another one.
  pool.on("error", () => undefined);
  return pool;
}

/** Connections are opened as they are needed. The driver is loaded here, so that nobody else waits for it. */
export async function connect(address: DatabaseAddress): Promise<Sql> {
  const { pool, close } = await share(address);
  const begin = async () => {
    const client = await pool().connect();
    // Heard from the first moment: the break of a connection that nobody listens to would end the process.
    const broke: { by?: Error } = {};
    const note = (error: Error): void => {
      broke.by = error;
    };
    client.on("error", note);
    const release = (error = broke.by): void => {
      client.off("error", note);
      client.release(error);
    };
    try {
      await client.query("BEGIN");
      return { client, note, release };
    } catch (error) {
      release(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return {
    query: async (text, values = []) => (await again(async () => pool().query<Row>(text, storable(values)))).rows,
    async transaction(work) {
      const { client, note, release } = await again(begin);
      try {
        const result = await work(async (text, values = []) => (await client.query<Row>(text, storable(values))).rows);
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((second: unknown) => note(new Error(String(second))));
        throw error;
      } finally {
        release();
      }
    },
    close,
  };
}

/** The server ended the connection while nobody used it, and did nothing: the next question gets another connection. */
const ENDED = "57P01";

async function again<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) !== ENDED) throw error;
    return work();
  }
}
