import type { CoursePoint, RolloutProgress } from "../../model/rollout.ts";
import {
  calendarText,
  GATE_WORDS,
  rereadsText,
  ringFigure,
  rolloutName,
  rolloutText,
  type Telling,
  whenText,
} from "../facts/rollouts.ts";
import { number } from "../facts/wording.ts";
import { bar, type Column, courseLine, table } from "./elements.ts";
import { data, html, type Html, SENTENCE_LENGTH } from "./html.ts";

/** A line for each rollout, with its rings, the course of those who have it, and what its gates said last. Null: none. */
export function rolloutsSection(
  rollouts: readonly RolloutProgress[],
  telling: Telling,
  quote: (text: string) => string,
): Html | null {
  if (rollouts.length === 0) return null;
  return html`<section id="rollouts" aria-labelledby="rollouts-title"><h2 id="rollouts-title">Rollouts</h2>
${rollouts.map((rollout, index) => rolloutPart(rollout, index, telling, quote))}</section>
`;
}

function rolloutPart(rollout: RolloutProgress, index: number, telling: Telling, quote: (text: string) => string): Html {
  const { rings, gates, course } = rollout;
  const people = rings.reduce((sum, ring) => sum + (ring.people ?? 0), 0);
  const rows = rings.map((ring) => [
    data(ring.name),
    ring.done === null || ring.people === null
      ? ringFigure(null)
      : html`${number(ring.done)} of ${number(ring.people)}${bar([{ amount: ring.done, tone: "good" }], ring.people)}`,
    ring.isOpen ? "open" : ring.earliestAt === null ? "–" : `not before ${whenText(ring.earliestAt, telling)}`,
  ]);
  const asked = gates.map(
    ({ name, verdict, detail }) =>
      html`<li>${data(name)} ${GATE_WORDS[verdict]}: ${data(quote(detail), SENTENCE_LENGTH)}</li>\n`,
  );
  const isDone = rollout.phase === "done";
  const more = [...(isDone ? [] : [calendarText(rollout, telling), ...rollout.warnings]), rereadsText(rollout)]
    .filter((line) => line !== "")
    .map((line) => html`<p class="quiet">${data(quote(line), SENTENCE_LENGTH)}</p>\n`);
  return html`<h3>${data(rolloutName(rollout))}</h3>
<p>${data(quote(rolloutText(rollout, telling)), SENTENCE_LENGTH)}</p>
${more}${courseChart(course, people)}${table(`rollout-table-${index}`, "Rings, in their order", COLUMNS, rows)}
${asked.length === 0 || isDone ? null : html`<ul>${asked}</ul>\n`}`;
}

const COLUMNS: readonly Column[] = [{ title: "Ring" }, { title: "Have it" }, { title: "Opens" }];

/** How many had the version over time, for the eye alone: the figures stand beside it. */
function courseChart(course: readonly CoursePoint[], people: number): Html | null {
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined || people === 0) return null;
  const line = courseLine(course.map(({ at, done }) => ({ at, share: done / people })));
  if (line === null) return null;
  return html`${line}
<p class="quiet">${number(last.done)} of ${number(people)} have it; at first ${number(first.done)} had.</p>
`;
}
