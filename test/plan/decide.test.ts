import { afterAll, describe, expect, it } from "vitest";
import { InternalError } from "../../src/errors.ts";
import type { CatalogEntry, DefinitionIdentity } from "../../src/model/catalog.ts";
import { parseConstraint } from "../../src/model/constraint.ts";
import { digestOf } from "../../src/model/definition-digest.ts";
import type { Denied, DesiredRow, Ensure } from "../../src/model/desired.ts";
import type { AppLock, LockedDefinition } from "../../src/model/lock.ts";
import type { Observed, UserObservation } from "../../src/model/observation.ts";
import type { PermissionKnowledge } from "../../src/model/permission.ts";
import { REASONS } from "../../src/model/reasons.ts";
import { targetMove } from "../../src/plan/convergence.ts";
import { rulesConsidered } from "../../src/plan/decide.ts";
import { appFacts, rowFacts } from "../../src/plan/facts.ts";
import { plan } from "../../src/plan/plan.ts";
import {
  acceptedVersions,
  compareToOffered,
  isInstalledAccepted,
  isPlainRange,
  knownRequirement,
  offered,
} from "../../src/plan/versions.ts";
import {
  app,
  assignment,
  CAMERA,
  CATALOG,
  catalog,
  definition,
  desired,
  installation,
  known,
  observed,
  OTHER_CATALOG,
  READ,
  read,
  row,
  SEND,
} from "./builders.ts";

/** Held rows are made by the gate; every other reason must be given by a case below. */
const GIVEN_BY_THE_GATE = [
  "unproved",
  "suspended",
  "protected",
  "protected-unresolved",
  "replaces-managed-app",
  "reinstall-without-store",
  "settling",
  "rollout-halted",
  "rollout-expired",
  "rollout-without-store",
  "not-aged",
  "next-ring",
  "soaking",
  "gate-pending",
  "gate-unreadable",
  "backing-off",
  "removal-limit",
  "change-limit",
  "excepted",
  "frozen",
  "next-day",
  "next-run",
  "outside-window",
  "not-in-plan",
  "outside-envelope",
];
const seen = new Set<string>();

/** `drift, drift | verdict action-or-reason`, as the decision table writes it. */
function decided(
  world: {
    row?: DesiredRow;
    entry?: CatalogEntry;
    has?: UserObservation | null;
    mayConsent?: Observed["mayConsent"];
  } = {},
) {
  const { row: wanted = row(), entry = OFFERS_24, has = read(installation("2.1.0")), mayConsent = "unknown" } = world;
  const [planned] = plan(desired(wanted), observed(entry, has, mayConsent)).rows;
  if (planned === undefined) throw new Error("every pair has a row");
  if (planned.reason !== null) seen.add(planned.reason);
  return planned;
}

function told(world: Parameters<typeof decided>[0] = {}): string {
  const { drift, verdict, action, reason } = decided(world);
  return `${drift.length === 0 ? "-" : drift.join(", ")} | ${verdict} ${action ?? reason}`;
}

const OFFERS_24 = catalog(definition("2.1.0"), definition("2.4.0", known(SEND)));
const ABSENT = read();
const wants = (version: string, ensure: "upgraded" | "installed" = "upgraded") => row({ version, ensure });
const GONE = row({ ensure: "absent" });
const UNREAD = {
  kind: "group",
  role: "to",
  name: "Finance",
  id: null,
  state: "unreadable",
  members: null,
  detail: "its second page failed",
  source: { file: "finance.yaml", line: 6, column: 9 },
} as const;
const CONFLICT: DesiredRow = {
  ...row(),
  claim: { kind: "conflict", rank: 1, assignments: [assignment("2.x"), assignment(null, "absent", 9)] },
};

describe("row 1: winning assignments disagree", () => {
  it.each([
    ["nothing else is asked", { row: CONFLICT }],
    ["not even unread targets", { row: { ...CONFLICT, undecidedBy: [UNREAD] } }],
  ])("%s", (_name, world) => expect(told(world)).toBe("- | blocked conflicting-assignments"));

  it("names both places", () => {
    const { detail, sources, desired: wanted } = decided({ row: CONFLICT });
    expect(detail).toBe('finance.yaml:4 (upgraded "2.x"), finance.yaml:9 (absent)');
    expect(sources.map(({ line }) => line)).toEqual([4, 9]);
    expect(wanted).toBeNull();
  });
});

