import type { PlanApp } from "../../model/plan.ts";
import { MOVES } from "../text/wording.ts";
import type { People } from "../pseudonyms.ts";
import { counted, time } from "./amounts.ts";
import { stateBadge } from "./badge.ts";
import { LISTED_ROWS, type PlanFigures } from "./figures.ts";
import { code, data, html, type Html, type HtmlValue, SENTENCE_LENGTH } from "./html.ts";
import { isOpen, type PageRow, readAt, ROW_STATES, type RowState, stateOf, versionNow, whyOf } from "./row-state.ts";
import { type Column, table } from "./table.ts";

/** The first rows that wait, with their people; null where people are only counted. */
export function rowsSection(
  { open, states }: PlanFigures,
  apps: readonly PlanApp[],
  policySuspended: boolean,
  people: People,
  quote: (text: string) => string,
): Html | null {
  const all = OPEN_STATES.reduce((sum, state) => sum + states[state], 0);
  const [first] = open;
  if (first === undefined || people.label(first.user) === null) return null;
  const byName = new Map(apps.map((app) => [app.name, app]));
  const lines = open.map((row) => {
    const { sentence, move, detail } = whyOf(row, policySuspended);
    return [
      data(people.label(row.user) ?? ""),
      code(row.app),
      stateBadge(stateOf(row)),
      versionText(row, byName.get(row.app) ?? null),
      wantedText(row),
      html`${sentence}${detail === null ? null : html`<br><span class="quiet">${data(quote(detail), SENTENCE_LENGTH)}</span>`}`,
      MOVES[move],
      readText(row),
    ];
  });
  return html`<section id="rows" aria-labelledby="rows-title"><h2 id="rows-title">Rows that wait</h2>
<details><summary>${all > open.length ? `The first ${LISTED_ROWS} of ${counted(all, "row")}; ${counted(all - open.length, "row is", "rows are")} left out.` : `All of them: ${counted(all, "row")}.`}${people.named ? null : " People appear under pseudonyms."}</summary>
${table("rows-table", "Rows that wait, by app and person", COLUMNS, lines)}</details></section>
`;
}

const COLUMNS: readonly Column[] = [
  { title: "Person" },
  { title: "App" },
  { title: "State" },
  { title: "Has" },
  { title: "Wanted" },
  { title: "Why", holds: "sentence" },
  { title: "Who has to act" },
  { title: "Read" },
];

const OPEN_STATES = Object.keys(ROW_STATES).filter((state): state is RowState => isState(state) && isOpen(state));

function isState(text: string): text is RowState {
  return Object.hasOwn(ROW_STATES, text);
}

/** What the person has, in words. */
export function versionText(row: PageRow, app: PlanApp | null): HtmlValue {
  const now = versionNow(row, app);
  if (now.kind === "not-installed") return "not installed";
  if (now.kind === "not-known") return "not known";
  return now.version === null ? "a version that is not told" : code(now.version, 24);
}

/** What the desired state wants for the person, in words. */
export function wantedText({ desired }: PageRow): HtmlValue {
  if (desired === null) return "not agreed on";
  if (desired.version === null) return desired.ensure;
  return html`${desired.ensure} ${code(desired.version)}`;
}

/** When what the person has was read, in words. */
export function readText(row: PageRow): HtmlValue {
  const at = readAt(row);
  if (at !== null) return html`${row.observed.state === "unreadable" ? "tried " : null}${time(Date.parse(at))}`;
  return row.observed.state === "not-observed" ? "not needed" : "not yet";
}
