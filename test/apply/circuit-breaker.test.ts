import { describe, expect, it } from "vitest";
import { repairsOf } from "../../src/apply/carry-out.ts";
import { createCircuitBreaker, NOT_SEEN, type Sign } from "../../src/apply/circuit-breaker.ts";
import { SignInError } from "../../src/errors.ts";
import { graphError, type Treatment } from "../fakes/tenant.ts";
import {
  CARRIED_OUT,
  createWorld,
  ending,
  endings,
  FORBIDDEN,
  installOf,
  inTurn,
  LOST,
  LOST_ANSWER,
  people,
  secondsOf,
  THROTTLED,
  uninstallOf,
  upgradeOf,
  type World,
} from "./world.ts";

/** How many rows came to each end. */
function tally(all: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

type Given = readonly [app: string, sign: Sign];

function failed(app: string, failure = "no"): Given {
  return [app, { kind: "failed", failure }];
}

function well(app: string, kind: "accepted" | "seen"): Given {
  return [app, { kind }];
}

function times(count: number, given: Given): readonly Given[] {
  return Array.from({ length: count }, () => given);
}

describe("signs", () => {
  const A = "ended after 20 equal failures without one success: no";
  const ALL = "ended after 20 equal failures of several apps without one success: no";
  it.each<[string, readonly Given[], string | null, string | null]>([
    ["twenty failures of one app end it", times(20, failed("a")), A, null],
    ["nineteen do not", times(19, failed("a")), null, null],
    ["nor twenty that are not equal", [...times(19, failed("a")), failed("a", "other")], null, null],
    ["nor all, where another app fails otherwise", [failed("b", "other"), ...times(20, failed("a"))], A, null],
    ["twenty of two apps end all", [...times(19, failed("a")), failed("b")], ALL, ALL],
    ["nineteen of two do not", [...times(18, failed("a")), failed("b")], null, null],
    ["nor twenty after a success of any", [well("c", "seen"), ...times(19, failed("a")), failed("b")], null, null],
    ["a success begins the count anew", [...times(19, failed("a")), well("a", "accepted"), failed("a")], null, null],
    ["that of another app does not", [...times(19, failed("a")), well("b", "accepted"), failed("a")], A, null],
    [
      "an accepted change is none for those that are not seen",
      [...times(19, failed("a", NOT_SEEN)), well("a", "accepted"), failed("a", NOT_SEEN)],
      `ended after 20 equal failures without one success: ${NOT_SEEN}`,
      null,
    ],
    [
      "one that is seen is",
      [...times(19, failed("a", NOT_SEEN)), well("a", "seen"), failed("a", NOT_SEEN)],
      null,
      null,
    ],
  ])("%s", (_, signs, a, b) => {
    const breaker = createCircuitBreaker(new AbortController().signal, () => null);
    for (const [app, sign] of signs) breaker.count(app, sign);
    expect([breaker.reason("a"), breaker.reason("b")]).toEqual([a, b]);
  });

  it("the first reason stays", () => {
    const breaker = createCircuitBreaker(new AbortController().signal, () => null);
    breaker.tripApp("a", "first");
    breaker.tripApp("a", "second");
    breaker.tripApp(repairsOf("a"), "repairs");
    expect([breaker.reason("a"), breaker.reason("b"), repairsOf("b")]).toEqual(["first", null, "b (repairs)"]);
    breaker.trip("all");
    breaker.trip("later");
    expect(breaker.reason("b")).toBe("all");
  });
});

describe("a run that is asked to stop", () => {
  it("before its first write tries nothing", async () => {
    const world = await createWorld(upgradeOf("adele", "megan"));
    world.stop.abort();
    const result = await world.apply();
    expect(endings(result)).toEqual(["not-tried stopped", "not-tried stopped"]);
    expect(ending(result, "adele")?.message).toBe("the run was asked to stop");
    expect(world.tenant.log.sends).toEqual([]);
    expect(world.tenant.log.catalogReads).toEqual([]);
  });

  it("while rows are read back takes one last look at each, at once", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.lagMs = 20_000;
    world.after(15_000, () => world.stop.abort());
    const result = await world.apply();
    expect(endings(result)).toEqual(["unverified not-visible"]);
    expect(ending(result, "adele")?.afterS).toBe(15);
    expect(secondsOf(world.tenant.log.reads)).toEqual([0, 0.3, 1, 3, 10, 15]);
  });

  it("sees in the last look what has become visible", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.lagMs = 12_000;
    world.after(15_000, () => world.stop.abort());
    expect(ending(await world.apply(), "adele")).toMatchObject({ status: "applied", afterS: 15 });
  });

  it("in the middle finishes what is under way and tries no other row", async () => {
    const world = await createWorld(upgradeOf(...people(100)));
    world.tenant.dials.turnMs = () => world.tenant.log.turns.length * 100;
    world.after(2_050, () => world.stop.abort());
    const result = await world.apply();
    expect(result.rows.some(({ outcome }) => outcome === null)).toBe(false);
    const sent = new Set(world.tenant.log.sends.map(({ userId }) => userId));
    expect(sent.size).toBeGreaterThan(2);
    expect(sent.size).toBeLessThan(40);
    for (const row of result.rows) {
      expect(row.outcome?.status === "not-tried").toBe(!sent.has(row.user.id ?? ""));
    }
  });

  it.each([
    {
      name: "lost",
      treatment: LOST,
      expected: {
        status: "unverified",
        code: "not-visible",
        message:
          "sent without a clear answer (UnknownError: try later); the run was asked to stop; installed 2.1.0, planned 2.4.0",
      },
    },
    {
      name: "throttled",
      treatment: THROTTLED,
      expected: {
        status: "unverified",
        code: "not-visible",
        message:
          "sent without a clear answer (TooManyRequests: slow down); the run was asked to stop; installed 2.1.0, planned 2.4.0",
      },
    },
    {
      name: "carried out without an answer",
      treatment: LOST_ANSWER,
      expected: { status: "applied", code: null, message: null },
    },
  ])("after a write that was $name looks once more and does not repeat it", async ({ treatment, expected }) => {
    const world = await createWorld(upgradeOf("adele"));
    Object.assign(world.tenant.dials, { treat: inTurn(treatment, CARRIED_OUT), lagMs: 1_200 });
    world.after(1_500, () => world.stop.abort());
    expect(ending(await world.apply(), "adele")).toMatchObject(expected);
    expect(secondsOf(world.tenant.log.reads).at(-1)).toBe(1.5);
    expect(world.tenant.log.sends).toHaveLength(1);
  });

  it("and names another version that this look finds", async () => {
    const world = await createWorld(upgradeOf("adele"));
    Object.assign(world.tenant.dials, { treat: inTurn(LOST_ANSWER), brings: "2.2.0" });
    world.after(1_500, () => world.stop.abort());
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "failed",
      code: "other-version",
      afterS: 1.5,
    });
  });

  it("after a write that was lost, and while the user cannot be read, says that nothing is known", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = inTurn(LOST);
    world.tenant.dials.readError = (_, nowMs) =>
      (secondsOf([{ atMs: nowMs }])[0] ?? 0) > 1 ? graphError(503, "ServiceUnavailable", "target") : null;
    world.after(1_500, () => world.stop.abort());
    expect(ending(await world.apply(), "adele")).toMatchObject({
      status: "unverified",
      message:
        "sent without a clear answer (UnknownError: try later); the run was asked to stop; ServiceUnavailable (503)",
    });
  });

  it("after everything was done changes nothing", async () => {
    const world = await createWorld(upgradeOf("adele"));
    const result = await world.apply();
    world.stop.abort();
    expect(endings(result)).toEqual(["applied"]);
  });
});

