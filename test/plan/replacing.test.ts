import { describe, expect, it } from "vitest";
import type { CatalogEntry } from "../../src/model/catalog.ts";
import type { App, Ensure } from "../../src/model/desired.ts";
import type { Observed, UserObservation } from "../../src/model/observation.ts";
import { pairKey } from "../../src/model/plan.ts";
import { plan } from "../../src/plan/plan.ts";
import {
  app,
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
  USER,
} from "./builders.ts";

const OLD = installation("1.0.0", { id: "installation-0", appId: OTHER_CATALOG });
const SIDELOADED = { ...OLD, distributionMethod: "sideloaded" };
const ENTRY = catalog(definition("2.3.0", known(SEND)), definition("2.4.0", known(SEND)));
function hidden(observation: UserObservation): UserObservation {
  return observation.state === "read" ? { ...observation, absenceProven: false } : observation;
}

interface Asked extends Partial<App> {
  readonly version?: string | null;
  readonly ensure?: Ensure;
}

function decided(
  observation: UserObservation,
  { version = "latest", ensure = "upgraded", ...facts }: Asked,
  entry = ENTRY,
  mayConsent: Observed["mayConsent"] = "unknown",
): string {
  const wanted = row({ version, ensure, app: app(facts) });
  const [only] = plan(desired(wanted), observed(entry, observation, mayConsent)).rows;
  if (only === undefined) throw new Error("a row was lost");
  const brings = "brings" in only ? ` bringing ${String(only.brings)}` : "";
  return `${only.drift.join(" ")} | ${only.verdict} ${only.action ?? only.reason}${brings} | ${only.consent.length}`;
}

describe("an earlier upload that the app replaces", () => {
  const replaces = { id: OTHER_CATALOG, removals: 5 };
  it.each<[string, UserObservation, Asked, string]>([
    ["alone", read(OLD), {}, "missing old-copy | act replace bringing install | 1"],
    [
      "alone, to be installed",
      read(OLD),
      { ensure: "installed" },
      "missing old-copy | act replace bringing install | 1",
    ],
    [
      "with another manifest id",
      read({ ...OLD, externalId: null }),
      {},
      "missing old-copy | act replace bringing install | 1",
    ],
    [
      "beside an outdated app",
      read(OLD, installation("2.3.0")),
      {},
      "outdated old-copy | act replace bringing upgrade | 1",
    ],
    ["beside the app", read(OLD, installation("2.4.0")), {}, "old-copy | act replace bringing null | 0"],
    [
      "beside an app in its plain range",
      read(OLD, installation("2.3.0")),
      { version: "2.x" },
      "old-copy | act replace bringing null | 0",
    ],
    [
      "of an app that nobody approved",
      read(OLD),
      { approved: [] },
      "missing old-copy | blocked permissions-not-approved | 0",
    ],
    [
      "of an app that is not offered in range",
      read(OLD),
      { version: "3.x" },
      "missing old-copy | blocked version-not-offered | 0",
    ],
    ["sideloaded", read(SIDELOADED), {}, " | blocked other-copy-installed | 0"],
    ["where the app is to be absent", read(OLD), { version: null, ensure: "absent" }, " | nothing not-installed | 0"],
    ["that is not there", read(installation("2.4.0")), {}, " | nothing in-sync | 0"],
    [
      "that may be there unlisted",
      hidden(read(installation("2.4.0"))),
      {},
      "unknown | blocked installations-hidden | 0",
    ],
    [
      "beside an app whose consent is brought anew",
      read(OLD, installation("2.4.0", { consent: known() })),
      { repairConsent: "reinstall" },
      "consent-narrower old-copy | act replace bringing null | 0",
    ],
    [
      "to be left alone",
      read(OLD, installation("2.4.0")),
      { version: null, ensure: "leave" },
      " | nothing left-alone | 0",
    ],
    [
      "with a third copy",
      read(OLD, { ...OLD, id: "x", appId: "third" }),
      {},
      "missing old-copy | blocked other-copy-installed | 0",
    ],
  ])("%s", (_, observation, facts, expected) => {
    expect(decided(observation, { replaces, ...facts })).toBe(expected);
  });
});

describe("an earlier upload beside an app of which only the manifest id is known", () => {
  const replaces = { id: OTHER_CATALOG, removals: 5 };
  it.each<[CatalogEntry, string]>([
    [{ state: "not-in-catalog" }, "old-copy | blocked app-not-in-catalog | 0"],
    [{ state: "unreadable", detail: "503" }, "old-copy | blocked catalog-unreadable | 0"],
  ])("stays while the catalog says %j", (entry, expected) => {
    const both = read(OLD, installation("2.4.0"));
    expect(decided(both, { replaces, version: "2.x" }, entry)).toBe(expected);
  });
});

