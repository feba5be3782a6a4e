import { permissionsLacking } from "../model/permission.ts";
import type { DriftFact } from "../model/reasons.ts";
import { consentDrift, describePermissions } from "./consent.ts";
import { blocked, type Decision, nothing } from "./decision.ts";
import type { RowFacts } from "./facts.ts";
import { requiredBy } from "./offer.ts";

/** Installed as desired, unless what was consented to is more than git approves. */
export function inSync(facts: RowFacts): Decision {
  const inForce = facts.installed.own?.consent;
  const excess = inForce?.state === "known" ? permissionsLacking(inForce.permissions, facts.app.app.approved) : [];
  return excess.length === 0 ? nothing("in-sync") : blocked("consent-not-approved", [], describePermissions(excess));
}

/** Rules speak of versions; what differs about the consent of an installed app that is to stay is added here. */
export function withConsentDrift(decision: Decision, facts: RowFacts): Decision {
  if (facts.observation.state !== "read" || facts.ensure === null || facts.ensure === "absent") return decision;
  const added = consentDriftOf(facts).filter((fact) => !decision.drift.includes(fact));
  return added.length === 0 ? decision : { ...decision, drift: [...decision.drift, ...added] };
}

function consentDriftOf({ app, installed, version }: RowFacts): readonly DriftFact[] {
  if (installed.own === null) return [];
  const required = version === null ? { state: "unknown" as const } : requiredBy(app.entry, version);
  return consentDrift(installed.own.consent, app.app.approved, required);
}
