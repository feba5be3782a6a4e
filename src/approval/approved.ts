import { UsageError } from "../errors.ts";
import type { OfferedDefinition } from "../model/catalog.ts";
import type { Filters } from "../model/desired.ts";
import { comparePlanOrder } from "../model/order.ts";
import { samePermissions } from "../model/permission.ts";
import {
  type ActingRow,
  type DecidedPlan,
  type Outcome,
  type PlanRow,
  type Result,
  type ResultRow,
  rowKey,
} from "../model/plan.ts";
import type { ApprovedPlan } from "../plan-file/read-plan-file.ts";
import type { Offered } from "../plan-file/schema.d.ts";

/** What an approval makes of a fresh plan. */
export interface Approved {
  /** The fresh plan; exactly the rows that the approval allows act, and every other row that would is held. */
  readonly plan: DecidedPlan;
  /** Rows that were reviewed to act and are not carried out now, in plan order; some are in no fresh plan any more. */
  readonly settled: readonly SettledRow[];
  /** What people should know, one sentence each: lower case, no period. */
  readonly notes: readonly string[];
}

/** A row that was reviewed to act, and why it is not carried out. */
export interface SettledRow {
  /** As the result shows it: with the reviewed action. */
  readonly row: PlanRow;
  readonly finding: Omit<Outcome, "at">;
}

/**
 * The result of a run with the rows that were reviewed to act and were not carried out, each with its outcome: in the place
 * of their fresh rows, or in plan order where there is none. So every row that was reviewed to act is in the result.
 * @param at ISO time at which the plans were compared
 */
export function withSettled(result: Result, settled: readonly SettledRow[], at: string): Result {
  if (settled.length === 0) return result;
  const endings = new Map(
    settled.map(({ row, finding }): [string, ResultRow] => [rowKey(row), { ...row, outcome: { ...finding, at } }]),
  );
  const rows = result.rows.map((row) => {
    const key = rowKey(row);
    const ending = endings.get(key);
    endings.delete(key);
    return ending ?? row;
  });
  return { ...result, rows: [...rows, ...endings.values()].sort(comparePlanOrder) };
}

/**
 * The filters of a run that applies a reviewed plan: the plan's own, so that a plan of one app is applied to that app.
 * @param given those of the command line; empty, or the same as the plan's
 * @throws UsageError when they are others
 */
export function filtersOf({ filters }: Pick<ApprovedPlan, "filters">, given: Filters): Filters {
  const isGiven = given.apps.length > 0 || given.users.length > 0;
  if (isGiven && !(sameNames(given.apps, filters.apps) && sameNames(given.users, filters.users))) {
    throw new UsageError(
      `the reviewed plan was made with ${describe(filters)}, and this run was asked for ${describe(given)}`,
      "leave --app and --user out: the plan says what it is about",
    );
  }
  return filters;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return folded(a).symmetricDifference(folded(b)).size === 0;
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

function describe({ apps, users }: Filters): string {
  const flags = [...apps.map((name) => `--app ${name}`), ...users.map((name) => `--user ${name}`)];
  return flags.length === 0 ? "no filter" : flags.join(" ");
}

/** Whether the row brings a version and its consent, so that what is offered has to be what was reviewed. */
export function bringsSomething(row: ActingRow): boolean {
  return row.action !== "uninstall" && (row.action !== "replace" || row.brings !== null);
}

/** What moved between the reviewed definition and the offered one of the same version; completes "2.4.0 ... than reviewed". */
export function definitionChange(now: OfferedDefinition, reviewed: Offered): string {
  const [permissions, before] = [now.permissions, reviewed.permissions];
  if (permissions === null || before === null || !samePermissions(permissions, before)) {
    return "now requires other permissions";
  }
  const isSameApplication = now.identity.state === "known" && now.identity.clientAppId === reviewed.clientAppId;
  return isSameApplication ? "now has another bot" : "now gives its consent to another Entra application";
}
