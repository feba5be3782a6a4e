import { tellingOf } from "../facts/rollouts.ts";
import { rolloutsSection } from "./rollouts.ts";
import { permissionsLacking } from "../../model/permission.ts";
import type { PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS, type DriftFact } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { DriftDocument } from "../../plan-file/document.ts";
import { type Setting } from "../../plan/convergence.ts";
import { CONSENT_FACTS, inForce } from "../facts/consent.ts";
import { wayFinder } from "../../plan/way-out.ts";
import { groupRows, situation } from "../facts/groups.ts";
import { driftClosing, headlineOf, VERSION_FACTS, versionParts } from "../facts/headline.ts";
import { whoActs, why, whyOf } from "../facts/row-state.ts";
import { count, permissionText } from "../facts/wording.ts";
import { permissionList, versionBefore } from "./changes.ts";
import { appsSection, diagnosticsSection, peopleSection } from "./details.ts";
import { aboutSection, headingSection } from "./heading.ts";
import { type Section, tableSection } from "./layout.ts";
import { exceptionsSection, byCount, targetsSection, untoldAppsSection, wayCells } from "./not-acting.ts";
import { code, type Quoting } from "./quoting.ts";

/** The sections of a drift report: consent that differs, versions that differ, and what is not known. */
export function driftSections(document: DriftDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps, judgement, diagnostics } = document;
  const { setting } = judgement;
  return [
    headingSection(document, `Drift: ${headlineOf(document).text}`, quoting, [...driftClosing(document)]),
    ...consentDriftSection(document, quoting),
    ...versionSection(document, quoting),
    ...unknownSection(rows, setting, wayFinder(document), quoting),
    ...rolloutsSection(document.rollouts, tellingOf(document)),
    ...untoldAppsSection(judgement, quoting),
    ...exceptionsSection(document.exceptions, quoting),
    ...targetsSection(judgement, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    aboutSection(document, null),
    ...peopleSection(rows, apps, quoting),
    ...appsSection(apps),
  ];
}

/** A row once for each fact of these about it. */
function withFacts(rows: Rows<PlanRow>, facts: readonly DriftFact[]) {
  return facts.flatMap((fact) => rows.filter((row) => row.drift.includes(fact)).map((row) => ({ ...row, fact })));
}

function consentDriftSection(document: DriftDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps } = document;
  const { setting } = document.judgement;
  const find = wayFinder(document);
  const approved = new Map(apps.map((app) => [app.name, app.approved]));
  const differing = withFacts(rows, CONSENT_FACTS);
  const groups = groupRows(differing, (row) => [
    row.app,
    row.fact,
    row.verdict,
    row.reason,
    ...inForce(row).map(permissionText),
  ]);
  const excess = (row: PlanRow) => permissionsLacking(inForce(row), approved.get(row.app) ?? []);
  return tableSection("### Consent differs", groups, [
    ["app", ({ first }) => code(first.app)],
    ["difference", ({ first }) => DRIFT_FACTS[first.fact].sentence],
    ["users", (group) => group.count],
    ["in force", ({ first }) => permissionList(inForce(first)) || "nothing"],
    ["nobody approved", ({ first }) => permissionList(excess(first)) || "–"],
    [
      "what apply would do",
      ({ first, shown }) =>
        [
          first.verdict === "nothing"
            ? `nothing; who has to act: ${whoActs(first, setting, code)}`
            : nextStep(first, setting),
          ...wayCells(shown.map(find), quoting),
        ].join("<br>"),
    ],
  ]);
}

function versionSection(document: DriftDocument, quoting: Quoting): readonly Section[] {
  const { setting } = document.judgement;
  const find = wayFinder(document);
  return versionParts(document.rows, setting).flatMap(([title, rows]) =>
    versionTable(title, rows, setting, find, quoting),
  );
}

function versionTable(
  title: string,
  rows: Rows<PlanRow>,
  setting: Setting,
  find: ReturnType<typeof wayFinder>,
  quoting: Quoting,
): readonly Section[] {
  const groups = groupRows(withFacts(rows, VERSION_FACTS), (row) => [
    row.app,
    row.fact,
    versionBefore(row),
    wanted(row),
    row.verdict,
    row.reason,
  ]);
  return tableSection(`### ${title}`, byCount(groups), [
    ["app", ({ first }) => code(first.app)],
    ["difference", ({ first }) => DRIFT_FACTS[first.fact].sentence],
    ["users", (group) => group.count],
    ["installed", ({ first }) => versionBefore(first)],
    ["desired", ({ first }) => wanted(first)],
    [
      "what apply would do",
      ({ first, shown }) => [nextStep(first, setting), ...wayCells(shown.map(find), quoting)].join("<br>"),
    ],
  ]);
}

function wanted({ desired }: PlanRow): string {
  if (desired === null) return "not agreed on";
  return desired.version === null ? desired.ensure : code(desired.version);
}

function nextStep(row: PlanRow, setting: Setting): string {
  if (row.verdict === "act") return row.action;
  if (row.verdict === "nothing") return `nothing: ${why(row)}`;
  return `${row.verdict}: ${why(row)}; who has to act: ${whoActs(row, setting, code)}`;
}

function unknownSection(
  rows: Rows<PlanRow>,
  setting: Setting,
  find: ReturnType<typeof wayFinder>,
  quoting: Quoting,
): readonly Section[] {
  const unknown = rows.filter(({ drift }) => drift.includes("unknown"));
  const groups = groupRows(unknown, (row) => [row.app, row.reason, situation(row.detail)]);
  return tableSection(`### Not known: ${count(unknown.length, "row")}, which may be in sync or not`, byCount(groups), [
    ["app", ({ first }) => code(first.app)],
    ["users", (group) => group.count],
    [
      "who has to act, and what to do",
      ({ first, shown }) => [whoActs(first, setting, code), ...wayCells(shown.map(find), quoting)].join("<br>"),
    ],
    [
      "why",
      ({ first }) =>
        `${whyOf(first, setting).sentence}${first.detail === null ? "" : `: ${quoting.sentence(first.detail)}`}`,
    ],
  ]);
}
