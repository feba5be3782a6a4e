import { tellingOf } from "../facts/rollouts.ts";
import { rolloutsSection } from "./rollouts.ts";
import { permissionsLacking } from "../../model/permission.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS, type DriftFact } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { DriftDocument } from "../../plan-file/document.ts";
import { type Setting } from "../../plan/convergence.ts";
import { CONSENT_FACTS, inForce } from "../facts/consent.ts";
import { eachWayOnce, wayLine, wayFinder } from "../../plan/way-out.ts";
import { type Group, groupRows, situation } from "../facts/groups.ts";
import { driftClosing, headlineOf, VERSION_FACTS, versionParts } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { whoActs, why, whyOf } from "../facts/row-state.ts";
import { count, installedVersion, permissionText } from "../facts/wording.ts";
import { exceptionsSection } from "./exceptions.ts";
import { headingSection } from "./heading.ts";
import { limited, names, type Style, wrap, wrapList } from "./layout.ts";
import { targetsSection, untoldAppsSection } from "./not-acting.ts";

/** The sections of a drift report for people: what differs, in consent too, and what is not known. */
export function* driftSections(document: DriftDocument, style: Style): Generator<Iterable<string>> {
  yield headingSection(document, style);
  const find = wayFinder(document);
  yield versionSection(document, find, style);
  yield consentDriftSection(document, find, style);
  yield unknownSection(document, find, style);
  yield rolloutsSection(document.rollouts, tellingOf(document), style);
  yield untoldAppsSection(document.judgement, style);
  yield exceptionsSection(document.exceptions, style);
  yield targetsSection(document.judgement, style);
  yield [...[...driftClosing(document)].flatMap((line) => [...wrap("", line)]), `In all: ${headlineOf(document).text}`];
}

/** How a row gets out of where it is. */
type FindWay = ReturnType<typeof wayFinder>;

function* versionSection(
  { rows, judgement: { setting } }: DriftDocument,
  find: FindWay,
  style: Style,
): Generator<string> {
  for (const [title, told] of versionParts(rows, setting)) {
    const lines = VERSION_FACTS.flatMap((fact) => [...versionLines(told, fact, setting, find, style)]);
    if (lines.length > 0) yield style.title(title);
    yield* lines;
  }
}

function* versionLines(
  rows: Rows<PlanRow>,
  fact: DriftFact,
  setting: Setting,
  find: FindWay,
  style: Style,
): Generator<string> {
  const groups = groupRows(
    rows.filter((row) => row.drift.includes(fact)),
    (row) => [row.app, installedVersion(row), wanted(row), row.verdict, row.reason],
  );
  yield* limited(groups, style, function* linesOf(group) {
    const { first } = group;
    yield* wrap(
      "  ",
      `${printable(first.app)}, ${count(group.count, "user")}: ${DRIFT_FACTS[fact].sentence} (${fact})`,
    );
    yield* wrap("    ", `${installedText(first)}, desired ${wanted(first)}; ${nextStep(first, setting)}`);
    yield* wayLines(group, find);
    yield* wrapList("    ", "", names(group, style));
  });
}

/** Where to go and what to do, of the group's first rows. */
function* wayLines({ shown }: Group<PlanRow>, find: FindWay): Generator<string> {
  for (const way of eachWayOnce(shown.map(find))) yield* wrap("    ", printable(wayLine(way)));
}

function installedText(row: PlanRow): string {
  const version = installedVersion(row);
  return row.observed.state === "present" ? `installed ${version}` : version;
}

function wanted({ desired }: PlanRow): string {
  if (desired === null) return "not agreed on";
  return desired.version === null ? desired.ensure : `"${printable(desired.version)}"`;
}

function nextStep(row: PlanRow, setting: Setting): string {
  switch (row.verdict) {
    case "act":
      return `apply would ${row.action} it`;
    case "held":
      return `${row.action ?? "nothing"} held: ${why(row)}; who has to act: ${whoActs(row, setting)}`;
    case "blocked":
      return `blocked: ${why(row)}; who has to act: ${whoActs(row, setting)}`;
    case "nothing":
      return `nothing to do: ${why(row)}`;
  }
}

function* consentDriftSection(
  { rows, apps, judgement: { setting } }: DriftDocument,
  find: FindWay,
  style: Style,
): Generator<string> {
  const lines = CONSENT_FACTS.flatMap((fact) => [...consentLines(rows, apps, fact, setting, find, style)]);
  if (lines.length > 0) yield style.caution("Consent differs");
  yield* lines;
}

function* consentLines(
  rows: Rows<PlanRow>,
  apps: readonly PlanApp[],
  fact: DriftFact,
  setting: Setting,
  find: FindWay,
  style: Style,
): Generator<string> {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const approved = (row: PlanRow) => byName.get(row.app)?.approved ?? [];
  const groups = groupRows(
    rows.filter((row) => row.drift.includes(fact)),
    (row) => [row.app, row.verdict, row.reason, ...inForce(row).map(permissionText)],
  );
  for (const group of groups) {
    const { first } = group;
    const excess = fact === "consent-not-approved" ? permissionsLacking(inForce(first), approved(first)) : [];
    yield* wrap(
      "  ",
      `${printable(first.app)}, ${count(group.count, "user")}: ${DRIFT_FACTS[fact].sentence} (${fact})`,
    );
    if (excess.length > 0) yield* wrapList("    ", "NOT APPROVED:", excess.map(permissionText));
    const all = inForce(first).map(permissionText);
    yield* wrapList("    ", "in force:", all.length === 0 ? ["nothing"] : all);
    yield* wrap(
      "    ",
      first.verdict === "nothing"
        ? `TrueUp does nothing about it; who has to act: ${whoActs(first, setting)}`
        : nextStep(first, setting),
    );
    yield* wayLines(group, find);
    yield* wrapList("    ", "", names(group, style));
  }
}

function* unknownSection(
  { rows, judgement: { setting } }: DriftDocument,
  find: FindWay,
  style: Style,
): Generator<string> {
  const unknown = rows.filter(({ drift }) => drift.includes("unknown"));
  if (unknown.length === 0) return;
  yield style.caution(`Not known: ${count(unknown.length, "row")}, which may be in sync or not`);
  const groups = groupRows(unknown, (row) => [row.app, row.reason, situation(row.detail)]);
  yield* limited(groups, style, function* linesOf(group) {
    const { first } = group;
    yield* wrap(
      "  ",
      `${printable(first.app)} not known for ${count(group.count, "user")}: ${whyOf(first, setting).sentence}`,
    );
    if (first.detail !== null) yield* wrap("    ", printable(first.detail));
    yield `    who has to act: ${whoActs(first, setting)}`;
    yield* wayLines(group, find);
    yield* wrapList("    ", "", names(group, style));
  });
}
