import type { PlanUser } from "../../model/plan.ts";
import { DRIFT_FACTS } from "../../model/reasons.ts";
import type { Rows } from "../../model/rows.ts";
import type { RowWithOutcome } from "../../plan/convergence.ts";
import { wayText, wayFinder } from "../../plan/way-out.ts";
import { type People, peopleInText } from "../facts/people.ts";
import { isListed, rowState, whoActs, whyOf } from "../facts/row-state.ts";
import { count, permissionText, place } from "../facts/wording.ts";
import { stateBadge } from "./elements.ts";
import { code, data, html, type Html, type HtmlValue, SENTENCE_LENGTH } from "./html.ts";
import { type PreparedPlan, quoteOf } from "./status-view.ts";
import { desiredText, readText, versionText } from "./waiting.ts";

/** Somebody who was searched for, with all of their rows. */
interface FoundPerson {
  readonly user: PlanUser;
  /** How the page may speak of them: never by more than what was typed. */
  readonly label: string | null;
  readonly rows: readonly RowWithOutcome[];
}

/** Who fits what was typed; `similar` only where people are named, and only when nobody fits. */
interface Search {
  readonly found: readonly FoundPerson[];
  readonly similar: readonly string[];
}

/** Nobody has a longer name. */
export const LONGEST_NAME = 320;

/** How many people, and how many names that are alike, are shown. */
const SHOWN = 20;

const PSEUDONYM = /^u-[a-z2-7]{8,16}$/;

/**
 * Looks for a person by principal name, object id, or what the desired state calls them, without regard to case; by
 * pseudonym where people have them. Where people are not named a name has to be typed whole, and does not lead to the
 * pseudonym: the page could be asked for everybody otherwise.
 */
export function findPerson(rows: Rows<RowWithOutcome>, typed: string, people: People): Search {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "" || wanted.length > LONGEST_NAME) return { found: [], similar: [] };
  const byName = gather(rows, (user) => namesOf(user).includes(wanted));
  if (byName.length > 0) {
    return {
      found: byName.map((person) => ({ ...person, label: people.named ? people.label(person.user) : null })),
      similar: [],
    };
  }
  if (people.named) return { found: [], similar: similarNames(rows, wanted) };
  if (!PSEUDONYM.test(wanted)) return { found: [], similar: [] };
  const byPseudonym = gather(rows, (user) => people.label(user) === wanted);
  return { found: byPseudonym.map((person) => ({ ...person, label: wanted })), similar: [] };
}

/** Everybody whom the rows are about, at most twenty: for a plan that was filtered by people. */
function everybodyIn(rows: Rows<RowWithOutcome>, people: People): readonly FoundPerson[] {
  return gather(rows, () => true).map((person) => ({
    ...person,
    label: people.named ? people.label(person.user) : null,
  }));
}

function gather(rows: Rows<RowWithOutcome>, fits: (user: PlanUser) => boolean): readonly Omit<FoundPerson, "label">[] {
  const found = new Map<string, { user: PlanUser; rows: RowWithOutcome[] }>();
  // Rows share their users, so everybody is looked at once.
  const judged = new Map<PlanUser, boolean>();
  for (const row of rows) {
    let isFitting = judged.get(row.user);
    if (isFitting === undefined) {
      isFitting = fits(row.user);
      judged.set(row.user, isFitting);
    }
    if (!isFitting) continue;
    const identity = row.user.id ?? row.user.asWritten;
    const person = found.get(identity) ?? { user: row.user, rows: [] };
    found.set(identity, person);
    person.rows.push(row);
  }
  return [...found.values()].slice(0, SHOWN);
}

function similarNames(rows: Rows<RowWithOutcome>, wanted: string): readonly string[] {
  const names = new Set<string>();
  for (const { user } of rows) {
    const name = user.userPrincipalName ?? user.asWritten;
    if (name.toLowerCase().includes(wanted)) names.add(name);
    if (names.size === SHOWN) break;
  }
  return [...names];
}

function namesOf({ id, userPrincipalName, asWritten }: PlanUser): readonly (string | undefined)[] {
  return [id?.toLowerCase(), userPrincipalName?.toLowerCase(), asWritten.toLowerCase()];
}

/** How many apps of a person are shown. */
const ROWS_SHOWN = 100;

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
  const links = similar.map((name) => html`<li><a href="users?name=${encode(name)}">${data(name, 320)}</a></li>\n`);
  return html`<p>No row of the last plan is about ${typed.trim() === "" ? "nobody" : data(typed, 320)}. Either no assignment reaches them, so TrueUp never touches what they have, or the name is not written as the directory has it.</p>
${links.length === 0 ? null : html`<p>Names that are alike:</p><ul>${links}</ul>`}`;
}

function personBlock(person: FoundPerson, index: number, planned: PreparedPlan, people: People): Html {
  const shown = person.rows.slice(0, ROWS_SHOWN);
  const left = person.rows.length - shown.length;
  const apps = new Map(planned.plan.apps.map((app) => [app.name, app]));
  // Who is asked for by name must not be led to the pseudonym, which what is said of them may hold.
  const shownAs = people.named || person.label !== null ? people : { named: false, label: () => null };
  const quote = quoteOf(peopleInText(planned.plan.rows, shownAs));
  const find = wayFinder(planned.plan);
  const rows = shown.map((row, number) => {
    const { sentence, code: reason, detail } = whyOf(row, planned.figures.judgement.setting);
    const state = rowState(row, planned.figures.judgement.setting);
    const app = apps.get(row.app) ?? null;
    const way = find(row);
    const title = `row-${index + 1}-${number + 1}`;
    return html`<article class="card" aria-labelledby="${title}"><h3 id="${title}">${app?.displayName == null ? null : html`${data(app.displayName)} `}${code(row.app)} ${stateBadge(state)}</h3>
<dl>
${fact("Why", html`${sentence}${reason === null ? null : html` <span class="quiet">(${reason})</span>`}${detail === null ? null : html`<br>${data(quote(detail), SENTENCE_LENGTH)}`}`)}${fact(
  "Who has to act",
  isListed(state) ? data(whoActs(row, planned.figures.judgement.setting), SENTENCE_LENGTH) : "nobody",
)}${way === null ? null : fact("Where, and what to do", data(quote(wayText(way)), SENTENCE_LENGTH))}${fact("Wanted", desiredText(row))}${fact("Has", html`${versionText(row, app)}`)}${fact("Read", readText(row))}${fact("Verdict", verdictText(row))}${
  row.drift.length === 0 ? null : fact("Drift", row.drift.map((one) => DRIFT_FACTS[one].sentence).join("; "))
}${row.consent.length === 0 ? null : fact("Consent with the change", data(row.consent.map(permissionText).join(", "), SENTENCE_LENGTH))}${fact(
  "Because of",
  row.sources.map((source, at) => html`${at === 0 ? "" : ", "}${code(quote(place(source)), 120)}`),
)}</dl></article>
`;
  });
  const title = `person-${index + 1}`;
  return html`<section aria-labelledby="${title}"><h2 id="${title}">${person.label === null ? "The person you asked for" : data(person.label, 320)}</h2>
<p>${count(person.rows.length, "app")}${left > 0 ? `, of which ${left} are left out` : null}.</p>
${rows}</section>
`;
}

function verdictText({ verdict, action }: RowWithOutcome): string {
  return action === null ? verdict : `${verdict}: ${action}`;
}

function fact(title: string, value: HtmlValue): Html {
  return html`<div><dt>${title}</dt><dd>${value}</dd></div>
`;
}

function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
