import { rowsOf, why } from "../facts/row-state.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { PlanDocument } from "../../plan-file/document.ts";
import { judgeRow, type RowWithOutcome, type Setting } from "../../plan/convergence.ts";
import type { Statement } from "../../proof/prove.ts";
import { changeKey, type Group, groupRows, tally } from "../facts/groups.ts";
import { inert, SENTENCE_LENGTH } from "../facts/inert.ts";
import { count, identityText } from "../facts/wording.ts";
import { appTitle, permissionList, versionAfter, versionBefore } from "./changes.ts";
import { folded, type Section, tablePieces, tableSection } from "./layout.ts";
import { code, type Quoting } from "./quoting.ts";

/** What is wrong or odd about the desired state or the run: errors first. */
export function diagnosticsSection(diagnostics: readonly Diagnostic[], quoting: Quoting): readonly Section[] {
  if (diagnostics.length === 0) return [];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const title = [
    ...(errors.length > 0 ? [count(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [count(warnings.length, "warning")] : []),
  ].join(", ");
  return tableSection(
    `### Desired state and run: ${title}`,
    [...errors, ...warnings],
    [
      ["", ({ severity }) => severity],
      ["where", ({ file, line }) => (file === null ? "–" : line === null ? code(file) : quoting.place({ file, line }))],
      ["what", ({ message }) => quoting.sentence(message)],
      ["what to do", ({ hint }) => (hint === null ? "–" : quoting.sentence(hint))],
    ],
    ["diagnostic", "diagnostics"],
  );
}

/**
 * Whom each line of the tables concerns, the first ten of each. Where people are only counted it is about the writes that
 * a support case would name, and left out where there are none.
 */
export function peopleSection(
  rows: Rows<RowWithOutcome>,
  apps: readonly PlanApp[],
  quoting: Quoting,
): readonly Section[] {
  const found = new Map(apps.map((app) => [app.name, app]));
  const groups = groupRows(rows, (row) => [
    row.app,
    row.verdict,
    row.reason,
    row.outcome?.status ?? null,
    row.outcome?.code ?? null,
    ...changeKey(row),
  ]);
  const pieces = groups.flatMap((group) => {
    const { first } = group;
    if (group.shown.every((row) => quoting.person(row.user) === null && requestId(row) === null)) return [];
    const lead = `${code(first.app)} ${whatOf(first, found.get(first.app) ?? null)}`;
    return [
      { text: () => `- ${lead}, ${count(group.count, "user")}: ${membersText(group, quoting)}\n`, weight: group.count },
    ];
  });
  return folded("Whom it concerns", pieces, ["row", "rows"]);
}

function whatOf(row: RowWithOutcome, app: PlanApp | null): string {
  const ended = row.outcome === undefined || row.outcome === null ? "" : ` ${row.outcome.status}`;
  const reason = row.reason === null ? "" : ` (${row.reason})`;
  if (row.action === null) return `${row.verdict}${reason}`;
  const step = `${row.action}, ${versionBefore(row)} → ${versionAfter(row, app)}`;
  return `${row.verdict === "held" ? `held${reason} ` : ""}${step}${ended}`;
}

function membersText(group: Group<RowWithOutcome>, quoting: Quoting): string {
  const shown = group.shown.map((row) => {
    const request = requestId(row);
    const said = [quoting.person(row.user), request === null ? null : `request id ${code(request)}`];
    return said.filter((part) => part !== null).join(" ");
  });
  const more = group.count - shown.length;
  return `${shown.filter((part) => part !== "").join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function requestId(row: RowWithOutcome): string | null {
  return row.outcome?.requestId ?? null;
}

/** Rows with nothing to do, by the reason; and what differs about them all the same. */
export function settledSection(rows: Rows<PlanRow>, setting: Setting): readonly Section[] {
  const settled = rowsOf(rows, "nothing");
  const reasons = tally(settled.kinds().map(([row, amount]) => [why(row), amount] as const));
  const differing = settled.kinds().filter(([row]) => judgeRow(row, setting).state === "differs");
  const differences = tally(
    differing.flatMap(([row, amount]) =>
      row.drift.map((fact) => [`${code(row.app)}: ${DRIFT_FACTS[fact].sentence}`, amount] as const),
    ),
  );
  const lines = [
    ...reasons.map(([sentence, amount]) => ({ text: `- ${count(amount, "row")}: ${sentence}\n`, amount })),
    ...differences.map(([difference, amount]) => ({
      text: `- ${count(amount, "row differs", "rows differ")} all the same: ${difference}\n`,
      amount,
    })),
  ];
  const pieces = lines.map(({ text, amount }) => ({ text: () => text, weight: amount }));
  return folded(`Nothing to do: ${count(settled.length, "row")}`, pieces, ["row", "rows"]);
}

/** What each app requires, against what is approved for it. */
export function appsSection(apps: readonly PlanApp[]): readonly Section[] {
  const pieces = tablePieces(apps, [
    ["app", (app) => `${appTitle(app.name, app)}${app.suspended ? ", suspended in the desired state" : ""}`],
    ["offered", ({ offered }) => (offered === null ? "no version known" : code(offered.version))],
    ["requires", requiresCell],
    ["against what is approved", approvedCell],
  ]);
  return folded(`Apps: what ${apps.length === 1 ? "it requires" : "they require"} and what is approved`, pieces, [
    "app",
    "apps",
  ]);
}

function requiresCell({ offered }: PlanApp): string {
  const required = listOr(offered?.permissions ?? null, "nothing");
  return offered === null
    ? required
    : `${required}<br>consent goes to: ${inert(identityText(offered.identity), SENTENCE_LENGTH)}`;
}

function approvedCell({ lacking, unused }: PlanApp): string {
  if (lacking === null || unused === null) return "not known";
  const lines = [
    ...(lacking.length === 0 ? [] : [`**required, but nobody approved:** ${permissionList(lacking)}`]),
    ...(unused.length === 0 ? [] : [`approved, but not required: ${permissionList(unused)}`]),
  ];
  return lines.length === 0 ? "the same" : lines.join("<br>");
}

function listOr(permissions: PlanApp["lacking"], none: string): string {
  if (permissions === null) return "not known";
  return permissions.length === 0 ? none : permissionList(permissions);
}

/** What an approval of the plan allows when it is taken as bounds. */
export function envelopeSection({ envelope }: PlanDocument): readonly Section[] {
  const pieces = tablePieces(envelope.apps, [
    ["app", ({ app }) => code(app)],
    ["installs", ({ install }) => install],
    ["upgrades", ({ upgrade }) => upgrade],
    ["uninstalls", ({ uninstall }) => uninstall],
  ]);
  return folded("At most so much may be done with an approval as an envelope", pieces, ["app", "apps"]);
}

/** A plan of which something could not be proved: said before everything else. */
export function disprovedSection(proof: readonly Statement[] | null, quoting: Quoting): readonly Section[] {
  const failing = (proof ?? []).filter(({ holds }) => !holds);
  if (failing.length === 0) return [];
  const pieces = failing.flatMap(({ claim, counterexamples }) => [
    { text: () => `- NOT SO: ${quoting.sentence(claim)}\n`, weight: 1 },
    ...counterexamples.map((example) => ({ text: () => `  - ${quoting.sentence(example)}\n`, weight: 0 })),
  ]);
  const head = `### PROOF OF REACH FAILED: ${count(failing.length, "statement does", "statements do")} not hold\n\n`;
  return [{ head, pieces, foot: "", things: ["statement", "statements"] }];
}

/** What was proved of the plan apart from the planner. */
export function provedSection(proof: readonly Statement[] | null, quoting: Quoting): readonly Section[] {
  const holding = (proof ?? []).filter(({ holds }) => holds);
  const pieces = holding.map(({ claim }) => ({ text: () => `- ${quoting.sentence(claim)}\n`, weight: 1 }));
  return folded(`Proof of reach, computed apart from the plan: ${count(holding.length, "statement")}`, pieces, [
    "statement",
    "statements",
  ]);
}
