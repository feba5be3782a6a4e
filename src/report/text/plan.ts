import { rowsOf, why } from "../facts/row-state.ts";
import type { Permission } from "../../model/permission.ts";
import { permissionWords } from "../../model/permission-words.ts";
import type { PlanApp, PlanRow } from "../../model/plan.ts";
import { planRows } from "../../model/plan-rows.ts";
import { DRIFT_FACTS } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { PlanDocument } from "../../plan-file/document.ts";
import type { Summary } from "../../plan-file/summary.ts";
import type { Statement } from "../../proof/prove.ts";
import { judgeRow } from "../../plan/convergence.ts";
import { type Grant, grantsOf, overApps } from "../facts/consent.ts";
import { costLines, irreversibleLines, type Rates } from "../facts/cost.ts";
import { baseName, differenceLines } from "../facts/difference.ts";
import { tally } from "../facts/groups.ts";
import { headlineOf } from "../facts/headline.ts";
import { printable } from "../facts/printable.ts";
import { tellingOf } from "../facts/rollouts.ts";
import { count, identityText, number, permissionText } from "../facts/wording.ts";
import { changesSection } from "./changes.ts";
import { exceptionsSection } from "./exceptions.ts";
import { headingSection } from "./heading.ts";
import { type Style, wrap, wrapList } from "./layout.ts";
import { perAppSection } from "./per-app.ts";
import { rolloutsSection } from "./rollouts.ts";
import { blockedSection, heldSection, targetsSection, untoldAppsSection } from "./not-acting.ts";

/**
 * What the change alters, apart from drift that is there anyway: first of all, when a plan was compared with a base. To whom
 * consent goes and which is sent comes before guards, and these before people.
 */
export function* reviewSections(document: PlanDocument, style: Style): Generator<Iterable<string>> {
  const { base } = document;
  if (base === null) return yield consentSection(document, style);
  const { identity, consent, guards, people } = differenceLines(base);
  yield titled(`What this change alters, compared with ${printable(baseName(base))}`, [...identity, ...consent], style);
  yield consentSection(document, style);
  if (guards.length > 0) yield titled("Guards that this change alters", guards, style);
  yield titled("Whom this change touches", people, style);
}

function* titled(title: string, lines: readonly string[], style: Style): Generator<string> {
  yield style.title(title);
  for (const line of lines) yield* wrap("  ", printable(line));
  if (lines.length === 0) yield "  no identity, and no permission that is approved";
}

/**
 * What is granted to whom that may be new: one line for each app and permission, so that it cannot be missed among the
 * changes. Where the consent in force is not known the permission counts as possibly new, never as old.
 */
function* consentSection({ rows, base }: PlanDocument, style: Style): Generator<string> {
  const acting = rowsOf(rows, "act");
  if (acting.length === 0) return;
  const grants = grantsOf(acting, base?.difference.because ?? null);
  const perhapsNew = grants.filter((grant) => grant.fresh + grant.unsure > 0);
  if (grants.length === 0) {
    yield "No consent is sent with any change";
  } else if (perhapsNew.length === 0) {
    yield "No new consent: every permission that is sent is in force already";
  } else {
    yield style.caution("NEW CONSENT, approved in the desired state: apps do not have it yet, or may not have it");
    for (const grant of perhapsNew.length > style.shown.groups ? overApps(perhapsNew) : perhapsNew) {
      yield style.caution(`  ${printable(grant.app)}: ${permissionText(grant.permission)}`);
      yield* wrap("    ", permissionWords(grant.permission));
      yield* wrap("    ", whom(grant));
    }
  }
}

function whom({ fresh, unsure, inForce, byChange }: Grant): string {
  const parts = [
    ...(fresh > 0 ? [`new for ${count(fresh, "user")}`] : []),
    ...(unsure > 0 ? [`perhaps new for ${count(unsure, "user")}, whose consent in force is not known`] : []),
    ...(byChange === null
      ? []
      : [`${byChange === 0 ? "for nobody" : `for ${number(byChange)} of these`} because of this change`]),
    ...(inForce > 0 ? [`in force already for ${count(inForce, "user")}`] : []),
  ];
  return parts.join("; ");
}

/** Rows with nothing to do, by the reason; and what differs about them all the same. */
function* settledSection({ rows, judgement: { setting } }: PlanDocument, style: Style): Generator<string> {
  const settled = rowsOf(rows, "nothing");
  if (settled.length === 0) return;
  yield style.title(`Nothing to do: ${count(settled.length, "row")}`);
  const reasons = settled.kinds().map(([row, amount]) => [why(row), amount] as const);
  for (const [sentence, amount] of tally(reasons)) yield `  ${number(amount)}: ${sentence}`;
  const differing = settled.kinds().filter(([row]) => judgeRow(row, setting).state === "differs");
  const differences = differing.flatMap(([row, amount]) =>
    row.drift.map((fact) => [`${printable(row.app)}, ${DRIFT_FACTS[fact].sentence}`, amount] as const),
  );
  for (const [difference, amount] of tally(differences)) {
    yield* wrap("  ", `${count(amount, "row differs", "rows differ")} all the same: ${difference}`);
  }
}

