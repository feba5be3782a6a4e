import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import type { PGlite } from "@electric-sql/pglite";
import { type DatabaseAddress, readAddress } from "../../../src/store/postgres/address.ts";
import { connect } from "../../../src/store/postgres/connect.ts";
import { type Query, type Sql, storable } from "../../../src/store/postgres/sql.ts";
import type { Row } from "../../../src/store/rows/row.ts";
import { newDatabase } from "./embedded-database.ts";
import { until } from "../../until.ts";

/** A database for tests, and connections to it. */
export interface TestDatabase {
  readonly address: DatabaseAddress;
  readonly open: () => Promise<Sql>;
  /** Several statements at once. */
  readonly run: (text: string) => Promise<void>;
}

let inThisProcess: Promise<TestDatabase> | null = null;

const queryOn =
  (on: Pick<PGlite, "query">, isClosed: () => boolean): Query =>
  async (text, values = []) => {
    if (isClosed()) throw new Error("the connection is closed");
    return (await on.query<Record<string, unknown>>(text, storable(values))).rows.map((row): Row => ({ ...row }));
  };

/** PostgreSQL as WebAssembly in this process: one for all tests, and one connection, whoever opens it. */
export function embedded(): Promise<TestDatabase> {
  inThisProcess ??= newEmbedded();
  return inThisProcess;
}

async function newEmbedded(): Promise<TestDatabase> {
  return openIn(await newDatabase());
}

/** One that is there already. */
export function openIn(database: PGlite): TestDatabase {
  return {
    address: addressOf("postgres://trueup@in-this-process/trueup"),
    open: async () => {
      let isClosed = false;
      return {
        query: queryOn(database, () => isClosed),
        transaction: (work) => {
          if (isClosed) return Promise.reject(new Error("the connection is closed"));
          return database.transaction((inside) =>
            work(async (text, values = []) => {
              const { rows } = await inside.query<Record<string, unknown>>(text, storable(values));
              return rows.map((row): Row => ({ ...row }));
            }),
          );
        },
        close: async () => {
          isClosed = true;
        },
      };
    },
    run: async (text) => void (await database.exec(text)),
  };
}

export function addressOf(url: string): DatabaseAddress {
  const address = readAddress(url);
  if (address === null) throw new Error(`${url} is no address`);
  return address;
}

const BIN = [...[18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin`), "/usr/local/bin"].find(
  (folder) => existsSync(join(folder, "initdb")),
);

/** Whether the tests that need a server are to run: `npm run test:postgres` says so. */
export const WITH_SERVER = process.env["TRUEUP_TEST_POSTGRES"] === "1";

/** `initdb` refuses root, so root gives the folder to nobody. */
const NOBODY = 65_534;

/** A server of its own, in a folder and on a port that nobody else uses. */
export interface TestServer extends TestDatabase {
  readonly url: string;
  /** All its processes end at once, and nothing is written: https://www.postgresql.org/docs/current/server-shutdown.html */
  readonly crash: () => Promise<void>;
  /** Starts it again after a crash. */
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Starts one. */
export async function startServer(): Promise<TestServer> {
  if (BIN === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const folder = await mkdtemp(join(tmpdir(), "trueup-postgres-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const as = isRoot ? { uid: NOBODY, gid: NOBODY, cwd: folder } : { cwd: folder };
  const data = join(folder, "data");
  const makeOne = ["-D", data, "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"];
  await promisify(execFile)(join(BIN, "initdb"), makeOne, as);
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const url = `postgres://owner:s3cret@127.0.0.1:${port}/postgres`;
  const address = addressOf(url);
  const open = (): Promise<Sql> => connect(address);
  const start = async () => {
    const child = spawn(join(BIN, "postgres"), args, { ...as, stdio: "ignore" });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    await untilThere(open);
    return { child, ended };
  };
  let running = await start();
  const stop = async (signal: "SIGQUIT" | "SIGINT"): Promise<void> => {
    running.child.kill(signal);
    await running.ended;
  };
  return {
    url,
    address,
    open,
    async run(text) {
      const sql = await open();
      for (const statement of text.split(";")) if (statement.trim() !== "") await sql.query(statement);
      await sql.close();
    },
    crash: () => stop("SIGQUIT"),
    async restart() {
      running = await start();
    },
    async end() {
      await stop("SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilThere(open: () => Promise<Sql>): Promise<void> {
  const sql = await open();
  let why = "";
  await until(
    () => `the server answers: ${why}`,
    () =>
      sql.query("SELECT 1").then(
        () => true,
        (error: unknown) => {
          why = String(error);
          return false;
        },
      ),
  );
  await sql.close();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      listener.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject()));
    });
  });
}
