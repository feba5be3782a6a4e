import type { AssignmentConfiguration } from "../desired/configuration.ts";
import type { Ensure } from "../model/desired.ts";
import { accepts } from "../model/constraint.ts";
import { parseVersion } from "../model/version.ts";
import type { Permission } from "../model/permission.ts";
import type { Action } from "../model/plan.ts";
import type { Evidence, RowEvidence } from "./evidence.ts";

/** What about a row contradicts a claim, for people; null: nothing does. */
export type Contradiction = (evidence: RowEvidence, all: Evidence) => string | null;

/** The row's user is reached, and the assignments that decide want what the row says, and allow its action. */
export const notAssigned: Contradiction = ({ row, deciding, isRepeated, isUnfinished }) => {
  if (isRepeated) return "it acts twice on the same user and app";
  if (deciding === null) return "the directory showed no such user";
  const { assignments } = deciding;
  if (assignments.length === 0) return "no assignment reaches the user";
  const { desired, action } = row;
  const other = assignments.find((one) => one.ensure !== desired?.ensure || versionText(one) !== desired.version);
  if (other !== undefined) {
    const { file, line } = other.source;
    return `the assignment that decides, ${file}:${line}, says something else: ${other.ensure} ${versionText(other) ?? ""}`;
  }
  if (action === null) return "it acts without an action";
  const isCarriedOn = action === "install" && isUnfinished;
  return assignments.every(({ ensure }) => ALLOWED[isCarriedOn ? "upgrade" : action].includes(ensure))
    ? null
    : `${action} is nothing that ensure: ${desired?.ensure} asks for`;
};

/** The row's app is in the desired state, the catalog knows it, and what is changed is its own installation. */
export const notManaged: Contradiction = (evidence) => {
  const { row, planned, app, entry } = evidence;
  if (app === null) return "the desired state has no such app";
  const { identity } = app;
  if (entry?.state !== "found") {
    // A catalog id is exact: what carries it is the app, also where the catalog does not show it any more.
    const isExact =
      row.action === "uninstall" && identity.kind === "catalog" && sameId(planned?.id ?? null, identity.catalogId);
    return isExact ? notTheApps(evidence, identity.catalogId) : "the catalog did not answer with this app";
  }
  const isMeant =
    identity.kind === "manifest" ? sameId(entry.externalId, identity.manifestId) : sameId(entry.id, identity.catalogId);
  if (!isMeant) return `the catalog answered with another app: ${entry.id}`;
  if (planned === null || !sameId(planned.id, entry.id)) {
    return `the plan would change ${planned?.id ?? "nothing"}, the catalog's app is ${entry.id}`;
  }
  const isToCome = row.action === "install" || (row.action === "replace" && row.observed.state === "absent");
  return isToCome ? notAbsent(evidence, entry.id) : notTheApps(evidence, entry.id);
};

/** What is granted is approved, and exactly what the newest published definition requires. */
export const notApproved: Contradiction = ({ row, planned, app, offered, mayConsent }) => {
  if (row.action === "uninstall") return row.consent.length === 0 ? null : "a removal would grant permissions";
  const bringsNothing = row.action === "replace" && row.observed.state === "present" && !row.drift.includes("outdated");
  if (bringsNothing && row.consent.length === 0) return null;
  if (offered === null) return "what the catalog offers cannot be told";
  if (planned?.offered?.version !== offered.version) {
    return `planned is ${planned?.offered?.version ?? "nothing"}, offered is ${offered.version}`;
  }
  const version = parseVersion(offered.version);
  if (version !== null && app?.deny.some(({ versions }) => accepts(versions, version)) === true)
    return `${offered.version} is denied`;
  if (offered.permissions.state === "unknown") return `what ${offered.version} requires is not known`;
  if (offered.identity.state === "unknown") return `who gets the consent of ${offered.version} is not known`;
  const { clientAppId } = offered.identity;
  if (app?.clientAppId != null && app.clientAppId !== clientAppId) {
    return `the consent would go to ${clientAppId}, approved is ${app.clientAppId}`;
  }
  const required = keysOf(offered.permissions.permissions);
  const lacking = required.difference(keysOf(app?.approved ?? []));
  if (lacking.size > 0) return `${offered.version} requires what nobody approved: ${[...lacking].join(", ")}`;
  const granted = keysOf(row.consent);
  if (granted.symmetricDifference(required).size === 0 && granted.size === row.consent.length) return null;
  const onlyDelegated = offered.permissions.permissions.every(({ type }) => type === "delegated");
  if (row.consent.length === 0 && onlyDelegated && mayConsent === false) return null;
  return `it would grant ${listed(granted)}, required is ${listed(required)}`;
};

