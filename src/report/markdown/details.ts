import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { DRIFT_FACTS, REASONS } from "../../model/reasons.ts";
import type { Statement } from "../../proof/prove.ts";
import type { PlanDocument } from "../document.ts";
import { tally } from "../text/settled.ts";
import { count } from "../text/wording.ts";
import { appTitle, permissionList } from "./changes.ts";
import { code, tableHead, tableRow } from "./inert.ts";
import { folded, type Section, tablePieces } from "./layout.ts";
import type { Quoting } from "./quoting.ts";

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
    ({ app, install, upgrade, uninstall }) => tableRow([code(app), `${install}`, `${upgrade}`, `${uninstall}`]),
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
