import { errorCode } from "../../errors.ts";
import type { DatabaseAddress } from "./address.ts";
import type { Row } from "../rows/row.ts";
import { type Sql, storable } from "./sql.ts";

/** A database that does not answer by then counts as one that does not answer: nobody writes meanwhile. */
const ANSWER_MS = 10_000;
const CONNECT_MS = 5_000;
/** One run asks for one thing at a time, but for the check before each write, which must not wait for a long reading. */
const MOST_CONNECTIONS = 4;

/**
 * Opens connections as they are needed. The driver is loaded here, so that nobody else waits for it.
 * @param lost told when a connection that nobody used broke
 */
export async function connect(address: DatabaseAddress, lost: (why: string) => void): Promise<Sql> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: address.url,
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
  // Without a listener the break of an idle connection would end the process.
  pool.on("error", (error) => lost(error.message));
  const begin = async () => {
    const client = await pool.connect();
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
    query: async (text, values = []) => (await again(() => pool.query<Row>(text, storable(values)))).rows,
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
    close: () => pool.end(),
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
