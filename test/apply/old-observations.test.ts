import { describe, expect, it } from "vitest";
import { graphError, type Held } from "../fakes/tenant.ts";
import { SEND } from "./desired.ts";
import { type Beginning, createWorld, ending, held, installOf, uninstallOf, upgradeOf } from "./world.ts";

const FIFTEEN_SECONDS = 15_000;

describe("an observation is good for 15 seconds", () => {
  it.each([
    { ageMs: 0, reads: 0 },
    { ageMs: FIFTEEN_SECONDS, reads: 0 },
    { ageMs: FIFTEEN_SECONDS + 1, reads: 1 },
  ])("$ageMs ms old: $reads reads before the write", async ({ ageMs, reads }) => {
    const world = await createWorld(upgradeOf("adele"));
    await world.clock.advance(ageMs);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    // The last read is the read-back.
    expect(world.tenant.log.reads).toHaveLength(reads + 1);
  });
});

const OTHER_COPY: Held = {
  ...held("adele", "expenses", "2.1.0"),
  id: "copy",
  catalogId: "another-catalog-id",
  distributionMethod: "sideloaded",
};

interface Case {
  readonly name: string;
  readonly beginning: Beginning;
  readonly now: readonly Held[];
}

describe("an older one is read again", () => {
  it.each<Case>([
    {
      name: "upgrade, already there",
      beginning: upgradeOf("adele"),
      now: [held("adele", "expenses", "2.4.0", [SEND])],
    },
    {
      name: "install, already there",
      beginning: installOf("adele"),
      now: [held("adele", "expenses", "2.4.0", [SEND])],
    },
    { name: "uninstall, already gone", beginning: uninstallOf("adele"), now: [] },
  ])("$name: already done, and nothing is sent", async ({ beginning, now }) => {
    const world = await createWorld(beginning);
    await world.clock.advance(FIFTEEN_SECONDS + 1);
    world.tenant.change("adele", now);
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "already-done",
      code: null,
      message: null,
      requestId: null,
    });
    expect(world.tenant.log.sends).toEqual([]);
  });

  it.each<Case>([
    { name: "upgrade, another version", beginning: upgradeOf("adele"), now: [held("adele", "expenses", "2.2.0")] },
    { name: "upgrade, a newer version", beginning: upgradeOf("adele"), now: [held("adele", "expenses", "2.5.0")] },
    {
      name: "upgrade, the planned version with another consent",
      beginning: upgradeOf("adele"),
      now: [held("adele", "expenses", "2.4.0")],
    },
    { name: "upgrade, gone", beginning: upgradeOf("adele"), now: [] },
    {
      name: "upgrade, installed anew",
      beginning: upgradeOf("adele"),
      now: [{ ...held("adele", "expenses", "2.1.0"), id: "new" }],
    },
    {
      name: "upgrade, another copy came",
      beginning: upgradeOf("adele"),
      now: [held("adele", "expenses", "2.1.0"), OTHER_COPY],
    },
    {
      name: "install, an older version came",
      beginning: installOf("adele"),
      now: [held("adele", "expenses", "2.1.0")],
    },
    { name: "install, another copy came", beginning: installOf("adele"), now: [OTHER_COPY] },
    { name: "uninstall, another version", beginning: uninstallOf("adele"), now: [held("adele", "expenses", "2.2.0")] },
  ])("$name: changed since the plan, and nothing is sent", async ({ beginning, now }) => {
    const world = await createWorld(beginning);
    await world.clock.advance(FIFTEEN_SECONDS + 1);
    world.tenant.change("adele", now);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "not-tried", code: "changed-since-plan" });
    expect(world.tenant.log.sends).toEqual([]);
    expect(world.tenant.has("adele")).toEqual(now);
  });

  it("unchanged otherwise, but its absence proves nothing any more: not installed", async () => {
    const world = await createWorld(installOf("adele"));
    await world.clock.advance(FIFTEEN_SECONDS + 1);
    world.tenant.dials.absenceProven = false;
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "not-tried", code: "changed-since-plan" });
    expect(world.tenant.log.sends).toEqual([]);
  });

  it("unreadable: not tried, and the others go on", async () => {
    const world = await createWorld(upgradeOf("adele", "megan"));
    await world.clock.advance(FIFTEEN_SECONDS + 1);
    world.tenant.dials.readError = (user) =>
      user === "adele" ? graphError(503, "ServiceUnavailable", "target") : null;
    const result = await world.apply();
    expect(ending(result, "adele")).toMatchObject({
      status: "not-tried",
      code: "changed-since-plan",
      message: "could not be read again: ServiceUnavailable (503)",
    });
    expect(ending(result, "megan")).toMatchObject({ status: "applied" });
  });
});
