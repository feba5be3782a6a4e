import type { Difference } from "../difference.ts";
import { isoTime } from "../model/clock.ts";
import type { Filters, Target } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { PlanException } from "../model/exception.ts";
import type { Knowledge } from "../model/events.ts";
import type { TrendPoint } from "../model/trend.ts";
import type { SeenDefinition } from "../model/lock.ts";
import { describeFreeze, untoldText } from "../model/freeze.ts";
import type { Plan, PlanApp, PlanRow, Result, ResultRow, RulePlaces } from "../model/plan.ts";
import { byKind, planRows } from "../model/plan-rows.ts";
import type { Limit, PolicyRules } from "../model/policy.ts";
import type { RolloutPace, RolloutProgress } from "../model/rollout.ts";
import { describeWindow } from "../model/window.ts";
import type { Rows } from "../model/rows.ts";
import { judge, type Judgement } from "../plan/convergence.ts";
import type { Statement } from "../proof/prove.ts";
import { type Envelope, envelopeOf } from "./envelope.ts";
import type { FormatVersion, Limits, Observations, Source } from "./schema.d.ts";
import {
  type Certainty,
  certaintyOf,
  countObservations,
  type ResultSummary,
  summarize,
  summarizeResult,
  type Summary,
} from "./summary.ts";

/** Moves by semantic versioning; a new code in one of the closed sets raises the minor part. */
export const FORMAT_VERSION: FormatVersion = "1.3";

/** What a report says about its own making; everything else follows from the plan. */
export interface ReportHeader {
  /** ISO time. */
  readonly createdAt: string;
  /** The token's tenant; null when the token does not tell. */
  readonly tenantId: string | null;
  readonly source: Source;
  /** The limits that held for this run, after flags such as `--max-changes`. */
  readonly limits: PolicyRules;
  /** Every definition that the catalog ever offered, by app, oldest first; for pages. Left out: nothing is kept of that. */
  readonly definitions?: readonly SeenDefinition[];
  /** What earlier passes found, the oldest first; left out: nobody asked. */
  readonly trend?: readonly TrendPoint[];
  /** How much of it can be relied on between readings; left out: nobody tells of changes. */
  readonly knowledge?: Knowledge | undefined;
}

/** What was looked at, over all rows, also those that a drift report leaves out. For text. */
export interface Scope {
  readonly users: number;
  readonly apps: number;
  /** Pairs before filters. */
  readonly totalRows: number;
}

interface TenantDocument<Kind extends string, Row extends PlanRow, Counts extends Summary> {
  readonly kind: Kind;
  readonly createdAt: string;
  readonly tenantId: string | null;
  readonly filters: Filters;
  readonly limits: Limits;
  readonly source: Source;
  readonly summary: Counts;
  /** Over the same rows as `summary`. */
  readonly observations: Observations;
  readonly apps: readonly PlanApp[];
  readonly targets: readonly Target[];
  /** How the rollouts stand; empty: no app has one. */
  readonly rollouts: readonly RolloutProgress[];
  /** Deviations that somebody accepts, or accepted; sorted by file and line. */
  readonly exceptions: readonly PlanException[];
  /** Where the rules that hold rows are written, as far as it is known. */
  readonly ruledAt: RulePlaces;
  readonly rows: Rows<Row>;
  readonly diagnostics: readonly Diagnostic[];
  readonly scope: Scope;
  /** Over all rows, too; null where nobody tells of changes. */
  readonly certainty: Certainty | null;
  /** Over all rows, too. */
  readonly judgement: Judgement;
}

/** What is to be done: every row, and what somebody who approves it approves. */
export interface PlanDocument extends TenantDocument<"plan", PlanRow, Summary> {
  /** ISO time from which on it is no approval any more. */
  readonly expiresAt: string;
  readonly envelope: Envelope;
  /** What was proved of it apart from the planner; null: nobody proved anything. */
  readonly proof: readonly Statement[] | null;
  /** What it alters against an earlier desired state; null: it was compared with none. */
  readonly base: BaseReview | null;
  /** How its rollouts would go on; empty: none was played forward. */
  readonly paces: readonly RolloutPace[];
}

