import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fromPglite } from "pg-boss";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readFleetLoad } from "../../../src/store/postgres/fleet-load.ts";
import { openJobQueue } from "../../../src/store/postgres/job-queue.ts";
import { createSharedLimits } from "../../../src/store/postgres/shared-limits.ts";
import {
  type JobQueue,
  type PassCame,
  type PassJob,
  QUEUE_TIMING,
  type TakenJob,
} from "../../../src/workers/job-queue.ts";
import { openLink } from "../../chaos-postgres/link.ts";
import { addressOf, openIn, startServer, type TestDatabase, type TestServer, WITH_SERVER } from "./databases.ts";
import { newDatabase } from "./embedded-database.ts";
import { until } from "../../until.ts";

type FleetLoad = Awaited<ReturnType<typeof readFleetLoad>>;

const TIMING = { ...QUEUE_TIMING, lookSeconds: 1, retrySeconds: 1, tries: 2, triesBesideOthers: 2 };
const CAME: PassCame = { exitCode: 0, outcome: "converged", summary: "2 applied", size: { people: 3, rows: 4 } };
const ignored = (): void => undefined;
let tenants = 0;

function newJob(): PassJob {
  tenants += 1;
  return { tenant: `tenant ${tenants}`, digest: "d", because: "once", size: { people: 1, rows: 2 } };
}

async function taken(queue: JobQueue): Promise<TakenJob> {
  const job = await queue.take();
  if (job === null) throw new Error("there is no job");
  return job;
}

/** What another worker comes to have, which looks for those that are gone. */
async function takeOver(queue: JobQueue): Promise<TakenJob | null> {
  await queue.releaseSilent();
  return queue.take();
}

async function found<Found>(look: () => Promise<Found | null>): Promise<Found> {
  const all: Found[] = [];
  await until("it is there", async () => {
    const one = await look();
    if (one !== null) all.push(one);
    return one !== null;
  });
  const [first] = all;
  if (first === undefined) throw new Error("it is gone again");
  return first;
}

const KINDS = ["PGlite", ...(WITH_SERVER ? ["PostgreSQL"] : [])] as const;