describe("row 2: a target that could decide was not read to its end", () => {
  it.each([
    ["an app that would be upgraded", row({ undecidedBy: [UNREAD] })],
    [
      "a user the directory does not know",
      row({ undecidedBy: [UNREAD], account: { state: "not-found", detail: null }, id: null }),
    ],
    ["a removal", row({ undecidedBy: [UNREAD], ensure: "absent" })],
  ])("%s", (_name, wanted) => expect(told({ row: wanted })).toBe("unknown | blocked targets-unreadable"));

  it("names the target, its place and the trouble", () =>
    expect(decided({ row: row({ undecidedBy: [UNREAD] }) }).detail).toBe(
      'group "Finance" (finance.yaml:6): its second page failed',
    ));

  it.each([
    { states: ["unreadable"], move: "directory-admin" },
    { states: ["not-found"], move: "assignment-owner" },
    { states: ["ambiguous"], move: "assignment-owner" },
    { states: ["not-found", "unreadable"], move: "directory-admin" },
  ] as const)("is for $move where the targets are $states, as the list of targets says", ({ states, move }) => {
    const undecidedBy = states.map((state) => ({ ...UNREAD, state }));
    expect(decided({ row: row({ undecidedBy }) })).toMatchObject({ move });
    expect(undecidedBy.map(targetMove)).toContain(move);
  });

  it("names the first few of thousands, since each row says it anew", () => {
    const undecidedBy = Array.from({ length: 40_000 }, (_, index) => ({ ...UNREAD, name: `Group ${index}` }));
    const { detail } = decided({ row: row({ undecidedBy }) });
    expect(detail).toMatch(
      /^group "Group 0" .*group "Group 4" \(finance\.yaml:6\): its second page failed; and 39995 more$/,
    );
  });
});

const left = (facts: Parameters<typeof row>[0] = {}) => row({ ...facts, ensure: "leave" });

describe("row 2: the app is to be left as it is", () => {
  it.each([
    ["whatever is installed", { row: left() }, "- | nothing left-alone"],
    ["nobody was read for it", { row: left(), has: null }, "- | nothing left-alone"],
    [
      "the account has no plan",
      { row: left({ account: { state: "ineligible", because: "no-teams-plan" } }) },
      "- | nothing left-alone",
    ],
    [
      "the directory has no such user",
      { row: left({ account: { state: "not-found", detail: null }, id: null }), has: null },
      "- | nothing left-alone",
    ],
    [
      "consent that nobody approved",
      { row: left(), has: read(installation("2.1.0", { consent: known(READ) })) },
      "- | nothing left-alone",
    ],
    ["a denied version", { row: left({ app: app({ deny: denying("2.1.0") }) }) }, "- | nothing left-alone"],
    [
      "not where a target was not read",
      { row: left({ undecidedBy: [UNREAD] }) },
      "unknown | blocked targets-unreadable",
    ],
  ] as const)("%s", (_name, world, expected) => expect(told(world)).toBe(expected));
});

/** As git writes it. */
function denying(...ranges: readonly string[]): readonly Denied[] {
  return ranges.map((range) => {
    const parsed = parseConstraint(range);
    if (!parsed.ok) throw new Error(parsed.message);
    return { versions: parsed.constraint, reason: "crashes on iOS" };
  });
}

