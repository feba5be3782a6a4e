import { ROW_STATES, type RowState } from "../facts/row-state.ts";
import { csvRow } from "../csv.ts";
import { html, type Html, type HtmlValue, plainText } from "./html.ts";

/** A part of a bar; `tone` names its colour in the style sheet. */
interface BarPart {
  readonly amount: number;
  readonly tone: "good" | "calm" | "busy" | "wait" | "stop" | "none";
}

/** What is there at all can be seen, however little it is: this much of the whole. */
const LEAST = 0.6;

/**
 * A bar for the eye alone: what it shows has to stand beside it in words. Drawn without styles, which the policy of the
 * page does not allow on elements.
 * @param whole what the full width stands for
 */
export function bar(parts: readonly BarPart[], whole: number): Html {
  const scale = (amount: number): number => (amount === 0 || whole === 0 ? 0 : Math.max(LEAST, (amount / whole) * 100));
  let x = 0;
  const drawn = parts
    .map(({ amount, tone }) => ({ tone, width: scale(amount) }))
    .filter(({ width }) => width > 0)
    .map(({ tone, width }) => {
      const left = Math.min(x, 100 - LEAST);
      x = left + width;
      return html`<rect class="${tone}" x="${rounded(left)}" width="${rounded(Math.min(width, 100 - left))}" height="10"/>`;
    });
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${drawn}</svg>`;
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/**
 * A share over time, from 0 to 1, as a line for the eye alone: what it shows has to stand beside it in words. Null: less
 * than two moments are known.
 */
export function courseLine(points: readonly { readonly at: number; readonly share: number }[]): Html | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first.at === last.at) return null;
  const x = (at: number): number => rounded(((at - first.at) / (last.at - first.at)) * 100);
  const drawn = points.map(({ at, share }) => `${x(at)},${rounded(20 - Math.min(share, 1) * 20)}`).join(" ");
  return html`<svg class="course" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" focusable="false"><polyline points="${drawn}"/></svg>`;
}

/** The colour of each state; its word and its mark say the same. */
export const TONES: Readonly<Record<RowState, BarPart["tone"]>> = {
  "as-desired": "good",
  differs: "busy",
  waiting: "busy",
  "held-as-meant": "calm",
  open: "stop",
  unknown: "wait",
  "not-concerned": "none",
};

/** A state in its word, with its mark and its colour. */
export function stateBadge(state: RowState): Html {
  const { mark, name } = ROW_STATES[state];
  return html`<span class="badge ${TONES[state]}"><span aria-hidden="true">${mark}</span> ${name}</span>`;
}

/** A column: its title, and what it holds where that is not a few words. */
export interface Column {
  readonly title: string;
  readonly holds?: "number" | "sentence" | "bar";
}

const CLASSES = { number: "n", sentence: "s", bar: "b" } as const satisfies Record<
  NonNullable<Column["holds"]>,
  string
>;

/**
 * A table that scrolls within itself where the page is narrow, by keyboard too. The first cell of a row heads it.
 * @param id names the table on the page
 * @param caption what it holds; it is read out, and shown
 */
export function table(
  id: string,
  caption: HtmlValue,
  columns: readonly Column[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  const head = columns.map((column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`);
  const body = rows.map((cells) => html`<tr>${cells.map((cell, index) => cellOf(cell, index, columns[index]))}</tr>\n`);
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>
<caption id="${id}">${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
${csvLink(id, columns, rows)}
`;
}

/** The same as a file for programs for tables. It lies in the page itself, which nothing has to be asked for. */
function csvLink(id: string, columns: readonly Column[], rows: readonly (readonly HtmlValue[])[]): Html {
  const lines = rows.map((cells) => csvRow(cells.map((cell, index) => csvCell(cell, columns[index]))));
  const text = [csvRow(columns.map(({ title }) => title)), ...lines].join("");
  return html`<p class="csv"><a download="${id}.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(text.toWellFormed())}" aria-describedby="${id}">Table as CSV</a></p>`;
}

/** Programs count with numbers that have no separators. */
function csvCell(cell: HtmlValue, column: Column | undefined): string {
  const text = plainText(cell);
  return column?.holds === "number" ? text.replaceAll(",", "") : text;
}

function cellOf(cell: HtmlValue, index: number, column: Column | undefined): Html {
  if (index === 0) return html`<th scope="row">${cell}</th>`;
  return html`<td${classOf(column)}>${cell}</td>`;
}

function classOf(column: Column | undefined): Html | null {
  return column?.holds === undefined ? null : html` class="${CLASSES[column.holds]}"`;
}
