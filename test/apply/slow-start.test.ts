import { describe, expect, it } from "vitest";
import { createSlowStart, type Ending } from "../../src/apply/slow-start.ts";
import { SEND } from "./desired.ts";
import {
  createWorld,
  DEFINITIONS,
  endings,
  inTurn,
  LOST_ANSWER,
  people,
  START_MS,
  THROTTLED_AND_DONE,
  upgradeOf,
} from "./world.ts";

/** How many changes may be under way after these endings, each of a change that was begun alone. */
function allowedAfter(allEndings: readonly Ending[]): number {
  const slowStart = createSlowStart();
  for (const ending of allEndings) {
    slowStart.begin();
    slowStart.end(ending);
  }
  let allowed = 0;
  for (; slowStart.isOpen(); allowed += 1) slowStart.begin();
  return allowed;
}

function times(count: number, ending: Ending): readonly Ending[] {
  return Array.from({ length: count }, () => ending);
}

describe("the changes of an app that may be under way", () => {
  it.each<[string, readonly Ending[], number]>([
    ["at the beginning", [], 1],
    ["after one as planned", times(1, "as-planned"), 2],
    ["after one more, of two", times(2, "as-planned"), 2],
    ["after both", times(3, "as-planned"), 4],
    ["after four more", times(7, "as-planned"), 8],
    ["after 1,023", times(1_023, "as-planned"), 1_024],
    ["one that is not seen halves", [...times(7, "as-planned"), "unverified"], 4],
    ["and the count begins anew", [...times(10, "as-planned"), "unverified", ...times(3, "as-planned")], 4],
    ["never below one", times(3, "unverified"), 1],
    ["a refusal teaches nothing", [...times(2, "as-planned"), "nothing-learned", "as-planned"], 4],
  ])("%s", (_name, allEndings, allowed) => expect(allowedAfter(allEndings)).toBe(allowed));
});

describe("a version that is published in the middle", () => {
  it.each([
    { lagMs: 0, afterMs: 20_000, most: 10 },
    { lagMs: 4_000, afterMs: 45_000, most: 32 },
  ])("meets those under way and nobody else, with a lag of $lagMs ms", async ({ lagMs, afterMs, most }) => {
    const newest = { version: "3.0.0", requires: [SEND], fromMs: START_MS + afterMs };
    const world = await createWorld({
      ...upgradeOf(...people(400)),
      definitions: [...DEFINITIONS, newest],
      dials: { paceMs: 100, lagMs },
    });
    const result = await world.apply();
    const met = people(400).filter((user) => world.tenant.has(user)[0]?.version === "3.0.0");
    const ended = endings(result);
    expect(met.length).toBeGreaterThan(0);
    expect(met.length).toBeLessThanOrEqual(most);
    expect(ended.filter((ending) => ending === "failed other-version")).toHaveLength(met.length);
    expect(ended.filter((ending) => ending === "applied").length).toBeGreaterThan(10);
    expect(ended.filter((ending) => ending === "not-tried stopped").length).toBeGreaterThan(100);
    expect(result.rows.find(({ outcome }) => outcome?.status === "not-tried")?.outcome?.message).toMatch(
      /^ended, since a change came back as something else than planned: installed 3\.0\.0, planned 2\.4\.0$/,
    );
  });

  it("meets as many where no write has a clear answer: what may have been carried out is under way", async () => {
    const world = await createWorld({ ...upgradeOf(...people(400)), dials: { paceMs: 100, lagMs: 4_000 } });
    Object.assign(world.tenant.dials, {
      brings: "3.0.0",
      treat: inTurn(THROTTLED_AND_DONE),
    });
    const ended = endings(await world.apply());
    expect(world.tenant.log.sends.map(({ userId }) => userId)).toEqual(["user001", "user001"]);
    expect(ended.filter((ending) => ending === "failed other-version")).toHaveLength(1);
    expect(ended.filter((ending) => ending === "not-tried stopped")).toHaveLength(399);
  });

  it("meets one more at most where nobody can tell what a write brought: then the definition is read anew", async () => {
    const newest = { version: "3.0.0", requires: [SEND], fromMs: START_MS + 500 };
    const world = await createWorld({
      ...upgradeOf(...people(400)),
      definitions: [...DEFINITIONS, newest],
      dials: { paceMs: 100, lagMs: 15_000 },
    });
    Object.assign(world.tenant.dials, { treat: () => LOST_ANSWER });
    const ended = endings(await world.apply());
    const met = people(400).filter((user) => world.tenant.has(user)[0]?.version === "3.0.0");
    expect(met.length).toBeLessThanOrEqual(1);
    expect(ended.filter((ending) => ending === "not-tried definition-changed").length).toBeGreaterThan(390);
  });

  it("ends its own app and no other", async () => {
    const world = await createWorld({
      asks: people(10).flatMap((user) => [
        { user, ensure: "upgraded" } as const,
        { user, ensure: "absent", app: "polls" } as const,
      ]),
      installed: Object.fromEntries(people(10).map((user) => [user, { expenses: "2.1.0", polls: "2.1.0" }])),
      dials: { brings: "2.5.0" },
    });
    const ended = endings(await world.apply());
    expect(ended.filter((ending) => ending === "failed other-version")).toHaveLength(1);
    expect(ended.filter((ending) => ending === "not-tried stopped")).toHaveLength(9);
    expect(ended.filter((ending) => ending === "applied")).toHaveLength(10);
  });

  it("another consent than the one that was sent ends the app as well", async () => {
    const world = await createWorld({ ...upgradeOf(...people(10)), dials: { grants: [], consentShown: "on-list" } });
    const ended = endings(await world.apply());
    expect(ended.filter((ending) => ending === "failed consent-mismatch")).toHaveLength(1);
    expect(ended.filter((ending) => ending === "not-tried stopped")).toHaveLength(9);
  });
});
