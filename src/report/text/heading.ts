import type { PlanRow } from "../../model/plan.ts";
import { printable } from "../printable.ts";
import type { DriftDocument, PlanDocument, ResultDocument, Scope } from "../document.ts";
import type { Summary } from "../summary.ts";
import { count, duration } from "./wording.ts";
import { wrapList, wrapPieces } from "./wrap.ts";

/** A report about a tenant. */
export type TenantReport = PlanDocument | DriftDocument | ResultDocument;

/** `700 rows, 612 users, 3 apps`: what the report is about. */
export function lookedAt(summary: Summary, scope: Scope): string {
  return `${count(summary.rows, "row")}, ${count(scope.users, "user")}, ${count(scope.apps, "app")}`;
}

/** Which tenant, which desired state, which part of it, and within which limits: to be checked before anything else. */
export function* provenance(document: TenantReport): Generator<string> {
  const { source, tenantId, filters, limits, summary, scope } = document;
  const commit = source.commit === null ? "not a git commit" : `commit ${printable(source.commit)}`;
  const tenant = tenantId === null ? "not told by the token" : printable(tenantId);
  yield* wrapPieces("", [`tenant: ${tenant};`, `desired state: ${printable(source.path)},`, commit]);
  const shown = [...filters.apps.map((name) => `--app ${name}`), ...filters.users.map((name) => `--user ${name}`)];
  if (shown.length > 0) {
    const part = `${summary.rows} of ${count(scope.totalRows, "row")}`;
    yield* wrapList("", `only ${part}:`, shown.map(printable));
  }
  const perRun = limits.perRun === null ? "" : `, perRun ${limits.perRun}`;
  yield `limits: maxChanges ${limits.maxChanges}, maxRemovals ${limits.maxRemovals}${perRun}`;
  yield* wrapPieces("", readings(document));
  if (limits.suspended) yield "the policy is suspended: every action is held";
}

/**
 * Where what is known of people comes from, in pieces of one sentence; none where everybody was read now. The age is that
 * at the beginning of this run.
 */
export function readings({ observations, createdAt }: TenantReport): readonly string[] {
  const { now, remembered, notReadYet, oldestAt } = observations;
  if (remembered === 0 && notReadYet === 0) return [];
  const rows = now + remembered + notReadYet;
  const share = Math.floor(((now + remembered) / rows) * 100);
  const oldest =
    oldestAt === null ? "" : `, the oldest ${duration((Date.parse(createdAt) - Date.parse(oldestAt)) / 1000)} old`;
  return [
    `what people have: read now for ${count(now, "row")},`,
    `known from earlier runs for ${remembered}${remembered === 0 ? "" : oldest},`,
    `not read yet for ${notReadYet}`,
    ...(notReadYet === 0 ? [] : [`(${share}% can be decided)`]),
  ];
}

/** `3 held`, `5 blocked`, `2 targets not read`; only what there is. */
export function openParts(summary: Summary, unread: number): readonly string[] {
  return [
    ...(summary.held > 0 ? [`${summary.held} held`] : []),
    ...(summary.blocked > 0 ? [`${summary.blocked} blocked`] : []),
    ...(unread > 0 ? [`${count(unread, "target")} not read`] : []),
  ];
}

/** Why there is no row at all: nobody is assigned, or the filters leave nobody. */
export function whyNoRows(scope: Scope): string {
  return scope.totalRows > 0 ? "no row passes the filters" : "no assignment reaches anybody";
}

/** Rows that differ from the desired state though nothing is to be done about them now. */
export function differsAllTheSame(rows: readonly PlanRow[]): number {
  return rows.filter((row) => row.verdict === "nothing" && row.drift.length > 0).length;
}