describe("an error after which nothing else works ends the run with a report", () => {
  const refused = new SignInError("token-refused", "Graph refused the access token (401)");

  interface Case {
    readonly name: string;
    readonly turn: (world: World) => void;
    readonly expected: Readonly<Record<string, number>>;
  }

  it.each<Case>([
    {
      name: "in the first write",
      turn: ({ tenant }) => {
        tenant.dials.treat = () => ({ kind: "thrown", error: refused });
      },
      expected: { "not-tried stopped": 50 },
    },
    {
      name: "in a later write",
      turn: ({ tenant }) => {
        tenant.dials.treat = (userId) => (userId > "user040" ? { kind: "thrown", error: refused } : CARRIED_OUT);
      },
      expected: { applied: 40, "not-tried stopped": 10 },
    },
    {
      name: "in a read of the catalog",
      turn: ({ tenant }) => {
        tenant.dials.catalogError = () => refused;
      },
      expected: { "not-tried stopped": 50 },
    },
    {
      name: "in reading back",
      turn: ({ tenant }) => {
        tenant.dials.readError = () => refused;
      },
      expected: { "unverified not-visible": 1, "not-tried stopped": 49 },
    },
    {
      name: "in a look after a write without a clear answer",
      turn: ({ tenant }) => {
        tenant.dials.treat = () => LOST;
        tenant.dials.readError = () => graphError(401, "InvalidAuthenticationToken", "run");
      },
      expected: { "unverified not-visible": 1, "not-tried stopped": 49 },
    },
    {
      name: "that nobody foresaw",
      turn: ({ tenant }) => {
        tenant.dials.readError = () => new TypeError("x is not a function");
      },
      expected: { "unverified not-visible": 1, "not-tried stopped": 49 },
    },
  ])("$name", async ({ turn, expected }) => {
    const world = await createWorld(upgradeOf(...people(50)));
    turn(world);
    const result = await world.apply();
    expect(tally(endings(result))).toEqual(expected);
  });

  it("and says why in every row", async () => {
    const world = await createWorld(upgradeOf("adele"));
    world.tenant.dials.treat = () => ({ kind: "thrown", error: refused });
    expect(ending(await world.apply(), "adele")?.message).toBe("Graph refused the access token (401)");
  });

  it("before an old observation was read again: nothing was tried", async () => {
    const world = await createWorld(upgradeOf("adele"));
    await world.clock.advance(16 * 60_000);
    world.tenant.dials.readError = () => refused;
    expect(endings(await world.apply())).toEqual(["not-tried stopped"]);
  });
});

