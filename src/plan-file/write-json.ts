import type { OfferedDefinition } from "../model/catalog.ts";
import { isoTime } from "../model/clock.ts";
import type { Target } from "../model/desired.ts";
import { definitionDigest } from "../model/definition-digest.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { PlanException } from "../model/exception.ts";
import type { LockComparison } from "../model/lock.ts";
import type { Permission } from "../model/permission.ts";
import type { PlanApp, PlanRow } from "../model/plan.ts";
import type { RolloutProgress } from "../model/rollout.ts";
import type { Statement } from "../proof/prove.ts";
import { wayFinder } from "../plan/way-out.ts";
import { type RunningDigest, startDigest } from "./digest.ts";
import { type BaseReview, FORMAT_VERSION, limitAsWritten, type PlanDocument, type ReportDocument } from "./document.ts";
import type { Envelope } from "./envelope.ts";
import { compact, type JsonText, list, manyLines, oneLine, type Part, partText } from "./json-layout.ts";
import { permissionJson, placeJson, type RowNotes, userJson } from "./row-json.ts";
import { rowTexts } from "./row-text.ts";
import type * as Json from "./schema.d.ts";
import type { Certainty } from "./summary.ts";

/** Where a desired state came from. */
function sourceJson({ path, commit, digest }: Json.Source): Json.Source {
  return { path, commit, digest };
}

/** An app of a plan, with what it offers and what that lacks of the approved permissions. */
function appJson(app: PlanApp): Json.App {
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
    clientAppId: app.clientAppId,
    owner: app.owner,
    catalog: app.catalog,
    source: placeJson(app.source),
    lock: lockJson(app.lock),
    repairConsent: app.repairConsent,
    replaces: app.replaces === null ? null : { id: app.replaces.id, removals: app.replaces.removals },
  };
}

function lockJson(lock: LockComparison): Json.App["lock"] {
  if (lock.state === "no-lock") return null;
  return {
    state: lock.state,
    class: lock.state === "differs" ? lock.class : null,
    version: lock.definition?.version ?? null,
    digest: lock.definition?.digest ?? null,
    source: placeJson(lock.source),
  };
}

function offeredJson(offered: OfferedDefinition): Json.Offered {
  const { version, permissions, identity } = offered;
  return {
    version,
    permissions: permissionsOrNull(permissions),
    clientAppId: identity.state === "known" ? identity.clientAppId : null,
    bot: identity.state === "known" ? identity.bot : null,
    digest: definitionDigest(offered),
  };
}

/** The bounds of `apply --envelope`. */
export function envelopeJson({ slack, apps }: Envelope): Json.Envelope {
  return { slack: limitAsWritten(slack), apps };
}

/** A claim of the proof, with what contradicts it. */
function statementJson({ claim, holds, counterexamples }: Statement): Json.Statement {
  return { claim, holds, counterexamples };
}