/** An earlier desired state, and what the plan alters against it. */
export interface BaseReview {
  readonly source: Source;
  readonly difference: Difference;
}

/** What is settled about a plan when it is written down for review. */
export interface ForReview {
  /** For how long after its making it may be applied, in milliseconds. */
  readonly goodForMs: number;
  /** Added to the counts of its envelope. */
  readonly slack: Limit;
  readonly proof: readonly Statement[] | null;
  readonly base: BaseReview | null;
  /** Left out: no rollout was played forward. */
  readonly paces?: readonly RolloutPace[];
}

/** A plan may be applied for 24 hours, with an envelope of exactly its own counts. */
export const DEFAULT_REVIEW: ForReview = {
  goodForMs: 24 * 60 * 60_000,
  slack: { kind: "count", count: 0 },
  proof: null,
  base: null,
};

/** `rows` holds the rows with drift only; `summary` and `scope` count all. */
export type DriftDocument = TenantDocument<"drift", PlanRow, Summary>;
/** What was done: every row, with outcomes. */
export type ResultDocument = TenantDocument<"result", ResultRow, ResultSummary>;

/** What can be said without a tenant. */
interface ValidationDocument {
  readonly kind: "validation";
  readonly createdAt: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The one report model: what every form of output (text, JSON, …) is made from. */
export type ReportDocument = PlanDocument | DriftDocument | ResultDocument | ValidationDocument;

/** A plan as a report. */
export function planDocument(
  plan: Plan,
  header: ReportHeader,
  diagnostics: readonly Diagnostic[],
  { goodForMs, slack, proof, base, paces = [] }: ForReview = DEFAULT_REVIEW,
): PlanDocument {
  return {
    kind: "plan",
    ...common(plan, header, diagnostics),
    expiresAt: isoTime(Date.parse(header.createdAt) + goodForMs),
    envelope: envelopeOf(planRows(plan.rows).kinds(), slack),
    summary: summarize(plan.rows),
    rows: plan.rows,
    proof,
    base,
    paces,
  };
}

/** The rows of a plan that differ, as a report. */
export function driftDocument(plan: Plan, header: ReportHeader, diagnostics: readonly Diagnostic[]): DriftDocument {
  const rows = planRows(plan.rows).ofKinds((row) => row.drift.length > 0);
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
      maxDue: header.limits.maxDue === null ? null : limitAsWritten(header.limits.maxDue),
      perDay: header.limits.perDay,
      window: header.limits.window === null ? null : describeWindow(header.limits.window),
      timeZone: header.limits.timeZone,
      frozen: frozenTexts(plan, header),
    },
    source: header.source,
    observations: countObservations(plan.rows, header.createdAt),
    apps: plan.apps,
    targets: plan.targets,
    rollouts: plan.rollouts ?? [],
    exceptions: plan.exceptions ?? [],
    ruledAt: plan.ruledAt ?? {},
    diagnostics,
    scope: {
      users: countUsers(plan.rows),
      apps: new Set(
        planRows(plan.rows)
          .kinds()
          .map(([{ app }]) => app),
      ).size,
      totalRows: plan.totalRows,
    },
    certainty: certaintyOf(plan, header),
    // A report is read by whoever may apply what it shows.
    judgement: judge(plan, { policySuspended: header.limits.suspended, applies: true }),
  };
}

function countUsers(rows: Rows<PlanRow>): number {
  const users = new Set<string>();
  byKind(
    rows,
    () => null,
    (_, { id, asWritten }) => users.add(id ?? asWritten),
  );
  return users.size;
}

function frozenTexts({ freezes }: Plan, { limits }: ReportHeader): readonly string[] {
  if (freezes === undefined) return [];
  if (freezes.state === "unreadable") return [untoldText(freezes)];
  return freezes.inForce.map((freeze) => describeFreeze(freeze, limits.timeZone));
}

/** A limit as people write it: a number, or a share such as `"20%"`. */
export function limitAsWritten(limit: Limit): number | string {
  return limit.kind === "count" ? limit.count : `${limit.percent}%`;
}
