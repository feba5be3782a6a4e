/** A version by its place in the order. */
export type Place = number;

/** Which versions are accepted. */
export interface Accepted {
  /** As the desired state writes it. */
  readonly text: string;
  readonly latest: boolean;
  readonly has: (version: Place) => boolean;
  /** The highest accepted version; infinite when there is no end. */
  readonly highest: Place;
}

/** Permissions are texts; those that begin with `d:` are delegated. */
export type Permissions = readonly string[] | "unknown";

/** What the catalog says: what an install brings, or why that cannot be told. */
export type Offered =
  | { readonly version: Place; readonly requires: Permissions }
  | "unreadable"
  | "not-in-catalog"
  | "ambiguous"
  | "nothing-published"
  | "not-comparable";

/**
 * Everything that the decision of one row looks at, with numbers for versions, so that neither parsing nor the code of
 * `src/plan` is in it.
 */
export interface Situation {
  readonly disagreeing: boolean;
  readonly targetUnread: boolean;
  /** `plans-unread`: all else about the account says that it can have the app. */
  readonly account: "eligible" | "ineligible" | "unknown" | "plans-unread" | "unreadable" | "not-found";
  readonly rank: 0 | 1 | 2;
  readonly ensure: "upgraded" | "installed" | "absent" | "leave";
  /** `partly`: a role shows some apps only; `doubtful`: an entry could not be read. What is not listed may be installed. */
  readonly reading: "whole" | "partly" | "doubtful" | "unreadable" | "refused" | "not-yet";
  readonly otherCopy: boolean;
  readonly installed: Place | "absent" | "not-comparable";
  /** Whether the desired state names the app by its catalog id; otherwise by its manifest id. */
  readonly byCatalogId: boolean;
  readonly accepted: Accepted;
  readonly offered: Offered;
  /** What the installed version requires, where the catalog still holds it and it is not the offered one. */
  readonly installedRequires: Permissions;
  /** Who would get the consent of what is offered. */
  readonly identity: "known" | "none" | "unknown";
  /** Which identity the app is pinned to. */
  readonly pinned: "nothing" | "the known one" | "another";
  readonly lock: "none" | "same" | "not-named" | "other-version" | "other-permissions" | "other-identity" | "other-bot";
  /** Versions that nobody is brought to. */
  readonly denied: ReadonlySet<Place>;
  readonly approved: ReadonlySet<string>;
  readonly inForce: Permissions;
  readonly mayConsent: boolean | "unknown";
  readonly repair: "report" | "upgrade" | "reinstall";
  /** An earlier upload that the app replaces: the desired state names none, or one that the user has, or has not. */
  readonly replaces: "nothing" | "absent" | "present";
  /** The earlier upload is another app of the desired state. */
  readonly replacedIsManaged: boolean;
  /** TrueUp removed the app to install it again, and was cut off. */
  readonly unfinished: boolean;
}

/** Offers without which the catalog's id of an app that is named by its manifest id is not known. */
const WITHOUT_ID: ReadonlySet<unknown> = new Set(["unreadable", "not-in-catalog", "ambiguous"]);

/** Whether the app can be recognized for certain. */
export function hasCatalogId({ byCatalogId, offered }: Situation): boolean {
  return byCatalogId || !WITHOUT_ID.has(offered);
}

/** Whether the catalog tells the manifest id as well, so that a copy of the app can be told from it. */
export function tellsCopies({ offered }: Situation): boolean {
  return !WITHOUT_ID.has(offered);
}

/** An app that a person should have, and nothing else to say. */
export const PLAIN: Situation = {
  disagreeing: false,
  targetUnread: false,
  account: "eligible",
  rank: 1,
  ensure: "upgraded",
  reading: "whole",
  otherCopy: false,
  installed: "absent",
  byCatalogId: false,
  accepted: { text: "latest", latest: true, has: () => true, highest: Number.POSITIVE_INFINITY },
  offered: "unreadable",
  installedRequires: "unknown",
  identity: "known",
  pinned: "nothing",
  lock: "none",
  denied: new Set(),
  approved: new Set(),
  inForce: "unknown",
  mayConsent: "unknown",
  repair: "report",
  replaces: "nothing",
  replacedIsManaged: false,
  unfinished: false,
};