describe("denied versions", () => {
  const world = (version: string, installed: string | null, ...deny: readonly string[]) => ({
    row: row({ version, ensure: "installed", app: app({ deny: denying(...deny) }) }),
    has: installed === null ? read() : read(installation(installed)),
  });
  it.each([
    ["nobody is brought to one", world(">=2.3 <3", "2.1.0", "2.4.0"), "outdated | blocked denied-version"],
    ["nor is it installed", world("latest", null, "2.4.x"), "missing | blocked denied-version"],
    ["what is not accepted comes first", world("3.x", "2.1.0", "2.4.0"), "outdated | blocked version-not-offered"],
    ["whoever has it is reported", world("latest", "2.4.0", "2.4.0"), "denied-version | nothing in-sync"],
    ["a plain range leaves it for what is offered", world("2.x", "2.3.0", "2.3.0"), "denied-version | act upgrade"],
    ["but not for what is denied too", world("2.x", "2.3.0", ">=2.3"), "denied-version | nothing in-sync"],
    ["nor for what is not accepted", world("2.3.x", "2.3.0", "2.3.0"), "denied-version | nothing in-sync"],
    ["nor for what is older", world("2.x", "2.5.0", "2.5.0"), "denied-version | nothing in-sync"],
    ["a version that is not denied stays", world("2.x", "2.3.0", "2.2.0"), "- | nothing in-sync"],
    ["latest goes on from it anyway", world("latest", "2.3.0", "2.3.0"), "outdated, denied-version | act upgrade"],
    [
      "its removal does not mind",
      { ...world("2.x", "2.4.0", "2.4.0"), row: row({ ensure: "absent", app: app({ deny: denying("2.4.0") }) }) },
      "unwanted | act uninstall",
    ],
  ] as const)("%s", (_name, given, expected) => expect(told(given)).toBe(expected));

  it("says why, where git does", () => {
    expect(decided(world(">=2.3 <3", "2.1.0", "2.4.0")).detail).toBe("2.4.0 is denied: crashes on iOS");
    const deny = denying("2.4.0").map((one) => ({ ...one, reason: null }));
    expect(decided({ row: row({ app: app({ deny }) }) }).detail).toBe("2.4.0 is denied");
  });
});

describe("row 3: the directory has no such user", () => {
  const nobody = { account: { state: "not-found", detail: null }, id: null } as const;
  it.each([
    ["to be upgraded", row(nobody), "- | blocked user-not-found"],
    ["to be installed", row({ ...nobody, ensure: "installed" }), "- | blocked user-not-found"],
    ["to be absent", row({ ...nobody, ensure: "absent" }), "- | nothing not-installed"],
  ])("%s", (_name, wanted, expected) => expect(told({ row: wanted, has: null })).toBe(expected));
});

describe("row 4: the account cannot have the app, or that is unknown", () => {
  it.each([
    ["guest by group", row({ account: { state: "ineligible", because: "guest" } }), "- | nothing not-applicable"],
    [
      "disabled by everyone",
      row({ account: { state: "ineligible", because: "disabled" }, rank: 2 }),
      "- | nothing not-applicable",
    ],
    [
      "no Teams plan, named",
      row({ account: { state: "ineligible", because: "no-teams-plan" }, rank: 0 }),
      "- | blocked user-not-eligible",
    ],
    [
      "guest named",
      row({ account: { state: "ineligible", because: "guest" }, rank: 0 }),
      "- | blocked user-not-eligible",
    ],
    [
      "unknown",
      row({ account: { state: "unknown", detail: "accountEnabled was not given", plansOnly: false } }),
      "unknown | blocked unreadable",
    ],
    [
      "plans unknown, to be upgraded where it is installed",
      row({ account: { state: "unknown", detail: "", plansOnly: true } }),
      "outdated | act upgrade",
    ],
    [
      "plans unknown, to be installed",
      row({ account: { state: "unknown", detail: "", plansOnly: true }, ensure: "installed" }),
      "unknown | blocked unreadable",
    ],
    ["not answered", row({ account: { state: "unreadable", detail: "503" } }), "unknown | blocked unreadable"],
    // Removal applies to them all the same.
    [
      "guest to be absent",
      row({ account: { state: "ineligible", because: "guest" }, ensure: "absent" }),
      "unwanted | act uninstall",
    ],
    [
      "unknown to be absent",
      row({ account: { state: "unknown", detail: "", plansOnly: false }, ensure: "absent" }),
      "unwanted | act uninstall",
    ],
    [
      "not answered, to be absent",
      row({ account: { state: "unreadable", detail: "503" }, ensure: "absent" }),
      "unknown | blocked unreadable",
    ],
  ])("%s", (_name, wanted, expected) => expect(told({ row: wanted })).toBe(expected));

  it("plans unknown, to be upgraded where it is not installed", () => {
    const wanted = row({ account: { state: "unknown", detail: "no plans", plansOnly: true } });
    expect(told({ row: wanted, has: ABSENT })).toBe("unknown | blocked unreadable");
    expect(decided({ row: wanted, has: ABSENT }).move).toBe("directory-admin");
    expect(decided({ row: wanted, has: ABSENT }).detail).toBe("no plans");
  });

  it.each([
    ["guest", "a guest account"],
    ["disabled", "a disabled account"],
    ["no-teams-plan", "an account without a usable Teams plan"],
  ] as const)("says which of the three: %s", (because, detail) =>
    expect(decided({ row: row({ account: { state: "ineligible", because } }) }).detail).toBe(detail),
  );
});

