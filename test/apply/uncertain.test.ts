import { describe, expect, it } from "vitest";
import { graphError, type Treatment } from "../fakes/tenant.ts";
import { SEND } from "./desired.ts";
import {
  CARRIED_OUT,
  createWorld,
  ending,
  FORBIDDEN,
  held,
  installOf,
  inTurn,
  LOST,
  LOST_ANSWER,
  secondsOf,
  THROTTLED,
  THROTTLED_AND_DONE,
  uninstallOf,
  upgradeOf,
} from "./world.ts";

const KINDS = [
  { name: "install", beginning: installOf("adele") },
  { name: "upgrade", beginning: upgradeOf("adele") },
  { name: "uninstall", beginning: uninstallOf("adele") },
];

describe.each(KINDS)("an $name without a clear answer", ({ beginning }) => {
  it("that took effect is applied, and sent once", async () => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(LOST_ANSWER);
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "applied",
      requestId: "write-1-of-adele",
      afterS: 0,
    });
    expect(secondsOf(world.tenant.log.sends)).toEqual([0]);
  });

  it("that did not is sent again, after a read that shows so", async () => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(LOST, CARRIED_OUT);
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "applied",
      requestId: "write-2-of-adele",
      afterS: 10,
    });
    expect(secondsOf(world.tenant.log.reads)).toEqual([0, 0.3, 10, 10]);
    expect(secondsOf(world.tenant.log.sends)).toEqual([0, 10]);
  });

  it("is sent at most four times, then looked for as long as any write", async () => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(LOST);
    const outcome = ending(await world.apply(), "adele");
    expect(outcome).toMatchObject({ status: "unverified", code: "not-visible", afterS: 130 });
    expect(outcome?.message).toMatch(/^sent 4 times, last answer: UnknownError: try later; /);
    expect(secondsOf(world.tenant.log.sends)).toEqual([0, 10, 20, 30]);
  });

  it("that is throttled every time fails as throttled", async () => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(THROTTLED);
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "failed",
      code: "throttled",
      message: "sent 4 times, last answer: TooManyRequests: slow down",
      afterS: 12,
    });
    expect(secondsOf(world.tenant.log.sends)).toEqual([0, 3, 6, 9]);
  });

  it.each([1, 2, 3])("that is throttled %i times is applied in the end", async (times) => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = (_, nth) => (nth <= times ? THROTTLED : CARRIED_OUT);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied" });
    expect(world.tenant.log.sends).toHaveLength(times + 1);
  });

  it("is never sent again while the user cannot be read", async () => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(LOST);
    world.tenant.dials.readError = () => graphError(503, "ServiceUnavailable", "target");
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      code: "not-visible",
      message: "UnknownError: try later; then ServiceUnavailable (503)",
    });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("that is waiting for a new turn is read again when the last look is more than 3 s old", async () => {
    const world = await createWorld(beginning);
    Object.assign(world.tenant.dials, {
      treat: inTurn({ kind: "uncertain", because: "throttled", tookEffect: true }, CARRIED_OUT),
      lagMs: 20_000,
      turnMs: (nth: number) => (nth === 2 ? 40_000 : 0),
    });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 43 });
    expect(secondsOf(world.tenant.log.reads)).toEqual([3, 43]);
    expect(world.tenant.log.sends).toHaveLength(1);
  });
});

describe("an effect that stays invisible for longer than the looks of an uncertain write", () => {
  it.each([
    { name: "upgrade", beginning: upgradeOf("adele"), lagS: 9, sends: [0], afterS: 10 },
    { name: "upgrade", beginning: upgradeOf("adele"), lagS: 15, sends: [0, 10], afterS: 20 },
    // Each repetition came after reads that did not show the first; what is seen in the end is the first one's effect.
    { name: "upgrade", beginning: upgradeOf("adele"), lagS: 50, sends: [0, 10, 20, 30], afterS: 50 },
    { name: "upgrade", beginning: upgradeOf("adele"), lagS: 100, sends: [0, 10, 20, 30], afterS: 130 },
    { name: "install", beginning: installOf("adele"), lagS: 9, sends: [0], afterS: 10 },
    { name: "install", beginning: installOf("adele"), lagS: 50, sends: [0, 10, 20, 30], afterS: 50 },
    { name: "uninstall", beginning: uninstallOf("adele"), lagS: 50, sends: [0, 10, 20, 30], afterS: 50 },
  ])("$name, lag $lagS s: sent at $sends, applied", async ({ beginning, lagS, sends, afterS }) => {
    const world = await createWorld(beginning);
    Object.assign(world.tenant.dials, { lagMs: lagS * 1_000, treat: inTurn(LOST_ANSWER) });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS });
    expect(secondsOf(world.tenant.log.sends)).toEqual(sends);
  });

  it.each([
    { name: "409 to the second install", beginning: installOf("adele"), first: LOST_ANSWER, afterS: 100.3 },
    { name: "404 to the second uninstall", beginning: uninstallOf("adele"), first: LOST_ANSWER, afterS: 100.3 },
    { name: "409 to an install after 429", beginning: installOf("adele"), first: THROTTLED_AND_DONE, afterS: 93.3 },
    { name: "404 to an uninstall after 429", beginning: uninstallOf("adele"), first: THROTTLED_AND_DONE, afterS: 93.3 },
  ])("$name ends the sending, not the looking", async ({ beginning, first, afterS }) => {
    const world = await createWorld(beginning);
    Object.assign(world.tenant.dials, { lagMs: 50_000, treat: inTurn(first, CARRIED_OUT) });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS });
    expect(world.tenant.log.sends.map(({ tookEffect }) => tookEffect)).toEqual([true, false]);
  });

  it("any refusal of a repetition is checked by a read: the first write may have done it", async () => {
    const world = await createWorld(upgradeOf("adele"));
    const treat = inTurn(LOST_ANSWER, { kind: "refused", status: 400, code: "refused", message: "BadRequest: newest" });
    Object.assign(world.tenant.dials, { lagMs: 12_000, treat });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 13 });
  });

  it("a refusal of a repetition is no failure where the first write has become visible meanwhile", async () => {
    const world = await createWorld(upgradeOf("adele"));
    const treat = inTurn(LOST_ANSWER, { kind: "refused", status: 400, code: "refused", message: "BadRequest: newest" });
    Object.assign(world.tenant.dials, { lagMs: 10_500, treat, turnMs: (nth: number) => (nth === 2 ? 1_000 : 0) });
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 11 });
    expect(world.tenant.log.sends).toHaveLength(2);
  });

  it("a refusal of a repetition where a read shows another version: what was sent is read back", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn(LOST, FORBIDDEN);
    world.after(10_200, () => world.tenant.change("adele", [held("adele", "expenses", "2.2.0")]));
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "failed",
      code: "other-version",
      message: "installed 2.2.0, planned 2.4.0",
    });
    expect(world.tenant.log.sends).toHaveLength(2);
  });

  it("a refusal of a repetition that a read does not contradict is the outcome", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn(LOST, FORBIDDEN);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code: "blocked-by-policy" });
  });
});

