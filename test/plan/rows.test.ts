import { describe, expect, it } from "vitest";
import { InternalError } from "../../src/errors.ts";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import type { DesiredRow } from "../../src/model/desired.ts";
import type { UserObservation } from "../../src/model/observation.ts";
import { parseVersion } from "../../src/model/version.ts";
import { judgesReadings, plan, usersToObserve } from "../../src/plan/plan.ts";
import {
  app,
  assignment,
  AT,
  CAMERA,
  CATALOG,
  catalog,
  definition,
  desired,
  installation,
  known,
  MANIFEST,
  observed,
  OTHER_CATALOG,
  READ,
  read,
  row,
  SEND,
  USER,
} from "./builders.ts";
import { IDENTITY } from "../definitions.ts";
import { identityKey } from "../../src/model/desired.ts";
import { ring, rollout } from "../rollout/world.ts";

const OFFERS_24 = catalog(definition("2.1.0"), definition("2.4.0", known(SEND)));
const AT_TEXT = "2026-01-01T00:00:00.000Z";

function planned(
  world: { row?: DesiredRow; entry?: CatalogEntry; has?: UserObservation | null } = {},
): ReturnType<typeof plan> {
  const { row: wanted = row(), entry = OFFERS_24, has = read(installation("2.1.0")) } = world;
  return plan(desired(wanted), observed(entry, has));
}

function firstRow(world: Parameters<typeof planned>[0] = {}) {
  const [first] = planned(world).rows;
  if (first === undefined) throw new Error("every pair has a row");
  return first;
}

describe("a row", () => {
  it("says all there is to know of a pair that acts", () => {
    const wanted = row();
    expect(firstRow({ row: wanted })).toEqual({
      user: wanted.user,
      app: "expenses",
      desired: { ensure: "upgraded", version: ">=2.3 <3" },
      observed: {
        state: "present",
        version: "2.1.0",
        installationId: "installation-1",
        consent: { state: "unknown" },
        at: AT_TEXT,
      },
      drift: ["outdated"],
      verdict: "act",
      action: "upgrade",
      reason: null,
      detail: null,
      move: "trueup",
      consent: [SEND],
      sources: [{ file: "finance.yaml", line: 4, column: 5 }],
      on: { app: planned({}).apps[0], catalogId: CATALOG, offered: parseVersion("2.4.0") },
    });
  });

  it.each<[string, Parameters<typeof planned>[0], object]>([
    ["was read, without the app", { has: read() }, { state: "absent", at: AT_TEXT }],
    [
      "was read under a role that shows some apps only",
      { has: { state: "read", installations: [], absenceProven: false, at: AT } },
      { state: "unreadable", at: AT_TEXT },
    ],
    [
      "could not be read",
      { has: { state: "unreadable", detail: "403", at: AT } },
      { state: "unreadable", at: AT_TEXT },
    ],
    ["was not read yet", { has: { state: "not-read-yet" } }, { state: "unreadable", at: null }],
    [
      "need not be read",
      { has: { state: "not-read-yet" }, row: row({ account: { state: "ineligible", because: "guest" } }) },
      { state: "not-observed" },
    ],
    ["is not there at all", { has: null }, { state: "unreadable", at: null }],
  ])("of a user who %s", (_name, world, expected) => {
    expect(firstRow(world).observed).toEqual(expected);
  });

  it("gives each time as its own text, also when many have the same", () => {
    const times = [AT, AT, AT + 1, AT];
    const rows = times.map((_at, index) => row({ id: `user-${index}`, name: `user${index}@contoso.com` }));
    const seen = observed(OFFERS_24, null);
    const users = new Map(times.map((at, index) => [`user-${index}`, { ...read(), at }]));
    const texts = plan(desired(...rows), { ...seen, users }).rows.map((one) => "at" in one.observed && one.observed.at);
    expect(texts).toEqual([AT_TEXT, AT_TEXT, "2026-01-01T00:00:00.001Z", AT_TEXT]);
  });

  it.each<[string, DesiredRow, unknown, number]>([
    ["absent has no version", row({ ensure: "absent" }), { ensure: "absent", version: null }, 1],
    [
      "assignments that disagree want nothing, and both are named",
      {
        ...row(),
        claim: { kind: "conflict", rank: 1, assignments: [assignment("2.x"), assignment(null, "absent", 9)] },
      },
      null,
      2,
    ],
  ])("%s", (_name, wanted, expected, sources) => {
    const { desired: said, sources: from } = firstRow({ row: wanted });
    expect(said).toEqual(expected);
    expect(from).toHaveLength(sources);
  });
});

