import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "../../../src/store/postgres/schema.ts";
import { createSharedLimits } from "../../../src/store/postgres/shared-limits.ts";
import type { Sql } from "../../../src/store/postgres/sql.ts";
import type { SharedLimits } from "../../../src/store/store.ts";
import { embedded, startServer, type TestDatabase, type TestServer, WITH_SERVER } from "./databases.ts";

/** Of 100 units a second 5 are kept for those who were granted nothing. */
const LIMIT = 100;
const MINUTE = 60_000;

const KINDS = ["PGlite", ...(WITH_SERVER ? ["PostgreSQL"] : [])] as const;

describe.each(KINDS)("limits that tenants share, on %s", (kind) => {
  let database: TestDatabase | TestServer;
  const opened: Sql[] = [];
  let registrations = 0;
  beforeAll(async () => {
    database = kind === "PGlite" ? await embedded() : await startServer();
    await database.run("DROP SCHEMA IF EXISTS trueup CASCADE");
    const sql = await database.open();
    opened.push(sql);
    await migrate(sql);
  });
  afterAll(async () => {
    for (const sql of opened) await sql.close();
    if ("end" in database) await database.end();
  });

  async function limitsOf(tenant: string): Promise<SharedLimits> {
    const sql = await database.open();
    opened.push(sql);
    return createSharedLimits(sql, tenant);
  }

  /** Runs of one registration that nobody else has. */
  async function runs(count: number) {
    registrations += 1;
    const registration = `registration ${registrations}`;
    return Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const limits = await limitsOf(`tenant ${at}`);
        const holder = `${registration} run ${at}`;
        let using = 0;
        return {
          holder,
          limits,
          async ask(wants: number, rank: "writes" | "audit" = "audit"): Promise<number> {
            const classes = { reads: { limit: LIMIT, wants, using } };
            const slices = await limits.ask({ registration, holder, rank, timeToLiveMs: MINUTE, classes });
            using = slices?.["reads"] ?? Number.NaN;
            return using;
          },
        };
      }),
    );
  }

  it("give each what it wants while there is enough, and the rest to nobody", async () => {
    const [one, two] = await runs(2);
    expect([await one?.ask(30), await two?.ask(30)]).toEqual([30, 30]);
  });

  it("are never exceeded while somebody still goes by an older slice, and are fair soon after", async () => {
    const [one, two] = await runs(2);
    expect([await one?.ask(90), await two?.ask(90)]).toEqual([90, 5]);
    expect([await one?.ask(90), await two?.ask(90)], "the first has not said yet that it slowed down").toEqual([
      47.5, 5,
    ]);
    expect([await one?.ask(90), await two?.ask(90)]).toEqual([47.5, 47.5]);
  });

  it("go to whoever writes before whoever only looks", async () => {
    const [auditor, writer] = await runs(2);
    for (let round = 0; round < 3; round += 1) {
      await auditor?.ask(95);
      await writer?.ask(95, "writes");
    }
    expect([await auditor?.ask(95), await writer?.ask(95, "writes")]).toEqual([4.75, 90.25]);
  });

  it("come back from whoever gives back, and from whoever died when its slice ends", async () => {
    const [one, two, three] = await runs(3);
    await one?.ask(50);
    await two?.ask(45);
    expect(await three?.ask(30)).toBe(0);
    await one?.limits.giveBack(one.holder);
    expect(await three?.ask(60)).toBeCloseTo(50);
    await database.run(
      `UPDATE trueup.slices SET expires_at = expires_at - ${2 * MINUTE} WHERE holder = '${two?.holder}'`,
    );
    expect(await three?.ask(95)).toBeCloseTo(95);
  });

  it("are no concern of another registration", async () => {
    const [[one], [other]] = [await runs(1), await runs(1)];
    expect([await one?.ask(95), await other?.ask(95)]).toEqual([95, 95]);
  });

  it("are never exceeded by many who ask at once", async () => {
    const all = await runs(kind === "PGlite" ? 4 : 12);
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(all.map((one) => one.ask(40)));
      const [row] =
        (await opened[0]?.query("SELECT sum(counted) AS sum FROM trueup.slices WHERE registration = $1", [
          `registration ${registrations}`,
        ])) ?? [];
      expect(Number(row?.["sum"])).toBeLessThanOrEqual(95.000_001);
    }
    const fair = Math.min(40, 95 / all.length);
    for (const one of all) expect(await one.ask(40)).toBeCloseTo(fair);
  });

  it("are unknown where the database does not answer", async () => {
    const [one] = await runs(1);
    await opened.pop()?.close();
    expect(await one?.ask(10)).toBeNaN();
    await one?.limits.giveBack(one.holder);
  });
});
