/**
 * The decision of one row, stated a second time: from the table of the contract alone, with numbers for versions, so that
 * neither parsing nor the code of `src/plan` is in it.
 */

/** A version by its place in the order. */
export type Place = number;

/** Which versions are accepted. */
export interface Accepted {
  readonly latest: boolean;
  readonly has: (version: Place) => boolean;
  /** The highest accepted version; infinite when there is no end. */
  readonly highest: Place;
}

/** What the catalog says: what an install brings, or why that cannot be told. */
export type Offered =
  | { readonly version: Place; readonly requires: readonly string[] | "unknown" }
  | "unreadable"
  | "not-in-catalog"
  | "ambiguous"
  | "nothing-published"
  | "not-comparable";

/** Everything that the table looks at. Permissions are texts; those that begin with `d:` are delegated. */
export interface Situation {
  readonly disagreeing: boolean;
  readonly targetUnread: boolean;
  readonly account: "eligible" | "ineligible" | "unknown" | "unreadable" | "not-found";
  readonly namedDirectly: boolean;
  readonly ensure: "upgraded" | "installed" | "absent" | "leave";
  /** `partly`: a role shows some apps only; `doubtful`: an entry could not be read. What is not listed may be installed. */
  readonly reading: "whole" | "partly" | "doubtful" | "unreadable" | "not-yet";
  readonly otherCopy: boolean;
  readonly installed: Place | "absent" | "not-comparable";
  /** Whether what is installed was recognized by its manifest id alone, which is good for reading only. */
  readonly readingOnly: boolean;
  readonly accepted: Accepted;
  readonly offered: Offered;
  /** Versions that nobody is brought to. */
  readonly denied: ReadonlySet<Place>;
  readonly approved: ReadonlySet<string>;
  readonly inForce: readonly string[] | "unknown";
}

/** What the table comes to. */
export interface Ruling {
  readonly verdict: "nothing" | "act" | "blocked";
  /** The action of `act`, else the reason. */
  readonly why: string;
}

/** The first line of the table that fits. */
export function rule(situation: Situation): Ruling {
  const { account, ensure, reading, installed, offered, accepted } = situation;
  if (situation.disagreeing) return blocked("conflicting-assignments");
  if (situation.targetUnread) return blocked("targets-unreadable");
  if (ensure === "leave") return nothing("left-alone");
  if (account === "not-found") return ensure === "absent" ? nothing("not-installed") : blocked("user-not-found");
  if (account === "unreadable") return blocked("unreadable");
  if (ensure !== "absent" && account === "ineligible") {
    return situation.namedDirectly ? blocked("user-not-eligible") : nothing("not-applicable");
  }
  if (ensure !== "absent" && account === "unknown") return blocked("unreadable");
  if (reading === "unreadable") return blocked("unreadable");
  if (reading === "not-yet") return blocked("not-read-yet");
  if (reading === "doubtful" && installed === "absent") return blocked("unreadable");
  if (reading === "partly" && installed === "absent") return blocked("installations-hidden");
  if (situation.otherCopy) return blocked("other-copy-installed");
  if (ensure === "absent") return removal(situation);
  if (ensure === "upgraded" && installed === "absent") return nothing("not-installed");
  if (installed === "not-comparable") return blocked("version-not-comparable");
  const isIn = installed !== "absent" && accepted.has(installed);
  if (!accepted.latest && isIn && !hasBetter(situation, installed)) return settled(situation);
  if (typeof offered === "string") return blocked(WITHOUT_OFFER[offered]);
  if (isIn && installed > offered.version) return nothing("newer-than-offered");
  if (isIn && (installed === offered.version || !accepted.has(offered.version))) return settled(situation);
  if (installed !== "absent" && installed > accepted.highest) return blocked("cannot-downgrade");
  if (!accepted.has(offered.version)) {
    return blocked(offered.version > accepted.highest ? "version-past-range" : "version-not-offered");
  }
  if (installed !== "absent" && installed > offered.version) return blocked("cannot-downgrade");
  if (situation.denied.has(offered.version)) return blocked("denied-version");
  if (offered.requires === "unknown") return blocked("permissions-unknown");
  if (!offered.requires.every((permission) => situation.approved.has(permission)))
    return blocked("permissions-not-approved");
  return act(installed === "absent" ? "install" : "upgrade");
}

/** A denied version is left for one that is offered, accepted, newer and not denied. */
function hasBetter({ denied, offered, accepted }: Situation, installed: Place): boolean {
  if (!denied.has(installed) || typeof offered === "string") return false;
  return accepted.has(offered.version) && offered.version > installed && !denied.has(offered.version);
}

/** What is sent with an install or upgrade: all that is required; of delegated ones alone nothing, by a token that cannot consent. */
export function grant(requires: readonly string[], mayConsent: boolean): readonly string[] {
  return !mayConsent && requires.every((permission) => permission.startsWith("d:")) ? [] : requires;
}

function removal({ installed, readingOnly, offered }: Situation): Ruling {
  if (installed === "absent") return nothing("not-installed");
  if (!readingOnly) return act("uninstall");
  return blocked(typeof offered === "string" ? WITHOUT_OFFER[offered] : "app-not-in-catalog");
}

function settled({ inForce, approved }: Situation): Ruling {
  const isApproved = inForce === "unknown" || inForce.every((permission) => approved.has(permission));
  return isApproved ? nothing("in-sync") : blocked("consent-not-approved");
}

const WITHOUT_OFFER: Readonly<Record<Extract<Offered, string>, string>> = {
  unreadable: "catalog-unreadable",
  "not-in-catalog": "app-not-in-catalog",
  ambiguous: "app-ambiguous",
  "nothing-published": "nothing-published",
  "not-comparable": "version-not-comparable",
};

function nothing(why: string): Ruling {
  return { verdict: "nothing", why };
}

function blocked(why: string): Ruling {
  return { verdict: "blocked", why };
}

function act(why: string): Ruling {
  return { verdict: "act", why };
}
