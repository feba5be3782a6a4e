import { describe, expect, it } from "vitest";
import { apply, type ApplyPorts } from "../../src/apply/apply.ts";
import { createUserWrites } from "../../src/apply/read-back.ts";
import type { InstallationReader } from "../../src/observe/readers.ts";
import { graphError } from "../fakes/tenant.ts";
import { CAMERA, SEND } from "./desired.ts";
import { type Beginning, createWorld, ending, held, installOf, secondsOf, uninstallOf, upgradeOf } from "./world.ts";

const ALL_LOOKS = [0, 0.3, 1, 3, 10, 30, 90];

describe("a write that Graph accepted is read back at once, and after 0.3, 1, 3, 10, 30 and 90 seconds", () => {
  it.each([
    { lagS: 0, looks: [0], status: "applied", code: null },
    { lagS: 2, looks: [0, 0.3, 1, 3], status: "applied", code: null },
    { lagS: 50, looks: ALL_LOOKS, status: "applied", code: null },
    { lagS: 89, looks: ALL_LOOKS, status: "applied", code: null },
    { lagS: 90, looks: ALL_LOOKS, status: "applied", code: null },
    { lagS: 91, looks: ALL_LOOKS, status: "unverified", code: "not-visible" },
  ])("visible after $lagS s: $status", async ({ lagS, looks, status, code }) => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.lagMs = lagS * 1_000;
    const result = await world.apply();
    const expected = { status, code, requestId: "write-1-of-adele", afterS: looks.at(-1) };
    expect(ending(result, "adele")).toMatchObject(expected);
    expect(secondsOf(world.tenant.log.reads)).toEqual(looks);
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("counts from the answer, also when a read takes longer than the time to the next", async () => {
    const world = await createWorld(upgradeOf("adele"));
    Object.assign(world.tenant.dials, { lagMs: 40_000, readMs: 15_000 });
    await world.apply();
    expect(secondsOf(world.tenant.log.reads)).toEqual([0, 15, 30]);
  });

  it.each([
    { name: "install", beginning: installOf("adele") },
    { name: "uninstall", beginning: uninstallOf("adele") },
  ])("sees the effect of an $name", async ({ beginning }) => {
    const world = await createWorld(beginning);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 0 });
  });

  it("proves no uninstall by an absence that proves nothing", async () => {
    const world = await createWorld({ ...uninstallOf("adele"), dials: { absenceProven: false } });
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      code: "not-visible",
      message: "not listed, which proves nothing under this token's roles",
      afterS: 90,
    });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("is unverified while the user cannot be read, with the reason", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.readError = () => graphError(503, "ServiceUnavailable", "target");
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      code: "not-visible",
      message: "ServiceUnavailable (503)",
      afterS: 90,
    });
  });

  it("sees the effect after reads that failed", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.readError = (_, nowMs) =>
      (secondsOf([{ atMs: nowMs }])[0] ?? 0) < 2 ? graphError(503, "ServiceUnavailable", "target") : null;
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 3 });
  });
});

describe("another version than the planned one is a failure", () => {
  it.each([
    { beginning: upgradeOf("adele"), brings: "2.5.0", afterS: 0, name: "newer, which cannot become the planned one" },
    { beginning: upgradeOf("adele"), brings: "2.2.0", afterS: 90, name: "between the old and the planned one" },
    { beginning: upgradeOf("adele"), brings: "2.0.0", afterS: 90, name: "older than before" },
    { beginning: installOf("adele"), brings: "2.5.0", afterS: 0, name: "newer, freshly installed" },
    { beginning: installOf("adele"), brings: "2.1.0", afterS: 90, name: "older, freshly installed" },
  ])("$name", async ({ beginning, brings, afterS }) => {
    const world = await createWorld(beginning);
    world.tenant.dials.brings = brings;
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "failed",
      code: "other-version",
      message: `installed ${brings}, planned 2.4.0`,
      afterS,
    });
  });

  it("an older version that moves on to the planned one is applied", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.brings = "2.2.0";
    world.after(15_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 30 });
  });

  it("the version that was there before is not another one: the write is not visible yet", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.brings = "2.1.0";
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "unverified", code: "not-visible" });
  });
});

describe("a version that does not compare proves nothing", () => {
  it.each([null, "banana"])("%j is shown: unverified", async (version) => {
    const world = await createWorld(installOf("adele"));
    const reader = world.ports.installations;
    const installations: InstallationReader = {
      ...reader,
      readInstallations: async (userId) => {
        const read = await reader.readInstallations(userId);
        return { ...read, installations: read.installations.map((one) => ({ ...one, version })) };
      },
    };
    const ports = { ...world.ports, installations };
    const result = await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
    expect(ending(result, "adele")).toMatchObject({
      status: "unverified",
      code: "not-visible",
      message: `installed ${version ?? "unknown"}, planned 2.4.0`,
      afterS: 90,
    });
  });
});