/** A target of an assignment, or an exception, and how far it was read. */
function targetJson(target: Target): Json.Target {
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

/** How a rollout stands. */
export function rolloutJson(rollout: RolloutProgress): Json.Rollout {
  const { app, catalogId, digest, version, phase, at, rings, until, detail, gates, halt, warnings, rereads } = rollout;
  return {
    app,
    catalogId,
    digest,
    version,
    phase,
    ring: at === null ? null : (rings[at]?.name ?? null),
    rings: rings.map(({ name, isOpen, people, done, earliestAt }) => ({
      name,
      open: isOpen,
      people,
      done,
      earliestAt: timeOrNull(earliestAt),
    })),
    until: timeOrNull(until),
    detail,
    gates: gates.map((gate) => ({ name: gate.name, verdict: gate.verdict, detail: gate.detail })),
    halt: halt === null ? null : { number: halt.number, kind: halt.kind, at: isoTime(halt.at), because: halt.because },
    warnings,
    rereads:
      rereads === null
        ? null
        : { upgraded: rereads.upgraded, others: rereads.others, afterSeconds: Math.round(rereads.afterMs / 1000) },
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** A deviation that somebody accepts for a time. */
function exceptionJson(exception: PlanException): Json.Exception {
  const { app, accept, reason, owner, until, state, rows, acts, source } = exception;
  return { app, accept, reason, owner, until, state, rows, acts, source: placeJson(source) };
}

function permissionsOrNull(permissions: readonly Permission[] | null): readonly Json.Permission[] | null {
  return permissions === null ? null : permissions.map(permissionJson);
}

/** A problem, with its place in the files. */
function diagnosticJson(diagnostic: Diagnostic): Json.Diagnostic {
  const { code, severity, message, hint, file, line, column } = diagnostic;
  const related = diagnostic.related.map((place) => ({
    message: place.message,
    file: place.file,
    line: place.line,
    column: place.column,
  }));
  return { code, severity, message, hint, file, line, column, related };
}

/**
 * The JSON of `schemas/plan.schema.json`, in pieces: joined they are one valid text that ends with a line break.
 * Each app, target, row and diagnostic is one line. The properties are named one by one, so that their order never
 * depends on who built the plan: the same input gives the same bytes. Nothing is ever left out; what is not known is
 * null. A plan ends with the digest over everything before it.
 */
export function* renderJson(document: ReportDocument): Generator<string> {
  const parts = [...partsOf(document)];
  const digest = document.kind === "plan" ? digestBesideRows(parts) : undefined;
  let separator = "{\n";
  for (const part of parts) {
    yield separator;
    yield* partText(part, digest);
    separator = ",\n";
  }
  if (digest !== undefined) yield `,\n  "digest": ${compact(digest.end())}`;
  yield "\n}\n";
}

/** The digest that the JSON of a plan ends with. */
export function planDigest(document: PlanDocument): string {
  const parts = [...partsOf(document)];
  const digest = digestBesideRows(parts);
  for (const part of parts) {
    if (part.layout === "rows") for (const { canonical } of part.rows()) digest.add(canonical);
  }
  return digest.end();
}

function digestBesideRows(parts: readonly Part[]): RunningDigest {
  return startDigest(
    parts.filter((part) => part.layout !== "rows"),
    "rows",
  );
}

function* partsOf(document: ReportDocument): Generator<Part> {
  yield oneLine("formatVersion", FORMAT_VERSION);
  yield oneLine("kind", document.kind);
  yield oneLine("createdAt", document.createdAt);
  if (document.kind === "plan") yield oneLine("expiresAt", document.expiresAt);
  if (document.kind !== "validation") yield* tenantParts(document);
  yield list("diagnostics", document.diagnostics, diagnosticJson);
}

function* tenantParts(document: Exclude<ReportDocument, { kind: "validation" }>): Generator<Part> {
  const { tenantId, filters, limits, source, summary, observations, apps, targets } = document;
  yield oneLine("tenantId", tenantId);
  yield manyLines("filters", { apps: filters.apps, users: filters.users });
  yield manyLines("limits", limits);
  yield manyLines("source", sourceJson(source));
  const { state, due, rows, next } = document.judgement;
  const nextAt = next === null ? null : isoTime(next.atMs);
  yield manyLines("summary", { state, ...summary, due, waiting: rows.waiting, nextAt });
  yield manyLines("observations", observations);
  if (document.kind === "drift") yield certaintyPart(document.certainty);
  if (document.kind === "plan") yield manyLines("envelope", envelopeJson(document.envelope));
  yield list("apps", apps, appJson);
  yield list("targets", targets, targetJson);
  yield list("rollouts", document.rollouts, rolloutJson);
  yield list("exceptions", document.exceptions, exceptionJson);
  yield { name: "rows", layout: "rows", rows: () => textsOfRows(document) };
  if (document.kind === "plan") yield* reviewParts(document);
}

function certaintyPart(certainty: Certainty | null): Part {
  if (certainty === null) return oneLine("certainty", null);
  const { rows, known, audit, rate } = certainty;
  const { audited, misses } = audit;
  const missesPerUserDay = rate === null ? null : { estimate: rate.perDay, lowest: rate.lowest, highest: rate.highest };
  return manyLines("certainty", { rows, known, audited, misses, missesPerUserDay } satisfies Json.Certainty);
}

function textsOfRows(document: Exclude<ReportDocument, { kind: "validation" }>): Iterable<JsonText> {
  const find = wayFinder(document);
  switch (document.kind) {
    case "result":
      return rowTexts(document.rows, (row) => ({ way: find(row), because: undefined, outcome: row.outcome }));
    case "plan": {
      const because = becauseOf(document.base);
      return rowTexts(document.rows, (row) => ({ way: find(row), because: because(row), outcome: undefined }));
    }
    case "drift":
      return rowTexts(document.rows, (row) => ({ way: find(row), because: undefined, outcome: undefined }));
  }
}

/** Compared with a base, each acting row says whether it acts because of the change, or for drift that is there anyway. */
function becauseOf(base: BaseReview | null): (row: PlanRow) => RowNotes["because"] {
  if (base === null) return () => undefined;
  const { because } = base.difference;
  return (row) => (row.verdict !== "act" ? null : because.has(row) ? "change" : "drift");
}

function* reviewParts({ base, proof }: PlanDocument): Generator<Part> {
  yield base === null ? oneLine("base", null) : manyLines("base", baseJson(base));
  yield proofPart(proof);
}

function baseJson({ source, difference }: BaseReview): Json.Base {
  return {
    source: sourceJson(source),
    change: difference.because.size,
    drift: difference.anyway,
    pairsAdded: difference.pairsAdded,
    pairsRemoved: difference.pairsRemoved,
    noLonger: difference.noLonger.map(({ user, app, action }) => ({ user: userJson(user), app, action })),
    apps: difference.apps.map(({ app, kind, approved, withdrawn }) => ({
      app,
      kind,
      approved: approved.map(permissionJson),
      withdrawn: withdrawn.map(permissionJson),
    })),
    guards: difference.guards,
  };
}

function proofPart(proof: readonly Statement[] | null): Part {
  return proof === null ? oneLine("proof", null) : list("proof", proof, statementJson);
}
