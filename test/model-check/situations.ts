import type { CatalogEntry, DefinitionIdentity } from "../../src/model/catalog.ts";
import { parseConstraint } from "../../src/model/constraint.ts";
import type { Account, App, Denied, DesiredRow, Target } from "../../src/model/desired.ts";
import type { Installation, Observed, UserObservation } from "../../src/model/observation.ts";
import type { Permission, PermissionKnowledge } from "../../src/model/permission.ts";
import type { AppLock } from "../../src/model/lock.ts";
import { pairKey } from "../../src/model/plan.ts";
import { rememberingVersions } from "../../src/model/version.ts";
import { type AppFacts, appFacts, type RowFacts, rowFacts } from "../../src/plan/facts.ts";
import {
  app,
  assignment,
  CATALOG,
  catalog,
  definition,
  installation,
  known,
  MANIFEST,
  OTHER_CATALOG,
  row,
  USER,
} from "../plan/builders.ts";
import { type Accepted, type Offered, type Permissions, type Place, type Situation, tellsCopies } from "./situation.ts";

/** `a:NAME` and `d:NAME`, as the second engine writes permissions. */
export const [A, D, X] = ["a:TeamsActivity.Send.User", "d:CameraStream.Read.User", "a:TeamsAppInstallation.Read.User"];

/** What is approved in every situation; what is required and in force varies around it. */
export const APPROVED: ReadonlySet<string> = new Set([A, D]);

/** Versions are 1.0.0 to 5.0.0. The ranges have a gap at 3, so that a version can be below, in, between and above. */
export const CONSTRAINTS: readonly Accepted[] = [
  ...[false, true].flatMap((latest) => [accepting(latest, [2, 4], null), accepting(latest, [2], 4)]),
  { text: "latest", latest: true, has: () => true, highest: Number.POSITIVE_INFINITY },
];

export const PLACES: readonly Place[] = [1, 2, 3, 4, 5];
export const INSTALLED: readonly Situation["installed"][] = ["absent", "not-comparable", ...PLACES];
export const REQUIREMENTS: readonly Permissions[] = ["unknown", [], [A], [D], [A, D], [X], [A, X]];
export const WITHOUT_OFFER: readonly Extract<Offered, string>[] = [
  "unreadable",
  "not-in-catalog",
  "ambiguous",
  "nothing-published",
  "not-comparable",
];
export const OFFERS: readonly Offered[] = [
  ...WITHOUT_OFFER,
  ...PLACES.flatMap((version) => REQUIREMENTS.map((requires): Offered => ({ version, requires }))),
];
export const IN_FORCE: readonly Situation["inForce"][] = ["unknown", [], [A], [A, D], [X]];
export const ENSURES: readonly Situation["ensure"][] = ["upgraded", "installed", "absent", "leave"];
export const ACCOUNTS: readonly Situation["account"][] = [
  "eligible",
  "ineligible",
  "unknown",
  "unreadable",
  "not-found",
];
export const READINGS: readonly Situation["reading"][] = ["whole", "partly", "unreadable", "not-yet"];
/** Nothing, what is accepted at both sides of the gap, what is not accepted, and all. */
export const DENIED: readonly ReadonlySet<Place>[] = [[], [2], [4], [2, 4], [3], PLACES].map(
  (places) => new Set(places),
);
export const FLAGS: readonly boolean[] = [false, true];
export const RANKS = [0, 1, 2] as const;

/** Accepts these places, and every one from `from` on; null: no others. */
export function accepting(latest: boolean, places: readonly Place[], from: Place | null): Accepted {
  const parts = [...places.map((place) => `${place}.x`), ...(from === null ? [] : [`>=${from}.0.0`])];
  return {
    text: `${latest ? "latest " : ""}${parts.join(" || ")}`,
    latest,
    has: (place) => places.includes(place) || (from !== null && place >= from),
    highest: from === null ? Math.max(...places) : Number.POSITIVE_INFINITY,
  };
}

