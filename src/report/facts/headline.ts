import type { PlanRow, ResultRow } from "../../model/plan.ts";
import type { DriftFact, Move } from "../../model/reasons.ts";
import type { DriftDocument, PlanDocument, ResultDocument, Scope } from "../../plan-file/document.ts";
import type { Summary } from "../../plan-file/summary.ts";
import { applyExitCode, hasKnownDrift, isHeldAsMeant, isUnfinished, unreadTargets } from "../../plan/convergence.ts";
import { CONSENT_FACTS } from "./consent.ts";
import { heldMove, outcomeMove } from "./row-state.ts";
import { count, duration, MOVES, targetMove } from "./wording.ts";

/** A report about a tenant. */
export type TenantReport = PlanDocument | DriftDocument | ResultDocument;

/** `700 rows, 612 users, 3 apps`: what the report is about. */
export function lookedAt(summary: Summary, scope: Scope): string {
  return `${count(summary.rows, "row")}, ${count(scope.users, "user")}, ${count(scope.apps, "app")}`;
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

/** What the plan comes to, in counts: the first line of a report says it. */
export function planVerdict({ summary, rows, targets, scope }: PlanDocument): string {
  const open = openParts(summary, unreadTargets(targets).length);
  if (summary.act === 0 && open.length === 0) {
    if (summary.rows === 0) return `nothing to do, as ${whyNoRows(scope)}`;
    const differing = differsAllTheSame(rows);
    if (differing === 0) return "in sync, nothing to change";
    return `nothing to change, though ${differing} ${differing === 1 ? "differs" : "differ"}`;
  }
  const quiet = summary.nothing > 0 ? [`${summary.nothing} with nothing to do`] : [];
  return [changeCounts(summary), ...open, ...quiet].join(", ");
}

function changeCounts({ act, upgrade, install, uninstall }: PlanDocument["summary"]): string {
  if (act === 0) return "nothing to change now";
  const kinds = [
    ...(upgrade > 0 ? [`${upgrade} upgrade`] : []),
    ...(install > 0 ? [`${install} install`] : []),
    ...(uninstall > 0 ? [`${uninstall} uninstall`] : []),
  ];
  return `${act} to change (${kinds.join(", ")})`;
}

/** Drift of versions, the most common first. */
export const VERSION_FACTS: readonly DriftFact[] = ["outdated", "missing", "unwanted", "ahead"];

/** What was found, in counts, and whether that is good: the first line of a report says it. */
export function driftVerdict({ summary, scope, rows, targets }: DriftDocument): {
  readonly mood: "good" | "caution" | "bad";
  readonly text: string;
} {
  const differing = rows.filter(hasKnownDrift);
  const notKnown = [
    ...(scope.unknown > 0 ? [`${scope.unknown} not known`] : []),
    ...unreadTargetsPart(unreadTargets(targets).length),
  ];
  if (differing.length > 0) {
    const facts = [...VERSION_FACTS, ...CONSENT_FACTS].flatMap((fact) => factCount(differing, fact)).join(", ");
    const head = `${count(differing.length, "row differs", "rows differ")} (${facts})`;
    return { mood: "bad", text: [head, ...notKnown].join(", ") };
  }
  if (notKnown.length > 0) return { mood: "caution", text: `none found, but ${notKnown.join(", ")}` };
  if (summary.rows === 0) return { mood: "caution", text: `nothing to compare, as ${whyNoRows(scope)}` };
  return { mood: "good", text: "no drift" };
}

function unreadTargetsPart(unread: number): readonly string[] {
  return unread > 0 ? [`${count(unread, "target")} not read`] : [];
}

function factCount(rows: readonly PlanRow[], fact: DriftFact): readonly string[] {
  const amount = rows.filter((row) => row.drift.includes(fact)).length;
  return amount > 0 ? [`${amount} ${fact}`] : [];
}

/** A drift report leaves rows without drift out; blocked ones among them are not forgotten. */
/** What the report leaves out, and that it changes nothing. */
export function* elsewhere({ rows, summary }: DriftDocument): Generator<string> {
  const others = summary.blocked - rows.filter((row) => row.verdict === "blocked").length;
  if (others > 0) {
    yield `${count(others, "more row is", "more rows are")} blocked, without drift that is known: trueup plan says why`;
  }
  yield "This is a report: nothing has been changed";
}

/** Whether nothing is left to do, by the rows and targets of the result. */
export function hasConverged(document: ResultDocument): boolean {
  return applyExitCode(document, document.limits.suspended) === 0;
}

/** Whether everything is done, and what is and is not, in counts: the first line of a report says it. */
export function resultVerdict(document: ResultDocument): {
  readonly converged: boolean;
  readonly counts: readonly string[];
} {
  const { summary, targets } = document;
  const counts = [
    ...doneParts(document),
    ...unfinishedParts(document),
    ...openParts(summary, unreadTargets(targets).length),
    ...(summary.nothing > 0 ? [`${summary.nothing} with nothing to do`] : []),
  ];
  return { converged: hasConverged(document), counts };
}

function doneParts({ summary }: ResultDocument): readonly string[] {
  return [
    ...(summary.applied > 0 ? [`${summary.applied} applied`] : []),
    ...(summary.alreadyDone > 0 ? [`${summary.alreadyDone} already done`] : []),
  ];
}

/** `3 failed, 1 not tried`: what did not end as planned, one part each. */
export function unfinishedParts({ summary }: ResultDocument): readonly string[] {
  return [
    ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
    ...(summary.unverified > 0 ? [`${summary.unverified} not verified`] : []),
    ...(summary.notTried > 0 ? [`${summary.notTried} not tried`] : []),
  ];
}

/** Who has to act now, and for how many rows and targets; nobody after a result that converged. */
export function resultMoves(document: ResultDocument): readonly string[] {
  const { limits, targets } = document;
  const moves = rowsLeft(document).map((row) => moveOf(row, limits.suspended));
  return countMoves([...moves, ...unreadTargets(targets).map(targetMove)]);
}

/** The rows that somebody still has to do something about. */
export function rowsLeft({ rows, limits }: ResultDocument): readonly ResultRow[] {
  return rows.filter((row) => isUnfinished(row) || isLeft(row, limits.suspended));
}

function isLeft(row: ResultRow, policySuspended: boolean): boolean {
  return row.verdict === "blocked" || (row.verdict === "held" && !isHeldAsMeant(row, policySuspended));
}

function moveOf(row: ResultRow, policySuspended: boolean): Move {
  return row.verdict === "act" ? outcomeMove(row) : heldMove(row, policySuspended);
}

/** Each move with how many rows and targets wait for it, the most frequent first. */
export function countMoves(moves: readonly Move[]): readonly string[] {
  const counts = new Map<Move, number>();
  for (const move of moves) counts.set(move, (counts.get(move) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([move, n]) => `${MOVES[move]} (${n})`);
}
