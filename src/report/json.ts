import type { PlanRow } from "../model/plan.ts";
import type { Statement } from "../proof/prove.ts";
import { digestOfMembers } from "./digest.ts";
import { type BaseReview, FORMAT_VERSION, type PlanDocument, type ReportDocument } from "./document.ts";
import { compact, list, manyLines, oneLine, type Part, partText } from "./json-layout.ts";
import { appJson, diagnosticJson, envelopeJson, permissionJson, resultRowJson, rowJson, sourceJson, statementJson, targetJson } from "./json-values.ts";

/**
 * The JSON of `schemas/plan.schema.json`, in pieces: joined they are one valid text that ends with a line break.
 * Each app, target, row and diagnostic is one line. The properties are named one by one, so that their order never
 * depends on who built the plan: the same input gives the same bytes. Nothing is ever left out; what is not known is
 * null. A plan ends with the digest over everything before it.
 */
export function* renderJson(document: ReportDocument): Generator<string> {
  const parts = [...partsOf(document)];
  let separator = "{\n";
  for (const part of parts) {
    yield separator;
    yield* partText(part);
    separator = ",\n";
  }
  if (document.kind === "plan") yield `,\n  "digest": ${compact(digestOfMembers(parts))}`;
  yield "\n}\n";
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
  yield manyLines("limits", {
    suspended: limits.suspended,
    maxChanges: limits.maxChanges,
    maxRemovals: limits.maxRemovals,
    perRun: limits.perRun,
  });
  yield manyLines("source", sourceJson(source));
  yield manyLines("summary", summary);
  yield manyLines("observations", {
    now: observations.now,
    remembered: observations.remembered,
    notReadYet: observations.notReadYet,
    oldestAt: observations.oldestAt,
  });
  if (document.kind === "plan") yield manyLines("envelope", envelopeJson(document.envelope));
  yield list("apps", apps, appJson);
  yield list("targets", targets, targetJson);
  if (document.kind === "result") yield list("rows", document.rows, resultRowJson);
  else if (document.kind === "plan") yield list("rows", document.rows, planRowJson(document.base));
  else yield list("rows", document.rows, rowJson);
  if (document.kind === "plan") yield* reviewParts(document);
}

function* reviewParts({ base, proof }: PlanDocument): Generator<Part> {
  yield base === null ? oneLine("base", null) : manyLines("base", baseJson(base));
  yield proofPart(proof);
}

/** Compared with a base, each acting row says whether it acts because of the change, or for drift that is there anyway. */
function planRowJson(base: BaseReview | null): (row: PlanRow) => object {
  if (base === null) return rowJson;
  const { because } = base.difference;
  return (row) => ({ ...rowJson(row), because: row.verdict !== "act" ? null : because.has(row) ? "change" : "drift" });
}

function baseJson({ source, difference }: BaseReview) {
  return {
    source: sourceJson(source),
    change: difference.because.size,
    drift: difference.anyway,
    pairsAdded: difference.pairsAdded,
    pairsRemoved: difference.pairsRemoved,
    noLonger: difference.noLonger.map(({ user, app, action }) => ({
      user: { id: user.id, userPrincipalName: user.userPrincipalName, asWritten: user.asWritten },
      app,
      action,
    })),
    apps: difference.apps.map(({ app, kind, approved, withdrawn }) => ({
      app,
      kind,
      approved: approved.map(permissionJson),
      withdrawn: withdrawn.map(permissionJson),
    })),
  };
}

function proofPart(proof: readonly Statement[] | null): Part {
  return proof === null ? oneLine("proof", null) : list("proof", proof, statementJson);
}
