import type { Target } from "../../model/desired.ts";
import { targetMove } from "../../plan/convergence.ts";
import { type PlanFigures, QUARTER_MS, type ReadingFigures } from "../facts/figures.ts";
import { ago, count, MOVES, number, place, TARGET_ROLES, share, TARGET_STATES } from "../facts/wording.ts";
import { bar, type Column, table } from "./elements.ts";
import { code, data, html, type Html, SENTENCE_LENGTH, time } from "./html.ts";

const HOUR_MS = 3_600_000;

/** Readings younger than that, in milliseconds, and what such an age is called. */
const AGES: readonly { readonly belowMs: number; readonly name: string }[] = [
  { belowMs: HOUR_MS, name: "under 1 hour" },
  { belowMs: 6 * HOUR_MS, name: "1 to 6 hours" },
  { belowMs: 24 * HOUR_MS, name: "6 to 24 hours" },
  { belowMs: 48 * HOUR_MS, name: "1 to 2 days" },
  { belowMs: Number.POSITIVE_INFINITY, name: "2 days and more" },
];

/**
 * For how many rows it is known what people have, and how old that is; then what could not be read at all.
 * @param unread as {@link unreadSection} gives it
 */
export function readingsSection(
  { readings }: PlanFigures,
  unread: Html | null,
  nowMs: number,
  certainty: string | null,
): Html {
  const needed = readings.known + readings.notReadYet + readings.unreadable;
  return html`<section id="readings" aria-labelledby="readings-title"><h2 id="readings-title">Coverage and age of the readings</h2>
<p>${coverageText(readings, needed)} ${oldestText(readings, nowMs)}</p>
${
  certainty === null
    ? null
    : html`<p>${certainty}.</p>
`
}${needed === 0 ? null : agesTable(readings, needed, nowMs)}${unread}</section>
`;
}

function coverageText({ known, notNeeded }: ReadingFigures, needed: number): Html {
  const without = notNeeded === 0 ? "" : ` ${count(notNeeded, "row was", "rows were")} decided without looking.`;
  if (needed === 0) return html`No row needed a reading.${without}`;
  return html`What people have is known for <strong>${share(known, needed)}</strong>: ${number(known)} of ${count(needed, "row")}.${without}`;
}

function oldestText({ oldestAt }: ReadingFigures, nowMs: number): Html | null {
  if (oldestAt === null) return null;
  const ms = Date.parse(oldestAt);
  return html`The oldest reading is of ${time(ms)}, ${ago(nowMs - ms)}.`;
}

function agesTable({ byQuarter, notReadYet, unreadable }: ReadingFigures, needed: number, nowMs: number): Html {
  const counts = AGES.map(() => 0);
  for (const [quarter, amount] of byQuarter) {
    const ageMs = nowMs - (quarter + 1) * QUARTER_MS;
    const index = AGES.findIndex(({ belowMs }) => ageMs < belowMs);
    counts[index] = (counts[index] ?? 0) + amount;
  }
  const line = (name: string, rows: number, tone: "good" | "none" | "stop") => [
    name,
    number(rows),
    html`${share(rows, needed)}${bar([{ amount: rows, tone }], needed)}`,
  ];
  const lines = AGES.map(({ name }, index) => line(name, counts[index] ?? 0, "good"));
  return table(
    "ages-table",
    "Age of the readings that rows rest on",
    [{ title: "Age" }, { title: "Rows", holds: "number" }, { title: "Share", holds: "bar" }],
    [
      ...lines,
      ...(notReadYet > 0 ? [line("not read yet", notReadYet, "none")] : []),
      ...(unreadable > 0 ? [line("could not be read", unreadable, "stop")] : []),
    ],
  );
}

/** How many targets are listed; the rest are counted. */
const LISTED = 50;

/**
 * Groups, lists and names that were not read, any of which might hold anybody; null: all were.
 * @param called what stands for a person by the name that was written
 */
export function unreadSection(
  unread: readonly Target[],
  called: (name: string) => string,
  quote: (text: string) => string,
): Html | null {
  if (unread.length === 0) return null;
  const lines = unread
    .slice(0, LISTED)
    .map((target) => [
      html`${TARGET_ROLES[target.role]}${target.kind} ${target.kind === "everyone" ? null : data(target.kind === "user" ? called(target.name) : target.name)}`,
      html`${TARGET_STATES[target.state]}${target.detail === null ? null : html`: ${data(quote(target.detail), SENTENCE_LENGTH)}`}`,
      MOVES[targetMove(target)],
      code(quote(place(target.source))),
    ]);
  const left = unread.length - lines.length;
  const columns: readonly Column[] = [
    { title: "Target" },
    { title: "What became of it", holds: "sentence" },
    { title: "Who has to act" },
    { title: "Where it is written" },
  ];
  return html`<h3 id="unread">Not read to the end</h3>
${table(
  "unread-table",
  `${count(unread.length, "target")}, any of which might hold anybody`,
  columns,
  lines,
)}${left > 0 ? html`<p class="quiet">Left out: ${count(left, "target")}.</p>` : null}`;
}