describe("row 5: the user's installations were not read", () => {
  const narrow = { ...read(), state: "read" as const, absenceProven: false, installations: [], at: 0 };
  it.each([
    [
      "unreadable",
      { state: "unreadable", detail: "502", at: 0 } as const,
      wants("latest", "installed"),
      "unknown | blocked unreadable",
    ],
    [
      "unreadable, to be absent",
      { state: "unreadable", detail: "502", at: 0 } as const,
      GONE,
      "unknown | blocked unreadable",
    ],
    [
      "refused for this user",
      { state: "unreadable", detail: "404", refused: true, at: 0 } as const,
      wants("latest"),
      "unknown | blocked installations-refused",
    ],
    ["never read", null, wants("latest"), "unknown | blocked not-read-yet"],
    ["a list that proves no absence", narrow, wants("latest", "installed"), "unknown | blocked installations-hidden"],
    ["a list that proves no absence, to be absent", narrow, GONE, "unknown | blocked installations-hidden"],
    [
      "a list with an entry that could not be read",
      { ...narrow, doubt: "value[0].teamsApp is null" },
      wants("latest", "installed"),
      "unknown | blocked unreadable",
    ],
    [
      "found in a list that proves no absence",
      { ...narrow, installations: [installation("2.1.0")] },
      wants("latest"),
      "outdated | act upgrade",
    ],
  ])("%s", (_name, has, wanted, expected) => expect(told({ row: wanted, has })).toBe(expected));
});

describe("row 6: another copy is installed", () => {
  const orphan = installation("2.1.0", { id: "i2", appId: OTHER_CATALOG });
  const sideloaded = installation("2.1.0", { id: "i2", appId: OTHER_CATALOG, distributionMethod: "sideloaded" });
  const impostor = installation("2.1.0", { distributionMethod: "sideloaded" });
  it.each([
    ["under another catalog id", read(orphan), wants("latest"), "- | blocked other-copy-installed"],
    ["to be installed", read(orphan), wants("latest", "installed"), "missing | blocked other-copy-installed"],
    ["to be absent", read(orphan), GONE, "- | blocked other-copy-installed"],
    ["sideloaded", read(sideloaded), wants("latest"), "- | blocked other-copy-installed"],
    ["sideloaded under the very catalog id", read(impostor), wants("latest"), "- | blocked other-copy-installed"],
    [
      "beside the right one",
      read(installation("2.1.0"), sideloaded),
      wants("latest"),
      "outdated | blocked other-copy-installed",
    ],
    [
      "beside the right one, to be absent",
      read(installation("2.1.0"), sideloaded),
      GONE,
      "unwanted | blocked other-copy-installed",
    ],
  ])("%s", (_name, has, wanted, expected) => expect(told({ row: wanted, has })).toBe(expected));

  it("says so where the app's own catalog id is not known", () => {
    const { detail } = decided({ has: read(sideloaded), entry: { state: "not-in-catalog" } });
    expect(detail).toBe(`catalog id not known, installed copy ${OTHER_CATALOG} (sideloaded)`);
  });

  it("names both ids", () => {
    const { detail } = decided({ has: read(sideloaded) });
    expect(detail).toBe(`catalog id ${CATALOG}, installed copy ${OTHER_CATALOG} (sideloaded)`);
  });
});

describe("row 7: absent", () => {
  it.each([
    ["installed", GONE, OFFERS_24, "unwanted | act uninstall"],
    ["installed, nothing published", GONE, catalog(), "unwanted | act uninstall"],
    ["a version that does not compare", GONE, OFFERS_24, "unwanted | act uninstall"],
    // While the catalog does not show the app, its manifest id identifies it for reading only.
    ["not in the catalog", GONE, { state: "not-in-catalog" }, "unwanted | blocked app-not-in-catalog"],
    ["two entries", GONE, { state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] }, "unwanted | blocked app-ambiguous"],
    ["catalog unreadable", GONE, { state: "unreadable", detail: "403" }, "unwanted | blocked catalog-unreadable"],
    [
      "by catalog id, not in the catalog",
      row({ ensure: "absent", app: app({ identity: { kind: "catalog", catalogId: CATALOG } }) }),
      { state: "not-in-catalog" },
      "unwanted | act uninstall",
    ],
  ] as const)("%s", (_name, wanted, entry, expected) => expect(told({ row: wanted, entry })).toBe(expected));

  it("not installed", () => expect(told({ row: GONE, has: ABSENT })).toBe("- | nothing not-installed"));
  it("sends no consent", () => expect(decided({ row: GONE }).consent).toEqual([]));
});

