import { describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { createDefinitionGuard } from "../../src/apply/definition-guard.ts";
import type { PlanApp } from "../../src/model/plan.ts";
import { IDENTITY } from "../definitions.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { graphError, type TenantDefinition } from "../fakes/tenant.ts";
import { CAMERA, SEND } from "./desired.ts";
import {
  createWorld,
  DEFINITIONS,
  ending,
  endings,
  inTurn,
  LOST,
  people,
  secondsOf,
  START_MS,
  uninstallOf,
  upgradeOf,
} from "./world.ts";

const KNOWN = { state: "known", clientAppId: "fdebf36e-0000-4000-8000-000000000001", bot: false } as const;

/** From this second on the catalog holds this, too. */
function published(afterS: number, definition: Omit<TenantDefinition, "fromMs">): readonly TenantDefinition[] {
  return [...DEFINITIONS, { ...definition, fromMs: START_MS + afterS * 1_000 }];
}

describe("the definition is read again before the first write", () => {
  it("by one request, however many rows ask", async () => {
    const world = await createWorld(upgradeOf(...people(100)));
    expect(new Set(endings(await world.apply()))).toEqual(new Set(["applied"]));
    expect(world.tenant.log.catalogReads).toEqual([{ atMs: START_MS, id: "catalog-id-of-expenses" }]);
  });

  it("by one request for each app", async () => {
    const world = await createWorld({
      asks: people(3).flatMap((user) => [
        { user, ensure: "installed" },
        { user, ensure: "installed", app: "onboarding" },
      ]),
    });
    await world.apply();
    expect(world.tenant.log.catalogReads.map(({ id }) => id)).toEqual([
      "catalog-id-of-expenses",
      "catalog-id-of-onboarding",
    ]);
  });

  it("never for an uninstall, which no definition changes", async () => {
    const world = await createWorld(uninstallOf("adele"));
    world.tenant.dials.catalogError = () => "unreadable";
    expect(endings(await world.apply())).toEqual(["applied"]);
    expect(world.tenant.log.catalogReads).toEqual([]);
  });
});

describe("a definition that is not the planned one is not written", () => {
  it.each<{ name: string; definition: Omit<TenantDefinition, "fromMs">; message: string }>([
    {
      name: "another version",
      definition: { version: "2.5.0", requires: [SEND] },
      message: "planned 2.4.0, now offered 2.5.0",
    },
    {
      name: "the same version with more permissions",
      definition: { version: "2.4.0", requires: [SEND, CAMERA] },
      message: "2.4.0 now requires other permissions than planned",
    },
    {
      name: "the same version with fewer permissions",
      definition: { version: "2.4.0", requires: [] },
      message: "2.4.0 now requires other permissions than planned",
    },
    {
      name: "the same version with unknown permissions",
      definition: { version: "2.4.0", requires: null },
      message: "what 2.4.0 requires cannot be told",
    },
    {
      name: "the same version for another Entra application",
      definition: { version: "2.4.0", requires: [SEND], identity: { ...KNOWN, clientAppId: "elsewhere" } },
      message: `2.4.0 now gives its consent to elsewhere, planned ${KNOWN.clientAppId}`,
    },
    {
      name: "the same version for nobody",
      definition: { version: "2.4.0", requires: [SEND], identity: { ...KNOWN, clientAppId: null } },
      message: `2.4.0 now gives its consent to nobody, planned ${KNOWN.clientAppId}`,
    },
    {
      name: "the same version with a bot",
      definition: { version: "2.4.0", requires: [SEND], identity: { ...KNOWN, bot: true } },
      message: "2.4.0 now holds a bot",
    },
    {
      name: "the same version for an application that is not told",
      definition: { version: "2.4.0", requires: [SEND], identity: { state: "unknown", detail: "not told" } },
      message: "who gets the consent of 2.4.0 cannot be told",
    },
    {
      name: "a version that does not compare",
      definition: { version: "next", requires: [SEND] },
      message: "what the catalog offers now cannot be told",
    },
  ])("$name", async ({ definition, message }) => {
    const world = await createWorld({ ...upgradeOf("adele", "megan"), definitions: published(5, definition) });
    await world.clock.advance(10_000);
    const result = await world.apply();
    for (const user of ["adele", "megan"]) {
      expect(ending(result, user)).toMatchObject({ status: "not-tried", code: "definition-changed", message });
    }
    expect(world.tenant.log.sends).toEqual([]);
  });

  it("a catalog that cannot be read", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.catalogError = () => "unreadable";
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "not-tried",
      code: "definition-changed",
      message: "what the catalog offers now cannot be told",
    });
    expect(world.tenant.log.sends).toEqual([]);
  });

  it("stops the rows of its own app alone", async () => {
    const world = await createWorld({
      asks: [
        { user: "adele", ensure: "installed" },
        { user: "adele", ensure: "absent", app: "onboarding" },
      ],
      installed: { adele: { onboarding: "2.1.0" } },
      definitions: published(5, { version: "2.5.0", requires: [] }),
    });
    await world.clock.advance(10_000);
    expect(endings(await world.apply())).toEqual(["not-tried definition-changed", "applied"]);
  });
});

