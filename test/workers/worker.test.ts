import { beforeEach, describe, expect, it } from "vitest";
import { heapNeedMb } from "../../src/session/heap-need.ts";
import type { DueTenant } from "../../src/workers/due.ts";
import { type GivenUpJob, type PassJob, type PassSize, QUEUE_TIMING } from "../../src/workers/job-queue.ts";
import { type PassEnd, work, type WorkerOptions } from "../../src/workers/worker.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";
import { AS_SHIPPED, type QueueInMemory, queueInMemory } from "./queue-in-memory.ts";

const MINUTE = 60_000;
const SILENT_MS = QUEUE_TIMING.silentSeconds * 1_000;
const SIZE: PassSize = { people: 1_000, rows: 1_000 };

const done = (exitCode = 0): PassEnd => ({
  kind: "done",
  came: { exitCode, outcome: "converged", summary: null, size: SIZE },
});

let clock: VirtualClock;
let queue: QueueInMemory;
/** Of all workers: which passes began, how many were under way at once at most, and of one tenant at most. */
let begun: string[];
let underWay: string[];
let mostAtOnce: number;
let mostOfOne: number;
let notices: string[];
let alerts: GivenUpJob[];

beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 5, 8));
  queue = queueInMemory(clock);
  [begun, underWay, notices, alerts] = [[], [], [], []];
  [mostAtOnce, mostOfOne] = [0, 0];
});

const tenants = (...names: readonly string[]): readonly DueTenant[] =>
  names.map((name) => ({ name, digest: "d", dueMs: null }));

/** A pass that takes so long, unless it is asked to end: then it is put off. */
function passOf(ms: number, end: (job: PassJob) => PassEnd = () => done()): WorkerOptions["makePass"] {
  return async (job, stop) => {
    begun.push(job.tenant);
    underWay.push(job.tenant);
    mostAtOnce = Math.max(mostAtOnce, underWay.length);
    mostOfOne = Math.max(mostOfOne, underWay.filter((tenant) => tenant === job.tenant).length);
    await clock.sleep(ms, stop);
    underWay.splice(underWay.indexOf(job.tenant), 1);
    return stop.aborted ? { kind: "put-off", inMs: 0 } : end(job);
  };
}

async function backIn(ms: number): Promise<void> {
  await clock.sleep(ms);
  queue.isAway = false;
}

function start(more: Partial<WorkerOptions> = {}) {
  const stop = new AbortController();
  const ended = work(
    {
      queue,
      tenants: async () => tenants("contoso", "fabrikam", "northwind"),
      makePass: passOf(MINUTE),
      alert: async (given) => void alerts.push(given),
      clock,
      notice: (text) => notices.push(text),
      describeError: (error) => (error instanceof Error ? error.message : String(error)),
      passes: 4,
      heapMb: 4_000,
      silentMs: 30_000,
      lookMs: 1_000,
      answeredMs: 0,
      once: false,
      ...more,
    },
    stop.signal,
  );
  return {
    ended,
    end: async (): Promise<void> => {
      stop.abort();
      await clock.runUntilSettled(ended);
    },
  };
}

