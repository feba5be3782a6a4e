import { randomUUID } from "node:crypto";
import { PGlite, types } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import { expect, it } from "vitest";
import { readFleetLoad } from "../../../src/store/postgres/fleet-load.ts";
import { openJobQueue } from "../../../src/store/postgres/job-queue.ts";
import { createSharedLimits } from "../../../src/store/postgres/shared-limits.ts";
import { openIn } from "./databases.ts";

it("tells of passes that wait, are made and were given up, and of limits that are given out", async () => {
  const database = await PGlite.create({ parsers: { [types.INT8]: Number } });
  const { address, open } = openIn(database);
  const load = () => readFleetLoad(address, open);
  expect(await load()).toEqual({ queue: null, given: null });

  const boss = { db: fromPglite(database), backend: "pglite" } as const;
  const timing = { silentSeconds: 10, retrySeconds: 1, tries: 1 };
  const queue = await openJobQueue(address, () => undefined, timing, { sql: await open(), boss });
  expect(await load()).toEqual({ queue: { waiting: 0, working: 0, givenUp: 0 }, given: [] });
  for (const tenant of ["own", "contoso", "fabrikam"])
    await queue.submit(randomUUID(), { tenant, digest: "d", because: "once", size: null });
  const first = await queue.take();
  if (first !== null) await queue.failed(first, "no answer");
  await queue.take();
  const limits = createSharedLimits(await open(), "own");
  const classes = { removals: { limit: 150, wants: 30, using: 0 } };
  await limits.ask({ registration: "app graph", holder: "h", rank: "writes", timeToLiveMs: 60_000, classes });
  expect(await load()).toEqual({
    queue: { waiting: 1, working: 1, givenUp: 1 },
    given: [{ registration: "app graph", limitClass: "removals", perSecond: 30 }],
  });
  await queue.close();
}, 60_000);