describe("row 8: upgraded, absent", () => {
  it.each([
    ["offered", OFFERS_24],
    ["not in the catalog", { state: "not-in-catalog" } as const],
  ])("%s", (_name, entry) => expect(told({ entry, has: ABSENT })).toBe("- | nothing not-installed"));
});

describe("row 9: the installed version is not comparable", () => {
  it.each(["v2", "2.1.0.0.0", "two", null])("%s", (version) =>
    expect(told({ has: read(installation(version)) })).toBe("unknown | blocked version-not-comparable"),
  );
});

describe("row 10: plain range, installed version in it", () => {
  it.each([
    ["older than offered", "2.3.0", OFFERS_24],
    ["newer than offered", "2.9.0", OFFERS_24],
    ["the catalog is unreadable", "2.3.0", { state: "unreadable", detail: "403" }],
    ["the app is not in the catalog", "2.3.0", { state: "not-in-catalog" }],
    ["requires what nobody approved", "2.3.0", catalog(definition("2.4.0", known(READ)))],
  ] as const)("%s", (_name, version, entry) =>
    expect(told({ entry, has: read(installation(version)) })).toBe("- | nothing in-sync"),
  );
});

describe("row 11: the catalog offers nothing that could be told", () => {
  const cases: readonly [string, CatalogEntry, string][] = [
    ["unreadable", { state: "unreadable", detail: "403" }, "catalog-unreadable"],
    ["not in it", { state: "not-in-catalog" }, "app-not-in-catalog"],
    ["two entries", { state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] }, "app-ambiguous"],
    ["no definition", catalog(), "nothing-published"],
    [
      "rejected and submitted only",
      catalog(definition("2.4.0", known(), "rejected"), definition("2.5.0", known(), "submitted")),
      "nothing-published",
    ],
    [
      "a published version that does not compare",
      catalog(definition("2.4.0"), definition("next")),
      "version-not-comparable",
    ],
    ["a published version that is missing", catalog(definition(null)), "version-not-comparable"],
    ["two equal ones", catalog(definition("2.4"), definition("2.4.0")), "version-not-comparable"],
  ];
  it.each(cases)("%s: present", (_name, entry, reason) => expect(told({ entry })).toBe(`unknown | blocked ${reason}`));
  it.each(cases)("%s: absent, to be installed", (_name, entry, reason) =>
    expect(told({ entry, has: ABSENT, row: wants("latest", "installed") })).toBe(`missing | blocked ${reason}`),
  );
});

describe("rows 12 and 13: latest, installed version accepted", () => {
  it.each([
    ["latest", "2.4.0", "- | nothing in-sync"],
    ["latest", "2.4", "- | nothing in-sync"],
    ["latest", "2.5.0", "ahead | nothing newer-than-offered"],
    ["latest <3", "2.9.9", "ahead | nothing newer-than-offered"],
    ["latest 1.x", "1.9.0", "- | nothing in-sync"],
    ["latest <2.2", "2.1.0", "- | nothing in-sync"],
  ])("%s, installed %s", (version, installed, expected) =>
    expect(told({ row: wants(version), has: read(installation(installed)) })).toBe(expected),
  );
});

describe("rows 14 to 16: out of reach", () => {
  it.each([
    ["newer than every accepted version", ">=2.3 <3", "3.1.0", "ahead | blocked cannot-downgrade"],
    ["likewise with latest", "latest <3", "3.0.0", "ahead | blocked cannot-downgrade"],
    ["offered is past the range", "1.x", "0.9.0", "outdated | blocked version-past-range"],
    ["offered is past the range, with latest", "latest 1.x", "0.9.0", "outdated | blocked version-past-range"],
    ["offered is not there yet", ">=2.5", "2.1.0", "outdated | blocked version-not-offered"],
    ["offered is in a gap", "2.1.x || >=2.5", "2.0.0", "outdated | blocked version-not-offered"],
    ["installed is in a gap, above what is offered", "<=2.4.0 || >=3", "2.6.0", "ahead | blocked cannot-downgrade"],
    [
      "installed is a pre-release above what is offered",
      ">=2.3 <3",
      "2.5.0-beta.1",
      "ahead | blocked cannot-downgrade",
    ],
  ])("%s", (_name, version, installed, expected) =>
    expect(told({ row: wants(version), has: read(installation(installed)) })).toBe(expected),
  );

  it("to be installed, offered past the range or not there yet", () => {
    expect(told({ row: wants("1.x", "installed"), has: ABSENT })).toBe("missing | blocked version-past-range");
    expect(told({ row: wants(">=3", "installed"), has: ABSENT })).toBe("missing | blocked version-not-offered");
  });

  it("says what is installed, offered and accepted", () =>
    expect(decided({ row: wants(">=2.5") }).detail).toBe('installed 2.1.0, offered 2.4.0, accepted ">=2.5"'));
});

