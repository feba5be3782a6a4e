import type { SourceLocation } from "../../model/diagnostic.ts";
import type { PlanRow, PlanUser } from "../../model/plan.ts";
import type { Rows } from "../../model/rows.ts";
import { type People, peopleInText, SOMEBODY } from "../facts/people.ts";
import { inert, NAME_LENGTH, SENTENCE_LENGTH } from "../facts/inert.ts";

/**
 * A code span that shows the text, and nothing else that a reader or a program could take for more. In a code span
 * Markdown has no links, HTML, emphasis, mentions, references or emoji; what could end the span or the line is replaced
 * here. It may stand anywhere within a line; within a table the line has to go through {@link tableRow}.
 * @param limit how many characters are shown at most
 */
export function code(text: string, limit = NAME_LENGTH): string {
  const shown = inert(text, limit);
  if (shown === "") return "(empty)";
  if (/^\p{Zs}+$/u.test(shown)) return "(blank)";
  // One blank on each side is taken off by every renderer when there is one on both.
  return shown.startsWith(" ") && shown.endsWith(" ") ? `\` ${shown} \`` : `\`${shown}\``;
}

/** A line of a table. Only a vertical bar can break it, in a code span too, and only a backslash keeps it from that. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
}

/** The first lines of a table: titles of our own, and how columns are set. */
export function tableHead(titles: readonly string[], numbers: readonly string[] = []): string {
  return `${tableRow(titles)}${tableRow(titles.map((title) => (numbers.includes(title) ? "---:" : "---")))}`;
}

/** Addresses for who reads a report elsewhere; all of them may stand in a link of Markdown. */
export interface Links {
  /** The run that made the report; null: nobody knows. */
  readonly run: string | null;
  /** Where the files of the run are, the whole plan among them; null: nobody knows. */
  readonly artifacts: string | null;
  /** A line of a file of the desired state, at the commit that was read; null: nobody knows. */
  readonly file: (source: Pick<SourceLocation, "file" | "line">) => string | null;
}

/** How a report repeats what came with the data. What it gives back is Markdown that shows the data and does nothing. */
export interface Quoting {
  /** A person, by name or pseudonym; null: people are only counted. */
  readonly person: (user: PlanUser) => string | null;
  /** Somebody by a name that was written; who is in the document too appears there and here as the same. */
  readonly personCalled: (name: string) => string;
  /** A line of a file, which leads there where somebody knows how. */
  readonly place: (source: Pick<SourceLocation, "file" | "line">) => string;
  /** A sentence, at most 300 characters of it. People in it appear as {@link Quoting.person} has them. */
  readonly sentence: (text: string) => string;
}

/** Quoting for one document, with people in sentences as {@link peopleInText} finds them. */
export function quotingOf(rows: Rows<PlanRow>, people: People, links: Links | null): Quoting {
  const inText = peopleInText(rows, people);
  return {
    person: (user) => {
      const label = people.label(user);
      return label === null ? null : code(label, NAME_LENGTH);
    },
    personCalled: (name) => {
      const label = inText.called(name);
      return label === null ? SOMEBODY : code(label, NAME_LENGTH);
    },
    place: (source) => {
      const shown = code(`${source.file}:${source.line}`);
      const url = links?.file(source) ?? null;
      return url === null ? shown : `[${shown}](${url})`;
    },
    sentence: (text) => code(inText.without(text, SENTENCE_LENGTH), SENTENCE_LENGTH),
  };
}