const narrow = read(installation("2.4.0", { consent: known() }));

it("does nothing for the consent of an account that cannot have the app", () => {
  const account = { state: "ineligible", because: "guest" } as const;
  const wanted = row({ version: "latest", account, app: app({ repairConsent: "upgrade" }) });
  const offered = catalog(definition("2.4.0", known(SEND)));
  const [only] = plan(desired(wanted), observed(offered, narrow, true)).rows;
  expect(only).toMatchObject({ verdict: "nothing", reason: "not-applicable", drift: [] });
});

function detailOf(
  entry: CatalogEntry,
  version = "latest",
  world: { readonly app?: Partial<App>; readonly mayConsent?: Observed["mayConsent"] } = {},
): string | null | undefined {
  const wanted = row({ version, app: app({ repairConsent: "upgrade", ...world.app }) });
  return plan(desired(wanted), observed(entry, narrow, world.mayConsent)).rows.at(0)?.detail;
}

describe("consent that is narrower than required", () => {
  it.each<[string, UserObservation, Asked, string]>([
    ["is reported", narrow, {}, "consent-narrower | nothing in-sync | 0"],
    ["is cured by an upgrade call", narrow, { repairConsent: "upgrade" }, "consent-narrower | act upgrade | 1"],
    ["is cured anew", narrow, { repairConsent: "reinstall" }, "consent-narrower | act reinstall | 1"],
    [
      "in a plain range is cured by what is offered",
      read(installation("2.3.0", { consent: known() })),
      { repairConsent: "upgrade", version: "2.x" },
      "consent-narrower | act upgrade | 1",
    ],
    [
      "is not cured where what is offered is out of range",
      read(installation("2.3.0", { consent: known() })),
      { repairConsent: "upgrade", version: "2.3.x" },
      "consent-narrower | nothing in-sync | 0",
    ],
    [
      "is not cured where the catalog lags",
      read(installation("2.5.0", { consent: known() })),
      { repairConsent: "upgrade" },
      "ahead | nothing newer-than-offered | 0",
    ],
    [
      "is not cured against a pin",
      narrow,
      { repairConsent: "upgrade", clientAppId: "other" },
      "consent-narrower | nothing in-sync | 0",
    ],
    [
      "of which nothing is known is left",
      read(installation("2.4.0")),
      { repairConsent: "upgrade" },
      " | nothing in-sync | 0",
    ],
  ])("%s", (_, observation, facts, expected) => {
    expect(decided(observation, facts)).toBe(expected);
  });

  it("says why it is not cured", () => {
    const unpublished = catalog(definition("2.4.0", known(SEND), "submitted"));
    expect(detailOf(unpublished, "2.x")).toBe(
      "repairConsent cannot act: the catalog has no published version of the app",
    );
    expect(detailOf(catalog(definition("2.4.0", known(SEND, READ))))).toMatch(/^repairConsent cannot act: \S/);
    const delegated = { app: { approved: [CAMERA] }, mayConsent: false } as const;
    expect(detailOf(catalog(definition("2.4.0", known(CAMERA))), "latest", delegated)).toBe(
      "repairConsent cannot act: the token may not grant consent",
    );
    expect(detailOf(ENTRY, "latest", { app: { repairConsent: "report" } })).toBe(
      "repairConsent: upgrade or reinstall may cure it",
    );
  });

  it("is not cured where the token may not grant it", () => {
    const entry = catalog(definition("2.4.0", known(CAMERA)));
    const facts = { repairConsent: "upgrade", approved: [CAMERA] } as const;
    expect(decided(narrow, facts, entry, true)).toBe("consent-narrower | act upgrade | 1");
    expect(decided(narrow, facts, entry, false)).toBe("consent-narrower | nothing in-sync | 0");
  });

  it("is not cured with a permission that nobody approved", () => {
    const entry = catalog(definition("2.4.0", known(SEND, READ)));
    const facts = { repairConsent: "upgrade", approved: [SEND, CAMERA] } as const;
    expect(decided(narrow, facts, entry)).toBe("consent-narrower | nothing in-sync | 0");
  });
});

describe("an app that was removed to be installed again, by a run that was cut off", () => {
  it.each<[Ensure, boolean, string]>([
    ["upgraded", true, "act install"],
    ["upgraded", false, "nothing not-installed"],
  ])("%s, unfinished: %s", (ensure, isUnfinished, expected) => {
    const seen = observed(ENTRY, read());
    const unfinished = new Set(isUnfinished ? [pairKey(CATALOG, USER)] : []);
    const [only] = plan(desired(row({ version: "latest", ensure })), { ...seen, unfinished }).rows;
    expect(`${only?.verdict} ${only?.action ?? only?.reason}`).toBe(expected);
  });
});
