import type { DriftDocument, PlanDocument, ResultDocument } from "../plan-file/document.ts";
import type { Rates } from "./facts/cost.ts";
import type { People } from "./facts/people.ts";
import { SENTENCE_LENGTH } from "./facts/inert.ts";
import { driftSections } from "./markdown/drift.ts";
import { fit, type Section } from "./markdown/layout.ts";
import { planSections } from "./markdown/plan.ts";
import { code, type Links, type Quoting, quotingOf } from "./markdown/quoting.ts";
import { resultSections } from "./markdown/result.ts";

/**
 * A comment on GitHub may have 65,536 characters, so this leaves room for a few lines around it.
 * Source: https://github.com/dead-claudia/github-limits
 */
export const MARKDOWN_LIMIT = 60_000;

/** A marker that is longer could take the room of what people have to see. */
const MARKER_LENGTH = 200;

/** What the Markdown shows. */
export interface MarkdownOptions {
  /** For the bill of a plan; null: no bill. */
  readonly rates: Rates | null;
  readonly people: People;
  /** Where all of it is when it does not fit, for example the file that `--out` names; null: nowhere else. */
  readonly wholeAt: string | null;
  /** Where the run, its files and the desired state can be looked at; left out: nobody knows. */
  readonly links?: Links | null;
  /** For an invisible first line by which a comment is found again, see {@link markerLine}; null: no such line. */
  readonly marker: string | null;
}

/**
 * A plan, drift report or result for a comment on GitHub, GitLab or Azure DevOps, in pieces that each end with a line
 * break. Always shorter than {@link MARKDOWN_LIMIT} characters: what does not fit is left out from the least important on,
 * at the end of a line of a table or a list, and the report says so. Whatever came from the tenant, from files or from
 * services stands in code spans and is nothing but text.
 */
export function* renderMarkdown(
  document: PlanDocument | DriftDocument | ResultDocument,
  { rates, people, wholeAt, links = null, marker }: MarkdownOptions,
): Generator<string> {
  const [heading, ...sections] = sectionsOf(document, rates, quotingOf(document.rows, people, links));
  const first = marker === null ? "" : `${markerLine(marker)}\n`;
  const closing = closingLines(document, people, links);
  const shortened = shortenedLine(document, wholeAt, links?.artifacts ?? null);
  if (heading === undefined) return;
  const room = MARKDOWN_LIMIT - 1 - first.length - heading.head.length - closing.length;
  const whole = fit(sections, room);
  const { texts, cut } = whole.cut ? fit(sections, room - shortened.length) : whole;
  yield `${first}${heading.head}`;
  if (cut) yield shortened;
  yield* texts;
  yield closing;
}

/**
 * The invisible line that marks a text as ours: the same marker always gives the same line, different ones different
 * lines. A marker may be any text that has no lone surrogates and, encoded, at most 200 characters.
 * @throws {RangeError} when it is longer
 * @throws {URIError} when it has a lone surrogate
 */
export function markerLine(marker: string): string {
  // A hyphen after another could end the comment.
  const encoded = encodeURI(marker).replaceAll(/[<>&]/g, encodeURIComponent).replaceAll("--", "-%2D");
  if (encoded.length > MARKER_LENGTH) {
    throw new RangeError(`a marker of ${encoded.length} characters is longer than ${MARKER_LENGTH}`);
  }
  return `<!-- ${encoded} -->\n`;
}

function sectionsOf(
  document: PlanDocument | DriftDocument | ResultDocument,
  rates: Rates | null,
  quoting: Quoting,
): readonly Section[] {
  switch (document.kind) {
    case "plan":
      return planSections(document, rates, quoting);
    case "drift":
      return driftSections(document, quoting);
    case "result":
      return resultSections(document, quoting);
  }
}

function shortenedLine(
  { kind }: PlanDocument | DriftDocument | ResultDocument,
  wholeAt: string | null,
  artifacts: string | null,
): string {
  const report = kind === "drift" ? "drift report" : kind;
  const where =
    wholeAt === null
      ? `\`trueup ${COMMANDS[kind]} --format json\` shows all of it.`
      : `All of it is in ${code(wholeAt, SENTENCE_LENGTH)}${artifacts === null ? "" : `, among [the files of the run](${artifacts})`}.`;
  return `**Shortened:** this ${report} is too long for a comment. Each part says what is left out of it. ${where}\n\n`;
}

const COMMANDS = { plan: "plan", drift: "drift", result: "apply" } as const;

function closingLines(
  document: PlanDocument | DriftDocument | ResultDocument,
  people: People,
  links: Links | null,
): string {
  const lines = [
    ...linkLine(document, links),
    ...(people.named ? [] : ["People appear without their names; `--show-users` shows them."]),
    ...(document.kind === "plan" ? [planClosing(document)] : []),
  ];
  return `${lines.join("\n\n")}\n`;
}

/** Where to read on. */
function linkLine({ kind }: PlanDocument | DriftDocument | ResultDocument, links: Links | null): readonly string[] {
  const { run = null, artifacts = null } = links ?? {};
  const parts = [
    ...(run === null ? [] : [`[the run](${run})`]),
    ...(artifacts === null ? [] : [`[the whole ${kind === "drift" ? "report" : kind}](${artifacts})`]),
  ];
  return parts.length === 0 ? [] : [`Look at ${parts.join(" and ")}.`];
}

function planClosing({ summary }: PlanDocument): string {
  return summary.act > 0
    ? "This is a plan: nothing has been changed yet."
    : "This is a plan: nothing has been changed, and applying it would change nothing.";
}