/** Makes facts of situations; what many of them share is made once. */
export function createFactory(): (situation: Situation) => RowFacts {
  const once = { apps: remembered<App>(), facts: remembered<AppFacts>(), rows: remembered<DesiredRow>() };
  const users = remembered<Observed["users"]>();
  const readVersion = rememberingVersions();
  return (situation) => {
    const { ensure, account, rank, targetUnread, disagreeing, reading, installed, inForce, otherCopy } = situation;
    const { offered, denied, installedRequires, identity, pinned, lock, repair, replaces, accepted } = situation;
    const offerKey = typeof offered === "string" ? offered : `${offered.version} ${String(offered.requires)}`;
    const lockKey = lock === "none" ? lock : `${lock} ${identity} ${offerKey}`;
    const named = `${situation.byCatalogId} ${pinned} ${repair} ${replaces === "nothing"}`;
    const appKey = `${[...denied].join(" ")} ${named} ${lockKey}`;
    const shared = once.apps(appKey, () => appFor(situation));
    const entryKey = `${offerKey} ${String(installedRequires)} ${installed} ${identity} ${situation.replacedIsManaged}`;
    const facts = once.facts(`${appKey} ${entryKey}`, () =>
      appFacts(shared, entryFor(situation), situation.replacedIsManaged ? [MANAGED] : []),
    );
    const rowKey = `${ensure} ${accepted.text} ${rank} ${account} ${targetUnread} ${disagreeing} ${appKey}`;
    const desired = once.rows(rowKey, () => rowFor(situation, shared));
    const seen = users(`${reading} ${installed} ${String(inForce)} ${otherCopy} ${replaces}`, () =>
      usersFor(situation),
    );
    const unfinished = situation.unfinished ? UNFINISHED : NOBODY;
    return rowFacts(desired, facts, { users: seen, mayConsent: situation.mayConsent, unfinished }, readVersion);
  };
}

const NOBODY: ReadonlySet<string> = new Set();
const UNFINISHED: ReadonlySet<string> = new Set([pairKey(CATALOG, USER)]);

/** So much is remembered at once: random situations share little. */
const MOST = 20_000;

function remembered<Value>(): (key: string, make: () => Value) => Value {
  const values = new Map<string, Value>();
  return (key, make) => {
    const value = values.get(key) ?? make();
    if (values.size >= MOST) values.clear();
    values.set(key, value);
    return value;
  };
}

const REPLACED = "bbbbbbbb-0000-4000-8000-000000000003";
const MANAGED = { name: "expenses-old", catalogId: REPLACED };

function appFor(situation: Situation): App {
  return app({
    identity: situation.byCatalogId
      ? { kind: "catalog", catalogId: CATALOG }
      : { kind: "manifest", manifestId: MANIFEST },
    approved: [...APPROVED].map(permission),
    deny: [...situation.denied].map(deny),
    clientAppId: { nothing: null, "the known one": CLIENT, another: OTHER_CLIENT }[situation.pinned],
    lock: lockFor(situation),
    repairConsent: situation.repair,
    replaces: situation.replaces === "nothing" ? null : { id: REPLACED, removals: 10 },
  });
}

const CLIENT = "fdebf36e-0000-4000-8000-000000000001";
const OTHER_CLIENT = "fdebf36e-0000-4000-8000-000000000002";

const LOCKED_AT = { file: "trueup.lock", line: 4, column: 3 };

/** What is offered, locked, but for what the situation says. */
function lockFor({ lock, offered, identity }: Situation): AppLock {
  if (lock === "none") return { state: "no-lock" };
  if (lock === "not-named") return { state: "not-named", source: LOCKED_AT };
  const of = typeof offered === "string" ? { version: 1, requires: [] } : offered;
  const permissions = of.requires === "unknown" ? [] : of.requires.map(permission);
  const definable = {
    catalogId: CATALOG,
    version: lock === "other-version" ? "0.1.0" : textOf(of.version),
    clientAppId: lock === "other-identity" ? OTHER_CLIENT : identity === "known" ? CLIENT : null,
    permissions: lock === "other-permissions" ? [...permissions, { ...EXTRA }] : permissions,
    bot: lock === "other-bot",
  };
  const locked = { ...definable, digest: "sha256:0", firstSeen: "2026-01-01T00:00:00Z" };
  return { state: "locked", definition: locked, source: LOCKED_AT };
}

const EXTRA: Permission = { value: "ChatMember.Read.Chat", type: "application" };

