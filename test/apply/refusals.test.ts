import { describe, expect, it } from "vitest";
import type { OutcomeCode } from "../../src/model/reasons.ts";
import { graphError } from "../fakes/tenant.ts";
import { SEND } from "./desired.ts";
import {
  CARRIED_OUT,
  createWorld,
  ending,
  held,
  inTurn,
  installOf,
  secondsOf,
  uninstallOf,
  upgradeOf,
} from "./world.ts";

describe("a refusal says why, in Graph's words", () => {
  it.each<{ status: number; code: OutcomeCode; message: string }>([
    { status: 403, code: "blocked-by-policy", message: "Forbidden: blocked by app permission policy" },
    { status: 403, code: "permanent-app", message: "Forbidden/AccessDenied: not allowed on a permanent app" },
    { status: 403, code: "role-missing", message: "Forbidden: missing role permissions on the request" },
    { status: 400, code: "consent-mismatch", message: "ResourceSpecificPermissionsMismatch: no" },
    { status: 400, code: "admin-preinstalled", message: "BadRequest/AppIsTenantAdminPreinstalled: no" },
    { status: 418, code: "refused", message: "Teapot: no" },
  ])("$status $code", async ({ status, code, message }) => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn({ kind: "refused", status, code, message });
    const requestId = "write-1-of-adele";
    expect(ending(await world.apply(), "adele")).toEqual({ status: "failed", code, message, requestId, afterS: 0 });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("is not turned into success by words that sound like one", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn({ kind: "refused", status: 400, code: "refused", message: "Conflict: done" });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code: "refused" });
  });
});

describe("409 on install means done only when a read shows it", () => {
  it("the planned version is there: already done", async () => {
    const world = await createWorld(installOf("adele"));
    world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "already-done", code: null, afterS: 0 });
  });

  it("the planned version becomes visible a little later: already done", async () => {
    const world = await createWorld(installOf("adele"));
    world.tenant.dials.treat = inTurn({ kind: "refused", status: 409, code: "refused", message: "Conflict: there" });
    world.after(2_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "already-done", afterS: 3 });
  });

  it.each([
    { name: "an older version", version: "2.1.0", consent: [], code: "other-version", afterS: 0.3 },
    { name: "a newer version", version: "2.5.0", consent: [SEND], code: "other-version", afterS: 0 },
    { name: "another consent", version: "2.4.0", consent: [], code: "consent-mismatch", afterS: 0.3 },
  ])("$name is there: $code", async ({ version, consent, code, afterS }) => {
    const world = await createWorld(installOf("adele"));
    world.tenant.change("adele", [held("adele", "expenses", version, consent)]);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code, afterS });
  });

  it.each([
    { name: "nothing is there", readError: () => null, code: "installed-unseen" },
    {
      name: "the user cannot be read",
      readError: () => graphError(503, "ServiceUnavailable", "target"),
      code: "refused",
    },
  ])("$name: failed as $code, with Graph's words", async ({ readError, code }) => {
    const world = await createWorld(installOf("adele"));
    world.tenant.dials.readError = readError;
    world.tenant.dials.treat = inTurn({ kind: "refused", status: 409, code: "refused", message: "Conflict: there" });
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "failed",
      code,
      message: "Conflict: there",
    });
    expect(secondsOf(world.tenant.log.reads)).toEqual([0, 0.3, 1, 3]);
    expect(world.tenant.log.sends).toHaveLength(1);
  });
});

describe("a refusal that passes", () => {
  const stumbled = { kind: "refused", status: 400, code: "not-stored", message: "BadRequest: Schema" } as const;

  it("is tried again, after reads that show that nothing was done", async () => {
    const world = await createWorld(installOf("adele"));
    world.tenant.dials.treat = inTurn(stumbled, CARRIED_OUT);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", requestId: "write-2-of-adele" });
    expect(secondsOf(world.tenant.log.sends)).toEqual([0, 10]);
  });

  it("is not tried again where it was carried out all the same", async () => {
    const world = await createWorld(installOf("adele"));
    world.tenant.dials.treat = inTurn(stumbled);
    world.after(2_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(secondsOf(world.tenant.log.sends)).toEqual([0]);
  });

  it("keeps its name where it does not pass", async () => {
    const world = await createWorld(installOf("adele"));
    world.tenant.dials.treat = inTurn(stumbled);
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "failed", code: "not-stored" });
    expect(outcome?.message).toBe("sent 4 times, last answer: BadRequest: Schema");
    expect(secondsOf(world.tenant.log.sends)).toEqual([0, 10, 20, 30]);
  });
});

describe("404 on uninstall means done only when a read shows it", () => {
  it.each([
    { absenceProven: true, expected: { status: "already-done", code: null } },
    { absenceProven: false, expected: { status: "failed", code: "refused" } },
  ])("nothing is listed, absence proven $absenceProven: $expected.status", async ({ absenceProven, expected }) => {
    const world = await createWorld({ ...uninstallOf("adele"), dials: { absenceProven } });
    world.tenant.change("adele", []);
    expect(ending(await world.apply(), "adele")).toMatchObject(expected);
  });

  it("the app is still there: failed", async () => {
    const world = await createWorld(uninstallOf("adele"));
    world.tenant.change("adele", [{ ...held("adele", "expenses", "2.1.0"), id: "installed-anew" }]);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code: "refused" });
    expect(world.tenant.has("adele")).toHaveLength(1);
  });
});

it("404 on upgrade is a failure: there is nothing left to be upgraded", async () => {
  const world = await createWorld(upgradeOf("adele"));
  world.tenant.change("adele", []);
  expect(ending(await world.apply(), "adele")).toMatchObject({
    status: "failed",
    code: "refused",
    message: "NotFound: no such installation",
  });
});