describe.each(KINDS)("the queue on %s", (kind) => {
  let server: TestServer | null = null;
  let database: TestDatabase;
  let atFirst: FleetLoad;
  const load = (): Promise<FleetLoad> => readFleetLoad(database.address, database.open);
  let [one, other]: JobQueue[] = [];
  const queues = (): readonly [JobQueue, JobQueue] => {
    if (one === undefined || other === undefined) throw new Error("there is no queue");
    return [one, other];
  };
  beforeAll(async () => {
    if (kind === "PGlite") {
      const embedded = await newDatabase();
      database = openIn(embedded);
      atFirst = await load();
      const { address, open } = database;
      const boss = { db: fromPglite(embedded), backend: "pglite" } as const;
      one = await openJobQueue(address, ignored, TIMING, { sql: await open(), boss });
      other = await openJobQueue(address, ignored, TIMING, { sql: await open(), boss });
    } else {
      server = await startServer();
      database = server;
      atFirst = await load();
      one = await openJobQueue(server.address, ignored, TIMING);
      other = await openJobQueue(server.address, ignored, TIMING);
    }
  });
  afterAll(async () => {
    for (const queue of queues()) await queue.close();
    await server?.end();
  });

  it("takes one job of a tenant, whoever submits it, until it is over", async () => {
    const [here, there] = queues();
    const job = newJob();
    const id = randomUUID();
    expect([await here.submit(id, job), await there.submit(randomUUID(), job)]).toEqual([true, false]);
    const mine = await taken(there);
    expect(mine).toEqual({ id, job, tries: 0, isAlone: false });
    expect([await here.take(), await here.submit(randomUUID(), job)]).toEqual([null, false]);
    expect((await here.latest()).get(job.tenant)).toEqual({ id, digest: "d", came: null });
    await there.done(mine, CAME);
    expect((await here.latest()).get(job.tenant)).toEqual({ id, digest: "d", came: CAME });
    expect(await here.submit(id, job), "the same job").toBe(false);
    expect(await here.submit(randomUUID(), job), "another job").toBe(true);
    await here.done(await taken(here), CAME);
  });

  it("puts a job back that came to nothing, which counts as no try", async () => {
    const [here, there] = queues();
    const job = newJob();
    await here.submit(randomUUID(), job);
    const next = { id: randomUUID(), job: { ...job, because: "again" }, inMs: 0 } as const;
    await here.putBack(await taken(here), next);
    const again = await taken(there);
    expect(again).toEqual({ id: next.id, job: next.job, tries: 0, isAlone: false });
    await there.done(again, CAME);
  });

  it("gives a job up after its last try, and tells one worker of it, once", async () => {
    const [here, there] = queues();
    const job = newJob();
    const id = randomUUID();
    await here.submit(id, job);
    await here.failed(await taken(here), "no sign-in");
    const again = await found(() => there.take());
    expect(again.tries).toBe(1);
    await there.failed(again, "no sign-in again");
    expect((await here.latest()).get(job.tenant)?.came?.outcome).toBe("given-up");
    expect(await here.givenUp()).toMatchObject({ job, tries: 2, problem: "no sign-in again" });
    expect(await there.givenUp()).toBeNull();
  });

  it("tells what a fleet has to do, and which limits are given out", async () => {
    expect(atFirst).toEqual({ queue: null, given: null });
    const [here] = queues();
    const before = await load();
    for (let jobs = 0; jobs < 2; jobs += 1) await here.submit(randomUUID(), newJob());
    const mine = await taken(here);
    const limits = createSharedLimits(await database.open(), "own");
    const classes = { removals: { limit: 150, wants: 30, using: 0 } };
    await limits.ask({ registration: "app graph", holder: "h", rank: "writes", timeToLiveMs: 60_000, classes });
    expect([before, await load()]).toEqual([
      { queue: { waiting: 0, working: 0, givenUp: 1 }, given: [] },
      {
        queue: { waiting: 1, working: 1, givenUp: 1 },
        given: [{ registration: "app graph", limitClass: "removals", perSecond: 30 }],
      },
    ]);
    for (const job of [mine, await taken(here)]) await here.done(job, CAME);
    expect((await load()).queue).toEqual({ waiting: 0, working: 0, givenUp: 1 });
  });

  it.runIf(kind === "PostgreSQL")(
    "gives the job of a worker that is silent to another one, and the first has nothing to say any more",
    async () => {
      const [here, there] = queues();
      const job = newJob();
      await here.submit(randomUUID(), job);
      const first = await taken(here);
      expect(await here.keepAlive(first, [])).toBe(true);
      const second = await found(() => takeOver(there));
      expect([second.id, second.tries]).toEqual([first.id, 1]);
      expect(await here.keepAlive(first, [])).toBe(false);
      await here.done(first, { ...CAME, outcome: "not mine" });
      await there.done(second, CAME);
      expect((await here.latest()).get(job.tenant)?.came?.outcome).toBe("converged");
    },
  );

  it.runIf(kind === "PostgreSQL")("does not wait for ever where its connections are cut without a word", async () => {
    const link = await openLink(server?.url ?? "");
    const queue = await openJobQueue(addressOf(link.url), ignored, TIMING);
    const job = newJob();
    await queue.submit(randomUUID(), job);
    const mine = await taken(queue);
    link.hold();
    await expect(queue.keepAlive(mine, [])).rejects.toThrow("does not answer");
    link.cut();
    link.letGo();
    link.mend();
    expect(await queue.keepAlive(mine, [])).toBe(true);
    await queue.done(mine, CAME);
    await queue.close();
    await link.close();
  });
});

