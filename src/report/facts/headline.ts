import type { PlanRow } from "../../model/plan.ts";
import type { DriftFact, State } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { BaseReview, DriftDocument, PlanDocument, ResultDocument, Scope } from "../../plan-file/document.ts";
import type { ResultSummary, Summary } from "../../plan-file/summary.ts";
import { isWorse, type Judgement, judgeRow, type Mover, type Setting } from "../../plan/convergence.ts";
import { CONSENT_FACTS } from "./consent.ts";
import { changeText } from "./difference.ts";
import { certaintyLine } from "./knowledge.ts";
import { count, duration, MOVES, number } from "./wording.ts";
import { rowsOf } from "./row-state.ts";

/** A report about a tenant. */
export type TenantReport = PlanDocument | DriftDocument | ResultDocument;

/** `700 rows, 612 users, 3 apps`: what the report is about. */
export function lookedAt(summary: Summary, scope: Scope): string {
  return `${count(summary.rows, "row")}, ${count(scope.users, "user")}, ${count(scope.apps, "app")}`;
}

/**
 * Where what is known of people comes from, in pieces of one sentence; none where everybody was read now. The age is that
 * at the beginning of this run.
 */
export function readings({ observations, createdAt }: TenantReport): readonly string[] {
  const { now, remembered, notReadYet, oldestAt } = observations;
  if (remembered === 0 && notReadYet === 0) return [];
  const rows = now + remembered + notReadYet;
  const share = Math.floor(((now + remembered) / rows) * 100);
  const oldest =
    oldestAt === null ? "" : `, the oldest ${duration((Date.parse(createdAt) - Date.parse(oldestAt)) / 1000)} old`;
  return [
    `what people have: read now for ${count(now, "row")},`,
    `known from earlier runs for ${number(remembered)}${remembered === 0 ? "" : oldest},`,
    `not read yet for ${number(notReadYet)}`,
    ...(notReadYet === 0 ? [] : [`(${share}% can be decided)`]),
  ];
}

/** Why there is no row at all: nobody is assigned, or the filters leave nobody. */
export function whyNoRows(totalRows: number): string {
  return totalRows > 0 ? "no row passes the filters" : "no assignment reaches anybody";
}

/** The first line of a report. */
export interface Headline {
  readonly state: State;
  /** Begins in lower case, but for what must not be overlooked. */
  readonly text: string;
}

/** What a report comes to. Text, Markdown and whoever else writes it say the same. */
export function headlineOf(document: TenantReport): Headline {
  const { judgement, scope } = document;
  return { state: judgement.state, text: phrase(document, whyNoRows(scope.totalRows)) };
}

function phrase(document: TenantReport, whyNone: string): string {
  switch (document.kind) {
    case "plan":
      return planPhrase(document, whyNone);
    case "drift":
      return driftPhrase(document, whyNone);
    case "result":
      return resultPhrase(document, whyNone);
  }
}

function planPhrase({ summary, judgement, base }: PlanDocument, whyNone: string): string {
  if (base === null) {
    if (judgement.state === "as-desired") return asDesired(judgement, whyNone, "in sync, nothing to change");
    return listed([
      summary.act === 0 ? "nothing to change now" : changeCounts(summary, judgement),
      ...planLeft(judgement),
    ]);
  }
  return `${changeText(base)}; apart from it: ${apartText(base, judgement)}`;
}

/** `126 to change, 4 open, 40 as desired`: how the plan stands beside what a change alters. */
export function apartText({ difference: { anyway } }: BaseReview, judgement: Judgement): string {
  const drift = anyway === 0 ? "nothing to change" : `${number(anyway)} to change`;
  return listed([drift, ...planLeft(judgement)]);
}

function planLeft(judgement: Judgement): readonly string[] {
  const { rows, toChange } = judgement;
  return [...leftParts(judgement, rows.differs - toChange, rows.open), ...asDesiredPart(judgement)];
}

