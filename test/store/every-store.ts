import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { DatabaseSync } from "node:sqlite";
import type { TriedStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/store.ts";
import { tryPostgresStore } from "../../src/store/postgres/store.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";
import { embedded, startServer, type TestDatabase, type TestServer, WITH_SERVER } from "./postgres/databases.ts";
import { START, type StoreFolder, storeFolder, TENANT } from "./store-in-folder.ts";

/** What every store is, whatever holds it. */
export interface EveryStore {
  /** Opens the store of this test once more, as another process would; all are closed after the test. */
  readonly store: () => Promise<Store>;
  /** The time of processes and database alike. */
  readonly clock: () => Pick<VirtualClock, "now" | "advance">;
  /** Does something to the tables behind the back of the store. */
  readonly tamper: (sql: string) => Promise<void>;
}

/** The kinds of store that the tests of this process try. */
export const KINDS = ["SQLite", "PGlite", ...(WITH_SERVER ? ["PostgreSQL"] : [])] as const;
type Kind = (typeof KINDS)[number];

/**
 * One store after another for the same tests: `describe.each(KINDS)("%s", (kind) => { at.is(kind); … })`. Tests ask it for what
 * they need, and so say the same of every kind.
 */
export function everyStore(): EveryStore & { readonly is: (kind: Kind) => void } {
  let now: EveryStore | null = null;
  const current = (): EveryStore => {
    if (now === null) throw new Error("no kind was chosen");
    return now;
  };
  return {
    is(kind) {
      const made = kind === "SQLite" ? inFile() : inDatabase(kind === "PGlite" ? embedded : startServer);
      beforeEach(() => {
        now = made;
      });
    },
    store: () => current().store(),
    clock: () => current().clock(),
    tamper: (sql) => current().tamper(sql),
  };
}

function inFile(): EveryStore {
  const at: StoreFolder = storeFolder();
  return {
    store: at.store,
    clock: at.clock,
    async tamper(sql) {
      const database = new DatabaseSync(at.path());
      database.exec(sql);
      database.close();
    },
  };
}

let tests = 0;
const ignored = (): void => undefined;

function inDatabase(start: () => Promise<TestDatabase | TestServer>): EveryStore {
  let database: TestDatabase | TestServer;
  let tenant = TENANT;
  let clock = createVirtualClock(START);
  let opened: Store[] = [];
  beforeAll(async () => {
    database = await start();
  });
  beforeEach(() => {
    tests += 1;
    tenant = `${TENANT} ${tests}`;
    clock = createVirtualClock(START);
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
  });
  afterAll(async () => {
    if ("end" in database) await database.end();
  });
  return {
    async store() {
      const options = {
        address: database.address,
        tenant,
        clock,
        databaseTime: () => Promise.resolve(clock.now()),
        notice: ignored,
        makes: true,
        connect: () => database.open(),
      };
      const tried: TriedStore = await tryPostgresStore(options);
      if (tried.kind === "refused") expect.fail(`no store: ${tried.why}`);
      opened.push(tried.store);
      return tried.store;
    },
    clock: () => ({
      now: () => clock.now(),
      // What a lease counts by is the clock of the database, which goes on as the one of the processes does.
      async advance(ms) {
        await database.run(`UPDATE trueup.locks SET taken_at = taken_at - ${ms}, expires_at = expires_at - ${ms}`);
        await clock.advance(ms);
      },
    }),
    async tamper(sql) {
      const others = ["receipts", "receipt_people"].map(
        (table) => `DELETE FROM trueup.${table} WHERE tenant <> '${tenant}'`,
      );
      const ours = sql.replaceAll(/\b(UPDATE|FROM) (\w+)/g, "$1 trueup.$2");
      await database.run([...others, ours].join("; "));
    },
  };
}