describe("what is found instead of the effect decides whether the write is repeated", () => {
  it.each([
    { name: "another installation of the app", now: [{ ...held("adele", "expenses", "2.1.0"), id: "new" }] },
    { name: "no installation any more", now: [] },
    { name: "another version", now: [held("adele", "expenses", "2.2.0")] },
    {
      name: "another copy beside it",
      now: [
        held("adele", "expenses", "2.1.0"),
        { ...held("adele", "expenses", "2.1.0"), id: "copy", catalogId: "copy", distributionMethod: "sideloaded" },
      ],
    },
  ])("$name: not repeated", async ({ now }) => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn(LOST, CARRIED_OUT);
    world.after(500, () => world.tenant.change("adele", now));
    const outcome = ending(await world.apply(), "adele");
    expect(["unverified", "failed"]).toContain(outcome?.status);
    expect(world.tenant.log.sends).toHaveLength(1);
    expect(world.tenant.has("adele")).toEqual(now);
  });

  it("a newer version: the first look that shows it is the last", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn(LOST);
    world.after(100, () => world.tenant.change("adele", [held("adele", "expenses", "3.0.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code: "other-version" });
    expect(secondsOf(world.tenant.log.reads)).toEqual([0, 0.3]);
  });

  it("another version, seen when a late turn had the user read again: not repeated", async () => {
    const world = await createWorld(upgradeOf("adele"));
    Object.assign(world.tenant.dials, {
      treat: inTurn(THROTTLED, CARRIED_OUT),
      turnMs: (nth: number) => (nth === 2 ? 40_000 : 0),
    });
    world.after(20_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.2.0")]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "failed", code: "other-version" });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("an absence that proves nothing: the uninstall is not repeated", async () => {
    const world = await createWorld({ ...uninstallOf("adele"), dials: { absenceProven: false } });
    world.tenant.dials.treat = inTurn(LOST_ANSWER);
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "unverified", code: "not-visible" });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("the planned version with a consent that comes later is read back like an accepted write", async () => {
    const world = await createWorld({ ...upgradeOf("adele"), dials: { grants: [] } });
    world.tenant.dials.treat = inTurn(LOST_ANSWER);
    world.after(25_000, () => world.tenant.change("adele", [held("adele", "expenses", "2.4.0", [SEND])]));
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 30.3 });
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("a definition that changed meanwhile: not repeated, and nothing is claimed", async () => {
    const definitions = [
      { version: "2.1.0", requires: [] },
      { version: "2.4.0", requires: [SEND] },
      { version: "2.5.0", requires: [SEND], fromMs: Date.UTC(2026, 0, 5, 8, 0, 5) },
    ];
    const world = await createWorld({ ...upgradeOf("adele"), definitions });
    Object.assign(world.tenant.dials, { treat: inTurn(LOST), turnMs: (nth: number) => (nth === 2 ? 61_000 : 0) });
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      message: expect.stringContaining("planned 2.4.0, now offered 2.5.0"),
    });
    expect(world.tenant.log.sends).toHaveLength(1);
  });
});

describe("a hold that begins between two sends of a row", () => {
  it.each<[string, Treatment, string, number]>([
    ["waits like any other where Graph said that it did nothing", THROTTLED, "held frozen", 1],
    ["ends the row where the first may still show", LOST, "act unverified", 1],
    ["ends the row where the first has shown", LOST_ANSWER, "act applied", 1],
  ])("%s", async (_, treatment, expected, sends) => {
    const world = await createWorld({ ...upgradeOf("adele"), heldFromS: 2 });
    world.tenant.dials.treat = inTurn(treatment);
    if (treatment === LOST_ANSWER) world.tenant.dials.lagMs = 1_000;
    const [row] = (await world.apply()).rows;
    expect(`${row?.verdict} ${row?.outcome?.status ?? row?.reason}`).toBe(expected);
    expect(world.tenant.log.sends).toHaveLength(sends);
  });
});
