import type { Plan, PlanApp, Result } from "../../model/plan.ts";
import { type Mover, ownerToAsk, type RowWithOutcome, type Setting, targetMove } from "../../plan/convergence.ts";
import { LISTED_ROWS, type PlanFigures, type Told, type Waiting } from "../facts/figures.ts";
import type { People } from "../facts/people.ts";
import { isListed, readAt, rowState, versionNow, whoActs, whyOf } from "../facts/row-state.ts";
import { wayLine, wayFinder } from "../../plan/way-out.ts";
import { count, MOVES, number } from "../facts/wording.ts";
import { SHOWN_STATES } from "./apps.ts";
import { type Column, stateBadge, table } from "./elements.ts";
import { code, data, html, type Html, type HtmlValue, SENTENCE_LENGTH, time } from "./html.ts";

/** How many lines are shown in all; the rest is counted. */
const SHOWN = 40;

/** What waits, by whose move it is: whoever can be asked first, then TrueUp itself, then what is meant so. */
export function waitingSection(
  { waiting, judgement: { targets: unread, setting } }: PlanFigures,
  quote: (text: string) => string,
): Html {
  const shown = waiting.slice(0, SHOWN);
  const left = waiting.slice(SHOWN);
  const moves = [...new Set([...waiting.map(({ move }) => move), ...unread.map(targetMove)])].sort(
    (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  const blocks = moves.map((move) =>
    moveBlock(
      move,
      waiting.filter((group) => group.move === move).reduce((sum, group) => sum + group.count, 0),
      shown.filter((group) => group.move === move),
      setting,
      unread.filter((target) => targetMove(target) === move).length,
      quote,
    ),
  );
  const rest = left.reduce((sum, group) => sum + group.count, 0);
  return html`<section id="moves" aria-labelledby="moves-title"><h2 id="moves-title">Who has to act</h2>
${moves.length === 0 ? html`<p>Nobody: nothing is held, blocked or waiting.</p>` : blocks}${
  left.length === 0
    ? null
    : html`<p class="quiet">Left out: ${count(left.length, "further reason")} with ${count(rest, "row")}.</p>`
}</section>
`;
}

const ORDER: readonly Mover[] = [
  "permission-owner",
  "assignment-owner",
  "teams-admin",
  "directory-admin",
  "app-owner",
  "applier",
  "trueup",
  "none",
];

const TITLES: Readonly<Record<Mover, string>> = { ...MOVES, none: "nobody: the desired state wants it so" };

function moveBlock(
  move: Mover,
  rows: number,
  groups: readonly Waiting[],
  setting: Setting,
  unread: number,
  quote: (text: string) => string,
): Html {
  const title = capital(TITLES[move]);
  const what = [
    ...(rows > 0 ? [count(rows, "row")] : []),
    ...(unread > 0 ? [`${count(unread, "group, list or name", "groups, lists or names")} not read`] : []),
  ];
  const lines = groups.map((group) => [
    html`${code(group.app)}${ownerOf(group, setting)}`,
    number(group.count),
    html`${stateBadge(group.state)} ${group.sentence}${group.code === null ? null : html` <span class="quiet">(${group.code})</span>`}${toldList(group.details, group.otherDetails, quote)}${waysList(group, quote)}`,
  ]);
  const columns: readonly Column[] = [
    { title: "App" },
    { title: "People", holds: "number" },
    { title: "Why", holds: "sentence" },
  ];
  return html`<div class="card move"><h3>${title} <span class="amount">${what.join(", ")}</span></h3>
${lines.length === 0 ? null : table(`move-${move}`, html`<span class="hidden">Waiting for: ${title}</span>`, columns, lines)}${
  unread === 0 ? null : html`<p><a href="#unread">What was not read</a></p>`
}</div>
`;
}

/** Whom to ask, where the app's owner has to act and git names one. */
function ownerOf({ app, move }: Waiting, setting: Setting): Html | null {
  const owner = ownerToAsk(app, move, setting);
  return owner === null ? null : html`<br><span class="quiet">${data(owner, SENTENCE_LENGTH)}</span>`;
}

/** Where to go, and what to do there. */
function waysList({ ways, otherWays }: Waiting, quote: (text: string) => string): Html | null {
  return toldList(
    ways.map(({ text, count: rows }) => ({ text: capital(text), count: rows })),
    otherWays,
    quote,
  );
}

function toldList(told: readonly Told[], others: number, quote: (text: string) => string): Html | null {
  if (told.length === 0) return null;
  const lines = told.map(
    ({ text, count: rows }) =>
      html`<li>${data(quote(text), SENTENCE_LENGTH)}${rows === 1 ? null : html` <span class="quiet">(${number(rows)})</span>`}</li>`,
  );
  const rest = others === 0 ? null : html`<li class="quiet">and ${count(others, "other")}</li>`;
  return html`<ul class="details">${lines}${rest}</ul>`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The first rows that wait, with their people; null where people are only counted. */
export function rowsSection(
  { open, states, judgement: { setting } }: PlanFigures,
  plan: Plan | Result,
  people: People,
  quote: (text: string) => string,
): Html | null {
  const all = SHOWN_STATES.filter(isListed).reduce((sum, state) => sum + states[state], 0);
  const [first] = open;
  if (first === undefined || people.label(first.user) === null) return null;
  const byName = new Map(plan.apps.map((app) => [app.name, app]));
  const find = wayFinder(plan);
  const lines = open.map((row) => {
    const { sentence, detail } = whyOf(row, setting);
    const app = byName.get(row.app) ?? null;
    const way = find(row);
    return [
      data(people.label(row.user) ?? ""),
      code(row.app),
      stateBadge(rowState(row, setting)),
      versionText(row, app),
      desiredText(row),
      html`${sentence}${detail === null ? null : html`<br><span class="quiet">${data(quote(detail), SENTENCE_LENGTH)}</span>`}${way === null ? null : html`<br>${data(quote(capital(wayLine(way))), SENTENCE_LENGTH)}`}`,
      data(whoActs(row, setting), SENTENCE_LENGTH),
      readText(row),
    ];
  });
  return html`<section id="rows" aria-labelledby="rows-title"><h2 id="rows-title">Rows that wait</h2>
<details><summary>${all > open.length ? `The first ${LISTED_ROWS} of ${count(all, "row")}; ${count(all - open.length, "row is", "rows are")} left out.` : `All of them: ${count(all, "row")}.`}${people.named ? null : " People appear under pseudonyms."}</summary>
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

/** What the person has, in words. */
export function versionText(row: RowWithOutcome, app: PlanApp | null): HtmlValue {
  const now = versionNow(row, app);
  if (now.kind === "not-installed") return "not installed";
  if (now.kind === "not-known") return "not known";
  return now.version === null ? "a version that is not told" : code(now.version, 24);
}

/** What the desired state wants for the person, in words. */
export function desiredText({ desired }: RowWithOutcome): HtmlValue {
  if (desired === null) return "not agreed on";
  if (desired.version === null) return desired.ensure;
  return html`${desired.ensure} ${code(desired.version)}`;
}

/** When what the person has was read, in words. */
export function readText(row: RowWithOutcome): HtmlValue {
  const at = readAt(row);
  if (at !== null) return html`${row.observed.state === "unreadable" ? "tried " : null}${time(Date.parse(at))}`;
  return row.observed.state === "not-observed" ? "not needed" : "not yet";
}
