import { permissionsLacking } from "../../model/permission.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS, type DriftFact } from "../../model/reasons.ts";
import type { DriftDocument } from "../../plan-file/document.ts";
import { isUnknown } from "../../plan/convergence.ts";
import { CONSENT_FACTS, inForce } from "../facts/consent.ts";
import { groupRows } from "../facts/groups.ts";
import { driftVerdict, elsewhere, VERSION_FACTS } from "../facts/headline.ts";
import { why } from "../facts/row-state.ts";
import { count, MOVES, permissionText } from "../facts/wording.ts";
import { permissionList, versionBefore } from "./changes.ts";
import { appsSection, diagnosticsSection, peopleSection } from "./details.ts";
import { aboutSection, headingSection } from "./heading.ts";
import { type Section, tablePieces } from "./layout.ts";
import { byCount, targetsSection } from "./not-acting.ts";
import { code, type Quoting, tableHead, tableRow } from "./quoting.ts";

/** The sections of a drift report: consent that differs, versions that differ, and what is not known. */
export function driftSections(document: DriftDocument, quoting: Quoting): readonly Section[] {
  const { rows, apps, targets, diagnostics } = document;
  return [
    headingSection(document, `Drift: ${driftVerdict(document).text}`, quoting, [...elsewhere(document)]),
    ...consentDriftSection(rows, apps),
    ...versionSection(rows),
    ...unknownSection(rows, quoting),
    ...targetsSection(targets, quoting),
    ...diagnosticsSection(diagnostics, quoting),
    aboutSection(document, null),
    ...peopleSection(rows, apps, quoting),
    ...appsSection(apps),
  ];
}

/** A row once for each fact of these about it. */
function withFacts(rows: readonly PlanRow[], facts: readonly DriftFact[]) {
  return facts.flatMap((fact) => rows.filter((row) => row.drift.includes(fact)).map((row) => ({ ...row, fact })));
}

function consentDriftSection(rows: readonly PlanRow[], apps: readonly PlanApp[]): readonly Section[] {
  const approved = new Map(apps.map((app) => [app.name, app.approved]));
  const differing = withFacts(rows, CONSENT_FACTS);
  const groups = groupRows(differing, (row) => [
    row.app,
    row.fact,
    row.verdict,
    row.reason,
    ...inForce(row).map(permissionText),
  ]);
  if (groups.length === 0) return [];
  return [
    {
      head: "### Consent differs\n\n",
      pieces: tablePieces(
        tableHead(["app", "difference", "users", "in force", "nobody approved", "what apply would do"], ["users"]),
        groups,
        ({ first, count: users }) => {
          const excess = permissionsLacking(inForce(first), approved.get(first.app) ?? []);
          return tableRow([
            code(first.app),
            DRIFT_FACTS[first.fact].sentence,
            `${users}`,
            inForce(first).length === 0 ? "nothing" : permissionList(inForce(first)),
            excess.length === 0 ? "–" : permissionList(excess),
            first.verdict === "nothing" ? "nothing" : nextStep(first),
          ]);
        },
        (group) => group.count,
      ),
      foot: "",
      things: ["row", "rows"],
    },
  ];
}

function versionSection(rows: readonly PlanRow[]): readonly Section[] {
  const groups = groupRows(withFacts(rows, VERSION_FACTS), (row) => [
    row.app,
    row.fact,
    versionBefore(row),
    wanted(row),
    row.verdict,
    row.reason,
  ]);
  if (groups.length === 0) return [];
  return [
    {
      head: "### Differs from the desired state\n\n",
      pieces: tablePieces(
        tableHead(["app", "difference", "users", "installed", "desired", "what apply would do"], ["users"]),
        byCount(groups),
        ({ first, count: users }) =>
          tableRow([
            code(first.app),
            DRIFT_FACTS[first.fact].sentence,
            `${users}`,
            versionBefore(first),
            wanted(first),
            nextStep(first),
          ]),
        (group) => group.count,
      ),
      foot: "",
      things: ["row", "rows"],
    },
  ];
}

function wanted({ desired }: PlanRow): string {
  if (desired === null) return "not agreed on";
  return desired.version === null ? desired.ensure : code(desired.version);
}

function nextStep(row: PlanRow): string {
  if (row.verdict === "act") return row.action ?? "change";
  if (row.verdict === "nothing") return `nothing: ${why(row)}`;
  return `${row.verdict}: ${why(row)}; who has to act: ${MOVES[row.move]}`;
}

function unknownSection(rows: readonly PlanRow[], quoting: Quoting): readonly Section[] {
  const unknown = rows.filter(isUnknown);
  if (unknown.length === 0) return [];
  return [
    {
      head: `### Not known: ${count(unknown.length, "row")}, which may be in sync or not\n\n`,
      pieces: tablePieces(
        tableHead(["app", "users", "why", "who has to act"], ["users"]),
        byCount(groupRows(unknown, (row) => [row.app, row.reason, row.detail])),
        ({ first, count: users }) =>
          tableRow([
            code(first.app),
            `${users}`,
            `${why(first)}${first.detail === null ? "" : `: ${quoting.sentence(first.detail)}`}`,
            MOVES[first.move],
          ]),
        (group) => group.count,
      ),
      foot: "",
      things: ["row", "rows"],
    },
  ];
}
