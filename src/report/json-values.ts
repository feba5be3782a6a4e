import type { Target } from "../model/desired.ts";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import type { Permission, PermissionKnowledge } from "../model/permission.ts";
import type { Outcome, PlanApp, PlanRow, ResultRow, RowObservation } from "../model/plan.ts";
import type { Statement } from "../proof/prove.ts";
import { definitionDigest } from "./digest.ts";
import { limitAsWritten, type ReportSource } from "./document.ts";
import type { Envelope } from "./envelope.ts";

/** Where a desired state came from. */
export function sourceJson({ path, commit, digest }: ReportSource): object {
  return { path, commit, digest };
}

/** An app of a plan, with what it offers and what that lacks of the approved permissions. */
export function appJson(app: PlanApp): object {
  return {
    name: app.name,
    id: app.id,
    displayName: app.displayName,
    offered: app.offered === null ? null : offeredJson(app.offered),
    approved: app.approved.map(permissionJson),
    lacking: permissionsOrNull(app.lacking),
    unused: permissionsOrNull(app.unused),
    manifestId: app.manifestId,
    suspended: app.suspended,
  };
}

function offeredJson({ version, permissions }: NonNullable<PlanApp["offered"]>) {
  return {
    version,
    permissions: permissionsOrNull(permissions),
    digest: permissions === null ? null : definitionDigest(version, permissions),
  };
}

/** The bounds of `apply --envelope`. */
export function envelopeJson({ slack, apps }: Envelope): object {
  return {
    slack: limitAsWritten(slack),
    apps: apps.map(({ app, install, upgrade, uninstall }) => ({ app, install, upgrade, uninstall })),
  };
}

/** A claim of the proof, with what contradicts it. */
export function statementJson({ claim, holds, counterexamples }: Statement): object {
  return { claim, holds, counterexamples };
}

/** A target of an assignment, or an exception, and how far it was read. */
export function targetJson(target: Target): object {
  return {
    kind: target.kind,
    name: target.name,
    id: target.id,
    state: target.state,
    members: target.members,
    source: placeJson(target.source),
    role: target.role,
    detail: target.detail,
  };
}

/** A (user, app) pair: desired, observed, and the verdict. */
export function rowJson(row: PlanRow): object {
  return {
    user: { id: row.user.id, userPrincipalName: row.user.userPrincipalName, asWritten: row.user.asWritten },
    app: row.app,
    desired: row.desired === null ? null : { ensure: row.desired.ensure, version: row.desired.version },
    observed: observationJson(row.observed),
    drift: row.drift,
    verdict: row.verdict,
    action: row.action,
    reason: row.reason,
    detail: row.detail,
    move: row.move,
    consent: row.consent.map(permissionJson),
    sources: row.sources.map(placeJson),
  };
}

/** A pair as {@link rowJson} writes it, and what came of it. */
export function resultRowJson(row: ResultRow): object {
  return { ...rowJson(row), outcome: row.outcome === null ? null : outcomeJson(row.outcome) };
}

function outcomeJson({ status, code, message, requestId, at }: Outcome) {
  return { status, code, message, requestId, at };
}

function observationJson(observed: RowObservation) {
  switch (observed.state) {
    case "present": {
      const { state, version, installationId, consent, at } = observed;
      return { state, version, installationId, consent: consentJson(consent), at };
    }
    case "absent":
    case "unreadable":
      return { state: observed.state, at: observed.at };
    case "not-observed":
      return { state: observed.state };
  }
}

function consentJson(consent: PermissionKnowledge) {
  if (consent.state === "unknown") return { state: consent.state };
  return { state: consent.state, permissions: consent.permissions.map(permissionJson) };
}

function permissionsOrNull(permissions: readonly Permission[] | null) {
  return permissions === null ? null : permissions.map(permissionJson);
}

/** A permission, as Graph names it. */
export function permissionJson({ value, type }: Permission): object {
  return { value, type };
}

function placeJson({ file, line }: SourceLocation) {
  return { file, line };
}

/** A problem, with its place in the files. */
export function diagnosticJson(diagnostic: Diagnostic): object {
  const { code, severity, message, hint, file, line, column } = diagnostic;
  const related = diagnostic.related.map((place) => ({
    message: place.message,
    file: place.file,
    line: place.line,
    column: place.column,
  }));
  return { code, severity, message, hint, file, line, column, related };
}