describe("an app of a plan", () => {
  it("says what is offered, what that requires, and what git lacks and does not need", () => {
    const wanted = row({ app: app({ approved: [SEND, CAMERA] }) });
    const entry = catalog(definition("2.4.0", known(SEND, READ)));
    expect(planned({ row: wanted, entry }).apps).toEqual([
      {
        name: "expenses",
        id: CATALOG,
        manifestId: MANIFEST,
        displayName: "Expenses",
        source: { file: "apps.yaml", line: 3, column: 3 },
        catalog: "found",
        suspended: false,
        clientAppId: null,
        lock: { state: "no-lock" },
        owner: null,
        repairConsent: "report",
        replaces: null,
        offered: { version: "2.4.0", permissions: [SEND, READ], identity: IDENTITY },
        approved: [SEND, CAMERA],
        lacking: [READ],
        unused: [CAMERA],
      },
    ]);
  });

  it.each<[string, CatalogEntry, object]>([
    [
      "whose newest definition does not tell",
      catalog(definition("2.4.0", { state: "unknown" })),
      { offered: { version: "2.4.0", permissions: null }, lacking: null, unused: null },
    ],
    [
      "that the catalog does not hold",
      { state: "not-in-catalog" },
      { id: null, displayName: null, offered: null, lacking: null, unused: null },
    ],
  ])("%s", (_name, entry, expected) => {
    expect(planned({ entry }).apps[0]).toMatchObject(expected);
  });
});

describe("whom to observe", () => {
  it("each user once, and nobody whom git and the directory decide alone", () => {
    const rows = [
      row(),
      row({ app: app({ name: "travel" }) }),
      row({ id: "guest", account: { state: "ineligible", because: "guest" } }),
      row({ id: null, account: { state: "not-found", detail: null } }),
    ];
    expect(usersToObserve(desired(...rows))).toEqual([USER]);
  });
});

function wasOff(userId: string, reading: UserObservation): boolean {
  return judgesReadings(desired(row(), row({ id: "another" })), observed(OFFERS_24, null).apps)(userId, reading);
}

describe("what a row says was seen", () => {
  it.each<[string, UserObservation, string]>([
    ["the app", read(installation("2.1.0")), "present"],
    ["that it is not there", read(), "absent"],
    [
      "nothing that proves that it is not there",
      { state: "read", installations: [], absenceProven: false, at: AT },
      "unreadable",
    ],
    ["nothing, as nobody could be read yet", { state: "not-read-yet" }, "unreadable"],
  ])("%s", (_name, reading, state) => {
    const { rows } = plan(desired(row()), { ...observed(OFFERS_24, null), users: new Map([[USER, reading]]) });
    expect([...rows].map((one) => one.observed.state)).toEqual([state]);
  });
});

describe("whether somebody was off by an earlier reading", () => {
  it.each([
    ["with an older version", read(installation("2.1.0")), true],
    ["not, with the one that is offered", read(installation("2.4.0")), false],
  ])("%s", (_name, reading, isOff) => {
    expect(wasOff(USER, reading)).toBe(isOff);
  });

  it("not, of whom nothing is wanted", () => {
    expect(wasOff("somebody else", read(installation("2.1.0")))).toBe(false);
  });
});

describe("what cannot be", () => {
  it("an app that the catalog was not asked about", () => {
    const nothingAsked = { ...observed(OFFERS_24, null), apps: new Map() };
    expect(() => plan(desired(row()), nothingAsked)).toThrow(InternalError);
    expect(() => plan(desired(row()), nothingAsked)).toThrow("the catalog was not asked about app expenses");
  });

  it("a row of an app that the desired state lacks", () => {
    const lacking = { ...desired(row()), apps: [] };
    expect(() => plan(lacking, observed(OFFERS_24, null))).toThrow(
      "a row names app expenses, which the desired state lacks",
    );
  });
});

