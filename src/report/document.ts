import type { Filters, Target } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan, PlanApp, PlanRow, Result, ResultRow } from "../model/plan.ts";
import type { Limit, Policy } from "../model/policy.ts";
import { type ResultSummary, summarize, summarizeResult, type Summary } from "./summary.ts";
import { isUnknown } from "./unread.ts";

/** Moves by semantic versioning; a new code in one of the closed sets raises the minor part. */
export const FORMAT_VERSION = "1.0";

/** Where a report's desired state came from. */
export interface ReportSource {
  /** PATH as given. */
  readonly path: string;
  /** The git commit, where PATH is in a checkout. */
  readonly commit: string | null;
  readonly digest: string;
}

/** What a report says about its own making; everything else follows from the plan. */
export interface ReportHeader {
  /** ISO time. */
  readonly createdAt: string;
  /** The token's tenant; null when the token does not tell. */
  readonly tenantId: string | null;
  readonly source: ReportSource;
  /** The limits that held for this run, after flags such as `--max-changes`. */
  readonly limits: Pick<Policy, "suspended" | "maxChanges" | "maxRemovals" | "perRun">;
}

/** The limits as written: a number, or a share such as `"20%"`. */
export interface ReportLimits {
  readonly suspended: boolean;
  readonly maxChanges: number | string;
  readonly maxRemovals: number | string;
  readonly perRun: number | null;
}

/** What was looked at, over all rows, also those that a drift report leaves out. For text. */
export interface Scope {
  readonly users: number;
  readonly apps: number;
  /** Rows whose live state is not known. */
  readonly unknown: number;
  /** Pairs before filters. */
  readonly totalRows: number;
}

interface TenantDocument<Kind extends string, Row extends PlanRow, Counts extends Summary> {
  readonly kind: Kind;
  readonly createdAt: string;
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly limits: ReportLimits;
  readonly source: ReportSource;
  readonly summary: Counts;
  readonly apps: readonly PlanApp[];
  readonly targets: readonly Target[];
  readonly rows: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  readonly scope: Scope;
}

/** What is to be done: every row. */
export type PlanDocument = TenantDocument<"plan", PlanRow, Summary>;
/** `rows` holds the rows with drift only; `summary` and `scope` count all. */
export type DriftDocument = TenantDocument<"drift", PlanRow, Summary>;
/** What was done: every row, with outcomes. */
export type ResultDocument = TenantDocument<"result", ResultRow, ResultSummary>;

/** What can be said without a tenant. */
export interface ValidationDocument {
  readonly kind: "validation";
  readonly createdAt: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The one report model: what every form of output (text, JSON, …) is made from. */
export type ReportDocument = PlanDocument | DriftDocument | ResultDocument | ValidationDocument;

/** A plan as a report. */
export function planDocument(plan: Plan, header: ReportHeader, diagnostics: readonly Diagnostic[]): PlanDocument {
  return { kind: "plan", ...common(plan, header, diagnostics), summary: summarize(plan.rows), rows: plan.rows };
}

/** The rows of a plan that differ, as a report. */
export function driftDocument(plan: Plan, header: ReportHeader, diagnostics: readonly Diagnostic[]): DriftDocument {
  const rows = plan.rows.filter((row) => row.drift.length > 0);
  return { kind: "drift", ...common(plan, header, diagnostics), summary: summarize(plan.rows), rows };
}

/** A plan that was carried out, as a report. */
export function resultDocument(
  result: Result,
  header: ReportHeader,
  diagnostics: readonly Diagnostic[],
): ResultDocument {
  const summary = summarizeResult(result.rows);
  return { kind: "result", ...common(result, header, diagnostics), summary, rows: result.rows };
}

/** Diagnostics alone, as a report. `createdAt` is an ISO time. */
export function validationDocument(createdAt: string, diagnostics: readonly Diagnostic[]): ValidationDocument {
  return { kind: "validation", createdAt, diagnostics };
}

function common(plan: Plan, header: ReportHeader, diagnostics: readonly Diagnostic[]) {
  return {
    createdAt: header.createdAt,
    tenantId: header.tenantId,
    filters: plan.filters,
    limits: {
      suspended: header.limits.suspended,
      maxChanges: limitAsWritten(header.limits.maxChanges),
      maxRemovals: limitAsWritten(header.limits.maxRemovals),
      perRun: header.limits.perRun,
    },
    source: header.source,
    apps: plan.apps,
    targets: plan.targets,
    diagnostics,
    scope: {
      users: new Set(plan.rows.map((row) => row.user.id ?? row.user.asWritten)).size,
      apps: new Set(plan.rows.map((row) => row.app)).size,
      unknown: plan.rows.filter(isUnknown).length,
      totalRows: plan.totalRows,
    },
  };
}

function limitAsWritten(limit: Limit): number | string {
  return limit.kind === "count" ? limit.count : `${limit.percent}%`;
}
