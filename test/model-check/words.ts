import type { SoFar } from "./rules.ts";
import { hasCatalogId, type Offered, type Place, type Situation } from "./situation.ts";
import type { Word } from "./table.ts";

/** What each word of docs/decision-table.md is in a situation, and of what was decided so far. */
export const WORDS: Readonly<Record<Word, (situation: Situation, decided: SoFar | null) => boolean>> = {
  always: () => true,
  "assignments disagree": ({ disagreeing }) => disagreeing,
  "target unread": ({ targetUnread }) => targetUnread,
  "to be left": ({ ensure }) => ensure === "leave",
  "to be absent": ({ ensure }) => ensure === "absent",
  "to be upgraded": ({ ensure }) => ensure === "upgraded",
  "no such user": ({ account }) => account === "not-found",
  "account unreadable": ({ account }) => account === "unreadable",
  "account cannot have it": ({ account }) => account === "ineligible",
  "account unknown": ({ account }) => account === "unknown" || account === "plans-unread",
  "only its plans are unread": ({ account }) => account === "plans-unread",
  "named directly": ({ rank }) => rank === 0,
  "unread so far": ({ reading }) => reading === "not-yet",
  "reading refused": ({ reading }) => reading === "refused",
  "reading failed": ({ reading }) => reading === "unreadable",
  "an entry was unreadable": ({ reading }) => reading === "doubtful",
  "only some apps are shown": ({ reading }) => reading === "partly",
  installed: ({ installed }) => installed !== "absent",
  "replaces an earlier upload": ({ replaces }) => replaces !== "nothing",
  "earlier upload listed": ({ replaces }) => replaces === "present",
  "earlier upload is managed": ({ replacedIsManaged }) => replacedIsManaged,
  "other copy installed": ({ otherCopy }) => otherCopy,
  "known by manifest id alone": (situation) => !hasCatalogId(situation),
  "reinstall unfinished": (situation) => situation.unfinished && hasCatalogId(situation),
  "installed version comparable": ({ installed }) => typeof installed === "number",
  latest: ({ accepted }) => accepted.latest,
  "installed in range": ({ installed, accepted }) => typeof installed === "number" && accepted.has(installed),
  "installed past the range": ({ installed, accepted }) =>
    typeof installed === "number" && installed > accepted.highest,
  "installed denied": ({ installed, denied }) => typeof installed === "number" && denied.has(installed),
  offered: ({ offered }) => typeof offered !== "string",
  "offered in range": ({ offered, accepted }) => typeof offered !== "string" && accepted.has(offered.version),
  "offered past the range": ({ offered, accepted }) =>
    typeof offered !== "string" && offered.version > accepted.highest,
  "offered denied": ({ offered, denied }) => typeof offered !== "string" && denied.has(offered.version),
  "installed older than offered": compares((installed, offered) => installed < offered),
  "installed newer than offered": compares((installed, offered) => installed > offered),
  "installed is offered": compares((installed, offered) => installed === offered),
  "catalog unreadable": offers("unreadable"),
  "missing in the catalog": offers("not-in-catalog"),
  "two catalog entries": offers("ambiguous"),
  "nothing published": offers("nothing-published"),
  "published version not comparable": offers("not-comparable"),
  "requirement known": ({ offered }) => typeof offered !== "string" && offered.requires !== "unknown",
  "identity known": ({ identity }) => identity !== "unknown",
  "another identity than the approved one": ({ identity, pinned }) =>
    pinned === "another" || (pinned === "the known one" && identity !== "known"),
  "lock holds something else": ({ lock }) => lock !== "none" && lock !== "same",
  "requires more than approved": ({ offered, approved }) =>
    typeof offered !== "string" && lacks(offered.requires, approved),
  "consent is more than approved": ({ installed, inForce, approved }) =>
    installed !== "absent" && lacks(inForce, approved),
  "consent is less than required": (situation) => isBeyond(requiredByInstalled(situation), situation.inForce),
  "consent is more than required": (situation) => isBeyond(situation.inForce, requiredByInstalled(situation)),
  "repaired by an upgrade": ({ repair }) => repair === "upgrade",
  "repaired by reinstalling": ({ repair }) => repair === "reinstall",
  "consent found narrower": (_, decided) => decided?.drift.has("consent-narrower") === true,
  "brought anew with consent": (_, decided) => decided?.anewSends() === true,
  "decided not applicable": (_, decided) => decided?.why === "not-applicable",
  "decided nothing": (_, decided) => decided?.verdict === "nothing",
  "decided blocked": (_, decided) => decided?.verdict === "blocked",
  "decided as it should be": (_, decided) => decided?.why === "in-sync" || decided?.why === "newer-than-offered",
  "decided to bring it": (_, decided) => decided?.why === "install" || decided?.why === "upgrade",
};

function offers(what: Extract<Offered, string>): (situation: Situation) => boolean {
  return ({ offered }) => offered === what;
}

function compares(how: (installed: Place, offered: Place) => boolean): (situation: Situation) => boolean {
  return ({ installed, offered }) =>
    typeof installed === "number" && typeof offered !== "string" && how(installed, offered.version);
}

function lacks(permissions: readonly string[] | "unknown", approved: ReadonlySet<string>): boolean {
  return permissions !== "unknown" && permissions.some((permission) => !approved.has(permission));
}

/** Whether one known set has what another known one lacks. */
function isBeyond(some: readonly string[] | "unknown", others: readonly string[] | "unknown"): boolean {
  return others !== "unknown" && lacks(some, new Set(others));
}

/** What the installed version requires, as far as the catalog tells it. */
function requiredByInstalled(situation: Situation): readonly string[] | "unknown" {
  const { installed, offered } = situation;
  if (typeof installed !== "number" || WITHOUT_DEFINITIONS.has(offered)) return "unknown";
  return typeof offered !== "string" && offered.version === installed ? offered.requires : situation.installedRequires;
}

const WITHOUT_DEFINITIONS: ReadonlySet<unknown> = new Set(["unreadable", "not-in-catalog", "ambiguous"]);
