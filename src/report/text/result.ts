import type { ResultRow } from "../../model/plan.ts";
import type { Move } from "../../model/reasons.ts";
import type { ResultDocument } from "../document.ts";
import { applyExitCode, isHeldAsMeant, isUnfinished } from "../exit-code.ts";
import { unreadTargets } from "../unread.ts";
import { differsAllTheSame, lookedAt, openParts, provenance, whyNoRows } from "./heading.ts";
import { blockedSection, heldMove, heldSection } from "./not-acting.ts";
import { doneSection, openSection, outcomeMove } from "./outcomes.ts";
import type { Style } from "./style.ts";
import { targetMove, targetsSection } from "./targets.ts";
import { count, MOVES } from "./wording.ts";
import { wrap, wrapList } from "./wrap.ts";

/** The sections of a result for people. The first line and the last agree with the exit code. */
export function* resultSections(document: ResultDocument, style: Style): Generator<Iterable<string>> {
  const { rows, apps, targets, limits } = document;
  yield heading(document, style);
  yield openSection(rows, apps, "failed", style);
  yield openSection(rows, apps, "unverified", style);
  yield openSection(rows, apps, "not-tried", style);
  yield heldSection(rows, apps, limits.suspended, style);
  yield blockedSection(rows, style);
  yield targetsSection(targets, style);
  yield doneSection(rows, apps, "applied", style);
  yield doneSection(rows, apps, "already-done", style);
  yield hasConverged(document) ? converged(document, style) : notConverged(document, style);
}

function hasConverged(document: ResultDocument): boolean {
  return applyExitCode(document, document.limits.suspended) === 0;
}

function* heading(document: ResultDocument, style: Style): Generator<string> {
  const { converged: done, counts } = resultVerdict(document);
  const verdict = done ? style.good("Result: converged") : style.bad("Result: NOT converged");
  const listed = counts.length > 0 ? `: ${counts.join(", ")}` : "";
  yield `${verdict}${listed}; ${lookedAt(document.summary, document.scope)}`;
  yield* provenance(document);
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

function unfinishedParts({ summary }: ResultDocument): readonly string[] {
  return [
    ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
    ...(summary.unverified > 0 ? [`${summary.unverified} not verified`] : []),
    ...(summary.notTried > 0 ? [`${summary.notTried} not tried`] : []),
  ];
}

function* converged(document: ResultDocument, style: Style): Generator<string> {
  const { summary, rows, scope } = document;
  yield* heldAsMeant(document);
  const differing = differsAllTheSame(rows);
  if (differing > 0) yield `${count(differing, "row differs", "rows differ")} all the same: trueup drift says how`;
  const nothing = summary.rows === 0 ? `there was nothing to do, as ${whyNoRows(scope)}` : "there was nothing to do";
  const done = summary.act > 0 ? "everything that was to be done is done, and was read back" : nothing;
  yield style.good(`Converged: ${done}`);
}

function* notConverged(document: ResultDocument, style: Style): Generator<string> {
  const { summary, targets } = document;
  const open = rowsLeft(document);
  const unread = unreadTargets(targets);
  yield* heldAsMeant(document);
  yield* wrapList("", "Who has to act:", resultMoves(document));
  const held = open.filter((row) => row.verdict === "held").length;
  const left = [...unfinishedParts(document), ...openParts({ ...summary, held }, unread.length)];
  for (const line of wrap("", `NOT converged: ${left.join(", ")}`)) yield style.bad(line);
}

/** Who has to act now, and for how many rows and targets; nobody after a result that converged. */
export function resultMoves(document: ResultDocument): readonly string[] {
  const { limits, targets } = document;
  const moves = rowsLeft(document).map((row) => moveOf(row, limits.suspended));
  return countMoves([...moves, ...unreadTargets(targets).map(targetMove)]);
}

function rowsLeft({ rows, limits }: ResultDocument): readonly ResultRow[] {
  return rows.filter((row) => isUnfinished(row) || isLeft(row, limits.suspended));
}

function* heldAsMeant({ rows, limits }: ResultDocument): Generator<string> {
  const meant = rows.filter((row) => isHeldAsMeant(row, limits.suspended)).length;
  if (meant > 0) yield `${count(meant, "row stays", "rows stay")} held, as the desired state wants it`;
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
