import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { type Lease, takeLease } from "../../src/session/lease.ts";
import type { LateHold } from "../../src/model/plan.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { catalogIdOf } from "./desired.ts";
import {
  type Beginning,
  CARRIED_OUT,
  createWorld,
  ending,
  endings,
  FORBIDDEN,
  inTurn,
  LOST,
  people,
  upgradeOf,
  type World,
} from "./world.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trueup-fencing-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A world whose run has the lease of a store, and somebody else who shares the store. */
async function sharing(beginning: Beginning) {
  const world = await createWorld(beginning);
  const open = async (): Promise<Store> => {
    const options = { path: join(folder, "tenant.db"), tenant: null, clock: world.clock, notice: () => undefined };
    const store = await openStore(options);
    if (store === null) throw new Error("no store");
    return store;
  };
  const [mine, other] = [await open(), await open()];
  const lease = await takeLease(mine, world.clock);
  return { world, mine, other, lease, run: () => carryOut(world, mine, lease) };
}

async function carryOut(world: World, { journal }: Store, lease: Lease) {
  const ports = { ...world.ports, journal, changingEnds: lease.lost, lostNow: lease.lostNow };
  const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
  await lease.release();
  return result;
}

describe("a run that loses its lease", () => {
  it.each<{ name: string; lose: (other: Store, mine: Store) => Promise<unknown> }>([
    { name: "somebody broke it", lose: (other) => other.lease.breakIt() },
    { name: "the store does not answer any more", lose: (_, mine) => mine.close() },
  ])("sends nothing after what was in flight: $name", async ({ lose }) => {
    const { world, mine, other, run } = await sharing({ ...upgradeOf(...people(20)), dials: { paceMs: 1_000 } });
    let sendsByThen = Number.POSITIVE_INFINITY;
    world.after(5_500, () => {
      sendsByThen = world.tenant.log.sends.length;
      void lose(other, mine);
    });
    const result = await run();
    expect(world.tenant.log.sends.length).toBe(sendsByThen);
    expect(sendsByThen).toBeGreaterThan(0);
    const ended = result.rows.filter(({ outcome }) => outcome?.status === "not-tried");
    expect(ended).toHaveLength(20 - sendsByThen);
    for (const { outcome } of ended)
      expect(outcome).toMatchObject({ code: "stopped", message: "the lease on this tenant was lost" });
    expect(endings(result).filter((one) => one === "applied")).toHaveLength(sendsByThen);
  });

  it("sends nothing whose intent the store could not take", async () => {
    const { world, mine, lease } = await sharing(upgradeOf("adele"));
    const journal = { ...mine.journal, intend: () => mine.close() };
    const result = await carryOut(world, { ...mine, journal }, lease);
    expect(world.tenant.log.sends).toEqual([]);
    expect(ending(result, "adele")).toMatchObject({ status: "not-tried", code: "stopped" });
  });

  it("does not repeat what was sent without a clear answer", async () => {
    const { world, other, run } = await sharing(upgradeOf("adele"));
    world.tenant.dials.treat = (_, nth) => {
      if (nth === 1) void other.lease.breakIt();
      return nth === 1 ? LOST : CARRIED_OUT;
    };
    expect(ending(await run(), "adele")).toMatchObject({ status: "unverified" });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("leaves the second write of a row to whoever has the lease, and the store knows of it", async () => {
    const { world, other, run } = await sharing({
      asks: [{ user: "adele", ensure: "installed" }],
      installed: { adele: { expenses: "2.4.0" } },
      app: { repairConsent: "reinstall" },
    });
    world.tenant.dials.treat = (_, nth) => {
      if (nth === 1) void other.lease.breakIt();
      return CARRIED_OUT;
    };
    expect(ending(await run(), "adele")?.message).toBe(
      "removed, and not installed again: the lease on this tenant was lost",
    );
    expect(world.tenant.log.sends).toHaveLength(1);
    expect(await other.journal.unfinished()).toMatchObject([{ userId: "adele", appId: catalogIdOf("expenses") }]);
  });

  it("leaves noted that an app is to come back, though it saw it come back", async () => {
    const { world, other, run } = await sharing({
      asks: [{ user: "adele", ensure: "installed" }],
      installed: { adele: { expenses: "2.4.0" } },
      app: { repairConsent: "reinstall" },
    });
    world.tenant.dials.treat = (_, nth) => {
      if (nth === 2) void other.lease.breakIt();
      return CARRIED_OUT;
    };
    expect(ending(await run(), "adele")).toMatchObject({ status: "applied" });
    expect(await other.journal.unfinished()).toMatchObject([{ userId: "adele" }]);
  });

  it("leaves the intents as they are: they may be those of whoever has the lease", async () => {
    const { world, other, run } = await sharing(upgradeOf("adele"));
    world.tenant.dials.treat = (user, nth) => {
      void other.lease.breakIt();
      return inTurn(FORBIDDEN)(user, nth);
    };
    await run();
    expect(await other.journal.openIntents(0)).toMatchObject([{ userId: "adele" }]);
  });
});

describe("a stop that others share", () => {
  it("is heard before each write, however long ago its row was looked at", async () => {
    const world = await createWorld({ ...upgradeOf(...people(20)), dials: { paceMs: 1_000 } });
    let sendsByThen = Number.POSITIVE_INFINITY;
    let heard: LateHold | null = null;
    world.after(5_500, () => {
      sendsByThen = world.tenant.log.sends.length;
    });
    const ports = {
      ...world.ports,
      heldNow: () => heard,
      hearHolds: async () => {
        heard =
          sendsByThen === Number.POSITIVE_INFINITY
            ? null
            : { reason: "frozen", detail: "changes are frozen", next: null };
      },
    };
    const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
    expect(world.tenant.log.sends).toHaveLength(sendsByThen);
    expect(result.rows.filter(({ verdict }) => verdict === "held").length).toBeGreaterThan(10);
  });
});
