import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DirectoryChange, RoundToKeep } from "../../../src/resolve/directory-changes.ts";
import { ofTenant, type Query, type Sql } from "../../../src/store/postgres/sql.ts";
import { tryPostgresStore } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { START } from "../store-in-folder.ts";
import { startServer, type TestServer, WITH_SERVER } from "./databases.ts";
import { until } from "../../until.ts";

const STREAM = { name: "users", shape: "/users/delta", link: "next", begunAt: START, fullAt: START, groupIds: [] };

function round(names: readonly string[], before: string | null, link: string): RoundToKeep {
  const changes = names.map(
    (id): DirectoryChange => ({ kind: "user", id, told: { userPrincipalName: `${id}@contoso.com` } }),
  );
  return { followed: { kind: "users" }, stream: { ...STREAM, link }, before, isFull: false, changes };
}

describe.runIf(WITH_SERVER)("a round that is being kept", () => {
  let server: TestServer;
  let tests = 0;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(() => {
    tests += 1;
  });
  afterAll(() => server.end());

  async function open(
    connect: () => Promise<Sql> = () => server.open(),
    notice: (line: string) => void = () => undefined,
  ): Promise<Store> {
    const clock = createVirtualClock(START);
    const databaseTime = (): Promise<number> => Promise.resolve(clock.now());
    const own = { address: server.address, tenant: `t${tests}`, clock, databaseTime };
    const tried = await tryPostgresStore({ ...own, notice, makes: true, connect });
    if (tried.kind === "refused") expect.fail(tried.why);
    return tried.store;
  }

  /** Keeps `adele` once more, and does something else just before the round is over. */
  async function meanwhile(before: string | null, work: (store: Store) => Promise<unknown>): Promise<Store> {
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = await open(async () => {
      const sql = await server.open();
      return {
        ...sql,
        transaction: (inside) =>
          sql.transaction((query) =>
            inside(async (text, values) => {
              if (text.includes("INSERT INTO trueup.directory_streams")) {
                reached.resolve();
                await goOn.promise;
              }
              return query(text, values);
            }),
          ),
      };
    });
    const keeping = slow.directory.keep(round(["adele"], before, "newer"));
    await reached.promise;
    const other = await open();
    const working = work(other);
    await untilItWaitsOrEnds(working);
    goOn.resolve();
    await Promise.all([working, keeping]);
    await slow.close();
    return other;
  }

  async function untilItWaitsOrEnds(working: Promise<unknown>): Promise<void> {
    const sql = await server.open();
    let isOver = false;
    const note = (): void => {
      isOver = true;
    };
    working.then(note, note);
    const waits = "SELECT 1 FROM pg_locks WHERE NOT granted";
    await until("it waits or ends", async () => isOver || (await sql.query(waits)).length > 0);
    await sql.close();
  }

  it("is whole after old rows were deleted", async () => {
    const first = await open();
    await first.directory.keep(round(["adele", "ben"], null, "first"));
    await first.directory.drop(["users"]);
    const store = await meanwhile(null, (other) => other.prune());
    await store.prune();
    const users = await store.directory.users(["adele", "ben"]);
    expect([...(users?.keys() ?? [])].toSorted()).toEqual(["adele", "ben"]);
    expect(await store.directory.streams()).toMatchObject([{ link: "newer" }]);
    for (const one of [first, store]) await one.close();
  });

  it("is read anew after somebody was forgotten", async () => {
    const first = await open();
    await first.directory.keep(round(["adele", "ben"], null, "first"));
    const store = await meanwhile("first", (other) => other.forget("ben@contoso.com"));
    expect([...((await store.directory.users(["adele", "ben"]))?.keys() ?? [])]).toEqual(["adele"]);
    expect(await store.directory.streams()).toEqual([]);
    for (const one of [first, store]) await one.close();
  });

  /** Has the turn of the directory, as a long round has it, until it is ended. */
  async function someoneElse(): Promise<{ readonly end: () => Promise<void> }> {
    const sql = await server.open();
    const [began, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const turn = ofTenant(sql, `t${tests}`).inTurn("directory", async (query) => {
      // It is the test that is idle meanwhile, on a machine that may be busy.
      await query("SELECT set_config('idle_in_transaction_session_timeout', '0', true) WHERE $1 <> ''");
      began.resolve();
      await over.promise;
    });
    await began.promise;
    return {
      async end() {
        over.resolve();
        await turn;
        await sql.close();
      },
    };
  }

  /** Connections on which `each` is done with every statement of a transaction. */
  const changed = (each: (query: Query) => Query) => async (): Promise<Sql> => {
    const sql = await server.open();
    return { ...sql, transaction: (inside) => sql.transaction((query) => inside(each(query))) };
  };

  /** A database that counts as one that does not answer after 1.5 seconds, so that nobody has to wait for ten. */
  const impatient = changed((query) => async (text, values) => {
    await query("SET LOCAL statement_timeout = 1500");
    return query(text, values);
  });

  it.each([
    { who: "another round", work: (store: Store) => store.directory.keep(round(["adele"], null, "newer")) },
    { who: "whoever forgets somebody", work: (store: Store) => store.forget("ben@contoso.com") },
  ])("is waited for by $who for longer than a statement may take", async ({ work }) => {
    const notices: string[] = [];
    const store = await open(impatient, (line) => notices.push(line));
    const other = await someoneElse();
    const working = work(store);
    await sleep(3_500);
    await other.end();
    expect(await working).not.toBeNull();
    expect([notices, await store.isWritable()]).toEqual([[], true]);
    await store.close();
  });

  it("is not waited for where old rows are to be deleted: the next run does it", async () => {
    const notices: string[] = [];
    const store = await open(impatient, (line) => notices.push(line));
    await store.directory.keep({ ...round(["adele"], null, "old"), stream: { ...STREAM, begunAt: 0, link: "old" } });
    const other = await someoneElse();
    await store.prune();
    expect(await store.directory.streams()).toHaveLength(1);
    await other.end();
    await store.prune();
    expect(await store.directory.streams()).toEqual([]);
    expect(notices).toEqual([]);
    await store.close();
  });

  it("that does not end is not waited for without end: nothing is kept, who has it is said, and the store goes on", async () => {
    const notices: string[] = [];
    const atOnce = changed(
      (query) => async (text, values) =>
        query(text.startsWith("SET LOCAL lock_timeout = ") ? "SET LOCAL lock_timeout = 1" : text, values),
    );
    const store = await open(atOnce, (line) => notices.push(line));
    const other = await someoneElse();
    expect(await store.directory.keep(round(["adele"], null, "newer"))).toBeNull();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^warning: what changed of the directory is not kept: its turn "directory" of this tenant did not come within 5 minutes; connection \d+ of trueup on 127\.0\.0\.1 has it now, since \S+$/,
    );
    expect([await store.isWritable(), await store.directory.streams()]).toEqual([true, []]);
    await other.end();
    await store.close();
  });
});