describe("the definition is read again each minute", () => {
  it("while there is something to write, and no more often", async () => {
    const world = await createWorld(upgradeOf(...people(20)));
    world.tenant.dials.paceMs = 10_000;
    expect(new Set(endings(await world.apply()))).toEqual(new Set(["applied"]));
    expect(secondsOf(world.tenant.log.catalogReads)).toEqual([0, 60, 120, 180]);
    expect(secondsOf(world.tenant.log.sends)).toEqual(Array.from({ length: 20 }, (_, index) => index * 10));
  });

  it("and no write rests on a reading that is a minute old", async () => {
    const world = await createWorld(upgradeOf(...people(80)));
    world.tenant.dials.paceMs = 3_700;
    expect(new Set(endings(await world.apply()))).toEqual(new Set(["applied"]));
    const reads = secondsOf(world.tenant.log.catalogReads);
    for (const sent of secondsOf(world.tenant.log.sends)) {
      expect(sent - (reads.findLast((read) => read <= sent) ?? Number.NEGATIVE_INFINITY)).toBeLessThan(60);
    }
  });

  it("a change stops the rows that are left, those that wait for their turn included", async () => {
    const world = await createWorld({
      ...upgradeOf(...people(40)),
      definitions: published(30, { version: "2.5.0", requires: [SEND, CAMERA] }),
    });
    world.tenant.dials.brings = "2.4.0";
    // The first row comes back after a minute and finds the change; the others' turns come later than that.
    world.tenant.dials.turnMs = () => (world.tenant.log.turns.length === 1 ? 60_000 : 70_000);
    expect(new Set(endings(await world.apply()))).toEqual(new Set(["not-tried definition-changed"]));
    expect(world.tenant.log.sends).toEqual([]);
    expect(secondsOf(world.tenant.log.catalogReads)).toEqual([0, 60]);
  });

  it("rows that were written before the change keep their outcome", async () => {
    const world = await createWorld({
      ...upgradeOf("adele", "megan"),
      definitions: published(30, { version: "2.5.0", requires: [SEND] }),
    });
    world.tenant.dials.turnMs = () => (world.tenant.log.turns.length === 1 ? 0 : 61_000);
    expect(endings(await world.apply())).toEqual(["applied", "not-tried definition-changed"]);
  });
});

