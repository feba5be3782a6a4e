import { DRIFT_FACTS } from "../../model/reasons.ts";
import type { People } from "../pseudonyms.ts";
import { peopleInText } from "../people-in-text.ts";
import { MOVES, permissionText, place } from "../text/wording.ts";
import { counted } from "./amounts.ts";
import { stateBadge } from "./badge.ts";
import { everybodyIn, type FoundPerson, type Search } from "./find-person.ts";
import { code, data, html, type Html, type HtmlValue, SENTENCE_LENGTH } from "./html.ts";
import { type PreparedPlan, quoteOf } from "./prepared.ts";
import { type PageRow, stateOf, whyOf } from "./row-state.ts";
import { readText, versionText, wantedText } from "./row-table.ts";

/** How many apps of a person are shown. */
const SHOWN = 100;

/** What was searched for, and why each of the person's apps is as it is. */
export function answerSection(
  typed: string,
  { found, similar }: Search,
  planned: PreparedPlan | null,
  people: People,
): Html {
  const body =
    planned === null
      ? html`<p>There is no plan yet that could answer it.</p>`
      : found.length === 0
        ? nobody(typed, similar)
        : found.map((person, index) => personBlock(person, index, planned, people));
  return html`<section aria-labelledby="headline"><h1 id="headline">Why somebody has what they have</h1>
${body}</section>
`;
}

/** The same for the people that a plan was filtered by; null where it was not. */
export function askedForSection(planned: PreparedPlan, people: People): Html | null {
  if (planned.plan.filters.users.length === 0) return null;
  const found = everybodyIn(planned.plan.rows, people);
  return html`<div id="people">${found.map((person, index) => personBlock(person, index, planned, people))}</div>
`;
}

function nobody(typed: string, similar: readonly string[]): Html {
  const links = similar.map((name) => html`<li><a href="/users?name=${encode(name)}">${data(name, 320)}</a></li>\n`);
  return html`<p>No row of the last plan is about ${typed.trim() === "" ? "nobody" : data(typed, 320)}. Either no assignment reaches them, so TrueUp never touches what they have, or the name is not written as the directory has it.</p>
${links.length === 0 ? null : html`<p>Names that are alike:</p><ul>${links}</ul>`}`;
}

function personBlock(person: FoundPerson, index: number, planned: PreparedPlan, people: People): Html {
  const shown = person.rows.slice(0, SHOWN);
  const left = person.rows.length - shown.length;
  const apps = new Map(planned.plan.apps.map((app) => [app.name, app]));
  // Who is asked for by name must not be led to the pseudonym, which what is said of them may hold.
  const shownAs = people.named || person.label !== null ? people : { named: false, label: () => null };
  const quote = quoteOf(peopleInText(planned.plan.rows, shownAs));
  const rows = shown.map((row, number) => {
    const { sentence, code: reason, move, detail } = whyOf(row, planned.header.limits.suspended);
    const state = stateOf(row);
    const app = apps.get(row.app) ?? null;
    const title = `row-${index + 1}-${number + 1}`;
    return html`<article class="card" aria-labelledby="${title}"><h3 id="${title}">${app?.displayName == null ? null : html`${data(app.displayName)} `}${code(row.app)} ${stateBadge(state)}</h3>
<dl>
${fact("Why", html`${sentence}${reason === null ? null : html` <span class="quiet">(${reason})</span>`}${detail === null ? null : html`<br>${data(quote(detail), SENTENCE_LENGTH)}`}`)}${fact(
  "Who has to act",
  state === "in-sync" || state === "differs" || state === "not-concerned" ? "nobody" : MOVES[move],
)}${fact("Wanted", wantedText(row))}${fact("Has", html`${versionText(row, app)}`)}${fact("Read", readText(row))}${fact("Verdict", verdictText(row))}${
  row.drift.length === 0 ? null : fact("Drift", row.drift.map((one) => DRIFT_FACTS[one].sentence).join("; "))
}${row.consent.length === 0 ? null : fact("Consent with the change", data(row.consent.map(permissionText).join(", "), SENTENCE_LENGTH))}${fact(
  "Because of",
  row.sources.map((source, at) => html`${at === 0 ? "" : ", "}${code(quote(place(source)), 120)}`),
)}</dl></article>
`;
  });
  const title = `person-${index + 1}`;
  return html`<section aria-labelledby="${title}"><h2 id="${title}">${person.label === null ? "The person you asked for" : data(person.label, 320)}</h2>
<p>${counted(person.rows.length, "app")}${left > 0 ? `, of which ${left} are left out` : null}.</p>
${rows}</section>
`;
}

function verdictText({ verdict, action }: PageRow): string {
  return action === null ? verdict : `${verdict}: ${action}`;
}

function fact(title: string, value: HtmlValue): Html {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>
`;
}

function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
