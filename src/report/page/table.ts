import { html, type Html, type HtmlValue } from "./html.ts";

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
`;
}

function cellOf(cell: HtmlValue, index: number, column: Column | undefined): Html {
  if (index === 0) return html`<th scope="row">${cell}</th>`;
  return html`<td${classOf(column)}>${cell}</td>`;
}

function classOf(column: Column | undefined): Html | null {
  return column?.holds === undefined ? null : html` class="${CLASSES[column.holds]}"`;
}