describe("a turn that comes too late is given up and taken anew", () => {
  it.each([
    { name: "an upgrade after 15 seconds", beginning: upgradeOf("adele"), lateMs: 15_000, reads: [15] },
    {
      name: "an upgrade after more than 15 seconds",
      beginning: upgradeOf("adele"),
      lateMs: 15_001,
      reads: [15.001, 15.001],
    },
    { name: "an uninstall after a minute", beginning: uninstallOf("adele"), lateMs: 61_000, reads: [61, 61] },
  ])("$name", async ({ beginning, lateMs, reads }) => {
    const world = await createWorld(beginning);
    world.tenant.dials.turnMs = (nth) => (nth === 1 ? lateMs : 0);
    expect(endings(await world.apply())).toEqual(["applied"]);
    expect(world.tenant.log.sends).toHaveLength(1);
    expect(secondsOf(world.tenant.log.reads)).toEqual(reads);
  });

  it("makes fewer rows wait at once, so that a slow tenant ends all the same", async () => {
    const world = await createWorld(uninstallOf(...people(40)));
    // Each turn takes as long as all that wait together.
    let waiting = 0;
    const { writer } = world.ports;
    const uninstall: typeof writer.uninstall = async (userId, id, turn) => {
      waiting += 1;
      await world.clock.sleep(waiting * 2_000);
      waiting -= 1;
      return writer.uninstall(userId, id, turn);
    };
    const ports = { ...world.ports, writer: { ...writer, uninstall } };
    const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
    expect(new Set(endings(result))).toEqual(new Set(["applied"]));
    expect(world.tenant.log.sends).toHaveLength(40);
  });

  it.each([
    { name: "upgrade", beginning: upgradeOf("adele"), turnMs: 61_000 },
    { name: "upgrade, the user read each time", beginning: upgradeOf("adele"), turnMs: 901_000 },
    { name: "uninstall", beginning: uninstallOf("adele"), turnMs: 901_000 },
  ])("but not for ever: $name", async ({ beginning, turnMs }) => {
    const world = await createWorld(beginning);
    world.tenant.dials.turnMs = () => turnMs;
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "not-tried",
      code: "throttled",
      message: "its turn came too late 21 times",
    });
    expect(world.tenant.log.sends).toEqual([]);
  });

  it.each([
    { name: "upgrade", beginning: upgradeOf("adele") },
    { name: "uninstall", beginning: uninstallOf("adele") },
  ])("not for ever either after a write without a clear answer: $name", async ({ beginning }) => {
    const world = await createWorld(beginning);
    Object.assign(world.tenant.dials, { treat: inTurn(LOST), turnMs: (nth: number) => (nth === 1 ? 0 : 16_000) });
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "unverified", code: "not-visible" });
    expect(outcome?.message).toContain("its turn came too late 21 times");
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it.each([
    { name: "slow catalog", slow: { catalogMs: 61_000 }, ends: "unverified not-visible" },
    { name: "slow reads", slow: { readMs: 61_000 }, ends: "unverified not-visible" },
    // What the one says is too old when the other has answered: then nothing is written.
    { name: "slow catalog and reads", slow: { catalogMs: 61_000, readMs: 61_000 }, ends: "not-tried throttled" },
  ])("a $name ends all the same, also when a write has to be repeated", async ({ slow, ends }) => {
    const world = await createWorld(upgradeOf("adele"));
    Object.assign(world.tenant.dials, { ...slow, treat: inTurn(LOST) });
    expect(endings(await world.apply())).toEqual([ends]);
    expect(world.tenant.log.sends.length).toBeLessThanOrEqual(4);
  });

  it("is not sent after the run was stopped", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.turnMs = () => 10_000;
    world.after(5_000, () => world.stop.abort());
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "not-tried", code: "stopped" });
    expect(world.tenant.log.sends).toEqual([]);
  });
});

