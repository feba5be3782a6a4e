import type { DriftDocument, PlanDocument, ResultDocument } from "../plan-file/document.ts";
import type { Rates } from "./facts/cost.ts";
import { nextCommand } from "./facts/next-command.ts";
import { driftSections } from "./text/drift.ts";
import { setLine, type Style, styleFor, USUAL_COLUMNS } from "./text/layout.ts";
import { planSections } from "./text/plan.ts";
import { resultSections } from "./text/result.ts";
import { summarySections } from "./text/summary.ts";

/** What the text looks like. */
interface TextOptions {
  /** True: with colour codes for a terminal. False: none at all. */
  readonly color: boolean;
  /** How wide the terminal is; null or left out: there is none, or it does not tell. */
  readonly columns?: number | null;
  /** True: the verdict, what cannot be missed, and a line for each app. */
  readonly summary?: boolean;
  /** True: the last line is the command that somebody would run next. */
  readonly leadsOn?: boolean;
  /** For the bill of a plan; null: no bill. */
  readonly rates: Rates | null;
}

/**
 * A plan, drift report or result for people at a terminal, line by line; each piece ends with a line break. The first
 * line says what was looked at and the verdict. Names of people are shown. Nothing that came from the tenant or from
 * files can hold a control character.
 */
export function* renderText(
  document: PlanDocument | DriftDocument | ResultDocument,
  options: TextOptions,
): Generator<string> {
  let separator = "";
  // Without a terminal the first line stays whole, since programs look for it.
  let columns = options.columns ?? Number.POSITIVE_INFINITY;
  for (const section of sectionsOf(document, styleFor(options.color, rowsTold(document)), options)) {
    for (const line of section) {
      for (const shown of setLine(line, columns)) {
        yield `${separator}${shown}\n`;
        separator = "";
      }
      columns = options.columns ?? USUAL_COLUMNS;
    }
    separator = "\n";
  }
  const next = options.leadsOn === true ? nextCommand(document) : null;
  if (next !== null) yield `Next: ${next}\n`;
}

function rowsTold({ summary }: PlanDocument | DriftDocument | ResultDocument): number {
  return summary.rows - summary.nothing;
}

function sectionsOf(
  document: PlanDocument | DriftDocument | ResultDocument,
  style: Style,
  { rates, summary = false }: TextOptions,
): Iterable<Iterable<string>> {
  if (summary) return summarySections(document, style);
  switch (document.kind) {
    case "plan":
      return planSections(document, style, rates);
    case "drift":
      return driftSections(document, style);
    case "result":
      return resultSections(document, style);
  }
}