function pinned(clientAppId: string | null): DesiredRow {
  return { ...wants("latest"), app: app({ clientAppId }) };
}

function offering(identity: DefinitionIdentity): CatalogEntry {
  return catalog(definition("2.4.0", known(SEND), "published", identity));
}

describe("row 17: who gets the consent of the offered version", () => {
  const PINNED = "fdebf36e-0000-4000-8000-000000000001";
  const OTHER = "fdebf36e-0000-4000-8000-000000000002";
  it.each<[string, string | null, DefinitionIdentity, string]>([
    ["the pinned application", PINNED, { state: "known", clientAppId: PINNED, bot: true }, "outdated | act upgrade"],
    ["any, where git pins none", null, { state: "known", clientAppId: OTHER, bot: false }, "outdated | act upgrade"],
    [
      "another than the pinned one",
      PINNED,
      { state: "known", clientAppId: OTHER, bot: true },
      "outdated | blocked identity-not-approved",
    ],
    [
      "nobody, where git pins one",
      PINNED,
      { state: "known", clientAppId: null, bot: true },
      "outdated | blocked identity-not-approved",
    ],
    ["not told", null, { state: "unknown", detail: "not told" }, "outdated | blocked permissions-unknown"],
    [
      "not told, where git pins one",
      PINNED,
      { state: "unknown", detail: "not told" },
      "outdated | blocked permissions-unknown",
    ],
  ])("%s", (_name, pin, identity, expected) =>
    expect(told({ row: pinned(pin), entry: offering(identity) })).toBe(expected),
  );

  it("says which application is approved and which would get the consent", () => {
    const entry = offering({ state: "known", clientAppId: OTHER, bot: false });
    expect(decided({ row: pinned(PINNED), entry }).detail).toBe(`approved ${PINNED}, 2.4.0 has ${OTHER}`);
    const nobody = offering({ state: "known", clientAppId: null, bot: false });
    expect(decided({ row: pinned(PINNED), entry: nobody }).detail).toBe(`approved ${PINNED}, 2.4.0 has none`);
  });

  const UNTOLD = { state: "unknown", detail: "whether it holds a bot was not told" } as const;
  const VERSIONS = 'installed 2.1.0, offered 2.4.0, accepted ">=2.3 <3"';
  it.each<[string, PermissionKnowledge, DefinitionIdentity, string]>([
    ["who gets the consent", known(SEND), UNTOLD, "2.4.0: whether it holds a bot was not told"],
    ["the permissions", { state: "unknown" }, { state: "known", clientAppId: null, bot: false }, VERSIONS],
    ["neither", { state: "unknown" }, UNTOLD, VERSIONS],
  ])("says what was not told: %s", (_name, required, identity, detail) =>
    expect(decided({ entry: catalog(definition("2.4.0", required, "published", identity)) }).detail).toBe(detail),
  );
});

const CONSENTED = "ebe7028b-0000-4000-8000-00000000000a";
function locked(facts: Partial<LockedDefinition> = {}): AppLock {
  const held = {
    catalogId: CATALOG,
    version: "2.4.0",
    clientAppId: CONSENTED,
    permissions: [SEND],
    bot: false,
    ...facts,
  };
  const source = { file: "trueup.lock", line: 4, column: 3 };
  return {
    state: "locked",
    definition: { ...held, digest: digestOf(held), firstSeen: "2026-01-01T00:00:00Z" },
    source,
  };
}
const reviewed = (lock: AppLock, ensure: Ensure = "upgraded"): DesiredRow =>
  row({ ensure, version: ensure === "absent" ? null : "latest", app: app({ lock }) });

