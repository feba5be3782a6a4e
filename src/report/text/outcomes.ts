import type { Outcome, OutcomeStatus, PlanApp, ResultRow } from "../../model/plan.ts";
import { OUTCOME_CODES } from "../../model/reasons.ts";
import { printable } from "../printable.ts";
import { changeKey, versionStep } from "./changes.ts";
import { type Group, groupRows, groupTwice, names, otherCases, personName, total } from "./groups.ts";
import type { Style } from "./style.ts";
import { count, MOVES, PAST, permissionText, PREPOSITIONS } from "./wording.ts";
import { wrap, wrapList, wrapPieces } from "./wrap.ts";

/** What is known to be done: written and read back, or found done already. */
export function* doneSection(
  rows: readonly ResultRow[],
  apps: readonly PlanApp[],
  status: "applied" | "already-done",
  style: Style,
): Generator<string> {
  const groups = groupRows(rowsEnded(rows, status), (row) => [row.app, ...changeKey(row)]);
  if (groups.length === 0) return;
  yield style.good(status === "applied" ? "Done, and read back" : "Already done, and read back");
  for (const group of groups) {
    const { first } = group;
    const action = first.action ?? "upgrade";
    const head = `${PAST[action]} ${versionStep(first, apps)} ${PREPOSITIONS[action]} ${count(group.count, "user")}`;
    const consent = status === "applied" ? first.consent.map(permissionText) : [];
    if (consent.length > 0) yield* wrapList("  ", `${head}, with consent`, consent);
    else yield* wrap("  ", head);
    yield* wrapList("    ", "", names(group));
  }
}

/** Rows that are not known to be done: what was tried, why it is so, whose move it is, and each person's own facts. */
export function* openSection(
  rows: readonly ResultRow[],
  apps: readonly PlanApp[],
  status: "unverified" | "failed" | "not-tried",
  style: Style,
): Generator<string> {
  const ended = groupTwice(
    rowsEnded(rows, status),
    (row) => [row.app, row.outcome?.code ?? null, ...changeKey(row)],
    (row) => [row.outcome?.message ?? null],
  );
  if (ended.length === 0) return;
  yield style.bad(`${TITLES[status]}: ${count(total(ended), "row")}`);
  for (const group of ended) {
    const { first } = group;
    const head = `${first.action ?? "change"} ${versionStep(first, apps)} ${VERBS[status]}`;
    yield* wrap("  ", `${head} for ${count(group.count, "user")}: ${codeSentence(first.outcome)}`);
    yield `    who has to act: ${MOVES[outcomeMove(first)]}`;
    const consent = first.consent.map(permissionText);
    if (status !== "not-tried" && consent.length > 0) yield* wrapList("    ", CONSENT_SENT[status], consent);
    for (const said of group.cases) yield* caseLines(said);
    yield* otherCases(group.rest);
  }
}

/** What heads the rows that ended so. */
export const TITLES = {
  unverified: "NOT VERIFIED, so perhaps not done",
  failed: "FAILED",
  "not-tried": "Not tried",
} as const;

const VERBS = { unverified: "not verified", failed: "failed", "not-tried": "not tried" } as const;

const CONSENT_SENT = {
  unverified: "consent sent, and perhaps in force:",
  failed: "consent sent:",
} as const;

/** Whose turn it is for a row that was to act and is not done. Without a known outcome a later run looks again. */
export function outcomeMove(row: ResultRow) {
  const code = row.outcome?.code ?? null;
  return code === null ? "trueup" : OUTCOME_CODES[code].move;
}

/** Why the row ended so. */
export function codeSentence(outcome: Outcome | null): string {
  if (outcome === null) return "the run ended without an outcome for it";
  return outcome.code === null ? "no reason was given" : OUTCOME_CODES[outcome.code].sentence;
}

/** A row that was to act and has no outcome is one that was not tried. */
export function rowsEnded(rows: readonly ResultRow[], status: OutcomeStatus): readonly ResultRow[] {
  return rows.filter((row) => row.verdict === "act" && (row.outcome?.status ?? "not-tried") === status);
}

/**
 * What was said of these people, in Graph's words or ours; then their names, each with its request id where there is
 * one.
 */
function* caseLines(group: Group<ResultRow>): Generator<string> {
  const message = group.first.outcome?.message ?? null;
  const indent = message === null ? "    " : "      ";
  if (message !== null) yield* wrap("    ", printable(message));
  if (group.shown.every((row) => (row.outcome?.requestId ?? null) === null)) {
    yield* wrapList(indent, "", names(group));
    return;
  }
  for (const row of group.shown) {
    const requestId = row.outcome?.requestId ?? null;
    const request = requestId === null ? [] : [`(request id ${printable(requestId)})`];
    yield* wrapPieces(indent, [personName(row), ...request]);
  }
  if (group.count > group.shown.length) yield `${indent}and ${group.count - group.shown.length} more`;
}
