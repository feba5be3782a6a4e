import { describe, expect, it } from "vitest";
import { SignInError } from "../../src/errors.ts";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import type { Observed } from "../../src/model/observation.ts";
import type { Progress } from "../../src/model/progress.ts";
import { observe, type ObservePorts } from "../../src/observe/observe.ts";
import { app, SEND } from "../apply/desired.ts";
import { held, people, START_MS, tenantOf } from "../apply/world.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { graphError, type Held } from "../fakes/tenant.ts";
import { UNREMEMBERED } from "../fakes/unremembered.ts";
import { identityKey } from "../../src/model/desired.ts";

const EXPENSES = app("expenses");
const ONBOARDING = app("onboarding");

function sideloaded(user: string): Held {
  return { ...held(user, "expenses", "3.0.0"), id: "copy", catalogId: "elsewhere", distributionMethod: "sideloaded" };
}

/** A tenant in which everybody has all apps, and an app that nobody manages. */
function tenant(users: readonly string[], changes: Partial<ObservePorts> = {}) {
  const clock = createVirtualClock(START_MS);
  const everything = { expenses: "2.1.0", onboarding: "2.1.0", unmanaged: "2.1.0" };
  const made = tenantOf({ asks: [], installed: Object.fromEntries(users.map((user) => [user, everything])) }, clock);
  const progress: Progress[] = [];
  const ports: ObservePorts = {
    ...UNREMEMBERED,
    catalog: made.catalog,
    installations: made.installations,
    clock,
    mayConsent: "unknown",
    readConsents: false,
    progress: (step) => progress.push(step),
    ...changes,
  };
  const run = (apps = [EXPENSES, ONBOARDING], ids = users) =>
    clock.runUntilSettled(
      observe(
        apps.map(({ identity }) => ({ identity, replaces: null })),
        ids,
        ports,
      ),
    );
  return { ...made, clock, progress, run };
}

function installationIds(observed: Observed, user: string): readonly string[] {
  const observation = observed.users.get(user);
  return observation?.state === "read" ? observation.installations.map(({ id }) => id) : [];
}

describe("each user is read once", () => {
  it("whatever the number of apps, and each app once", async () => {
    const world = tenant(people(100));
    const observed = await world.run();
    expect(world.log.reads.map(({ userId }) => userId).sort()).toEqual(people(100));
    expect(world.log.catalogReads.map(({ id }) => id)).toEqual([
      "manifest-id-of-expenses",
      "manifest-id-of-onboarding",
    ]);
    expect(observed.users.size).toBe(100);
  });

  it("and nobody who was not asked for", async () => {
    const world = tenant(["adele", "megan"]);
    const observed = await world.run([EXPENSES], ["megan"]);
    expect([...observed.users.keys()]).toEqual(["megan"]);
    expect(world.log.reads.map(({ userId }) => userId)).toEqual(["megan"]);
  });

  it("so that without users only the catalog is read", async () => {
    const world = tenant(["adele"]);
    const observed = await world.run([EXPENSES], []);
    expect(observed.users.size).toBe(0);
    expect(observed.apps.get(identityKey(EXPENSES.identity))?.state).toBe("found");
  });

  it("at a time that is not after what was seen", async () => {
    const world = tenant(["adele"]);
    world.dials.readMs = 5_000;
    expect((await world.run()).users.get("adele")).toMatchObject({ state: "read", at: START_MS });
  });

  it("at most 32 at once", async () => {
    const world = tenant(people(100));
    world.dials.readMs = 1_000;
    await world.run();
    const perSecond = Map.groupBy(world.log.reads, ({ atMs }) => atMs - START_MS);
    expect([...perSecond].map(([atMs, reads]) => [atMs, reads.length])).toEqual([
      [0, 32],
      [1_000, 32],
      [2_000, 32],
      [3_000, 4],
    ]);
  });

  it("with progress up to all of them", async () => {
    const world = tenant(["adele", "megan"]);
    await world.run();
    expect(world.progress).toEqual([
      { stage: "catalog", done: 1, total: 2 },
      { stage: "catalog", done: 2, total: 2 },
      { stage: "installations", done: 1, total: 2 },
      { stage: "installations", done: 2, total: 2 },
    ]);
  });
});