/** `12 rows: 3 to change (3 upgrade), 9 as desired`: a plan, or what came of it, in counts. */
export function inCounts(summary: Summary | ResultSummary, judgement: Judgement): string {
  const parts =
    "applied" in summary
      ? resultCounts(summary, judgement)
      : [...(summary.act > 0 ? [changeCounts(summary, judgement)] : []), ...planLeft(judgement)];
  return `${count(summary.rows, "row")}: ${parts.length === 0 ? "nothing to do" : listed(parts)}`;
}

function driftPhrase({ rows, judgement }: DriftDocument, whyNone: string): string {
  const { state, setting } = judgement;
  if (state === "as-desired") return asDesired(judgement, whyNone, "no drift");
  const known = rows.filter(
    (row) => isWorse(judgeRow(row, setting).state, "as-desired") && row.drift.some((fact) => fact !== "unknown"),
  );
  const openElse = judgement.rows.open - known.filter((row) => judgeRow(row, setting).state === "open").length;
  const left = leftParts(judgement, 0, openElse);
  if (known.length === 0) return `${isWorse(state, "waiting") ? "none found, but" : "no drift,"} ${listed(left)}`;
  const facts = [...VERSION_FACTS, ...CONSENT_FACTS].flatMap((fact) => factCount(known, fact)).join(", ");
  const differing = `${count(known.length, "row differs", "rows differ")} (${facts})`;
  return `${DRIFT_LEADS[state]}${listed([differing, ...left])}`;
}

/** What drift comes to that is known and that nobody has to act on. */
const DRIFT_LEADS: Readonly<Record<State, string>> = {
  "as-desired": "",
  "held-as-meant": "as meant: ",
  waiting: "on plan: ",
  differs: "",
  open: "",
  unknown: "",
};

function resultPhrase({ summary, judgement }: ResultDocument, whyNone: string): string {
  const lead = RESULT_LEADS[judgement.state];
  if (summary.rows === 0 && judgement.state === "as-desired") return `${lead}: nothing is managed, as ${whyNone}`;
  return `${lead}: ${listed(resultCounts(summary, judgement))}`;
}

function resultCounts(summary: ResultSummary, judgement: Judgement): readonly string[] {
  const { applied, alreadyDone } = summary;
  const done = [...part(applied, "applied"), ...part(alreadyDone, "already done")];
  const left = resultLeft(summary, judgement);
  const rest = part(judgement.rows["as-desired"] - applied - alreadyDone, "as desired");
  return judgement.state === "waiting" ? [...left, ...done, ...rest] : [...done, ...left, ...rest];
}

function resultLeft(summary: ResultSummary, judgement: Judgement): readonly string[] {
  const { rows, toChange } = judgement;
  return [...unfinishedParts(summary), ...leftParts(judgement, rows.differs, rows.open - toChange)];
}

/** The last line of a result: it agrees with the first. */
export function resultClosing({ summary, judgement }: ResultDocument): string {
  const { state } = judgement;
  const done =
    summary.act > 0 ? "everything that was to be done is done, and was read back" : "there was nothing to do";
  return `${RESULT_LEADS[state]}: ${isWorse(state, "held-as-meant") ? listed(resultLeft(summary, { ...judgement, rows: { ...judgement.rows, "held-as-meant": 0 } })) : done}`;
}

/** What a result is called. It is never "converged" while anything differs. */
const RESULT_LEADS: Readonly<Record<State, string>> = {
  "as-desired": "converged",
  "held-as-meant": "converged",
  waiting: "on plan",
  differs: "done, but NOT as desired",
  open: "NOT converged",
  unknown: "NOT converged",
};

function asDesired({ rows, consentUnread }: Judgement, whyNone: string, all: string): string {
  if (rows["as-desired"] === 0) return `nothing is managed, as ${whyNone}`;
  return consentUnread === 0 ? all : `${all}, but consent was not read for ${count(consentUnread, "row")}`;
}