describe("workers", () => {
  it("make one pass of each tenant, each tenant with one of them", async () => {
    const all = [start(), start(), start()];
    await clock.advance(10 * MINUTE);
    expect(begun.toSorted()).toEqual(["contoso", "fabrikam", "northwind"]);
    expect(mostOfOne).toBe(1);
    for (const one of all) await one.end();
  });

  it("make a pass of a tenant whose desired state is another one, or whose time has come", async () => {
    let now = tenants("contoso");
    const one = start({ tenants: async () => now });
    await clock.advance(2 * MINUTE);
    now = [{ name: "contoso", digest: "another", dueMs: null }];
    await clock.advance(2 * MINUTE);
    now = [{ name: "contoso", digest: "another", dueMs: 5 }];
    await clock.advance(2 * MINUTE);
    expect(begun).toHaveLength(3);
    await one.end();
  });

  it("make no pass once more that ended while somebody looked for lost ones", async () => {
    const slowly = async () => {
      const seen = await queue.latest();
      await clock.sleep(20_000);
      return seen;
    };
    const all = [start({ tenants: async () => tenants("contoso") })];
    await clock.advance(45_000);
    all.push(start({ tenants: async () => tenants("contoso"), queue: { ...queue, latest: slowly } }));
    await clock.advance(10 * MINUTE);
    expect(begun).toEqual(["contoso"]);
    for (const one of all) await one.end();
  });

  it("make no more passes at once than they are told to, and than their memory holds", async () => {
    const one = start({ passes: 2 });
    await clock.advance(10 * MINUTE);
    // The first pass of each is alone, as nothing is known of its size.
    expect(mostAtOnce).toBe(1);
    await one.end();
    for (const name of ["a", "b", "c", "d"])
      await queue.submit(name, { tenant: name, digest: "d", because: "once", size: SIZE });
    mostAtOnce = 0;
    const small = start({ tenants: async () => [], heapMb: 3 * heapNeedMb({ ...SIZE, changes: SIZE.rows }) });
    await clock.advance(MINUTE / 2);
    expect(underWay).toHaveLength(3);
    await clock.advance(10 * MINUTE);
    expect([mostAtOnce, begun.length]).toEqual([3, 7]);
    await small.end();
  });

  it("give a pass that no memory of theirs holds to one that has more", async () => {
    await queue.submit("a", {
      tenant: "a",
      digest: "d",
      because: "once",
      size: { people: 1_000_000, rows: 1_000_000 },
    });
    const small = start({ tenants: async () => [], heapMb: 400 });
    await clock.advance(20_000);
    expect(begun).toEqual([]);
    await small.end();
    const large = start({ tenants: async () => [] });
    await clock.advance(2 * MINUTE);
    expect(begun).toEqual(["a"]);
    await large.end();
  });

  it("that are asked to end put back what they were at, and another one goes on with it", async () => {
    const first = start({ tenants: async () => tenants("contoso") });
    await clock.advance(10_000);
    expect(underWay).toEqual(["contoso"]);
    await first.end();
    expect(underWay).toEqual([]);
    const second = start({ tenants: async () => tenants("contoso") });
    await clock.advance(10_000);
    expect(underWay).toEqual(["contoso"]);
    await clock.advance(2 * MINUTE);
    expect(begun).toHaveLength(2);
    await second.end();
  });

  it("whose pass fails try again, ever again until it is given up, of which one of them tells people", async () => {
    const failing = passOf(1_000, () => ({ kind: "failed", problem: "no sign-in" }));
    const all = [start, start].map((begin) => begin({ tenants: async () => tenants("contoso"), makePass: failing }));
    await clock.advance(10 * MINUTE);
    expect(begun).toHaveLength(3);
    expect(alerts.map(({ job, tries, problem }) => [job.tenant, tries, problem])).toEqual([
      ["contoso", 3, "no sign-in"],
    ]);
    for (const one of all) await one.end();
  });

  it("whose pass throws take that for a failed one", async () => {
    const one = start({
      tenants: async () => tenants("contoso"),
      makePass: () => Promise.reject(new Error("out of the blue")),
    });
    await clock.advance(5 * MINUTE);
    expect(alerts.map(({ problem }) => problem)).toEqual(["out of the blue"]);
    await one.end();
  });

  it("that are silent for too long lose their job, and end what they were at", async () => {
    const silent = { tenants: async () => tenants("contoso"), silentMs: 10 * MINUTE, makePass: passOf(20 * MINUTE) };
    const one = start({ ...silent, passes: 1 });
    await clock.advance(MINUTE);
    const other = start({ tenants: async () => [], makePass: passOf(20 * MINUTE) });
    await clock.advance(4 * MINUTE);
    expect(begun).toEqual(["contoso", "contoso"]);
    expect(underWay).toHaveLength(1);
    expect(notices).toEqual([expect.stringMatching(/^warning: contoso: another worker has the job now/)]);
    await one.end();
    await other.end();
  });

  it("keep what waits for memory from being given up, however long that takes", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    for (const name of ["a", "b"]) await queue.submit(name, { tenant: name, digest: "d", because: "once", size: SIZE });
    const heapMb = 1.5 * heapNeedMb({ ...SIZE, changes: SIZE.rows });
    const one = start({ tenants: async () => [], heapMb, silentMs: SILENT_MS, makePass: passOf(5 * MINUTE) });
    await clock.advance(11 * MINUTE);
    expect([begun, alerts, queue.taken]).toEqual([["a", "b"], [], ["a", "b"]]);
    await one.end();
  });

  it("keep the job that they took anew while what they were at still ends", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    const slowToEnd: WorkerOptions["makePass"] = async (_, stop) => {
      begun.push("contoso");
      await clock.sleep(MINUTE, stop);
      if (stop.aborted) await clock.sleep(1.5 * MINUTE);
      return stop.aborted ? { kind: "put-off", inMs: 0 } : done();
    };

    let isMute = false;
    const mute = {
      ...queue,
      keepAlive: (...said: Parameters<QueueInMemory["keepAlive"]>) =>
        isMute ? Promise.reject(new Error("it is not heard")) : queue.keepAlive(...said),
    };
    const one = start({
      queue: mute,
      tenants: async () => tenants("contoso"),
      silentMs: SILENT_MS,
      makePass: slowToEnd,
    });
    await clock.advance(5_000);
    isMute = true;
    await clock.advance(34_000);
    isMute = false;
    await clock.advance(5 * MINUTE);
    expect([begun.length, alerts]).toEqual([2, []]);
    expect((await queue.latest()).get("contoso")?.came?.outcome).toBe("converged");
    await one.end();
  });

  it("that are held up by a large tenant keep the small ones beside it, those that wait for room too", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    const LARGE = { people: 100_000, rows: 100_000 };
    for (const [tenant, size] of [
      ["small", SIZE],
      ["large", LARGE],
      ["waits", LARGE],
    ] as const)
      await queue.submit(tenant, { tenant, digest: "d", because: "once", size });
    let heldUpMs = 0;
    const heldUp = {
      ...queue,
      keepAlive: async (...said: Parameters<QueueInMemory["keepAlive"]>) => {
        await clock.sleep(heldUpMs);
        return queue.keepAlive(...said);
      },
    };
    const own = { tenants: async () => [], silentMs: SILENT_MS, makePass: passOf(3 * MINUTE) };
    const one = start({ ...own, heapMb: 1.5 * heapNeedMb({ ...LARGE, changes: LARGE.rows }), queue: heldUp });
    await clock.advance(1_000);
    heldUpMs = 25_000;
    await clock.advance(5_000);
    heldUpMs = 0;
    const other = start(own);
    await clock.advance(10 * MINUTE);
    expect([begun, queue.taken, notices]).toEqual([["small", "large", "waits"], ["small", "large", "waits"], []]);
    for (const worker of [one, other]) await worker.end();
  });

  it.each([
    { beside: "one that waits for it", fleet: ["poison", "a"] },
    { beside: "several", fleet: ["a", "poison", "b", "c"] },
  ])(
    "make a pass that ends whoever makes it alone in the end, so that it costs $beside no try more",
    async ({ fleet }) => {
      queue = queueInMemory(clock, AS_SHIPPED);
      for (const tenant of fleet) await queue.submit(tenant, { tenant, digest: "d", because: "once", size: SIZE });
      /** One that another worker takes the place of as soon as it is killed. */
      const mortal = (): void => {
        const killed = new AbortController();
        const untilKilled =
          <Args extends readonly unknown[], Answer>(ask: (...args: Args) => Promise<Answer>) =>
          (...args: Args): Promise<Answer> =>
            killed.signal.aborted ? new Promise(() => undefined) : ask(...args);
        const { take, keepAlive, done: over, latest, givenUp, releaseSilent } = queue;
        const own = {
          ...queue,
          take: untilKilled(take),
          keepAlive: untilKilled(keepAlive),
          done: untilKilled(over),
          latest: untilKilled(latest),
          givenUp: untilKilled(givenUp),
          releaseSilent: untilKilled(releaseSilent),
        };
        const makePass: WorkerOptions["makePass"] = async ({ tenant }) => {
          begun.push(tenant);
          await clock.sleep(tenant === "poison" ? 30_000 : 2 * MINUTE);
          if (tenant === "poison") {
            killed.abort();
            mortal();
            return new Promise(() => undefined);
          }
          return done();
        };
        start({ tenants: async () => [], silentMs: SILENT_MS, queue: own, makePass });
      };
      mortal();
      await clock.advance(60 * MINUTE);
      expect(alerts.map(({ job }) => job.tenant)).toEqual(["poison"]);
      const latest = await queue.latest();
      for (const tenant of fleet)
        expect(latest.get(tenant)?.came?.outcome, tenant).toBe(tenant === "poison" ? "given-up" : "converged");
      expect(begun.filter((tenant) => tenant === "poison")).toHaveLength(AS_SHIPPED.tries);
    },
  );

  it("count an outage of the database, however often there is one, as no try of anybody", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    // A pass that meets an outage is cut off by it.
    const cutOff: WorkerOptions["makePass"] = async ({ tenant }, stop) => {
      begun.push(tenant);
      for (let seconds = 0; seconds < 90 && !queue.isAway; seconds += 1) await clock.sleep(1_000, stop);
      return queue.isAway ? { kind: "put-off", inMs: 0 } : done();
    };
    const own = { silentMs: SILENT_MS, answeredMs: SILENT_MS, makePass: cutOff };
    const all = [start(own), start(own)];
    for (let outages = 0; outages < 10; outages += 1) {
      await clock.advance(30_000 + outages * 300);
      queue.isAway = true;
      await clock.advance(40_000 + outages * 700);
      queue.isAway = false;
    }
    await clock.advance(20 * MINUTE);
    expect(alerts).toEqual([]);
    expect(notices.filter((text) => text.includes("another worker has the job"))).toEqual([]);
    const latest = await queue.latest();
    expect([...latest.values()].map(({ came }) => came?.outcome)).toEqual(Array(3).fill("converged"));
    for (const one of all) await one.end();
  });

  it("take over from one that is gone also where the queue fails now and then", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    await queue.submit("a", { tenant: "a", digest: "d", because: "once", size: SIZE });
    expect(await queue.take()).not.toBeNull();
    let asked = 0;
    const flaky = {
      ...queue,
      take: () => {
        asked += 1;
        return asked % 4 === 0 ? Promise.reject(new Error("no connection is left")) : queue.take();
      },
    };
    const one = start({ tenants: async () => [], silentMs: SILENT_MS, answeredMs: SILENT_MS, queue: flaky });
    await clock.advance(MINUTE);
    expect(begun).toEqual(["a"]);
    await one.end();
  });

  it("go on with a job of which the queue never takes what an earlier try came to", async () => {
    queue = queueInMemory(clock, AS_SHIPPED);
    const deaf = {
      ...queue,
      done: (...said: Parameters<QueueInMemory["done"]>) =>
        said[0].tries === 0 ? Promise.reject(new Error("it cannot be written down")) : queue.done(...said),
    };
    const one = start({ tenants: async () => tenants("contoso"), silentMs: SILENT_MS, queue: deaf });
    await clock.advance(10 * MINUTE);
    expect(begun).toEqual(["contoso", "contoso"]);
    expect((await queue.latest()).get("contoso")?.came?.outcome).toBe("converged");
    await one.end();
  });

  it("that was silent, and takes its own job anew, first ends what it was at", async () => {
    const silent = { silentMs: 10 * MINUTE, makePass: passOf(20 * MINUTE) };
    const one = start({ ...silent, tenants: async () => tenants("contoso") });
    await clock.advance(1.5 * MINUTE);
    expect([begun.length, underWay.length, mostOfOne]).toEqual([2, 1, 1]);
    await one.end();
  });

  it("that cannot reach the queue say so once, and go on when they can", async () => {
    queue.isAway = true;
    const one = start();
    await clock.advance(MINUTE);
    queue.isAway = false;
    await clock.advance(10 * MINUTE);
    expect(notices).toEqual(["error: the queue does not answer", "the queue and the fleet can be read again"]);
    expect(begun).toHaveLength(3);
    await one.end();
  });

  it("tell what came of a pass also where the queue was away for a moment", async () => {
    const one = start({
      tenants: async () => tenants("contoso"),
      makePass: async () => {
        queue.isAway = true;
        void backIn(1_000);
        return done();
      },
    });
    await clock.advance(MINUTE);
    expect((await queue.latest()).get("contoso")?.came?.outcome).toBe("converged");
    await one.end();
  });

  it("that are to make one pass of each end with what came of them", async () => {
    const one = start({ once: true, makePass: passOf(1_000, ({ tenant }) => done(tenant === "fabrikam" ? 3 : 0)) });
    expect(await clock.runUntilSettled(one.ended)).toEqual(
      new Map([
        ["contoso", 0],
        ["fabrikam", 3],
        ["northwind", 0],
      ]),
    );
    const again = start({ once: true, tenants: async () => tenants("contoso"), makePass: passOf(1_000) });
    await clock.runUntilSettled(again.ended);
    expect(begun).toHaveLength(4);
  });
});

describe("the worker of a pass may be silent", () => {
  it.each([
    [{ people: 0, rows: 0 }, 10],
    [{ people: 500, rows: 2_000 }, 11],
    [{ people: 100_000, rows: 300_000 }, 30],
    [{ people: 1_000_000, rows: 1_000_000 }, 210],
    [null, 30],
  ] as const)("where it has the size %o: %i seconds", (size, seconds) => {
    expect(QUEUE_TIMING.silentSecondsFor(size)).toBe(seconds);
  });
});