describe("the detail of a row", () => {
  it.each<[string, Parameters<typeof planned>[0], string | null]>([
    [
      "assignments that disagree",
      {
        row: {
          ...row(),
          claim: { kind: "conflict", rank: 1, assignments: [assignment("2.x"), assignment(null, "absent", 9)] },
        },
      },
      'finance.yaml:4 (upgraded "2.x"), finance.yaml:9 (absent)',
    ],
    ["a guest", { row: row({ account: { state: "ineligible", because: "guest" } }) }, "a guest account"],
    [
      "a disabled account",
      { row: row({ account: { state: "ineligible", because: "disabled" } }) },
      "a disabled account",
    ],
    [
      "no plan for Teams",
      { row: row({ account: { state: "ineligible", because: "no-teams-plan" } }) },
      "an account without a usable Teams plan",
    ],
    [
      "two catalog entries",
      { entry: { state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] } },
      `catalog ids ${CATALOG} and ${OTHER_CATALOG}`,
    ],
    ["a published version that does not compare", { entry: catalog(definition("beta")) }, 'published version "beta"'],
    ["a published definition without a version", { entry: catalog(definition(null)) }, "published version missing"],
    [
      "a version that is published twice",
      { entry: catalog(definition("2.4.0"), definition("2.4")) },
      "two published definitions are the same version: 2.4 and 2.4.0",
    ],
    [
      "copies beside the app's own, a sideloaded one among them",
      {
        has: read(
          installation("2.1.0"),
          installation("2.0.0", { id: "2", appId: OTHER_CATALOG, distributionMethod: "sideloaded" }),
          installation("2.0.0", { id: "3", appId: "another" }),
        ),
      },
      `catalog id ${CATALOG}, installed copy ${OTHER_CATALOG} (sideloaded) and another`,
    ],
    [
      "an installed version that Graph did not give",
      { has: read(installation(null)) },
      "Graph gave no installed version",
    ],
    ["one that has no place in the order", { has: read(installation("beta")) }, 'installed version "beta"'],
    [
      "newer than what is accepted",
      { has: read(installation("3.1.0")) },
      'installed 3.1.0, offered 2.4.0, accepted ">=2.3 <3"',
    ],
    [
      "an offer outside of the range",
      { entry: catalog(definition("3.0.0")), has: read(), row: row({ ensure: "installed" }) },
      'offered 3.0.0, accepted ">=2.3 <3"',
    ],
    ["nothing to explain", {}, null],
  ])("%s", (_name, world, expected) => {
    expect(firstRow(world).detail).toBe(expected);
  });
});

describe("the newest offer", () => {
  it.each<[string, CatalogEntry, string | null]>([
    [
      "wherever it stands in the answer",
      catalog(definition("2.1.0"), definition("2.10.0"), definition("2.9.0")),
      "2.10.0",
    ],
    ["published ones only", catalog(definition("2.1.0"), definition("2.4.0", known(), "submitted")), "2.1.0"],
    [
      "an unpublished one need not compare",
      catalog(definition("2.1.0"), definition("beta", known(), "rejected")),
      "2.1.0",
    ],
    ["none published", catalog(definition("2.4.0", known(), "submitted")), null],
  ])("%s", (_name, entry, expected) => {
    expect(planned({ entry }).apps[0]?.offered?.version ?? null).toBe(expected);
  });
});

/** 2.4.0 is installed, with this consent. */
function inForce(...permissions: Parameters<typeof known>): UserObservation {
  return read(installation("2.4.0", { consent: known(...permissions) }));
}

describe("consent that is in force", () => {
  it("beyond what git approves blocks, and names what is too much", () => {
    expect(firstRow({ has: inForce(SEND, READ, CAMERA) })).toMatchObject({
      verdict: "blocked",
      reason: "consent-not-approved",
      drift: ["consent-not-approved", "consent-wider"],
      detail: "CameraStream.Read.User (delegated), TeamsAppInstallation.Read.User (application)",
    });
  });

  it.each<[string, Parameters<typeof planned>[0], readonly string[]]>([
    ["as required", { has: inForce(SEND) }, []],
    ["narrower than required", { has: inForce() }, ["consent-narrower"]],
    [
      "unknown for a version that the catalog holds twice",
      { has: inForce(), entry: catalog(definition("2.4.0", known(SEND), "submitted"), definition("2.4", known(SEND))) },
      [],
    ],
    [
      "unknown for a version that the catalog does not hold",
      { has: read(installation("2.3.5", { consent: known() })) },
      [],
    ],
    [
      "of no interest where the app is to be absent",
      { has: inForce(SEND, READ), row: row({ ensure: "absent" }) },
      ["unwanted"],
    ],
    [
      "of no interest where the assignments disagree",
      {
        has: inForce(SEND, READ),
        row: {
          ...row(),
          claim: { kind: "conflict", rank: 1, assignments: [assignment("2.x"), assignment(null, "absent", 9)] },
        },
      },
      [],
    ],
    [
      "beside an outdated version",
      { has: read(installation("2.1.0", { consent: known(READ) })) },
      ["outdated", "consent-not-approved", "consent-wider"],
    ],
  ])("%s", (_name, world, expected) => {
    expect(firstRow(world).drift).toEqual(expected);
  });
});

