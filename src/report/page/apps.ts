import type { SeenDefinition } from "../../model/lock.ts";
import { DRIFT_FACTS } from "../../model/reasons.ts";
import { CONSENT_FACTS } from "../facts/consent.ts";
import type { AppFigures, PlanFigures } from "../facts/figures.ts";
import type { RowState, StateCounts } from "../facts/row-state.ts";
import { count, number, permissionText, share } from "../facts/wording.ts";
import { bar, type Column, stateBadge, table, TONES } from "./elements.ts";
import { definitionsPart } from "./definitions.ts";
import { code, data, html, type Html, type HtmlValue } from "./html.ts";

/** How many apps have a part of their own; the rest are in the table, or counted. */
const DETAILED = 20;
const LISTED = 200;
/** How many versions of an app are told apart. */
const VERSIONS = 10;

/**
 * Every app: what share of its people is as desired, who has which version, and which definitions were offered so far. Apps with
 * most to do come first.
 * @param seen every definition that the store knows, the oldest first
 */
export function appsSection({ apps }: PlanFigures, seen: readonly SeenDefinition[]): Html {
  const sorted = apps.toSorted((a, b) => openRows(b) - openRows(a));
  const listed = sorted.slice(0, LISTED);
  const detailed = sorted.slice(0, DETAILED);
  return html`<section id="apps" aria-labelledby="apps-title"><h2 id="apps-title">Apps</h2>
${apps.length === 0 ? html`<p>The desired state names no app.</p>` : overview(listed, detailed.length)}${leftOut(sorted.length - listed.length, "app")}
${detailed.map((figures, index) => appBlock(figures, index, seen))}${leftOut(sorted.length - detailed.length, "app", "without versions here")}</section>
`;
}

function openRows({ states }: AppFigures): number {
  return states.differs + states.open + states.unknown;
}

/** Rows in which something is wanted. */
export function concerned(states: StateCounts): number {
  return allRows(states) - states["not-concerned"];
}

/** `96.7 %` of the rows in which something is wanted; null where there is none. */
export function shareInSync(states: StateCounts): string | null {
  return share(states["as-desired"], concerned(states));
}

/** The states as a bar, of the rows in which something is wanted. */
export function statesBar(states: StateCounts): Html {
  const parts = SHOWN_STATES.filter((state) => state !== "not-concerned");
  return bar(
    parts.map((state) => ({ amount: states[state], tone: TONES[state] })),
    concerned(states),
  );
}

/** Every state, in the order in which they are shown. */
export const SHOWN_STATES: readonly RowState[] = [
  "as-desired",
  "differs",
  "waiting",
  "held-as-meant",
  "open",
  "unknown",
  "not-concerned",
];

function allRows(states: StateCounts): number {
  return SHOWN_STATES.reduce((sum, state) => sum + states[state], 0);
}

function overview(apps: readonly AppFigures[], detailed: number): Html {
  const rows = apps.map(({ app, states }, index) => [
    html`${index < detailed ? html`<a href="#app-${index + 1}">${code(app.name)}</a>` : code(app.name)}`,
    html`<span class="share">${shareInSync(states) ?? "nobody has it"}</span>${statesBar(states)}`,
    app.offered === null ? "nothing" : code(app.offered.version, 24),
    number(states["as-desired"]),
    number(states.differs),
    number(states.waiting + states["held-as-meant"]),
    number(states.open),
    number(states.unknown),
    number(states["not-concerned"]),
  ]);
  return table(
    "apps-table",
    "Each app in people, those with most to do first",
    [
      { title: "App" },
      { title: "Share as desired", holds: "bar" },
      { title: "Offered now" },
      { title: "As desired", holds: "number" },
      { title: "Differs", holds: "number" },
      { title: "Waits, or held as meant", holds: "number" },
      { title: "Open", holds: "number" },
      { title: "Not known", holds: "number" },
      { title: "Without the app", holds: "number" },
    ],
    rows,
  );
}

function appBlock(figures: AppFigures, index: number, seen: readonly SeenDefinition[]): Html {
  const { app, states } = figures;
  const title = app.displayName === null ? code(app.name) : html`${data(app.displayName)} ${code(app.name)}`;
  const counts = SHOWN_STATES.filter((state) => states[state] > 0).map(
    (state) => html`<li>${stateBadge(state)} ${number(states[state])}</li>`,
  );
  return html`<article class="card" id="app-${index + 1}" aria-labelledby="app-${index + 1}-title">
<h3 id="app-${index + 1}-title">${title}</h3>
<p>${inSyncText(figures)} ${offeredText(figures)}</p>
<ul class="counts">${counts}</ul>
${versionsTable(figures, index)}${permissionNote(figures)}${definitionsPart(app, seen, index)}</article>
`;
}