/** Only what `ensure: absent`, `replaces` or `repairConsent: reinstall` names is removed, and no more copies than it says. */
export const notToBeRemoved: Contradiction = (evidence, all) => {
  const { row, deciding, app } = evidence;
  if (row.action === "reinstall") {
    return app?.repairConsent === "reinstall" ? null : "the desired state does not want it installed anew";
  }
  if (row.action === "replace") return notReplaced(evidence, all);
  if (row.action !== "uninstall") return null;
  const assignments = deciding?.assignments ?? [];
  return assignments.length > 0 && assignments.every(({ ensure }) => ensure === "absent")
    ? null
    : "no ensure: absent decides about it";
};

/** Nobody who is protected, nothing that is suspended, and nothing that an exception accepts. */
export const notToBeTouched: Contradiction = ({ isProtected, excepted, app }, { isSuspended, protectedUnread }) => {
  if (isProtected) return "the user is protected";
  if (excepted !== null) return excepted;
  const [unread] = protectedUnread;
  if (unread !== undefined) return `the protected entry "${unread}" was not read to its end`;
  if (isSuspended) return "the policy is suspended";
  return app?.suspended === true ? "the app is suspended" : null;
};

/** Every target that could decide the row otherwise was read to its end. */
export const notReadToTheEnd: Contradiction = ({ deciding }) => {
  const [unread] = deciding?.unread ?? [];
  return unread === undefined ? null : `"${unread}" was not read to its end`;
};

function notReplaced(
  { row: { replaced }, app, observation }: RowEvidence,
  { replacements, managedIds }: Evidence,
): string | null {
  const named = app?.replaces ?? null;
  if (named === null || replaced === undefined || !sameId(replaced.id, named.id)) {
    return "the desired state names no such earlier upload";
  }
  const installations = observation?.state === "read" ? observation.installations : [];
  const copy = installations.find(({ id }) => id === replaced.installationId);
  if (copy === undefined || !sameId(copy.appId, named.id) || copy.distributionMethod === "sideloaded") {
    return "nobody read such a copy of the user";
  }
  if (managedIds.has(named.id.toLowerCase())) return `${named.id} is an app of the desired state itself`;
  const due = replacements.get(app?.name ?? "") ?? 0;
  return due <= named.removals ? null : `${due} copies would go, replaces.removals is ${named.removals}`;
}

const ALLOWED: Readonly<Record<Action, readonly Ensure[]>> = {
  install: ["installed"],
  upgrade: ["upgraded", "installed"],
  uninstall: ["absent"],
  replace: ["upgraded", "installed"],
  reinstall: ["upgraded", "installed"],
};

function notAbsent({ observation }: RowEvidence, catalogId: string): string | null {
  if (observation?.state !== "read" || !observation.absenceProven) return "nobody read that the user lacks the app";
  return observation.installations.some(({ appId }) => sameId(appId, catalogId)) ? "the user has the app" : null;
}

function notTheApps({ row, observation }: RowEvidence, catalogId: string): string | null {
  if (row.observed.state !== "present") return "it is not installed";
  const { installationId } = row.observed;
  const installations = observation?.state === "read" ? observation.installations : [];
  const found = installations.find(({ id }) => id === installationId);
  if (found === undefined) return "nobody read such an installation of the user";
  return sameId(found.appId, catalogId) && found.distributionMethod !== "sideloaded"
    ? null
    : `the installation is one of another app: ${found.appId}`;
}

function versionText({ version }: AssignmentConfiguration): string | null {
  return version?.text ?? null;
}

function sameId(a: string | null, b: string | null): boolean {
  return a !== null && a.toLowerCase() === b?.toLowerCase();
}

function keysOf(permissions: readonly Permission[]): ReadonlySet<string> {
  return new Set(permissions.map(({ value, type }) => `${value} (${type})`));
}

function listed(keys: ReadonlySet<string>): string {
  return keys.size === 0 ? "nothing" : [...keys].join(", ");
}
