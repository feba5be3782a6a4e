import { certaintyOf } from "../../plan-file/summary.ts";
import { certaintyLine } from "../facts/knowledge.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PlanException } from "../../model/exception.ts";
import type { Plan, Result } from "../../model/plan.ts";
import type { ReportHeader } from "../../plan-file/document.ts";
import { howItStands } from "../facts/exceptions.ts";
import { figuresOf, type PlanFigures } from "../facts/figures.ts";
import { type People, type PeopleInText, peopleInText, SOMEBODY } from "../facts/people.ts";
import { count, place } from "../facts/wording.ts";
import { appsSection, consentSection } from "./apps.ts";
import { code, data, html, type Html, SENTENCE_LENGTH } from "./html.ts";
import type { PassSummary } from "./passes.ts";
import { unreadSection } from "./readings.ts";
import { rolloutsSection } from "./rollouts.ts";
import { trendSection } from "./trend.ts";
import { rowsSection, waitingSection } from "./waiting.ts";

/**
 * A plan with what a page says of it, whenever it is shown: counted and written once, since a plan may have a million
 * rows. Holds the plan itself, and besides only what the page shows.
 */
export interface PreparedPlan {
  readonly plan: Plan | Result;
  readonly header: ReportHeader;
  /** When the plan, or what was done about it, was known. Milliseconds since the epoch. */
  readonly madeAtMs: number;
  readonly figures: PlanFigures;
  readonly waiting: Html;
  readonly apps: Html;
  readonly consent: Html;
  /** Null: all targets were read. */
  readonly unread: Html | null;
  /** Null: people are only counted, or nothing waits. */
  readonly rows: Html | null;
  /** Null: no app has a rollout. */
  readonly rollouts: Html | null;
  /** Null: no store keeps two looks. */
  readonly trend: Html | null;
  /** How sure it is; null where nobody tells of changes. */
  readonly certainty: string | null;
  /** Null: the desired state has no exceptions. */
  readonly exceptions: Html | null;
  /** Null: the desired state has no warnings. */
  readonly warnings: Html | null;
}

/**
 * Counts and writes what a page says of a plan.
 * @param applies false: whoever made it never changes anything
 */
export function preparePlan(
  plan: Plan | Result,
  header: ReportHeader,
  diagnostics: readonly Diagnostic[],
  madeAtMs: number,
  people: People,
  applies: boolean,
): PreparedPlan {
  const figures = figuresOf(plan, { policySuspended: header.limits.suspended, applies });
  const inText = peopleInText(plan.rows, people);
  const quote = quoteOf(inText);
  return {
    plan,
    header,
    madeAtMs,
    figures,
    waiting: waitingSection(figures, quote),
    apps: appsSection(figures, header.definitions ?? []),
    consent: consentSection(figures),
    unread: unreadSection(figures.judgement.targets, (name) => inText.called(name) ?? SOMEBODY, quote),
    rows: rowsSection(figures, plan, people, quote),
    rollouts: rolloutsSection(plan.rollouts ?? [], { nowMs: madeAtMs, timeZone: header.limits.timeZone }, quote),
    trend: trendSection(header.trend ?? []),
    certainty: certaintyLine(certaintyOf(plan, header)),
    exceptions: exceptionsSection(plan.exceptions ?? [], quote),
    warnings: warningsSection(diagnostics, quote),
  };
}

/** Sentences about people as a page may show them. */
export function quoteOf(inText: PeopleInText): (text: string) => string {
  return (text) => inText.without(text, SENTENCE_LENGTH);
}

/** How many warnings are shown. */
const SHOWN = 20;

function exceptionsSection(exceptions: readonly PlanException[], quote: (text: string) => string): Html | null {
  if (exceptions.length === 0) return null;
  const lines = exceptions.map((exception) => {
    const { app, owner, reason, source } = exception;
    const whose = `owner ${owner}: ${reason}`;
    return html`<li>${code(quote(place(source)))}: ${data(quote(app), SENTENCE_LENGTH)}, ${howItStands(exception).standing}<br><span class="quiet">${data(quote(whose), SENTENCE_LENGTH)}</span></li>\n`;
  });
  return html`<section id="exceptions" aria-labelledby="exceptions-title"><h2 id="exceptions-title">Exceptions</h2>
<ul>
${lines}</ul>
</section>
`;
}

function warningsSection(diagnostics: readonly Diagnostic[], quote: (text: string) => string): Html | null {
  if (diagnostics.length === 0) return null;
  const lines = diagnostics.slice(0, SHOWN).map(({ message, hint, file, line, column }) => {
    const where = file === null ? null : html`${code(quote(place({ file, line: line ?? 1, column: column ?? 1 })))}: `;
    const todo = hint === null ? null : html`<br><span class="quiet">${data(quote(hint), SENTENCE_LENGTH)}</span>`;
    return html`<li>${where}${data(quote(message), SENTENCE_LENGTH)}${todo}</li>\n`;
  });
  const left = diagnostics.length - lines.length;
  return html`<section id="warnings" aria-labelledby="warnings-title"><h2 id="warnings-title">Warnings about the desired state</h2>
<ul>
${lines}</ul>
${left > 0 ? html`<p class="quiet">Left out: ${count(left, "warning")}.</p>` : null}</section>
`;
}

/** Everything that one showing of the page is made from. */
export interface StatusView {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Of TrueUp. */
  readonly version: string;
  /** The last plan that could be made; null: there was none yet. */
  readonly planned: PreparedPlan | null;
  /** What follows the desired state; null: nothing does, the page is a report of one look. */
  readonly watching: Watching | null;
  readonly people: People;
}

/** A controller as the page shows it. */
export interface Watching {
  /** False: drift is only reported. */
  readonly corrects: boolean;
  /** Where the desired state is followed. */
  readonly source: string;
  /** A cron expression with its zone; null: no pass by the clock. */
  readonly schedule: string | null;
  /** The newest first. */
  readonly passes: readonly PassSummary[];
  /** What is going on, and whether it is stuck, in one line. */
  readonly now: string;
  /** Why nothing is changed now; null: changes are made, or never were to be. */
  readonly suspended: string | null;
  /** What somebody froze in the store, and why; null: nothing. */
  readonly frozen: string | null;
  /** Why the newest desired state is not in use; null while it is. */
  readonly sourceProblem: string | null;
  /** Why what passes see and do cannot be kept; null when it can. */
  readonly storeTrouble: string | null;
  /** Why some changes are not told. */
  readonly unheard: string | null;
}