function inSyncText({ states }: AppFigures): HtmlValue {
  const wanted = concerned(states);
  if (wanted === 0) return "Nobody has the app, and nobody is to get it.";
  return html`<strong>${shareInSync(states)}</strong> as desired: ${number(states["as-desired"])} of ${count(wanted, "person", "people")}.`;
}

function offeredText({ app }: AppFigures): HtmlValue {
  const suspended = app.suspended ? " The desired state suspends it." : "";
  if (app.offered === null) return `The catalog offers no version that is known.${suspended}`;
  return html`The catalog offers ${code(app.offered.version, 24)}.${suspended}`;
}

function versionsTable(figures: AppFigures, index: number): Html | null {
  const { app, versions, rows, notInstalled, notKnown } = figures;
  if (rows === 0) return html`<p class="quiet">No assignment reaches anybody.</p>`;
  const shown = versions.slice(0, VERSIONS);
  const others = versions.slice(VERSIONS);
  const line = (title: HtmlValue, people: number, asDesired: number | null) => [
    title,
    number(people),
    html`${share(people, rows)}${bar(
      asDesired === null
        ? [{ amount: people, tone: "none" as const }]
        : [
            { amount: asDesired, tone: "good" as const },
            { amount: people - asDesired, tone: "busy" as const },
          ],
      rows,
    )}`,
    asDesired === null ? "–" : number(asDesired),
  ];
  const lines = shown.map(({ version, people, asDesired }) =>
    line(
      version === null
        ? "version not told"
        : html`${code(version, 24)}${version === app.offered?.version ? html` <span class="quiet">offered now</span>` : null}`,
      people,
      asDesired,
    ),
  );
  const sum = (of: "people" | "asDesired"): number => others.reduce((total, version) => total + version[of], 0);
  return table(
    `versions-${index + 1}`,
    html`Who has which version of ${code(app.name)}`,
    [
      { title: "Version" },
      { title: "People", holds: "number" },
      { title: "Share", holds: "bar" },
      { title: "As desired", holds: "number" },
    ],
    [
      ...lines,
      ...(others.length > 0 ? [line(count(others.length, "other version"), sum("people"), sum("asDesired"))] : []),
      ...(notInstalled > 0 ? [line("not installed", notInstalled, null)] : []),
      ...(notKnown > 0 ? [line("not known", notKnown, null)] : []),
    ],
  );
}

function permissionNote({ app }: AppFigures): Html | null {
  if (app.lacking === null || app.lacking.length === 0) return null;
  const lacking = app.lacking.map((permission) => html`<li>${code(permissionText(permission), 120)}</li>`);
  return html`<p>The offered version requires what nobody approved:</p>
<ul>${lacking}</ul>
`;
}

function leftOut(amount: number, one: string, how = ""): Html | null {
  return amount <= 0 ? null : html`<p class="quiet">${["Left out:", count(amount, one), how].join(" ").trim()}.</p>`;
}

/** How many lines are shown. */
const SHOWN = 60;

/** Where the consent in force is not what was approved or is required, and for how many installations it was read at all. */
export function consentSection({ apps }: PlanFigures): Html {
  const read = apps.reduce((sum, { consentRead }) => sum + consentRead, 0);
  const all = apps.reduce((sum, { consentUnread }) => sum + consentUnread, read);
  const drifting = CONSENT_FACTS.flatMap((fact) =>
    apps.flatMap(({ app, consentDrift }) => {
      const people = consentDrift[fact] ?? 0;
      return people === 0 ? [] : [{ app, fact, people }];
    }),
  );
  const lines = drifting
    .slice(0, SHOWN)
    .map(({ app, fact, people }) => [
      code(app.name),
      number(people),
      html`${DRIFT_FACTS[fact].sentence} <span class="quiet">(${fact})</span>`,
    ]);
  const columns: readonly Column[] = [
    { title: "App" },
    { title: "People", holds: "number" },
    { title: "Difference", holds: "sentence" },
  ];
  const left = drifting.length - lines.length;
  return html`<section id="consent" aria-labelledby="consent-title"><h2 id="consent-title">Consent</h2>
<p>${knownText(read, all)}</p>
${lines.length === 0 ? html`<p>${read === 0 ? "So no drift of consent can be seen." : "Where it is known, it is as it should be."}</p>` : table("consent-table", "Drift of consent", columns, lines)}${
  left > 0 ? html`<p class="quiet">Left out: ${count(left, "line")}.</p>` : null
}</section>
`;
}

function knownText(read: number, all: number): string {
  if (all === 0) return "No app is installed for anybody, so no consent is in force.";
  return `The consent in force is known for ${number(read)} of ${count(all, "installation")} (${share(read, all) ?? ""}).`;
}
