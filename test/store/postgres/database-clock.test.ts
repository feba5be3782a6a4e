import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Configuration } from "../../../src/desired/configuration.ts";
import { load } from "../../../src/desired/load.ts";
import type { Clock } from "../../../src/model/clock.ts";
import { createDatabaseClock } from "../../../src/store/postgres/database-clock.ts";
import { tryPostgresStore } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { runTrueup } from "../../chaos/run-trueup.ts";
import { createSharedTenant, DESIRED, type SharedTenant } from "../../chaos-postgres/shared-tenant.ts";
import { type AcceleratedClock, createAcceleratedClock, createVirtualClock } from "../../fakes/clock.ts";
import { chanceOf } from "../../fuzz/chance.ts";
import { taker } from "../store-in-folder.ts";
import { embedded, type TestDatabase } from "./databases.ts";

const START = Date.parse("2026-01-05T08:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("the clock of a database", () => {
  it("goes on here between two questions, whatever the hands of the machine show", async () => {
    const hands = createVirtualClock(0);
    let asked = 0;
    const clock = await createDatabaseClock(hands, () => {
      asked += 1;
      return Promise.resolve(START);
    });
    await hands.advance(30_000);
    hands.set(24 * HOUR);
    expect([clock.now() - START, clock.elapsed(), asked]).toEqual([30_000, 30_000, 1]);
  });

  it.each<[string, (hands: ReturnType<typeof createVirtualClock>) => unknown, number]>([
    ["what is known is a minute old", (hands) => hands.advance(MINUTE), 2],
    ["the hands were set", (hands) => hands.set(hands.now() - HOUR), 2],
    // Time that stood still with the machine went on everywhere else, and the hands are put right when it wakes.
    ["the machine slept", (hands) => hands.set(hands.now() + HOUR), 2],
    ["nothing happened", (hands) => hands.advance(20_000), 1],
  ])("is asked again where %s", async (_name, happens, questions) => {
    const hands = createVirtualClock(START);
    const shown = [START, START + HOUR];
    let asked = 0;
    const clock = await createDatabaseClock(hands, () => Promise.resolve(shown[asked++] ?? 0));
    await happens(hands);
    await clock.check();
    expect(asked).toBe(questions);
    if (questions === 2) expect(clock.now()).toBe(START + HOUR);
  });

  it("is asked again where the machine slept while the answer was on its way", async () => {
    const hands = createVirtualClock(START);
    const shown = [START, START + HOUR];
    const clock = await createDatabaseClock(hands, () => {
      const now = shown.shift() ?? 0;
      if (shown.length === 1) hands.set(hands.now() + HOUR);
      return Promise.resolve(now);
    });
    await clock.check();
    expect(clock.now()).toBe(START + HOUR);
  });

  it("shows a moment between question and answer", async () => {
    const hands = createVirtualClock(0);
    const making = createDatabaseClock(hands, async () => {
      await hands.sleep(2_000);
      return START;
    });
    await hands.advance(2_000);
    expect((await making).now()).toBe(START + 1_000);
  });
});

/** What is so young that it may not be visible yet. */
const SETTLE_MS = 15 * MINUTE;

describe("a write that was noted, and of which nothing is seen", () => {
  let database: TestDatabase;
  let configuration: Configuration;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trueup-clock-"));
    database = await embedded();
    await writeFile(join(folder, "policy.yaml"), DESIRED);
    const loaded = await load(folder);
    if (loaded.configuration === null) expect.fail("the desired state is refused");
    configuration = loaded.configuration;
    // A database in this process takes its time to begin.
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  interface Machine {
    readonly clock: Clock;
    aheadMs: number;
  }

  function machineOf(world: Clock, aheadMs: number): Machine {
    const machine: Machine = {
      aheadMs,
      clock: {
        now: () => world.now() + machine.aheadMs,
        elapsed: () => world.elapsed(),
        sleep: (ms, signal) => world.sleep(ms, signal),
      },
    };
    return machine;
  }

  async function storeOf(world: Clock, tenant: string, { clock }: Machine): Promise<Store> {
    const tried = await tryPostgresStore({
      address: database.address,
      tenant,
      clock,
      databaseTime: () => Promise.resolve(world.now()),
      notice: () => undefined,
      makes: true,
      connect: () => database.open(),
    });
    if (tried.kind === "refused") expect.fail(tried.why);
    return tried.store;
  }

  function pass(
    tenant: SharedTenant,
    store: Store,
    machine: Machine,
    name: string,
    passing: (isWrite: boolean) => void,
  ) {
    let isGone = false;
    const caller = {
      name,
      isGone: () => isGone,
      awake: () => Promise.resolve(),
      passing(isWrite: boolean) {
        passing(isWrite);
        isGone = isWrite && name === "killed";
      },
    };
    return runTrueup({
      configuration,
      dispatcher: tenant.dispatcherFor(caller, 1),
      origin: tenant.origin,
      clock: machine.clock,
      tokenSource: { token: () => Promise.resolve("secret") },
      token: "secret",
      chance: chanceOf(1),
      store,
      taker: taker(name),
      maxAgeMs: 0,
      settleMs: SETTLE_MS,
      readConsents: false,
      stop: new AbortController().signal,
    });
  }

  /** One worker is killed as it sends; another one comes some minutes later. Gives how often the other one wrote in all by then. */
  async function writesAfter(
    world: AcceleratedClock,
    [first, second]: readonly [Machine, Machine],
    step: (isWrite: boolean) => void,
    minutes: readonly number[],
  ): Promise<readonly number[]> {
    const rows = `doubt ${Math.random()}`;
    const tenant = createSharedTenant(1, world, () => 0);
    const mine = await storeOf(world, rows, first);
    const killed = new Promise<void>((resolve) => {
      const sent = (isWrite: boolean): void => {
        step(isWrite);
        if (isWrite) resolve();
      };
      void pass(tenant, mine, first, "killed", sent).catch(() => undefined);
    });
    await killed;
    const counts: number[] = [];
    for (const wait of minutes) {
      world.skip(wait * MINUTE);
      await database.run("UPDATE trueup.locks SET expires_at = 0");
      const store = await storeOf(world, rows, second);
      await pass(tenant, store, second, "other", () => undefined);
      await store.close();
      counts.push(tenant.writes.length);
    }
    return counts;
  }

  it.each<[string, aheadMs: readonly [number, number], stepMs: number]>([
    ["no clock is wrong", [0, 0], 0],
    ["the clock of who sent it is an hour behind", [-HOUR, 0], 0],
    ["the clock of who sent it is an hour ahead", [HOUR, 0], 0],
    ["the clock of who sent it is a day ahead", [24 * HOUR, 0], 0],
    ["the clock of who comes after is an hour behind", [0, -HOUR], 0],
    ["the clock of who comes after is an hour ahead", [0, HOUR], 0],
    ["the clock of who sent it was set back in the middle of the pass", [0, 0], -HOUR],
    ["the clock of who sent it was put forward in the middle of the pass", [0, 0], 24 * HOUR],
  ])("is in doubt for as long as it may be invisible, and no longer: %s", async (_name, aheadMs, stepMs) => {
    const world = createAcceleratedClock(10, START);
    const [first, second] = [machineOf(world, aheadMs[0]), machineOf(world, aheadMs[1])];
    let isSet = false;
    const step = (): void => {
      if (!isSet) first.aheadMs += stepMs;
      isSet = true;
    };
    expect(await writesAfter(world, [first, second], step, [10, 10])).toEqual([0, 1]);
  });
});
