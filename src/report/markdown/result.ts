import { tellingOf } from "../facts/rollouts.ts";
import { rolloutsSection } from "./rollouts.ts";
import type { PlanApp, ResultRow } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { wayFinder } from "../../plan/way-out.ts";
import type { ResultDocument } from "../../plan-file/document.ts";
import { changeKey, groupTwice, type NestedGroup, situation, total } from "../facts/groups.ts";
import { headlineOf, movesText } from "../facts/headline.ts";
import { whoActs, codeSentence, OUTCOME_TITLES, type RowOf, rowsEnded, rowsOf } from "../facts/row-state.ts";
import { count } from "../facts/wording.ts";
import { appFinder, changeTables, consentCell, permissionList, versionAfter, versionBefore } from "./changes.ts";
import { appsSection, diagnosticsSection, peopleSection, settledSection } from "./details.ts";
import { aboutSection, headingSection } from "./heading.ts";
import { type Section, tableSection } from "./layout.ts";
import {
  exceptionsSection,
  blockedSection,
  byCount,
  casesText,
  heldSection,
  targetsSection,
  untoldAppsSection,
  wayCells,
} from "./not-acting.ts";
import { code, type Quoting } from "./quoting.ts";

/** Rows that are not known to be done: what was tried, why it is so, and whose move it is. */
function openSection(
  document: ResultDocument,
  status: "unverified" | "failed" | "not-tried",
  quoting: Quoting,
): readonly Section[] {
  const {
    rows,
    apps,
    judgement: { setting },
  } = document;
  const find = wayFinder(document);
  const groups = groupTwice(
    rowsEnded(rows, status),
    (row) => [row.app, row.outcome?.code ?? null, ...changeKey(row)],
    (row) => [situation(row.outcome?.message ?? null)],
  );
  const appOf = appFinder(apps);
  const wasSent = status !== "not-tried";
  return tableSection<NestedGroup<RowOf<"act", ResultRow>>>(
    `### ${OUTCOME_TITLES[status]}: ${count(total(groups), "row")}`,
    byCount(groups),
    [
      ["app", ({ first }) => code(first.app)],
      ["action", ({ first }) => first.action],
      ["from", ({ first }) => versionBefore(first)],
      ["to", ({ first }) => versionAfter(first, appOf(first))],
      ["users", (group) => group.count],
      [
        "who has to act, and what to do",
        ({ first, cases }) =>
          [
            whoActs(first, setting, code),
            ...wayCells(
              cases.flatMap(({ shown }) => shown.map(find)),
              quoting,
            ),
          ].join("<br>"),
      ],
      [
        "why",
        (group) =>
          `${codeSentence(group.first.outcome)}${casesText(group, ({ outcome }) => outcome?.message ?? null, quoting)}`,
      ],
      ...(wasSent ? [["consent sent", sentText] as const] : []),
    ],
  );
}

function sentText({ first: { consent } }: NestedGroup<ResultRow>): string {
  return consent.length === 0 ? "none" : permissionList(consent);
}

/** What is known to be done: a table for each app. */
function doneSection(
  rows: Rows<ResultRow>,
  apps: readonly PlanApp[],
  status: "applied" | "already-done",
): readonly Section[] {
  const done = rowsEnded(rows, status);
  const how = status === "applied" ? "Done, and read back" : "Already done, and read back";
  // Nothing was sent for a row that was found done.
  const consentOf = status === "applied" ? consentCell : () => "none";
  return changeTables(`### ${how}: ${count(done.length, "row")}\n\n`, done, apps, consentOf);
}

/** The sections of a result: what is not done first. The title agrees with the exit code. */
export function resultSections(document: ResultDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps, judgement, diagnostics } = document;
  const moves = movesText(judgement.moves);
  return [
    headingSection(
      document,
      `Result: ${headlineOf(document).text}`,
      quoting,
      moves.length > 0 ? [`Who has to act: ${moves.join(", ")}`] : [],
    ),
    ...openSection(document, "failed", quoting),
    ...openSection(document, "unverified", quoting),
    ...openSection(document, "not-tried", quoting),
    ...rolloutsSection(document.rollouts, tellingOf(document)),
    ...heldSection(document, quoting),
    ...blockedSection(document, quoting),
    ...untoldAppsSection(judgement, quoting),
    ...exceptionsSection(document.exceptions, quoting),
    ...targetsSection(judgement, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    ...doneSection(rows, apps, "applied"),
    ...doneSection(rows, apps, "already-done"),
    aboutSection(document, null),
    ...peopleSection(rowsOf(rows, "act", "held", "blocked"), apps, quoting),
    ...settledSection(rows, judgement.setting),
    ...appsSection(apps),
  ];
}
