import type { CatalogEntry } from "../../src/model/catalog.ts";
import { parseConstraint } from "../../src/model/constraint.ts";
import type { Account, App, Denied, DesiredRow, Target } from "../../src/model/desired.ts";
import type { Installation, Observed, UserObservation } from "../../src/model/observation.ts";
import type { Permission, PermissionKnowledge } from "../../src/model/permission.ts";
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
  OTHER_CATALOG,
  row,
  USER,
} from "../plan/builders.ts";
import type { Accepted, Offered, Place, Situation } from "./rules.ts";

/** `a:NAME` and `d:NAME`, as the second statement of the rules writes permissions. */
const [A, D, X] = ["a:TeamsActivity.Send.User", "d:CameraStream.Read.User", "a:TeamsAppInstallation.Read.User"];

/** What is approved in every situation; what is required and in force varies around it. */
export const APPROVED: ReadonlySet<string> = new Set([A, D]);

/** Versions are 1.0.0 to 5.0.0. The ranges have a gap at 3, so that a version can be below, in, between and above. */
export const CONSTRAINTS: readonly { readonly text: string; readonly accepted: Accepted }[] = [
  ...["", "latest "].flatMap((latest) => [
    { text: `${latest}2.x || 4.x`, accepted: accepting(latest !== "", [2, 4], 4) },
    { text: `${latest}2.x || >=4.0.0`, accepted: accepting(latest !== "", [2, 4, 5], Number.POSITIVE_INFINITY) },
  ]),
  { text: "latest", accepted: accepting(true, [1, 2, 3, 4, 5], Number.POSITIVE_INFINITY) },
];

export const PLACES: readonly Place[] = [1, 2, 3, 4, 5];
export const INSTALLED: readonly Situation["installed"][] = ["absent", "not-comparable", ...PLACES];
export const REQUIREMENTS: readonly (readonly string[] | "unknown")[] = ["unknown", [], [A], [D], [A, D], [X], [A, X]];
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

function accepting(latest: boolean, places: readonly Place[], highest: Place): Accepted {
  return { latest, has: (place) => places.includes(place), highest };
}

/** Makes facts of situations; what many of them share is made once. */
export function createFactory(): (
  situation: Situation,
  version: string,
  rank: 0 | 1 | 2,
  mayConsent: Observed["mayConsent"],
) => RowFacts {
  const sharedBy = remembered(new Map<string, App>());
  const once = remembering();
  const readVersion = rememberingVersions();
  return (situation, version, rank, mayConsent) => {
    const { ensure, account, targetUnread, disagreeing, reading, installed, inForce, otherCopy, offered } = situation;
    const deniedKey = [...situation.denied].join(" ");
    const shared = sharedBy(deniedKey, () =>
      app({ approved: [...APPROVED].map(permission), deny: [...situation.denied].map(deny) }),
    );
    const rowKey = `${ensure} ${version} ${rank} ${account} ${targetUnread} ${disagreeing}`;
    const seenKey = `${reading} ${installed} ${String(inForce)} ${otherCopy}`;
    const offerKey = typeof offered === "string" ? offered : `${offered.version} ${String(offered.requires)}`;
    const desired = once.row(`${rowKey} ${deniedKey}`, () => rowFor(situation, version, rank, shared));
    const facts = once.app(`${offerKey} ${deniedKey}`, () => appFacts(shared, entryFor(offered)));
    const users = once.users(seenKey, () => usersFor(situation));
    return rowFacts(desired, facts, { users, mayConsent }, readVersion);
  };
}

function remembering() {
  const rows = new Map<string, DesiredRow>();
  const apps = new Map<string, AppFacts>();
  const users = new Map<string, Observed["users"]>();
  return { row: remembered(rows), app: remembered(apps), users: remembered(users) };
}

function remembered<Value>(values: Map<string, Value>): (key: string, make: () => Value) => Value {
  return (key, make) => {
    const value = values.get(key) ?? make();
    values.set(key, value);
    return value;
  };
}

/** A desired row that says what a situation says. */
function rowFor(situation: Situation, version: string, rank: 0 | 1 | 2, shared: App): DesiredRow {
  const made = row({
    ensure: situation.ensure,
    version,
    rank,
    account: ACCOUNT[situation.account],
    undecidedBy: situation.targetUnread ? [UNREAD] : [],
    app: shared,
    id: situation.account === "not-found" ? null : USER,
  });
  if (!situation.disagreeing) return made;
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
  unreadable: { state: "unreadable", detail: "" },
  "not-found": { state: "not-found", detail: null },
};

function entryFor(offered: Offered): CatalogEntry {
  switch (offered) {
    case "unreadable":
      return { state: "unreadable", detail: "503" };
    case "not-in-catalog":
      return { state: "not-in-catalog" };
    case "ambiguous":
      return { state: "ambiguous", ids: [CATALOG, OTHER_CATALOG] };
    case "nothing-published":
      return catalog(definition("9.0.0", known(), "submitted"));
    case "not-comparable":
      return catalog(definition("next"));
    default:
      return catalog(definition("0.5.0"), definition(textOf(offered.version), knowledge(offered.requires)));
  }
}

function observationFor({ reading, installed, inForce, otherCopy }: Situation): UserObservation {
  if (reading === "unreadable") return { state: "unreadable", detail: "502", at: 0 };
  const own = installed === "absent" ? [] : [installation(textOf(installed), { consent: knowledge(inForce) })];
  const copies: readonly Installation[] = otherCopy
    ? [installation("1.0.0", { id: "copy", appId: OTHER_CATALOG })]
    : [];
  return { state: "read", installations: [...own, ...copies], absenceProven: reading === "whole", at: 0 };
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