describe("rows that are alike", () => {
  it("are decided alike, whatever was decided before; what differs is decided anew", () => {
    const seen: readonly UserObservation[] = [
      read(installation("2.1.0")),
      read(installation("2.4.0")),
      read(installation("2.1.0")),
      read(),
      read(installation("2.4.0", { consent: known(SEND) })),
      read(installation("2.4.0", { consent: known(READ) })),
      read(installation("2.4.0")),
    ];
    const rows = seen.map((_one, index) => row({ id: `user-${index}`, name: `user${index}@contoso.com` }));
    const users = new Map(seen.map((one, index) => [`user-${index}`, one]));
    const together = plan(desired(...rows), { ...observed(OFFERS_24, null), users }).rows;
    const alone = rows.map((one, index) => {
      const only = new Map([[`user-${index}`, seen[index] ?? read()]]);
      return plan(desired(one), { ...observed(OFFERS_24, null), users: only }).rows.at(0);
    });
    expect(together).toEqual(alone);
    expect(together.map(({ reason, action }) => action ?? reason)).toEqual([
      "upgrade",
      "in-sync",
      "upgrade",
      "not-installed",
      "in-sync",
      "consent-not-approved",
      "in-sync",
    ]);
  });

  it("of two claims are not taken for one another", () => {
    const rows = [row({ id: "a" }), row({ id: "b", version: ">=2.0 <2.2" }), row({ id: "c", rank: 0 })];
    const users = new Map(["a", "b", "c"].map((id) => [id, read(installation("2.1.0"))]));
    const made = plan(desired(...rows), { ...observed(OFFERS_24, null), users }).rows;
    expect(made.map(({ desired: said }) => said?.version)).toEqual([">=2.3 <3", ">=2.0 <2.2", ">=2.3 <3"]);
    expect(made.map(({ action, reason }) => action ?? reason)).toEqual(["upgrade", "in-sync", "upgrade"]);
  });
});

describe("apps of one desired state", () => {
  const travel = app({ name: "travel", identity: { kind: "catalog", catalogId: OTHER_CATALOG.toUpperCase() } });
  const both = (facts: Parameters<typeof app>[0], has: UserObservation) => {
    const seen = observed(OFFERS_24, has);
    const apps = new Map([...seen.apps, [identityKey(travel.identity), { state: "not-in-catalog" } as const]]);
    const rows = [row({ app: app(facts) }), row({ app: travel, ensure: "leave" })];
    return plan(desired(...rows), { ...seen, apps });
  };
  const OLD = installation("1.0.0", { id: "installation-0", appId: OTHER_CATALOG });

  it("replace none that is managed by itself", () => {
    const [first] = both({ replaces: { id: OTHER_CATALOG, removals: 1 } }, read(OLD)).rows;
    expect(first).toMatchObject({
      verdict: "blocked",
      reason: "replaces-managed-app",
      detail: `${OTHER_CATALOG} is the app travel`,
    });
    const [own] = both({ replaces: { id: CATALOG, removals: 1 } }, read()).rows;
    expect(own?.reason).toBe("not-installed");
  });

  it("say which copy is replaced", () => {
    const wanted = row({ app: app({ replaces: { id: OTHER_CATALOG, removals: 1 } }) });
    expect(firstRow({ row: wanted, has: read(OLD) })).toMatchObject({
      action: "replace",
      replaced: { id: OTHER_CATALOG, installationId: "installation-0", version: "1.0.0" },
      brings: "install",
    });
    expect(firstRow({ row: wanted })).not.toHaveProperty("replaced");
    expect(firstRow({ row: wanted, has: read(installation("2.4.0"), OLD) })).toMatchObject({ brings: null });
  });

  it("hold nothing that is offered where nothing is", () => {
    expect(firstRow({ row: row({ ensure: "absent" }), entry: catalog() })).toMatchObject({
      action: "uninstall",
      on: { catalogId: CATALOG, offered: null },
    });
  });

  it("are shown by name also where the id stands in the other field", () => {
    const { apps } = planned({ entry: { state: "wrong-field", displayName: "Expenses" } });
    expect(apps[0]).toMatchObject({ displayName: "Expenses", catalog: "wrong-field", offered: null });
  });

  it("say where their rollouts are written, where there are any", () => {
    const source = { file: "rollouts.yaml", line: 3, column: 3 };
    const rolled = { ...desired(row()), rollouts: [rollout([ring("everyone")], { source })] };
    expect(plan(rolled, observed(OFFERS_24, read())).ruledAt).toEqual({ rollouts: new Map([["expenses", source]]) });
    expect(planned()).not.toHaveProperty("ruledAt");
  });
});
