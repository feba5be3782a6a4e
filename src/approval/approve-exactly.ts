import type { Outcome, Plan, PlanApp, PlanRow } from "../model/plan.ts";
import { REASONS } from "../model/reasons.ts";
import { type Approved, hold, type SettledRow } from "./approved.ts";
import { differenceFrom, isAlreadyDone, type RowOf } from "./differences.ts";
import { type ApprovedPlan, type PlanFileApp, type PlanFileRow, rowKey } from "./plan-file.ts";

/**
 * Lets only rows act that were reviewed to act, and are still exactly as they were reviewed. Anything else that would act
 * is held (`not-in-plan`); rows that were reviewed to act and are different now are `settled`. Rows that policy holds now
 * stay held for its reason. An approval takes away, and never adds: nothing acts that the fresh plan would not do.
 * @param fresh made of live data, and gated
 * @param sourceDigest the digest of the desired state now; another one than reviewed is noted, and the rows decide
 */
export function approveExactly(fresh: Plan, approved: ApprovedPlan, sourceDigest: string): Approved {
  const apps = new Map(fresh.apps.map((app) => [app.name, app]));
  const settled: SettledRow[] = [];
  const met = new Set<string>();
  const rows = fresh.rows.map((row): PlanRow => {
    const key = rowKey(row);
    const reviewed = actingOf(approved, approved.rows.get(key));
    const app = apps.get(row.app);
    if (reviewed === null || app === undefined) {
      return row.verdict === "act" ? hold(row, "not-in-plan", asReviewed(approved.rows.get(key))) : row;
    }
    met.add(key);
    const finding = findingFor({ row, app }, reviewed);
    if (finding === null) return row;
    settled.push({ row: endedRow(row, reviewed.row), finding });
    return row.verdict === "act" ? hold(row, "not-in-plan", finding.message) : row;
  });
  const gone = goneRows(approved, met);
  return {
    plan: { ...fresh, rows },
    settled: [...settled, ...gone],
    notes: notesOn(rows, gone, approved, sourceDigest),
  };
}

function actingOf(approved: ApprovedPlan, row: PlanFileRow | undefined): RowOf<PlanFileRow, PlanFileApp> | null {
  const app = row === undefined ? undefined : approved.apps.get(row.app);
  return row === undefined || app === undefined || row.verdict !== "act" ? null : { row, app };
}

function findingFor(
  now: RowOf<PlanRow, PlanApp>,
  reviewed: RowOf<PlanFileRow, PlanFileApp>,
): Omit<Outcome, "at"> | null {
  if (isAlreadyDone(now, reviewed)) return { status: "already-done", code: null, message: null, requestId: null };
  const difference = differenceFrom(now, reviewed);
  return difference === null ? null : { status: "not-tried", ...difference, requestId: null };
}

/** What was reviewed to be done, with what is seen now. */
function endedRow(now: PlanRow, { action, consent }: PlanFileRow): PlanRow {
  return { ...now, verdict: "act", action, consent, reason: null, detail: null, move: "trueup" };
}

function goneRows(approved: ApprovedPlan, met: ReadonlySet<string>): readonly SettledRow[] {
  const gone: SettledRow[] = [];
  for (const [key, row] of approved.rows) {
    if (row.verdict !== "act" || met.has(key)) continue;
    gone.push({
      row: { ...row, sources: row.sources.map((place) => ({ ...place, column: 1 })) },
      finding: {
        status: "not-tried",
        code: "changed-since-plan",
        message: "no assignment is known to reach the user any more",
        requestId: null,
      },
    });
  }
  return gone;
}

function asReviewed(row: PlanFileRow | undefined): string {
  if (row === undefined) return "the reviewed plan has no such row";
  const reason = row.reason === null ? "" : `: ${REASONS[row.reason].sentence}`;
  return `reviewed as ${row.verdict}${reason}`;
}

function notesOn(
  rows: readonly PlanRow[],
  gone: readonly SettledRow[],
  { source }: ApprovedPlan,
  sourceDigest: string,
): readonly string[] {
  const held = rows.filter(({ reason }) => reason === "not-in-plan").length;
  return [
    ...(source.digest === sourceDigest
      ? []
      : ["the desired state is not the one that was reviewed; only what is the same in both is carried out"]),
    ...(held === 0 ? [] : [`held, as the reviewed plan does not hold them: ${held} of the changes that are due now`]),
    ...(gone.length === 0
      ? []
      : [`not tried, as no assignment is known to reach the user any more: ${gone.length} of the reviewed changes`]),
  ];
}