describe("consent in force must be what was sent, where it can be read", () => {
  it.each([
    { name: "as sent", shown: "on-list", grants: null, readConsents: false, ends: "applied", afterS: 0 },
    { name: "wider", shown: "on-list", grants: [SEND, CAMERA], readConsents: false, ends: "failed", afterS: 90 },
    { name: "other", shown: "on-list", grants: [CAMERA], readConsents: false, ends: "failed", afterS: 90 },
    { name: "none", shown: "on-list", grants: [], readConsents: false, ends: "failed", afterS: 90 },
    { name: "not shown", shown: "never", grants: [CAMERA], readConsents: false, ends: "applied", afterS: 0 },
    {
      name: "shown singly only, not asked",
      shown: "singly",
      grants: [],
      readConsents: false,
      ends: "applied",
      afterS: 0,
    },
    { name: "shown singly only, other", shown: "singly", grants: [], readConsents: true, ends: "failed", afterS: 90 },
    {
      name: "shown singly only, as sent",
      shown: "singly",
      grants: null,
      readConsents: true,
      ends: "applied",
      afterS: 0,
    },
    { name: "unknown, asked singly", shown: "never", grants: [], readConsents: true, ends: "applied", afterS: 0 },
  ] as const)("$name: $ends", async ({ shown, grants, readConsents, ends, afterS }) => {
    const dials = { consentShown: shown, grants };
    const world = await createWorld({ ...upgradeOf("adele"), readConsents, dials });
    const result = await world.apply();
    const code = ends === "applied" ? null : "consent-mismatch";
    expect(ending(result, "adele")).toMatchObject({ status: ends, code, afterS });
    expect(world.tenant.log.consentReads.length > 0).toBe(readConsents);
  });

  it("is unverified where the run cannot go on reading", async () => {
    const world = await createWorld({ ...upgradeOf("adele"), readConsents: true, dials: { consentShown: "singly" } });
    world.tenant.dials.consentError = graphError(401, "InvalidAuthenticationToken", "run");
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      message: "InvalidAuthenticationToken (401)",
    });
  });

  it("is not compared where nothing was sent", async () => {
    const definitions = [{ version: "2.4.0", requires: [] }];
    const dials = { consentShown: "singly" as const, grants: [SEND] };
    const world = await createWorld({ ...installOf("adele"), definitions, readConsents: true, dials });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 0 });
    expect(world.tenant.log.consentReads).toEqual([]);

    const shown = await createWorld({ ...installOf("adele"), definitions, dials: { grants: [SEND] } });
    expect(ending(await shown.apply(), "adele")).toMatchObject({ status: "applied", afterS: 0 });
  });

  it("names the consent that is in force", async () => {
    const world = await createWorld({ ...upgradeOf("adele"), dials: { grants: [CAMERA] } });
    expect(ending(await world.apply(), "adele")?.message).toBe("consent in force: CameraStream.Read.User");
  });

  it("that comes later than the version is waited for", async () => {
    const world = await createWorld({ ...upgradeOf("adele"), dials: { grants: [] } });
    world.after(20_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 30 });
  });
});

/** Whom a run kept, when, and with which versions. */
async function kept(beginning: Beginning): Promise<readonly string[]> {
  const told: string[] = [];
  const world = await createWorld(beginning);
  const ports: ApplyPorts = {
    ...world.ports,
    keepSeen: async (userId, { installations }, atMs) => {
      const at = secondsOf([{ atMs }])[0];
      told.push(`${userId} at ${at}: ${installations.map(({ version }) => version).join(", ")}`);
    },
  };
  await world.clock.runUntilSettled(apply(world.plan, ports, world.stop.signal));
  return told;
}

describe("what a user has once a write was read back", () => {
  it("is kept", async () => {
    expect(await kept(upgradeOf("adele", "megan"))).toEqual(["adele at 0: 2.4.0", "megan at 0: 2.4.0"]);
  });

  it("is kept by the look that sees the effect, and by none before it", async () => {
    expect(await kept({ ...upgradeOf("adele"), dials: { lagMs: 2_000 } })).toEqual(["adele at 3: 2.4.0"]);
  });

  it("is not kept where it is not what was planned", async () => {
    expect(await kept({ ...upgradeOf("adele"), dials: { brings: "2.5.0" } })).toEqual([]);
  });
});

describe("the writes of a user", () => {
  it("count from the moment at which they are sent, and are waited for one and all", async () => {
    const writes = createUserWrites();
    const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const sends = answers.map(({ promise }) =>
      writes.during("adele", (sending) => {
        sending();
        return promise;
      }),
    );
    expect([writes.sent("adele"), writes.sent("megan")]).toEqual([2, 0]);
    await writes.answered("megan");
    let isOver = false;
    const over = writes.answered("adele").finally(() => {
      isOver = true;
    });
    answers[0]?.resolve("first");
    await sends[0];
    await Promise.resolve();
    expect(isOver).toBe(false);
    answers[1]?.resolve("second");
    expect(await Promise.all(sends)).toEqual(["first", "second"]);
    await over;
    await writes.answered("adele");
    expect(writes.sent("adele")).toBe(2);
  });

  it("that are not sent do not count, and one that fails is over", async () => {
    const writes = createUserWrites();
    expect(await writes.during("adele", () => Promise.resolve("unsent"))).toBe("unsent");
    expect(writes.sent("adele")).toBe(0);
    const fails = writes.during("adele", (sending) => {
      sending();
      return Promise.reject(new Error("lost"));
    });
    await expect(fails).rejects.toThrow("lost");
    await writes.answered("adele");
    expect(writes.sent("adele")).toBe(1);
  });
});