function refusal(status: number): Treatment {
  return { kind: "refused", status, code: "refused", message: "No: never" };
}

describe("twenty equal failures without a success end the changes of the app", () => {
  it("the rows that are left are not tried", async () => {
    const world = await createWorld(upgradeOf(...people(60)));
    world.tenant.dials.treat = inTurn(FORBIDDEN);
    const result = await world.apply();
    expect(tally(endings(result))).toEqual({ "failed blocked-by-policy": 20, "not-tried stopped": 40 });
    expect(ending(result, "user060")?.message).toBe(
      "ended after 20 equal failures without one success: blocked-by-policy (403 Forbidden)",
    );
  });

  it.each([
    { name: "400", treatment: refusal(400), beginning: upgradeOf(...people(60)), requests: 25 },
    {
      name: "404 to a removal of what is there",
      treatment: refusal(404),
      beginning: uninstallOf(...people(60)),
      requests: 110,
    },
    {
      name: "409 while the list is empty",
      treatment: refusal(409),
      beginning: installOf(...people(60)),
      requests: 110,
    },
    { name: "500", treatment: LOST, beginning: upgradeOf(...people(60)), requests: 110 },
  ])("whatever they are: $name", async ({ treatment, beginning, requests }) => {
    const world = await createWorld(beginning);
    world.tenant.dials.treat = inTurn(treatment);
    const result = await world.apply();
    expect(new Set(world.tenant.log.sends.map(({ userId }) => userId)).size).toBe(20);
    expect(tally(endings(result))["not-tried stopped"]).toBe(40);
    expect(world.tenant.log.sends.length + world.tenant.log.reads.length).toBeLessThanOrEqual(requests);
  });

  it("the same of several apps ends the run", async () => {
    const apps = ["expenses", "polls", "onboarding"];
    const world = await createWorld({
      asks: people(20).flatMap((user) => apps.map((app) => ({ user, ensure: "absent", app }) as const)),
      installed: Object.fromEntries(
        people(20).map((user) => [user, Object.fromEntries(apps.map((app) => [app, "2.1.0"]))]),
      ),
    });
    world.tenant.dials.treat = inTurn(FORBIDDEN);
    const result = await world.apply();
    expect(tally(endings(result))["failed blocked-by-policy"]).toBeLessThan(25);
    expect(result.rows.find(({ outcome }) => outcome?.status === "not-tried")?.outcome?.message).toBe(
      "ended after 20 equal failures of several apps without one success: blocked-by-policy (403 Forbidden)",
    );
  });

  it("nineteen do not", async () => {
    const world = await createWorld(upgradeOf(...people(60)));
    world.tenant.dials.treat = (userId) => (userId <= "user019" ? FORBIDDEN : CARRIED_OUT);
    expect(tally(endings(await world.apply()))).toEqual({ "failed blocked-by-policy": 19, applied: 41 });
  });

  it.each([
    { name: "an accepted write", treatment: CARRIED_OUT },
    { name: "a write without a clear answer that was seen to be done", treatment: LOST_ANSWER },
  ])("one success among them begins the count anew: $name", async ({ treatment }) => {
    const world = await createWorld(upgradeOf(...people(39)));
    world.tenant.dials.treat = (userId) => (userId === "user020" ? treatment : FORBIDDEN);
    expect(tally(endings(await world.apply()))).toEqual({ "failed blocked-by-policy": 38, applied: 1 });
  });

  it("refusals that are not alike do not count together", async () => {
    const world = await createWorld(upgradeOf(...people(38)));
    world.tenant.dials.treat = (userId) =>
      userId <= "user019" ? FORBIDDEN : { ...FORBIDDEN, code: "permanent-app", message: "Forbidden/AccessDenied: no" };
    expect(tally(endings(await world.apply()))).toEqual({
      "failed blocked-by-policy": 19,
      "failed permanent-app": 19,
    });
  });
});
