import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DirectoryChange, RoundToKeep } from "../../../src/resolve/directory-changes.ts";
import type { Sql } from "../../../src/store/postgres/sql.ts";
import { tryPostgresStore } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { START } from "../store-in-folder.ts";
import { startServer, type TestServer, WITH_SERVER } from "./databases.ts";

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
  }, 60_000);
  beforeEach(() => {
    tests += 1;
  });
  afterAll(() => server.end());

  async function open(connect: () => Promise<Sql> = () => server.open()): Promise<Store> {
    const clock = createVirtualClock(START);
    const databaseTime = (): Promise<number> => Promise.resolve(clock.now());
    const own = { address: server.address, tenant: `t${tests}`, clock, databaseTime };
    const tried = await tryPostgresStore({ ...own, notice: () => undefined, makes: true, connect });
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
    await Promise.race([working, untilSomebodyWaits()]);
    goOn.resolve();
    await Promise.all([working, keeping]);
    await slow.close();
    return other;
  }

  async function untilSomebodyWaits(): Promise<void> {
    const sql = await server.open();
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await sql.query("SELECT 1 FROM pg_locks WHERE NOT granted")).length > 0) break;
      await sleep(10);
    }
    await sql.close();
  }

  it("is whole after old rows were deleted", async () => {
    const first = await open();
    await first.directory.keep(round(["adele", "ben"], null, "first"));
    await first.directory.drop(["users"]);
    const store = await meanwhile(null, (other) => other.prune());
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
});
