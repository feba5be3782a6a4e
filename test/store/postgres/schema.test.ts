import { DatabaseSync } from "node:sqlite";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migrate, SCHEMA_VERSION } from "../../../src/store/postgres/schema.ts";
import type { Sql } from "../../../src/store/postgres/sql.ts";
import { tryPostgresStore } from "../../../src/store/postgres/store.ts";
import { migrate as migrateFile } from "../../../src/store/sqlite/schema.ts";
import { createVirtualClock } from "../../fakes/clock.ts";
import { START, TENANT } from "../store-in-folder.ts";
import { embedded, type TestDatabase } from "./databases.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await embedded();
});
beforeEach(async () => {
  await database.run("DROP SCHEMA IF EXISTS trueup CASCADE");
});

/** `scope: left_at, name, user_id, …` */
function tablesOf(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const columns = Map.groupBy(rows, (row) => String(row["table"]));
  return [...columns]
    .map(
      ([table, all]) =>
        `${table}: ${all
          .map(({ column }) => String(column))
          .toSorted()
          .join(", ")}`,
    )
    .toSorted();
}

/** Without slices of limits and the jobs of a fleet: nobody shares a file with other tenants. */
async function inDatabase({ query }: Sql): Promise<readonly string[]> {
  const rows = await query(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'trueup' AND table_name NOT IN ('schema_version', 'slices', 'newest_jobs') AND column_name <> 'tenant'`,
  );
  return tablesOf(rows);
}

function inFile(): readonly string[] {
  const file = new DatabaseSync(":memory:");
  migrateFile(file);
  const rows = file.prepare(
    `SELECT t.name AS "table", c.name AS "column" FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'`,
  );
  return tablesOf(rows.all());
}

describe("the tables of a database", () => {
  it("are those of a file, each with its tenant: whoever adds one adds it to both", async () => {
    const sql = await database.open();
    await migrate(sql);
    expect(await inDatabase(sql)).toEqual(inFile());
    const without = await sql.query(
      `SELECT table_name FROM information_schema.tables AS t WHERE table_schema = 'trueup' AND table_name <> 'schema_version'
         AND NOT EXISTS (SELECT 1 FROM information_schema.columns AS c
           WHERE c.table_schema = 'trueup' AND c.table_name = t.table_name AND c.column_name = 'tenant')`,
    );
    expect(without).toEqual([]);
  });

  it("are made once, whoever begins together", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => database.open()));
    expect(await Promise.all(all.map((sql) => migrate(sql)))).toEqual(all.map(() => ({ kind: "ready" })));
    const [first] = all;
    expect(await first?.query("SELECT version, works_with FROM trueup.schema_version")).toEqual([
      // An older program knows nothing of the directory, and would leave somebody in it whom it forgets.
      { version: SCHEMA_VERSION, works_with: 5 },
    ]);
  });

  it.each([
    { name: "that an older worker can go on with", worksWith: 1, kind: "open" },
    { name: "that an older worker cannot use", worksWith: 99, kind: "refused" },
  ])("of a newer version $name: $kind", async ({ worksWith, kind }) => {
    const sql = await database.open();
    await migrate(sql);
    await sql.query("UPDATE trueup.schema_version SET version = 99, works_with = $1", [worksWith]);
    const tried = await open(true);
    expect(tried.kind).toBe(kind);
    expect(tried.kind === "refused" ? tried.why : "newer version of trueup (99)").toContain(
      "newer version of trueup (99)",
    );
    expect(await sql.query("SELECT version FROM trueup.schema_version")).toEqual([{ version: 99 }]);
  });

  it("are as they were where a step fails", async () => {
    const sql = await database.open();
    await database.run("CREATE SCHEMA trueup; CREATE TABLE trueup.locks (x int)");
    await expect(migrate(sql)).rejects.toThrow(/locks/);
    const tables = await sql.query("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'trueup'");
    expect(tables).toEqual([{ tablename: "locks" }]);
  });

  it("are not made by whoever only reads", async () => {
    expect(await open(false)).toEqual({ kind: "refused", why: "it holds no store yet" });
    const sql = await database.open();
    expect(await sql.query("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'trueup'")).toEqual([]);
  });
});

function open(makes: boolean, tenant = TENANT, notices: string[] = []) {
  const clock = createVirtualClock(START);
  const notice = (line: string): void => void notices.push(line);
  return tryPostgresStore({ address: database.address, tenant, clock, notice, makes, connect: () => database.open() });
}

describe("rows", () => {
  it("of one tenant are seen by no other", async () => {
    const [one, other] = [await open(true), await open(true, "another tenant")];
    if (one.kind !== "open" || other.kind !== "open") expect.fail("no store");
    await one.store.freezes.freeze({ app: null, who: "ana", reason: null, sinceMs: START, untilMs: null });
    await one.store.journal.intend({ userId: "a", appId: "b", action: "install", version: "1", at: START });
    expect(await other.store.freezes.inForce()).toEqual({ state: "known", inForce: [] });
    expect(await other.store.journal.openIntents(0)).toEqual([]);
    const taker = { name: "x", place: "x", isGone: () => false };
    expect((await one.store.lease.take(taker, 1_000)).kind).toBe("held");
    expect((await other.store.lease.take(taker, 1_000)).kind).toBe("held");
    expect(await other.store.forget("a")).toBe(0);
    expect(await one.store.forget("a")).toBe(1);
  });

  it("take whatever text Graph gives", async () => {
    const tried = await open(true);
    if (tried.kind !== "open") expect.fail("no store");
    await tried.store.apps.note([{ catalogId: "a", manifestId: null, name: "x", displayName: "odd \0 name \ud800" }]);
    expect(await tried.store.apps.all()).toMatchObject([{ displayName: "odd \ufffd name \ufffd" }]);
  });
});

describe("a database that fails", () => {
  it("is named once, without its password, and whoever holds the lease learns of it", async () => {
    const notices: string[] = [];
    const tried = await open(true, TENANT, notices);
    if (tried.kind !== "open") expect.fail("no store");
    const { store } = tried;
    const taken = await store.lease.take({ name: "x", place: "x", isGone: () => false }, 1_000);
    await database.run("DROP SCHEMA trueup CASCADE");
    await store.journal.intend({ userId: "a", appId: "b", action: "install", version: "1", at: START });
    await store.trend.note({ at: START, asDesired: 1, of: 1 });
    expect(notices).toEqual([
      expect.stringMatching(/^warning: the store postgres:\/\/\S+ cannot be used any more: .*; going on without it$/),
    ]);
    expect(taken.kind === "held" ? [await taken.lease.isOurs(), taken.lease.unseen()] : null).toEqual([
      false,
      "the store does not answer any more",
    ]);
    expect(await store.isWritable()).toBe(false);
    expect(await store.journal.sendTimes(0)).toBe("unreadable");
  });
});