describe("what cannot be read", () => {
  it("is unreadable, never empty, and stops nobody else", async () => {
    const world = tenant(["adele", "megan", "zoe"]);
    world.dials.readError = (user) => (user === "megan" ? graphError(403, "Forbidden", "target") : null);
    const observed = await world.run();
    expect(observed.users.get("megan")).toEqual({
      state: "unreadable",
      detail: "Forbidden (403)",
      refused: true,
      at: START_MS,
    });
    expect([observed.users.get("adele")?.state, observed.users.get("zoe")?.state]).toEqual(["read", "read"]);
  });

  it.each([
    { status: 404, refused: true },
    { status: 410, refused: true },
    { status: 423, refused: true },
    { status: 451, refused: true },
    { status: 408, refused: false },
    { status: 429, refused: false },
    { status: 500, refused: false },
    { status: 502, refused: false },
  ])("is refused for good where Graph says $status of one person: $refused", async ({ status, refused }) => {
    const world = tenant(["adele", "megan"]);
    world.dials.readError = (user) => (user === "megan" ? graphError(status, "Odd", "target") : null);
    expect((await world.run()).users.get("megan")).toMatchObject({ state: "unreadable", refused });
  });

  it("is what the catalog says of that app, and stops no other", async () => {
    const world = tenant(["adele"]);
    world.dials.catalogError = () => "unreadable";
    const observed = await world.run([EXPENSES]);
    expect(observed.apps.get(identityKey(EXPENSES.identity))).toEqual({
      state: "unreadable",
      detail: "503 for this app",
    });
    expect(installationIds(observed, "adele")).toEqual(["expenses-of-adele"]);
  });

  it.each([
    { name: "GraphError of scope run", error: graphError(401, "InvalidAuthenticationToken", "run") },
    { name: "SignInError", error: new SignInError("token-refused", "no") },
    { name: "an error that nobody foresaw", error: new TypeError("x is not a function") },
  ])("$name ends the run: in a read of a user and of the catalog", async ({ error }) => {
    const users = tenant(people(40));
    users.dials.readError = (user) => (user === "user007" ? error : null);
    await expect(users.run()).rejects.toBe(error);
    const catalog = tenant(people(40));
    catalog.dials.catalogError = () => error;
    await expect(catalog.run()).rejects.toBe(error);
    expect(catalog.log.reads).toEqual([]);
  });

  it("an absence that proves nothing is passed on as such", async () => {
    const world = tenant(["adele"]);
    world.dials.absenceProven = false;
    expect((await world.run()).users.get("adele")).toMatchObject({ state: "read", absenceProven: false });
  });
});

describe("installations", () => {
  it("of apps that nobody manages are dropped", async () => {
    expect(installationIds(await tenant(["adele"]).run([EXPENSES]), "adele")).toEqual(["expenses-of-adele"]);
  });

  it("that are other copies of a managed app are kept", async () => {
    const world = tenant(["adele"]);
    world.change("adele", [held("adele", "unmanaged", "1.0"), sideloaded("adele")]);
    expect(installationIds(await world.run([EXPENSES]), "adele")).toEqual(["copy"]);
  });

  it.each<CatalogEntry>([
    { state: "not-in-catalog" },
    { state: "unreadable", detail: "503" },
    { state: "ambiguous", ids: ["a", "b"] },
  ])("are known by their manifest id while the catalog says $state", async (entry) => {
    const world = tenant(["adele"], { catalog: { readApp: () => Promise.resolve(entry) } });
    expect(installationIds(await world.run([EXPENSES]), "adele")).toEqual(["expenses-of-adele"]);
  });
});

describe("consent", () => {
  it.each([
    { name: "shown on the list", shown: "on-list", readConsents: true, reads: 0, consent: "known" },
    { name: "shown singly, not asked for", shown: "singly", readConsents: false, reads: 0, consent: "unknown" },
    { name: "shown singly", shown: "singly", readConsents: true, reads: 1, consent: "known" },
    { name: "shown nowhere", shown: "never", readConsents: true, reads: 1, consent: "unknown" },
  ] as const)("$name: $reads single reads, $consent", async ({ shown, readConsents, reads, consent }) => {
    const world = tenant(["adele"], { readConsents });
    world.dials.consentShown = shown;
    const observed = await world.run([EXPENSES]);
    expect(world.log.consentReads).toHaveLength(reads);
    expect(observed.users.get("adele")).toMatchObject({
      state: "read",
      installations: [{ consent: { state: consent } }],
    });
  });

  it("is read singly for managed apps only, not for other copies of them", async () => {
    const world = tenant(["adele"], { readConsents: true });
    world.dials.consentShown = "singly";
    const own = { ...held("adele", "expenses", "2.1.0"), consent: [SEND] };
    world.change("adele", [own, sideloaded("adele"), held("adele", "unmanaged", "2.1.0")]);
    const observed = await world.run([EXPENSES]);
    expect(world.log.consentReads).toEqual([{ userId: "adele", installationId: "expenses-of-adele" }]);
    expect(observed.users.get("adele")).toMatchObject({
      installations: [
        { consent: { state: "known", permissions: [SEND] } },
        { id: "copy", consent: { state: "unknown" } },
      ],
    });
  });

  it("that cannot be read for lack of a token ends the run", async () => {
    const error = new SignInError("token-refused", "no");
    const world = tenant(["adele"], { readConsents: true });
    world.dials.consentShown = "singly";
    world.dials.consentError = error;
    await expect(world.run([EXPENSES])).rejects.toBe(error);
  });
});