describe("row 17: what the lock file holds of the offered version", () => {
  const entry = offering({ state: "known", clientAppId: CONSENTED, bot: false });
  const NOT_NAMED: AppLock = { state: "not-named", source: { file: "trueup.lock", line: 1, column: 1 } };

  it.each<[string, AppLock, string]>([
    ["no lock file", { state: "no-lock" }, "outdated | act upgrade"],
    ["the same definition", locked(), "outdated | act upgrade"],
    ["another date", locked({ firstSeen: "2030-01-01T00:00:00Z" }), "outdated | act upgrade"],
    ["another version", locked({ version: "2.3.0" }), "outdated | blocked definition-not-locked"],
    ["other permissions", locked({ permissions: [] }), "outdated | blocked definition-not-locked"],
    ["another application", locked({ clientAppId: null }), "outdated | blocked definition-not-locked"],
    ["a bot", locked({ bot: true }), "outdated | blocked definition-not-locked"],
    ["another app of the catalog", locked({ catalogId: CONSENTED }), "outdated | blocked definition-not-locked"],
    ["not the app", NOT_NAMED, "outdated | blocked definition-not-locked"],
  ])("%s", (_name, lock, expected) => expect(told({ row: reviewed(lock), entry })).toBe(expected));

  it("says by which class it differs, and what was reviewed where", () => {
    expect(decided({ row: reviewed(locked({ clientAppId: null })), entry }).detail).toBe(
      "new-identity: another Entra application gets the consent; trueup.lock:4 holds 2.4.0",
    );
    expect(decided({ row: reviewed(NOT_NAMED), entry }).detail).toBe(
      "new-catalog-id: another app of the catalog, or one that nobody has reviewed yet; trueup.lock does not name the app",
    );
  });

  it("holds no removal, and nobody who is as desired", () => {
    expect(told({ row: reviewed(NOT_NAMED, "absent"), entry })).toBe("unwanted | act uninstall");
    expect(told({ row: reviewed(NOT_NAMED), entry, has: read(installation("2.4.0")) })).toBe(
      told({ row: wants("latest"), entry, has: read(installation("2.4.0")) }),
    );
  });
});

describe("rows 17 and 18: what the offered version requires", () => {
  it.each([
    ["unknown is not empty", { state: "unknown" } as const, "outdated | blocked permissions-unknown"],
    ["empty is empty", known(), "outdated | act upgrade"],
    ["approved", known(SEND), "outdated | act upgrade"],
    ["one more than approved", known(SEND, READ), "outdated | blocked permissions-not-approved"],
    [
      "approved as the other type",
      known({ ...SEND, type: "delegated" }),
      "outdated | blocked permissions-not-approved",
    ],
  ])("%s", (_name, required, expected) =>
    expect(told({ entry: catalog(definition("2.4.0", required)) })).toBe(expected),
  );

  it("lists what is lacking, and nothing else", () => {
    const { detail } = decided({ entry: catalog(definition("2.4.0", known(SEND, READ))) });
    expect(detail).toBe("2.4.0 requires TeamsAppInstallation.Read.User (application)");
  });
});

describe("row 19: act, with exactly the consent that the version requires", () => {
  it.each([
    ["upgrade", wants(">=2.3 <3"), read(installation("2.1.0")), "outdated | act upgrade"],
    ["upgrade to latest within the range", wants("latest <3"), read(installation("2.3.0")), "outdated | act upgrade"],
    ["install", wants(">=2.3 <3", "installed"), ABSENT, "missing | act install"],
    [
      "from a pre-release of the offered version",
      wants("latest"),
      read(installation("2.4.0-rc.1")),
      "outdated | act upgrade",
    ],
  ])("%s", (_name, wanted, has, expected) => expect(told({ row: wanted, has })).toBe(expected));

  it.each([
    ["never what is approved beyond it", [SEND, READ, CAMERA], known(SEND), "unknown", [SEND]],
    ["nothing when nothing is required", [SEND], known(), true, []],
    ["delegated only, the token may consent", [CAMERA], known(CAMERA), true, [CAMERA]],
    ["delegated only, unknown whether it may", [CAMERA], known(CAMERA), "unknown", [CAMERA]],
    ["delegated only, the token is known to lack the role", [CAMERA], known(CAMERA), false, []],
    ["both types, the token lacks the role: all of it", [SEND, CAMERA], known(SEND, CAMERA), false, [CAMERA, SEND]],
  ] as const)("%s", (_name, approved, required, mayConsent, sent) => {
    const wanted = row({ app: app({ approved }) });
    expect(decided({ row: wanted, entry: catalog(definition("2.4.0", required)), mayConsent }).consent).toEqual(sent);
  });

  it("takes an offered pre-release under latest, and under a range only when it names one", () => {
    const entry = catalog(definition("2.4.0-rc.1"));
    expect(told({ row: wants("latest"), entry })).toBe("outdated | act upgrade");
    expect(told({ row: wants(">=2.3 <3"), entry })).toBe("outdated | blocked version-not-offered");
    expect(told({ row: wants(">=2.4.0-rc.0 <3"), entry })).toBe("outdated | act upgrade");
  });
});

