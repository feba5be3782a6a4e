import type { Target } from "../model/desired.ts";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Permission, PermissionKnowledge } from "../model/permission.ts";
import type { PlanApp, PlanRow, ResultRow, RowObservation } from "../model/plan.ts";
import { FORMAT_VERSION, type ReportDocument, type ReportSource } from "./document.ts";

/**
 * The JSON of `schemas/plan.schema.json`, in pieces: joined they are one valid text that ends with a line break.
 * Each app, target, row and diagnostic is one line. The properties are named one by one, so that their order never
 * depends on who built the plan: the same input gives the same bytes. Nothing is ever left out; what is not known is
 * null.
 */
export function* renderJson(document: ReportDocument): Generator<string> {
  const { kind, createdAt, diagnostics } = document;
  yield `{\n  "formatVersion": ${compact(FORMAT_VERSION)},\n  "kind": ${compact(kind)},\n`;
  yield `  "createdAt": ${compact(createdAt)},\n`;
  if (document.kind !== "validation") yield* tenantPart(document);
  yield* list("diagnostics", diagnostics, diagnosticJson);
  yield "\n}\n";
}

function* tenantPart(document: Exclude<ReportDocument, { kind: "validation" }>): Generator<string> {
  const { tenantId, filters, limits, source, summary, apps, targets } = document;
  yield `  "tenantId": ${compact(tenantId)},\n`;
  yield property("filters", { apps: filters.apps, users: filters.users });
  yield property("limits", {
    suspended: limits.suspended,
    maxChanges: limits.maxChanges,
    maxRemovals: limits.maxRemovals,
    perRun: limits.perRun,
  });
  yield property("source", sourceJson(source));
  yield property("summary", summary);
  yield* list("apps", apps, appJson);
  yield ",\n";
  yield* list("targets", targets, targetJson);
  yield ",\n";
  if (document.kind === "result") yield* list("rows", document.rows, resultRowJson);
  else yield* list("rows", document.rows, rowJson);
  yield ",\n";
}

function property(name: string, value: object): string {
  const lines = JSON.stringify(value, null, 2).split("\n").map(escapeInvisible);
  return `  ${compact(name)}: ${lines.join("\n  ")},\n`;
}

function* list<Item>(name: string, items: readonly Item[], toJson: (item: Item) => object): Generator<string> {
  yield `  ${compact(name)}: [`;
  let separator = "\n    ";
  for (const item of items) {
    yield `${separator}${compact(toJson(item))}`;
    separator = ",\n    ";
  }
  yield items.length === 0 ? "]" : "\n  ]";
}

function compact(value: object | string | null): string {
  return escapeInvisible(JSON.stringify(value));
}

/**
 * JSON allows control characters above U+007E and marks that turn the direction of text as they are; a terminal or an
 * editor obeys them. Escaped they are the same data and do nothing.
 */
function escapeInvisible(json: string): string {
  return json.replaceAll(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

function sourceJson({ path, commit, digest }: ReportSource) {
  return { path, commit, digest };
}

function appJson(app: PlanApp) {
  return {
    name: app.name,
    id: app.id,
    displayName: app.displayName,
    offered:
      app.offered === null
        ? null
        : { version: app.offered.version, permissions: permissionsOrNull(app.offered.permissions) },
    approved: app.approved.map(permissionJson),
    lacking: permissionsOrNull(app.lacking),
    unused: permissionsOrNull(app.unused),
    manifestId: app.manifestId,
    suspended: app.suspended,
  };
}

function targetJson(target: Target) {
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

function rowJson(row: PlanRow) {
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

function resultRowJson(row: ResultRow) {
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

function permissionJson({ value, type }: Permission) {
  return { value, type };
}

function placeJson({ file, line }: SourceLocation) {
  return { file, line };
}

function diagnosticJson(diagnostic: Diagnostic) {
  const { code, severity, message, hint, file, line, column } = diagnostic;
  const related = diagnostic.related.map((place) => ({
    message: place.message,
    file: place.file,
    line: place.line,
    column: place.column,
  }));
  return { code, severity, message, hint, file, line, column, related };
}