function asDesiredPart({ rows, consentUnread }: Judgement): readonly string[] {
  return [
    ...part(rows["as-desired"], "as desired"),
    ...(consentUnread === 0 ? [] : [`consent not read for ${number(consentUnread)} of these`]),
  ];
}

/**
 * What is not as desired, the gravest last, in counts.
 * @param differing rows that differ and are not named otherwise
 * @param open rows that are open and are not named otherwise
 */
function leftParts({ rows, apps, targets, next }: Judgement, differing: number, open: number): readonly string[] {
  return [
    ...(rows.waiting > 0 ? [count(rows.waiting, "row waits", "rows wait")] : []),
    ...(next === null ? [] : [`next pass that can act ${next.text}`]),
    ...part(rows["held-as-meant"], "held as meant"),
    ...part(differing, differing === 1 ? "differs" : "differ"),
    ...part(open, "open"),
    ...part(rows.unknown, "not known"),
    ...(apps.length > 0 ? [`${count(apps.length, "app")} not told by the catalog`] : []),
    ...(targets.length > 0 ? [`${count(targets.length, "target")} not read`] : []),
  ];
}

function listed(parts: readonly string[]): string {
  return parts.join(", ");
}

function part(amount: number, what: string): readonly string[] {
  return amount > 0 ? [`${number(amount)} ${what}`] : [];
}

function changeCounts({ act, upgrade, install, uninstall, replace, reinstall }: Summary, { due }: Judgement): string {
  const kinds = [
    ...part(upgrade, "upgrade"),
    ...part(install, "install"),
    ...part(uninstall, "uninstall"),
    ...part(replace, "replace"),
    ...part(reinstall, "reinstall"),
  ];
  return `${number(act)} to change (${kinds.join(", ")})${due > act ? ` of ${number(due)} due in all` : ""}`;
}

/** Drift of versions, the most common first. */
export const VERSION_FACTS: readonly DriftFact[] = ["outdated", "missing", "unwanted", "ahead", "denied-version"];

/** Rows whose version differs, under what heads them: what is newer than the catalog offers may be as desired. */
export function versionParts(
  rows: Rows<PlanRow>,
  setting: Setting,
): readonly (readonly [title: string, rows: Rows<PlanRow>])[] {
  const [fine, differing] = [true, false].map((isFine) =>
    rows.filter((row) => (judgeRow(row, setting).state === "as-desired") === isFine),
  );
  return [
    ["Differs from the desired state", differing ?? []],
    ["As desired all the same", fine ?? []],
  ];
}

function factCount(rows: Rows<PlanRow>, fact: DriftFact): readonly string[] {
  return part(rows.filter((row) => row.drift.includes(fact)).length, fact);
}

/** A drift report leaves rows without drift out, blocked ones among them; it says so, and that it changes nothing. */
export function* driftClosing({ rows, summary, certainty }: DriftDocument): Generator<string> {
  const others = summary.blocked - rowsOf(rows, "blocked").length;
  if (others > 0) {
    yield `${count(others, "more row is", "more rows are")} blocked, without drift that is known: trueup plan says why`;
  }
  yield "This is a report: nothing has been changed";
  const sure = certaintyLine(certainty);
  if (sure !== null) yield sure;
}

/** `3 failed, 1 not tried`: what did not end as planned, one part each. */
function unfinishedParts({ failed, unverified, notTried }: ResultSummary): readonly string[] {
  return [...part(failed, "failed"), ...part(unverified, "not verified"), ...part(notTried, "not tried")];
}

/** Who has to act, and for how many rows, apps and targets, the most frequent first. */
export function movesText(moves: ReadonlyMap<Mover, number>): readonly string[] {
  return [...moves]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([move, n]) => `${MOVES[move]} (${number(n)})`);
}

/** The same, of these movers. */
export function countMoves(moves: readonly Mover[]): readonly string[] {
  const counts = new Map<Mover, number>();
  for (const move of moves) counts.set(move, (counts.get(move) ?? 0) + 1);
  return movesText(counts);
}
