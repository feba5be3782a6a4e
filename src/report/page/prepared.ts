import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Plan, Result } from "../../model/plan.ts";
import type { ReportHeader } from "../document.ts";
import { type PeopleInText, peopleInText, SOMEBODY } from "../people-in-text.ts";
import type { People } from "../pseudonyms.ts";
import { place } from "../text/wording.ts";
import { counted } from "./amounts.ts";
import { appsSection } from "./apps.ts";
import { consentSection } from "./consent.ts";
import { figuresOf, type PlanFigures } from "./figures.ts";
import { code, data, html, type Html, SENTENCE_LENGTH } from "./html.ts";
import { unreadSection } from "./readings.ts";
import { rowsSection } from "./row-table.ts";
import { waitingSection } from "./waiting.ts";

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
  /** Null: the desired state has no warnings. */
  readonly warnings: Html | null;
}

/** Counts and writes what a page says of a plan. */
export function preparePlan(
  plan: Plan | Result,
  header: ReportHeader,
  diagnostics: readonly Diagnostic[],
  madeAtMs: number,
  people: People,
): PreparedPlan {
  const { suspended } = header.limits;
  const figures = figuresOf(plan, suspended);
  const inText = peopleInText(plan.rows, people);
  const quote = quoteOf(inText);
  return {
    plan,
    header,
    madeAtMs,
    figures,
    waiting: waitingSection(figures, plan.targets, quote),
    apps: appsSection(figures),
    consent: consentSection(figures),
    unread: unreadSection(plan.targets, (name) => inText.called(name) ?? SOMEBODY, quote),
    rows: rowsSection(figures, plan.apps, suspended, people, quote),
    warnings: warningsSection(diagnostics, quote),
  };
}

/** Sentences about people as a page may show them. */
export function quoteOf(inText: PeopleInText): (text: string) => string {
  return (text) => inText.without(text, SENTENCE_LENGTH);
}

/** How many warnings are shown. */
const SHOWN = 20;

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
${left > 0 ? html`<p class="quiet">Left out: ${counted(left, "warning")}.</p>` : null}</section>
`;
}
