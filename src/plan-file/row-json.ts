import type { SourceLocation } from "../model/diagnostic.ts";
import type { Permission, PermissionKnowledge } from "../model/permission.ts";
import type { OldCopy, Outcome, PlanRow, PlanUser, RowObservation } from "../model/plan.ts";
import type { WayOut } from "../plan/way-out.ts";
import type * as Json from "./schema.d.ts";

/** What a document says of a row besides the row itself. */
export interface RowNotes {
  /** How it gets out of where it is; null: there is nothing to say. */
  readonly way: WayOut | null;
  /** Whether it acts because of the change, or for drift that is there anyway; undefined: nothing was compared. */
  readonly because: "change" | "drift" | null | undefined;
  /** Undefined: nothing was carried out. */
  readonly outcome: Outcome | null | undefined;
}

/** A (user, app) pair: desired, observed, and the verdict. */
export function rowJson(row: PlanRow, { way, because, outcome }: RowNotes): Json.Row | Json.ResultRow {
  return {
    user: userJson(row.user),
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
    ...(row.replaced === undefined ? undefined : { replaced: oldCopyJson(row.replaced) }),
    ...(way === null ? undefined : { wayOut: { at: way.at.map(placeJson), todo: way.todo, owner: way.owner } }),
    ...(because === undefined ? undefined : { because }),
    ...(outcome === undefined ? undefined : { outcome: outcome === null ? null : outcomeJson(outcome) }),
  };
}

function oldCopyJson({ id, installationId, version }: OldCopy): Json.OldCopy {
  return { id, installationId, version };
}

/** A user, as a plan names one. */
export function userJson({ id, userPrincipalName, asWritten }: PlanUser): Json.User {
  return { id, userPrincipalName, asWritten };
}

function outcomeJson({ status, code, message, requestId, at }: Outcome): Json.Outcome {
  return { status, code, message, requestId, at };
}

/** What was found. */
export function observationJson(observed: RowObservation): Json.Observed {
  switch (observed.state) {
    case "present": {
      const { state, version, installationId, consent, at } = observed;
      return { state, version, installationId, consent: consentJson(consent), at };
    }
    case "absent":
      return { state: observed.state, at: observed.at };
    case "unreadable":
      return { state: observed.state, at: observed.at };
    case "not-observed":
      return { state: observed.state };
  }
}

/** The consent that is in force. */
export function consentJson(consent: PermissionKnowledge): Json.Consent {
  if (consent.state === "unknown") return { state: consent.state };
  return { state: consent.state, permissions: consent.permissions.map(permissionJson) };
}

/** A permission, as Graph names it. */
export function permissionJson({ value, type }: Permission): Json.Permission {
  return { value, type };
}

/** A place in the files. */
export function placeJson({ file, line }: SourceLocation): Json.Place {
  return { file, line };
}
