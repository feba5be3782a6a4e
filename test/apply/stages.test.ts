import { describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { NO_JOURNAL } from "../../src/apply/journal.ts";
import { catalogIdOf, SEND } from "./desired.ts";
import type { Finding } from "../../src/apply/outcomes.ts";
import type { Treatment } from "../fakes/tenant.ts";
import { type Beginning, CARRIED_OUT, createWorld, ending, FORBIDDEN, held, inTurn, THROTTLED } from "./world.ts";

/** What an install gets whose app is there already. */
const CONFLICT: Treatment = { kind: "refused", status: 409, code: "refused", message: "Conflict: already installed" };

/** Adele has what the app replaces. */
const REPLACING: Beginning = {
  asks: [{ user: "adele", ensure: "upgraded" }],
  installed: { adele: { old: "1.0.0" } },
  app: { replaces: { id: catalogIdOf("old"), removals: 1 } },
};

/** Adele has the app without the consent that it requires. */
const REINSTALLING: Beginning = {
  asks: [{ user: "adele", ensure: "installed" }],
  installed: { adele: { expenses: "2.4.0" } },
  app: { repairConsent: "reinstall" },
};

describe("a row of two writes", () => {
  it.each<[string, Beginning, readonly string[]]>([
    ["brings the app, then removes the earlier upload", REPLACING, ["expenses 2.4.0"]],
    ["removes the app, then installs it", REINSTALLING, ["expenses 2.4.0"]],
  ])("%s", async (_, beginning, has) => {
    const world = await createWorld(beginning);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(world.tenant.has("adele").map(nameOf)).toEqual(has);
    expect(world.tenant.log.sends).toHaveLength(2);
  });

  it.each<[string, Beginning, string]>([
    ["the earlier upload that stays", REPLACING, "the app is there, and the earlier upload still is: Forbidden"],
    ["the app that is gone", REINSTALLING, "removed, and not installed again: Forbidden"],
  ])("whose second one is refused says so: %s", async (_, beginning, message) => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(CARRIED_OUT, FORBIDDEN);
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "failed", code: "blocked-by-policy" });
    expect(outcome?.message).toContain(message);
  });

  it.each([
    ["replaced", REPLACING],
    ["reinstalled", REINSTALLING],
  ])("is finished though the run is asked to stop behind the first: %s", async (_, beginning) => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = (_write, nth) => {
      if (nth === 1) world.stop.abort();
      return CARRIED_OUT;
    };
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
  });

  it("waits with its second one where Graph asks for it, and counts as under way", async () => {
    const world = await createWorld(REINSTALLING);
    world.tenant.dials.treat = inTurn(CARRIED_OUT, THROTTLED, CARRIED_OUT);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(world.tenant.log.sends).toHaveLength(3);
  });

  it("does not bring back what somebody took away before it began", async () => {
    const world = await createWorld(REINSTALLING);
    world.tenant.change("adele", []);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "not-tried", code: "changed-since-plan" });
  });

  it("that sent nothing leaves noted what an earlier run may have removed", async () => {
    const world = await createWorld(REINSTALLING);
    world.tenant.change("adele", []);
    // The look of the plan is too old by then, so the row is looked at before anything is sent.
    await world.clock.advance(20_000);
    const withdrawn: string[] = [];
    const journal = {
      ...NO_JOURNAL,
      withdraw: async ({ userId }: { readonly userId: string }) => void withdrawn.push(userId),
    };
    await world.clock.runUntilSettled(apply(world.plan, { ...world.ports, journal }, world.stop.signal));
    expect(withdrawn).toEqual([]);
  });

  it.each<[string, readonly Treatment[], Partial<Finding>, number]>([
    ["throttled", [THROTTLED, CARRIED_OUT], { status: "applied", code: null }, 3],
    ["refused, as if somebody had done it", [CONFLICT], { status: "failed", code: "installed-unseen" }, 1],
  ])("whose first one is %s", async (_, treatments, expected, sends) => {
    const world = await createWorld(REPLACING);
    world.tenant.dials.treat = inTurn(...treatments);
    const result = await world.apply();
    expect(ending(result, "adele")).toMatchObject(expected);
    expect(world.tenant.log.sends).toHaveLength(sends);
  });

  it("goes on when the first one was refused and shows all the same", async () => {
    const world = await createWorld(REPLACING);
    world.tenant.dials.treat = inTurn(CONFLICT, CARRIED_OUT);
    world.after(1_000, () =>
      world.tenant.change("adele", [...world.tenant.has("adele"), held("adele", "expenses", "2.4.0", [SEND])]),
    );
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(world.tenant.has("adele").map(nameOf)).toEqual(["expenses 2.4.0"]);
  });

  it("whose second one is refused without a sight of the app stays unfinished, and says so", async () => {
    const world = await createWorld(REINSTALLING);
    world.tenant.dials.treat = inTurn(CARRIED_OUT, CONFLICT);
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "failed" });
    expect(outcome?.message).toContain("removed, and not installed again: Conflict");
  });

  it("is carried on by a later run, though the desired state never installs", async () => {
    const world = await createWorld({
      asks: [{ user: "adele", ensure: "upgraded" }],
      installed: { adele: {} },
      unfinished: ["adele"],
    });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(world.tenant.log.sends).toMatchObject([{ action: "install" }]);
  });

  it("counts as done only where the new consent could be read", async () => {
    const world = await createWorld(REINSTALLING);
    world.tenant.dials.consentShown = "never";
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "unverified" });
    expect(outcome?.message).toContain("the consent in force could not be read");
  });
});

function nameOf({ catalogId, version }: { readonly catalogId: string; readonly version: string }): string {
  return `${catalogId.replace("catalog-id-of-", "")} ${version}`;
}
