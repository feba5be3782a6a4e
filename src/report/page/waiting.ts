import type { Target } from "../../model/desired.ts";
import type { Move } from "../../model/reasons.ts";
import { targetMove } from "../text/targets.ts";
import { MOVES } from "../text/wording.ts";
import { unreadTargets } from "../unread.ts";
import { counted, number } from "./amounts.ts";
import { stateBadge } from "./badge.ts";
import type { PlanFigures } from "./figures.ts";
import { code, data, html, type Html, SENTENCE_LENGTH } from "./html.ts";
import { type Column, table } from "./table.ts";
import type { Waiting } from "./waiting-figures.ts";

/** How many lines are shown in all; the rest is counted. */
const SHOWN = 40;

/** What waits, by whose move it is: whoever can be asked first, then TrueUp itself, then what is meant so. */
export function waitingSection(
  { waiting }: PlanFigures,
  targets: readonly Target[],
  quote: (text: string) => string,
): Html {
  const unread = unreadTargets(targets);
  const shown = waiting.slice(0, SHOWN);
  const left = waiting.slice(SHOWN);
  const moves = [...new Set([...waiting.map(({ move }) => move), ...unread.map(targetMove)])].sort(
    (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
  );
  const blocks = moves.map((move) =>
    moveBlock(
      move,
      waiting.filter((group) => group.move === move).reduce((sum, { count }) => sum + count, 0),
      shown.filter((group) => group.move === move),
      unread.filter((target) => targetMove(target) === move).length,
      quote,
    ),
  );
  const rest = left.reduce((sum, { count }) => sum + count, 0);
  return html`<section id="moves" aria-labelledby="moves-title"><h2 id="moves-title">Who has to act</h2>
${moves.length === 0 ? html`<p>Nobody: nothing is held, blocked or waiting.</p>` : blocks}${
  left.length === 0
    ? null
    : html`<p class="quiet">Left out: ${counted(left.length, "further reason")} with ${counted(rest, "row")}.</p>`
}</section>
`;
}

const ORDER: readonly Move[] = [
  "permission-owner",
  "assignment-owner",
  "teams-admin",
  "directory-admin",
  "app-owner",
  "trueup",
  "none",
];

function moveBlock(
  move: Move,
  rows: number,
  groups: readonly Waiting[],
  unread: number,
  quote: (text: string) => string,
): Html {
  const title = move === "none" ? "Nobody: the desired state wants it so" : capital(MOVES[move]);
  const what = [
    ...(rows > 0 ? [counted(rows, "row")] : []),
    ...(unread > 0 ? [`${counted(unread, "group, list or name", "groups, lists or names")} not read`] : []),
  ];
  const lines = groups.map((group) => [
    code(group.app),
    number(group.count),
    html`${stateBadge(group.state)} ${group.sentence}${group.code === null ? null : html` <span class="quiet">(${group.code})</span>`}${details(group, quote)}`,
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

function details({ details: told, otherDetails }: Waiting, quote: (text: string) => string): Html | null {
  if (told.length === 0) return null;
  const lines = told.map(
    ({ text, count }) =>
      html`<li>${data(quote(text), SENTENCE_LENGTH)}${count === 1 ? null : html` <span class="quiet">(${number(count)})</span>`}</li>`,
  );
  const others = otherDetails === 0 ? null : html`<li class="quiet">and ${counted(otherDetails, "other")}</li>`;
  return html`<ul class="details">${lines}${others}</ul>`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