describe("a job whose worker is gone", () => {
  const SLOW_RETRY = { ...TIMING, retrySeconds: 3_600, tries: 3 };

  let embedded: Awaited<ReturnType<typeof newDatabase>>;
  beforeAll(async () => {
    embedded = await newDatabase();
  });
  afterEach(() => embedded.exec("DELETE FROM trueup_queue.job"));

  async function alone(timing = SLOW_RETRY) {
    const { address, open } = openIn(embedded);
    const boss = { db: fromPglite(embedded), backend: "pglite" } as const;
    // As a version made it that waited longer.
    const earlier = await openJobQueue(
      address,
      ignored,
      { ...timing, silentSeconds: 600 },
      { sql: await open(), boss },
    );
    await earlier.close();
    const sql = await open();
    const queue = await openJobQueue(address, ignored, timing, { sql, boss });
    const fallSilent = (seconds = 12): Promise<unknown> =>
      embedded.exec(
        `UPDATE trueup_queue.job SET heartbeat_on = heartbeat_on - interval '${seconds} s' WHERE state = 'active'`,
      );
    return { queue, sql, fallSilent };
  }

  it("is another worker's without the wait of a job that failed, and is given up after its last try", async () => {
    const { queue, fallSilent } = await alone();
    const job = newJob();
    await queue.submit(randomUUID(), job);
    for (const tries of [0, 1, 2]) {
      expect((await found(() => takeOver(queue))).tries).toBe(tries);
      await fallSilent();
    }
    const given = await found(async () => (await queue.releaseSilent(), queue.givenUp()));
    expect(given).toMatchObject({ job, tries: 3, problem: "its worker was gone the last time" });
    expect(await queue.take()).toBeNull();
    await queue.close();
  });

  it("is its own for as long as a plan for so many people takes", async () => {
    const { queue, fallSilent } = await alone();
    await queue.submit(randomUUID(), { ...newJob(), size: { people: 500_000, rows: 500_000 } });
    const mine = await taken(queue);
    await fallSilent(50);
    await sleep(2_500);
    expect([await takeOver(queue), await queue.keepAlive(mine, [])]).toEqual([null, true]);
    await fallSilent(112);
    expect((await found(() => takeOver(queue))).tries).toBe(1);
    await queue.close();
  });

  it("is its own for as long as the largest takes that its worker has, and no longer once that is over", async () => {
    const { queue, fallSilent } = await alone();
    await queue.submit(randomUUID(), newJob());
    const mine = await taken(queue);
    await queue.keepAlive(mine, [mine.job.size, { people: 500_000, rows: 500_000 }]);
    await fallSilent(50);
    await sleep(2_500);
    expect([await takeOver(queue), await queue.keepAlive(mine, [mine.job.size])]).toEqual([null, true]);
    await fallSilent();
    expect((await found(() => takeOver(queue))).tries).toBe(1);
    await queue.close();
  });

  it("is heard of also while the passes use all other connections", async () => {
    const { queue, sql, fallSilent } = await alone();
    await queue.submit(randomUUID(), newJob());
    const mine = await taken(queue);
    await fallSilent(9);
    const busy = vi.spyOn(sql, "query").mockRejectedValue(new Error("timeout exceeded when trying to connect"));
    await expect(queue.keepAlive(mine, [{ people: 500_000, rows: 500_000 }])).rejects.toThrow("does not answer");
    busy.mockRestore();
    await fallSilent(5);
    await sleep(2_500);
    expect([await takeOver(queue), await queue.keepAlive(mine, [])]).toEqual([null, true]);
    await queue.close();
  });

  it.each([
    { what: "where its worker was gone once more", isAlone: true },
    { what: "but where it failed", isAlone: false },
  ])("is tried alone the third time $what: $isAlone", async ({ isAlone }) => {
    const { queue, fallSilent } = await alone({ ...TIMING, tries: 3 });
    await queue.submit(randomUUID(), newJob());
    const first = await taken(queue);
    await fallSilent();
    const second = await found(() => takeOver(queue));
    await (isAlone ? fallSilent() : queue.failed(second, "no sign-in"));
    const third = await found(() => takeOver(queue));
    expect([first, second, third].map((one) => one.isAlone)).toEqual([false, false, isAlone]);
    await queue.close();
  });

  it("waits where it fails in the end", async () => {
    const { queue, fallSilent } = await alone();
    await queue.submit(randomUUID(), newJob());
    await taken(queue);
    await fallSilent();
    await queue.failed(await found(() => takeOver(queue)), "no sign-in");
    expect(await queue.take()).toBeNull();
    await queue.close();
  });
});
