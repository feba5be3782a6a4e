import type { PlanApp, ResultRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { wayFinder } from "../../plan/way-out.ts";
import type { ResultDocument } from "../../plan-file/document.ts";
import { changeKey, type Group, groupRows, groupTwice, situation, total } from "../facts/groups.ts";
import { movesText, resultClosing } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { tellingOf } from "../facts/rollouts.ts";
import { whoActs, codeSentence, rowsEnded, OUTCOME_TITLES } from "../facts/row-state.ts";
import { count, number, PAST, permissionText, PREPOSITIONS } from "../facts/wording.ts";
import { versionStep } from "./changes.ts";
import { exceptionsSection } from "./exceptions.ts";
import { headingSection, MOODS } from "./heading.ts";
import { casesOf, limited, names, personName, type Style, wrap, wrapList, wrapPieces } from "./layout.ts";
import { rolloutsSection } from "./rollouts.ts";
import { blockedSection, heldSection, targetsSection, untoldAppsSection, wayLines } from "./not-acting.ts";

/** What is known to be done: written and read back, or found done already. */
function* doneSection(
  rows: Rows<ResultRow>,
  apps: readonly PlanApp[],
  status: "applied" | "already-done",
  style: Style,
): Generator<string> {
  const groups = groupRows(rowsEnded(rows, status), (row) => [row.app, ...changeKey(row)]);
  if (groups.length === 0) return;
  yield style.good(status === "applied" ? "Done, and read back" : "Already done, and read back");
  yield* limited(groups, style, function* linesOf(group) {
    const { first } = group;
    const action = first.action;
    const head = `${PAST[action]} ${versionStep(first, apps)} ${PREPOSITIONS[action]} ${count(group.count, "user")}`;
    const consent = status === "applied" ? first.consent.map(permissionText) : [];
    if (consent.length > 0) yield* wrapList("  ", `${head}, with consent`, consent);
    else yield* wrap("  ", head);
    yield* wrapList("    ", "", names(group, style));
  });
}

/** Rows that are not known to be done: what was tried, why it is so, whose move it is, and each person's own facts. */
function* openSection(
  document: ResultDocument,
  status: "unverified" | "failed" | "not-tried",
  style: Style,
): Generator<string> {
  const {
    rows,
    apps,
    judgement: { setting },
  } = document;
  const find = wayFinder(document);
  const ended = groupTwice(
    rowsEnded(rows, status),
    (row) => [row.app, row.outcome?.code ?? null, ...changeKey(row)],
    (row) => [situation(row.outcome?.message ?? null)],
  );
  if (ended.length === 0) return;
  yield style.bad(`${OUTCOME_TITLES[status]}: ${count(total(ended), "row")}`);
  yield* limited(ended, style, function* linesOf(group) {
    const { first } = group;
    const head = `${first.action} ${versionStep(first, apps)} ${VERBS[status]}`;
    yield* wrap("  ", `${head} for ${count(group.count, "user")}: ${codeSentence(first.outcome)}`);
    yield `    who has to act: ${whoActs(first, setting)}`;
    yield* wayLines(
      group.cases.flatMap(({ shown }) => shown.map(find)),
      style,
    );
    const consent = first.consent.map(permissionText);
    if (status !== "not-tried" && consent.length > 0) yield* wrapList("    ", CONSENT_SENT[status], consent);
    yield* casesOf(group, style, (said) => caseLines(said, style));
  });
}

const VERBS = { unverified: "not verified", failed: "failed", "not-tried": "not tried" } as const;

const CONSENT_SENT = {
  unverified: "consent sent, and perhaps in force:",
  failed: "consent sent:",
} as const;

/**
 * What was said of these people, in Graph's words or ours; then their names, each with its request id where there is
 * one.
 */
function* caseLines(group: Group<ResultRow>, style: Style): Generator<string> {
  const message = group.first.outcome?.message ?? null;
  const indent = message === null ? "    " : "      ";
  if (message !== null) yield* wrap("    ", printable(message));
  const shown = group.shown.slice(0, style.shown.people);
  if (shown.every((row) => (row.outcome?.requestId ?? null) === null)) {
    yield* wrapList(indent, "", names(group, style));
    return;
  }
  for (const row of shown) {
    const requestId = row.outcome?.requestId ?? null;
    const request = requestId === null ? [] : [`(request id ${printable(requestId)})`];
    yield* wrapPieces(indent, [personName(row), ...request]);
  }
  if (group.count > shown.length) yield `${indent}and ${number(group.count - shown.length)} more`;
}

/** The sections of a result for people. The first line and the last agree with the exit code. */
export function* resultSections(document: ResultDocument, style: Style): Generator<Iterable<string>> {
  const { rows, apps, judgement } = document;
  yield headingSection(document, style);
  yield openSection(document, "failed", style);
  yield openSection(document, "unverified", style);
  yield openSection(document, "not-tried", style);
  yield rolloutsSection(document.rollouts, tellingOf(document), style);
  yield heldSection(document, style);
  yield blockedSection(document, style);
  yield untoldAppsSection(judgement, style);
  yield exceptionsSection(document.exceptions, style);
  yield targetsSection(judgement, style);
  yield doneSection(rows, apps, "applied", style);
  yield doneSection(rows, apps, "already-done", style);
  yield closing(document, style);
}

function* closing(document: ResultDocument, style: Style): Generator<string> {
  const { judgement } = document;
  const text = resultClosing(document);
  if (judgement.moves.size > 0) yield* wrapList("", "Who has to act:", movesText(judgement.moves));
  for (const line of wrap("", `${text.charAt(0).toUpperCase()}${text.slice(1)}`))
    yield style[MOODS[judgement.state]](line);
}
