import { type Permission, type PermissionKnowledge, permissionsLacking, sortPermissions } from "../model/permission.ts";
import type { DriftFact } from "../model/reasons.ts";
import { blocked, type Decision, nothing } from "./decision.ts";
import type { RowFacts } from "./facts.ts";
import { deniedBy } from "./versions.ts";

/**
 * The consent to send with an install or upgrade: exactly what the definition requires, never what is approved beyond it.
 * Graph lets a set of delegated permissions be left out, which is done only when the token is known to be unable to
 * consent (https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade).
 */
export function consentToSend(required: readonly Permission[], mayConsent: boolean | "unknown"): readonly Permission[] {
  const delegatedOnly = required.every((permission) => permission.type === "delegated");
  return delegatedOnly && mayConsent === false ? [] : sortPermissions(required);
}

/** How the consent in force differs from what is approved and from what the installed version requires. */
function consentDrift(
  inForce: PermissionKnowledge,
  approved: readonly Permission[],
  requiredByInstalled: PermissionKnowledge,
): readonly DriftFact[] {
  if (inForce.state === "unknown") return [];
  const drift: DriftFact[] = [];
  if (permissionsLacking(inForce.permissions, approved).length > 0) drift.push("consent-not-approved");
  if (requiredByInstalled.state === "known") {
    const required = requiredByInstalled.permissions;
    if (permissionsLacking(required, inForce.permissions).length > 0) drift.push("consent-narrower");
    if (permissionsLacking(inForce.permissions, required).length > 0) drift.push("consent-wider");
  }
  return drift;
}

/** `TeamsActivity.Send.User (application), CameraStream.Read.User (delegated)` */
export function describePermissions(permissions: readonly Permission[]): string {
  return permissions.map((permission) => `${permission.value} (${permission.type})`).join(", ");
}

/** Installed as desired, unless what was consented to is more than git approves. */
export function inSync(facts: RowFacts): Decision {
  const inForce = facts.installed.own?.consent;
  const excess = inForce?.state === "known" ? permissionsLacking(inForce.permissions, facts.app.app.approved) : [];
  return excess.length === 0 ? nothing("in-sync") : blocked("consent-not-approved", [], describePermissions(excess));
}

/**
 * Rules speak of the versions that are accepted; what differs otherwise about an app that is to stay is added here: its
 * consent, and that its version is denied. An account that cannot have the app is nobody's to bring to anything.
 */
export function withOwnDrift(decision: Decision, facts: RowFacts): Decision {
  const { ensure } = facts;
  if (facts.observation.state !== "read" || ensure === null || ensure === "absent" || ensure === "leave")
    return decision;
  if (decision.reason === "not-applicable") return decision;
  const isDenied = facts.installed.own !== null && deniedBy(facts, facts.version) !== null;
  const own = isDenied ? [...consentDriftOf(facts), "denied-version" as const] : consentDriftOf(facts);
  if (own.length === 0) return decision;
  const added = own.filter((fact) => !decision.drift.includes(fact));
  return added.length === 0 ? decision : { ...decision, drift: [...decision.drift, ...added] };
}

function consentDriftOf({ app, installed, version }: RowFacts): readonly DriftFact[] {
  if (installed.own === null) return [];
  const required = version === null ? { state: "unknown" as const } : app.requiredBy(version);
  return consentDrift(installed.own.consent, app.app.approved, required);
}