function having(version: string, consent: ReturnType<typeof known> | { state: "unknown" }): UserObservation {
  return read(installation(version, { consent }));
}

describe("consent in force", () => {
  const entry = catalog(definition("2.3.0", known(SEND)), definition("2.4.0", known(SEND)));
  it.each([
    ["as required", "2.3.0", known(SEND), "- | nothing in-sync"],
    ["unknown is not drift", "2.3.0", { state: "unknown" } as const, "- | nothing in-sync"],
    ["narrower: drift, verdict unchanged", "2.3.0", known(), "consent-narrower | nothing in-sync"],
    ["wider, and approved", "2.3.0", known(SEND, CAMERA), "consent-wider | nothing in-sync"],
    [
      "more than approved: a row in sync is blocked",
      "2.3.0",
      known(SEND, READ),
      "consent-not-approved, consent-wider | blocked consent-not-approved",
    ],
    ["more than approved: an upgrade goes on", "2.1.0", known(READ), "outdated, consent-not-approved | act upgrade"],
    ["of a version the catalog no longer holds", "2.9.0", known(), "- | nothing in-sync"],
  ])("%s", (_name, version, consent, expected) => {
    const approved = [SEND, CAMERA];
    expect(told({ row: row({ app: app({ approved }) }), entry, has: having(version, consent) })).toBe(expected);
  });
});

describe("the rules that a row is explained by", () => {
  it.each([
    ["the first decides", CONFLICT, [1]],
    ["one in the middle", GONE, [1, 2, 2, 3, 4, 5, 5, 6, 7]],
    [
      "the last",
      wants("latest"),
      [1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 17, 17, 17, 18, 19],
    ],
  ])("are all up to the one that applies: %s", (_name, wanted, numbers) => {
    const all = observed(OFFERS_24, read(installation("2.1.0")));
    const considered = rulesConsidered(rowFacts(wanted, appFacts(wanted.app, OFFERS_24), all));
    expect(considered.map(({ number }) => number)).toEqual(numbers);
  });
});

function factsOf(wanted: DesiredRow, entry: CatalogEntry, has: UserObservation) {
  return rowFacts(wanted, appFacts(wanted.app, entry), observed(entry, has));
}

describe("what is asked for too early", () => {
  const absent = factsOf(wants("latest"), OFFERS_24, ABSENT);
  const untold = factsOf(wants("latest"), catalog(definition("2.4.0", { state: "unknown" })), ABSENT);
  it.each<[string, () => unknown, string]>([
    ["versions that a removal accepts", () => acceptedVersions(factsOf(GONE, OFFERS_24, ABSENT)), "accepts no version"],
    ["what is not offered", () => offered(factsOf(wants("latest"), catalog(), ABSENT)), "does not offer"],
    ["how what is not installed compares", () => compareToOffered(absent), "where it is not installed"],
    ["what an unknown definition requires", () => knownRequirement(untold), "though it is not known"],
  ])("is a mistake of ours: %s", (_name, ask, message) => {
    expect(ask).toThrow(InternalError);
    expect(ask).toThrow(message);
  });

  it("is no version that a removal has in its range", () => {
    const gone = factsOf(GONE, OFFERS_24, read(installation("2.1.0")));
    expect([isPlainRange(gone), isInstalledAccepted(gone)]).toEqual([false, false]);
  });
});

describe("every reason", () => {
  afterAll(() => seen.clear());
  it.each(Object.keys(REASONS).filter((reason) => !GIVEN_BY_THE_GATE.includes(reason)))(
    "%s is given by a case above",
    (reason) => {
      expect([...seen]).toContain(reason);
    },
  );
});
