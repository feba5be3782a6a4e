import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropReadBacks } from "../../../src/store/postgres/read-backs.ts";
import { migrate } from "../../../src/store/postgres/schema.ts";
import { ofTenant } from "../../../src/store/postgres/sql.ts";
import { embedded, startServer, type TestDatabase, type TestServer, WITH_SERVER } from "./databases.ts";

/** More than one statement is about. */
const PEOPLE = 5_002;

/** Everybody was written and seen at 200, read at 100, 200 or 300, and stands in the table from the last id to the first. */
async function written(database: TestDatabase, tenant: string): Promise<void> {
  const sql = await database.open();
  await migrate(sql);
  const everybody = `FROM generate_series(${PEOPLE}, 1, -1) AS n`;
  const id = "'user-' || lpad(n::text, 6, '0')";
  await database.run(`
    INSERT INTO trueup.readings (tenant, user_id, tried_at, installations)
      SELECT '${tenant}', ${id}, 100 + 100 * (n % 3), '[]' ${everybody};
    INSERT INTO trueup.intents (tenant, user_id, app_id, action, at, seen_at)
      SELECT '${tenant}', ${id}, app, 'upgrade', 90, CASE app WHEN 'seen' THEN 200 WHEN 'before' THEN 95 END
      ${everybody}, unnest(ARRAY['before', 'seen', 'unseen']) AS app`);
  await sql.close();
}

const KINDS = ["PGlite", ...(WITH_SERVER ? ["PostgreSQL"] : [])] as const;
const servers: TestServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.end();
});

async function started(): Promise<TestServer> {
  const server = await startServer();
  servers.push(server);
  return server;
}

describe.each(KINDS)("what was read back after a write, in %s", (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = kind === "PGlite" ? await embedded() : await started();
  });
  // Tests of other files use the same PGlite.
  afterAll(() => database.run("DELETE FROM trueup.readings; DELETE FROM trueup.intents"));

  it("is let go of for everybody whom nobody read since, in a tenant of which the database has no statistics", async () => {
    await written(database, "another");
    await database.run("ANALYZE trueup.readings; ANALYZE trueup.intents");
    await written(database, "many");
    const sql = await database.open();
    await dropReadBacks(ofTenant(sql, "many"));
    const left = await sql.query(
      "SELECT tenant, tried_at, count(*) AS many FROM trueup.readings WHERE tenant IN ('another', 'many') AND installations IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
    );
    const third = Math.floor(PEOPLE / 3);
    expect(left.map((row) => [row["tenant"], row["tried_at"], row["many"]])).toEqual([
      ["another", 100, third],
      ["another", 200, third + 1],
      ["another", 300, third],
      ["many", 300, third],
    ]);
    await sql.close();
  });
});

describe.runIf(WITH_SERVER)("what was read back after a write, while others write readings", () => {
  it("is let go of in the order of the ids, so that the two never wait for each other", async () => {
    const server = await started();
    await written(server, "ours");
    const [sql, other, watching] = [await server.open(), await server.open(), await server.open()];
    const lock = "SELECT 1 FROM trueup.readings WHERE tenant = $1 AND user_id = $2 FOR UPDATE NOWAIT";
    const { promise: dropped, resolve } = Promise.withResolvers<void>();
    await other.transaction(async (query) => {
      await query(lock, ["ours", "user-000001"]);
      void dropReadBacks(ofTenant(sql, "ours")).then(resolve);
      const waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      await expect.poll(() => watching.query(waits)).toHaveLength(1);
      for (const id of ["user-000003", "user-002500", "user-004998"])
        expect(await query(lock, ["ours", id])).toHaveLength(1);
    });
    await dropped;
    for (const one of [sql, other, watching]) await one.close();
  });
});