/** A desired row that says what a situation says. */
function rowFor(situation: Situation, shared: App): DesiredRow {
  const { rank, disagreeing } = situation;
  const made = row({
    ensure: situation.ensure,
    version: situation.accepted.text,
    rank,
    account: ACCOUNT[situation.account],
    undecidedBy: situation.targetUnread ? [UNREAD] : [],
    app: shared,
    id: situation.account === "not-found" ? null : USER,
  });
  if (!disagreeing) return made;
  const assignments = [assignment("1.x", "installed", 4), assignment(null, "absent", 9)];
  return { ...made, claim: { kind: "conflict", assignments, rank } };
}

function usersFor(situation: Situation): Observed["users"] {
  return situation.reading === "not-yet" ? new Map() : new Map([[USER, observationFor(situation)]]);
}

const UNREAD: Target = {
  kind: "group",
  role: "to",
  name: "Finance",
  id: null,
  state: "unreadable",
  members: null,
  detail: null,
  source: { file: "a.yaml", line: 1, column: 1 },
};

const ACCOUNT: Readonly<Record<Situation["account"], Account>> = {
  eligible: { state: "eligible" },
  ineligible: { state: "ineligible", because: "guest" },
  unknown: { state: "unknown", detail: "", plansOnly: false },
  "plans-unread": { state: "unknown", detail: "", plansOnly: true },
  unreadable: { state: "unreadable", detail: "" },
  "not-found": { state: "not-found", detail: null },
};

function entryFor(situation: Situation): CatalogEntry {
  const { offered, identity, installed, installedRequires } = situation;
  // Not published, so that it is never what is offered, however new it is.
  const older =
    typeof installed === "number" ? [definition(textOf(installed), knowledge(installedRequires), "submitted")] : [];
  switch (offered) {
    case "unreadable":
      return { state: "unreadable", detail: "503" };
    case "not-in-catalog":
      return { state: "not-in-catalog" };
    case "ambiguous":
      return { state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] };
    case "nothing-published":
      return catalog(definition("9.0.0", known(), "submitted"), ...older);
    case "not-comparable":
      return catalog(definition("next"), ...older);
    default: {
      const text = textOf(offered.version);
      const newest = definition(text, knowledge(offered.requires), "published", IDENTITIES[identity]);
      return catalog(definition("0.5.0"), newest, ...(installed === offered.version ? [] : older));
    }
  }
}

const IDENTITIES: Readonly<Record<Situation["identity"], DefinitionIdentity>> = {
  known: { state: "known", clientAppId: CLIENT, bot: false },
  none: { state: "known", clientAppId: null, bot: false },
  unknown: { state: "unknown", detail: "the catalog did not tell it" },
};

function observationFor(situation: Situation): UserObservation {
  const { reading, installed, inForce } = situation;
  if (reading === "unreadable") return { state: "unreadable", detail: "502", at: 0 };
  if (reading === "refused") return { state: "unreadable", detail: "403", refused: true, at: 0 };
  const own = installed === "absent" ? [] : [installation(textOf(installed), { consent: knowledge(inForce) })];
  const copies = situation.otherCopy ? [installation("1.0.0", { id: "copy", appId: OTHER_CATALOG })] : [];
  const earlier = situation.replaces === "present" ? [installation("1.0.0", { id: "earlier", appId: REPLACED })] : [];
  const installations: readonly Installation[] = [...own, ...copies, ...earlier];
  const doubt = reading === "doubtful" ? { doubt: "an entry without an id" } : {};
  return { state: "read", installations, absenceProven: reading === "whole", ...doubt, at: 0 };
}

function textOf(place: Place | "not-comparable"): string {
  return place === "not-comparable" ? "next" : `${place}.0.0`;
}

function knowledge(texts: readonly string[] | "unknown"): PermissionKnowledge {
  return texts === "unknown" ? { state: "unknown" } : known(...texts.map(permission));
}

function deny(place: Place): Denied {
  const parsed = parseConstraint(textOf(place));
  if (!parsed.ok) throw new Error(parsed.message);
  return { versions: parsed.constraint, reason: null };
}

function permission(text: string): Permission {
  return { value: text.slice(2), type: text.startsWith("d:") ? "delegated" : "application" };
}

/** What no world has is taken out of a situation: without both ids of the app no copy can be told from it. */
export function possible(situation: Situation): Situation {
  return situation.otherCopy && !tellsCopies(situation) ? { ...situation, otherCopy: false } : situation;
}
