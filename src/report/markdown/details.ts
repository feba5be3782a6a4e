import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PlanApp, PlanRow, ResultRow } from "../../model/plan.ts";
import { DRIFT_FACTS, REASONS } from "../../model/reasons.ts";
import type { PlanDocument } from "../../plan-file/document.ts";
import type { Statement } from "../../proof/prove.ts";
import { changeKey, type Group, groupRows, tally } from "../facts/groups.ts";
import { count, number } from "../facts/wording.ts";
import { appTitle, permissionList, versionAfter, versionBefore } from "./changes.ts";
import { folded, type Section, tablePieces } from "./layout.ts";
import { code, type Quoting, tableHead, tableRow } from "./quoting.ts";

/** What is wrong or odd about the desired state or the run: errors first. */
export function diagnosticsSection(diagnostics: readonly Diagnostic[], quoting: Quoting): readonly Section[] {
  if (diagnostics.length === 0) return [];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const title = [
    ...(errors.length > 0 ? [count(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [count(warnings.length, "warning")] : []),
  ].join(", ");
  return [
    {
      head: `### Desired state and run: ${title}\n\n`,
      pieces: tablePieces(
        tableHead(["", "where", "what", "what to do"]),
        [...errors, ...warnings],
        ({ severity, file, line, message, hint }) =>
          tableRow([
            severity,
            file === null ? "–" : code(line === null ? file : `${file}:${line}`),
            quoting.sentence(message),
            hint === null ? "–" : quoting.sentence(hint),
          ]),
        () => 1,
      ),
      foot: "",
      things: ["diagnostic", "diagnostics"],
    },
  ];
}

/** A row, or one with the outcome it came to. */
type AnyRow = PlanRow & Partial<Pick<ResultRow, "outcome">>;

/**
 * Whom each line of the tables concerns, the first ten of each. Where people are only counted it is about the writes that
 * a support case would name, and left out where there are none.
 */
export function peopleSection(rows: readonly AnyRow[], apps: readonly PlanApp[], quoting: Quoting): readonly Section[] {
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

function whatOf(row: AnyRow, app: PlanApp | null): string {
  const ended = row.outcome === undefined || row.outcome === null ? "" : ` ${row.outcome.status}`;
  const reason = row.reason === null ? "" : ` (${row.reason})`;
  if (row.action === null) return `${row.verdict}${reason}`;
  const step = `${row.action}, ${versionBefore(row)} → ${versionAfter(row, app)}`;
  return `${row.verdict === "held" ? `held${reason} ` : ""}${step}${ended}`;
}

function membersText(group: Group<AnyRow>, quoting: Quoting): string {
  const shown = group.shown.map((row) => {
    const request = requestId(row);
    const said = [quoting.person(row.user), request === null ? null : `request id ${code(request)}`];
    return said.filter((part) => part !== null).join(" ");
  });
  const more = group.count - shown.length;
  return `${shown.filter((part) => part !== "").join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function requestId(row: AnyRow): string | null {
  return row.outcome?.requestId ?? null;
}

/** Rows with nothing to do, by the reason; and what differs about them all the same. */
export function settledSection(rows: readonly PlanRow[]): readonly Section[] {
  const settled = rows.filter((row) => row.verdict === "nothing");
  const reasons = tally(
    settled.map((row) => (row.reason === null ? "no reason was given" : REASONS[row.reason].sentence)),
  );
  const differences = tally(
    settled.flatMap((row) => row.drift.map((fact) => `${code(row.app)}: ${DRIFT_FACTS[fact].sentence}`)),
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
  const pieces = tablePieces(
    tableHead(["app", "offered", "requires", "required, but nobody approved", "approved, but not required"]),
    apps,
    (app) =>
      tableRow([
        `${appTitle(app.name, app)}${app.suspended ? ", suspended in the desired state" : ""}`,
        app.offered === null ? "no version known" : code(app.offered.version),
        listOr(app.offered?.permissions ?? null, "nothing"),
        listOr(app.lacking, "–"),
        listOr(app.unused, "–"),
      ]),
    () => 1,
  );
  return folded(`Apps: what ${apps.length === 1 ? "it requires" : "they require"} and what is approved`, pieces, [
    "app",
    "apps",
  ]);
}

function listOr(permissions: PlanApp["lacking"], none: string): string {
  if (permissions === null) return "not known";
  return permissions.length === 0 ? none : permissionList(permissions);
}

/** What an approval of the plan allows when it is taken as bounds. */
export function envelopeSection({ envelope }: PlanDocument): readonly Section[] {
  const pieces = tablePieces(
    tableHead(["app", "installs", "upgrades", "uninstalls"], ["installs", "upgrades", "uninstalls"]),
    envelope.apps,
    ({ app, install, upgrade, uninstall }) =>
      tableRow([code(app), number(install), number(upgrade), number(uninstall)]),
    () => 1,
  );
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