describe("the guard by itself", () => {
  const app: PlanApp = {
    name: "expenses",
    id: "catalog-id-of-expenses",
    manifestId: null,
    displayName: null,
    catalog: "found",
    source: { file: "apps/apps.yaml", line: 3, column: 3 },
    suspended: false,
    offered: { version: "2.4.0", permissions: [SEND], identity: IDENTITY },
    approved: [SEND],
    clientAppId: null,
    lock: { state: "no-lock" },
    owner: null,
    repairConsent: "report",
    replaces: null,
    lacking: [],
    unused: [],
  };

  it.each([
    { now: { clientAppId: "elsewhere" }, says: "2.4.0 now gives its consent to elsewhere, planned nobody" },
    { now: { bot: false }, says: "2.4.0 no longer holds a bot" },
  ])("says what differs from a definition for nobody with a bot: $says", async ({ now, says }) => {
    const planned = { state: "known", clientAppId: null, bot: true } as const;
    const offered = { version: "2.4.0", permissions: [], identity: planned };
    const guard = createDefinitionGuard(
      () => Promise.resolve({ ...offered, identity: { ...planned, ...now } }),
      createVirtualClock(START_MS),
    );
    expect(await guard.check({ ...app, offered })).toBe(says);
  });

  it("is fresh for a minute from the end of a check, and not while one is under way", async () => {
    const clock = createVirtualClock(START_MS);
    const guard = createDefinitionGuard(async () => {
      await clock.sleep(5_000);
      return { version: "2.4.0", permissions: [SEND], identity: IDENTITY };
    }, clock);
    expect(guard.isFresh(app)).toBe(false);
    const checking = guard.check(app);
    await clock.advance(4_999);
    expect(guard.isFresh(app)).toBe(false);
    await clock.advance(1);
    expect(await checking).toBeNull();
    await clock.advance(59_999);
    expect(guard.isFresh(app)).toBe(true);
    await clock.advance(1);
    expect(guard.isFresh(app)).toBe(false);
  });

  it("is never fresh for a definition that changed, which stays changed", async () => {
    const clock = createVirtualClock(START_MS);
    const offers = ["2.5.0", "2.4.0"];
    const guard = createDefinitionGuard(
      () => Promise.resolve({ version: offers.shift() ?? "2.4.0", permissions: [SEND], identity: IDENTITY }),
      clock,
    );
    expect(await guard.check(app)).toBe("planned 2.4.0, now offered 2.5.0");
    expect(guard.isFresh(app)).toBe(false);
    await clock.advance(120_000);
    expect(await guard.check(app)).toBe("planned 2.4.0, now offered 2.5.0");
    expect(offers).toEqual(["2.4.0"]);
  });

  it("reads anew after a doubt, and keeps nobody's turn back meanwhile", async () => {
    const clock = createVirtualClock(START_MS);
    let reads = 0;
    const guard = createDefinitionGuard(async () => {
      reads += 1;
      await clock.sleep(1_000);
      return { version: "2.4.0", permissions: [SEND], identity: IDENTITY };
    }, clock);
    const first = guard.check(app);
    await clock.advance(1_000);
    expect(await first).toBeNull();
    guard.doubt("another app");
    expect(await guard.check(app)).toBeNull();
    expect(reads).toBe(1);
    guard.doubt(app.name);
    const both = [guard.check(app), guard.check(app)];
    expect([reads, guard.isFresh(app)]).toEqual([2, true]);
    await clock.advance(1_000);
    expect(await Promise.all(both)).toEqual([null, null]);
    expect(await guard.check(app)).toBeNull();
    expect(reads).toBe(2);
  });

  it("a difference stays, whichever of two readings ends last", async () => {
    const clock = createVirtualClock(START_MS);
    const answers = [
      { version: "2.5.0", afterMs: 2_000 },
      { version: "2.4.0", afterMs: 3_000 },
    ];
    const guard = createDefinitionGuard(async () => {
      const { version, afterMs } = answers.shift() ?? { version: "2.4.0", afterMs: 0 };
      await clock.sleep(afterMs);
      return { version, permissions: [SEND], identity: IDENTITY };
    }, clock);
    const first = guard.check(app);
    guard.doubt(app.name);
    const second = guard.check(app);
    await clock.advance(3_000);
    const says = "planned 2.4.0, now offered 2.5.0";
    expect([await first, await second, await guard.check(app)]).toEqual([says, says, says]);
    expect(guard.isFresh(app)).toBe(false);
  });

  it("passes errors that end the run on to everybody who asked", async () => {
    const guard = createDefinitionGuard(
      () => Promise.reject(graphError(401, "InvalidAuthenticationToken", "run")),
      createVirtualClock(START_MS),
    );
    const [first, second] = await Promise.allSettled([guard.check(app), guard.check(app)]);
    expect([first.status, second.status]).toEqual(["rejected", "rejected"]);
  });
});

describe("what was planned and cannot be told", () => {
  const OFFERED = { version: "2.4.0", permissions: [SEND], identity: KNOWN } as const;
  it.each<[string, PlanApp["offered"], string | null]>([
    ["nothing", OFFERED, null],
    ["that anything is offered", null, "what the catalog offers now cannot be told"],
    ["what it requires", { ...OFFERED, permissions: null }, "what 2.4.0 requires cannot be told"],
    [
      "who gets its consent",
      { ...OFFERED, identity: { state: "unknown", detail: "not told" } },
      "who gets the consent of 2.4.0 cannot be told",
    ],
  ])("is no reason to write: %s", async (_, offered, expected) => {
    const world = await createWorld(upgradeOf("adele"));
    const [one] = world.plan.apps;
    if (one === undefined) throw new Error("a plan names its apps");
    let reads = 0;
    const guard = createDefinitionGuard(async () => {
      reads += 1;
      return OFFERED;
    }, createVirtualClock(START_MS));
    const planned = { ...one, offered };
    expect(guard.isFresh(planned)).toBe(false);
    const both = [guard.check(planned), guard.check(planned)];
    expect(guard.isFresh(planned)).toBe(false);
    expect(await Promise.all(both)).toEqual([expected, expected]);
    expect(reads).toBe(1);
    expect(guard.isFresh(planned)).toBe(expected === null);
  });
});