/** The apps about which there is something to say, with what they require against what is approved. */
function* appsSection(apps: readonly PlanApp[], rows: Rows<PlanRow>, style: Style): Generator<string> {
  const busy = new Set(
    rowsOf(rows, "act", "held", "blocked")
      .kinds()
      .map(([{ app }]) => app),
  );
  const filtered = new Set(
    planRows(rows)
      .kinds()
      .map(([{ app }]) => app),
  );
  const isBrief = style.shown.people === 0;
  const shown = apps.filter((app) =>
    isNoteworthy(app) ? busy.has(app.name) || filtered.has(app.name) : busy.has(app.name) && !isBrief,
  );
  if (shown.length === 0) return;
  yield style.title("Apps");
  for (const app of shown.slice(0, style.shown.groups)) {
    yield* wrap("  ", appText(app));
    yield* permissionLines(app, style);
  }
  if (shown.length > style.shown.groups) yield `  and ${count(shown.length - style.shown.groups, "other app")}`;
}

function isNoteworthy({ lacking, unused }: PlanApp): boolean {
  return lacking === null || unused === null || lacking.length + unused.length > 0;
}

function appText(app: PlanApp): string {
  const called = app.displayName === null ? "" : ` "${printable(app.displayName).replaceAll('"', "'")}"`;
  const offer =
    app.offered === null ? "no version known to be offered" : `the catalog offers ${printable(app.offered.version)}`;
  const suspended = app.suspended ? "; suspended in the desired state" : "";
  return `${printable(app.name)}${called}: ${offer}${suspended}`;
}

function* permissionLines(app: PlanApp, style: Style): Generator<string> {
  const required = app.offered?.permissions ?? null;
  if (required === null) yield style.caution("    requires: not known, so nothing is installed or upgraded");
  else yield* permissions("requires:", required);
  if (app.offered !== null)
    yield* wrap("    ", `consent goes to: ${printable(identityText(app.offered.identity))}${pinText(app)}`);
  for (const line of permissions("REQUIRED, BUT NOBODY APPROVED:", app.lacking ?? [])) yield style.bad(line);
  if (app.unused !== null && app.unused.length > 0) {
    yield* permissions("approved, but not required (can be taken off the list):", app.unused);
  }
}

function pinText({ clientAppId, offered }: PlanApp): string {
  if (clientAppId === null) return "";
  const isAsPinned = offered?.identity.state === "known" && offered.identity.clientAppId === clientAppId;
  return isAsPinned ? ", as git pins it" : `; git pins ${clientAppId}`;
}

function* permissions(lead: string, list: readonly Permission[]): Generator<string> {
  if (list.length > 0) yield* wrapList("    ", lead, list.map(permissionText));
}

/**
 * What `apply` does that nobody can take back. Graph's upgrade goes to the latest version and knows no way back
 * (https://learn.microsoft.com/graph/api/userteamwork-teamsappinstallation-upgrade).
 */
function* irreversibleSection(summary: Summary, rows: Rows<PlanRow>, style: Style): Generator<string> {
  const lines = irreversibleLines(summary, rows);
  if (lines.length === 0) return;
  yield style.caution("Cannot be undone");
  for (const line of lines) yield* wrap("  ", line);
}

/** The bill: requests made for the plan, and at least how many and how long it takes to carry it out. */
function* costSection(document: PlanDocument, rates: Rates, style: Style): Generator<string> {
  yield style.title("Cost");
  for (const line of costLines(document, rates)) yield* wrap("  ", line);
}

/** What was proved of the plan by separate code, and what contradicts it where something does. */
export function* proofSection(statements: readonly Statement[], style: Style): Generator<string> {
  const holds = statements.every((statement) => statement.holds);
  yield holds ? style.good("Proof of reach, computed apart from the plan") : style.bad("PROOF OF REACH FAILED");
  for (const { claim, holds: isSo, counterexamples } of statements) {
    yield* wrap("  ", `${isSo ? "" : "NOT SO: "}${printable(claim)}`);
    for (const counterexample of counterexamples) yield* wrap("    ", printable(counterexample));
  }
}

/** The sections of a plan for people, in the order of what they must not miss. */
export function* planSections(document: PlanDocument, style: Style, rates: Rates | null): Generator<Iterable<string>> {
  const { summary, rows, apps, judgement } = document;
  yield headingSection(document, style);
  yield* reviewSections(document, style);
  yield style.shown.people === 0 ? perAppSection(document, style) : changesSection(rows, apps, style);
  yield rolloutsSection(document.rollouts, tellingOf(document), style);
  yield heldSection(document, style);
  yield blockedSection(document, style);
  yield untoldAppsSection(judgement, style);
  yield exceptionsSection(document.exceptions, style);
  yield targetsSection(judgement, style);
  yield settledSection(document, style);
  yield appsSection(apps, rows, style);
  yield irreversibleSection(summary, rows, style);
  if (rates !== null) yield costSection(document, rates, style);
  if (document.proof !== null) yield proofSection(document.proof, style);
  yield [closing(document), `In all: ${headlineOf(document).text}`];
}

function closing({ summary }: PlanDocument): string {
  return summary.act > 0
    ? "This is a plan: nothing has been changed yet"
    : "This is a plan: nothing has been changed, and applying it would change nothing";
}
