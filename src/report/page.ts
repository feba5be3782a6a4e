import { peopleInText } from "./facts/people.ts";
import { printable } from "./facts/printable.ts";
import { ago } from "./facts/wording.ts";
import { headlineOf, headlineSection } from "./page/headline.ts";
import { code, commitCode, data, html, type Html, SENTENCE_LENGTH, styleElement, time } from "./page/html.ts";
import { passesSection } from "./page/passes.ts";
import { answerSection, askedForSection, findPerson, LONGEST_NAME } from "./page/person.ts";
import { readingsSection } from "./page/readings.ts";
import { quoteOf, type StatusView, type Watching } from "./page/status-view.ts";
import { filePolicy, STYLES } from "./page/styles.ts";

/**
 * The status page, whole: what share is in sync, who has which version, what waits and for whom, consent, readings, and
 * where there is a controller its passes and a search. Everything that is not ours is text. In pieces.
 */
export function* renderStatusPage(view: StatusView): Generator<string> {
  const { planned, watching, nowMs } = view;
  const quote = quoteOf(peopleInText([], view.people));
  const sections: readonly (readonly [string, string, Html | null])[] = [
    ["people", "People", planned === null ? null : askedForSection(planned, view.people)],
    ["moves", "Who has to act", planned?.waiting ?? null],
    ["trend", "Over time", planned?.trend ?? null],
    ["rollouts", "Rollouts", planned?.rollouts ?? null],
    ["apps", "Apps", planned?.apps ?? null],
    ["consent", "Consent", planned?.consent ?? null],
    [
      "readings",
      "Readings",
      planned === null ? null : readingsSection(planned.figures, planned.unread, nowMs, planned.certainty),
    ],
    ["passes", "Passes", watching === null ? null : passesSection(watching.passes, nowMs, quote)],
    ["rows", "Rows", planned?.rows ?? null],
    ["exceptions", "Exceptions", planned?.exceptions ?? null],
    ["warnings", "Warnings", planned?.warnings ?? null],
  ];
  const shown = sections.filter(([, , section]) => section !== null);
  yield pageHead(`${headlineOf(view).text} – TrueUp`, watching === null);
  yield top(view, "").text;
  yield html`<main id="main" tabindex="-1">
${headlineSection(view, quote)}${factsList(view)}<nav aria-label="On this page"><ul>${shown.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
`.text;
  for (const [, , section] of shown) yield section?.text ?? "";
  yield `</main>\n${foot(view).text}`;
}

/** The answer to a search for somebody, as a page of its own. In pieces. */
export function* renderAnswer(view: StatusView, typed: string): Generator<string> {
  const { planned, people } = view;
  const search = planned === null ? { found: [], similar: [] } : findPerson(planned.plan.rows, typed, people);
  yield pageHead("Why somebody has what they have – TrueUp", false);
  yield top(view, printable(typed.slice(0, LONGEST_NAME))).text;
  yield html`<main id="main" tabindex="-1">
<p><a href="./">All apps and people</a></p>
${answerSection(typed, search, planned, people)}${factsList(view)}</main>
`.text;
  yield foot(view).text;
}

/** The beginning of every page, up to its header. A file says itself what a browser may do with it. */
export function pageHead(title: string, isFile: boolean): string {
  const policy = isFile ? html`<meta http-equiv="Content-Security-Policy" content="${filePolicy()}">\n` : null;
  return html`${DOCTYPE}<head>
<meta charset="utf-8">
${policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styleElement(STYLES)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
`.text;
}

const DOCTYPE = html`<!doctype html>
<html lang="en">
`;

function top(view: StatusView, typed: string): Html {
  return html`<header><p class="brand">TrueUp</p>
${view.watching === null ? null : searchForm(typed)}</header>
`;
}

/** Where what is shown comes from. */
function factsList(view: StatusView): Html {
  const facts: readonly (readonly [string, Html | string])[] = [
    ...(view.planned === null ? [] : planFacts(view)),
    ...(view.watching === null ? [] : watchingFacts(view.watching)),
    ["Page made", time(view.nowMs)],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
`;
}

function planFacts({ planned, nowMs }: StatusView): readonly (readonly [string, Html | string])[] {
  if (planned === null) return [];
  const { tenantId, source } = planned.header;
  return [
    ["Plan of", html`${time(planned.madeAtMs)}, ${ago(nowMs - planned.madeAtMs)}`],
    ["Tenant", tenantId === null ? "not told by the token" : code(tenantId)],
    [
      "Desired state",
      html`${data(source.path, SENTENCE_LENGTH)}, ${source.commit === null ? "in no git commit" : html`commit ${commitCode(source.commit)}`}`,
    ],
  ];
}

function watchingFacts({ corrects, source, schedule, now }: Watching): readonly (readonly [string, Html | string])[] {
  return [
    ["Follows", data(source, SENTENCE_LENGTH)],
    ["Drift is", corrects ? "corrected" : "only reported"],
    ["Schedule", schedule === null ? "none: at changes, and when asked" : code(schedule)],
    ["Now", now],
  ];
}

function searchForm(typed: string): Html {
  return html`<form role="search" action="users" method="get"><label for="name">Why does somebody have what they have?</label>
<div><input id="name" name="name" type="search" autocomplete="off" spellcheck="false" maxlength="${LONGEST_NAME}" value="${typed}" aria-describedby="name-hint"><button type="submit">Search</button></div>
<p id="name-hint" class="quiet">Principal name or object id, as adele@contoso.com</p></form>
`;
}

function foot({ people, version, watching }: StatusView): Html {
  const naming = people.named
    ? "This page names people: keep it from those who need not see them."
    : "People appear without their names; --show-users shows them.";
  const more =
    watching === null
      ? html` This is a report of one look; with <code>--user</code> it says why somebody has what they have.`
      : null;
  return html`<footer><p>${naming}${more}</p><p class="quiet">TrueUp ${version}. Nothing on this page runs scripts or loads anything.</p></footer>
</body>
</html>
`;
}
