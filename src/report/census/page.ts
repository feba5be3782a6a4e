import type { AppCensus, Census, CountedPeople } from "../../census/census.ts";
import { count, number, share } from "../facts/wording.ts";
import { bar, table } from "../page/elements.ts";
import { code, data, html, type Html, SENTENCE_LENGTH, styleElement, time } from "../page/html.ts";
import { filePolicy, STYLES } from "../page/styles.ts";
import { consentText, readingTexts, versionText } from "./text.ts";

/** So many versions of an app are told apart. */
const VERSIONS = 25;
/** So many sets of consent of an app. */
const CONSENTS = 25;

/** The census as a page of its own: bars of versions, consent in force, and how old that is. It names nobody. */
export function renderCensusPage(census: Census, version: string): readonly string[] {
  const { people, apps } = census;
  return [
    html`${doctype()}<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${filePolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${count(people.all, "person", "people")} and ${count(apps.length, "app")} – TrueUp</title>
${styleElement(STYLES)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><p class="brand">TrueUp</p></header>
<main id="main" tabindex="-1">
${headline(census)}${facts(census)}<nav aria-label="On this page"><ul>${apps.map((app, index) => html`<li><a href="#app-${index + 1}">${called(app)}</a></li>`)}<li><a href="#readings">Readings</a></li></ul></nav>
<section aria-labelledby="apps-title"><h2 id="apps-title">Apps</h2>
${apps.map((app, index) => appBlock(app, index, people.all))}</section>
${readings(census)}</main>
<footer><p>This page counts people and names nobody.</p><p class="quiet">TrueUp ${version}. Nothing on this page runs scripts or loads anything.</p></footer>
</body>
</html>
`.text,
  ];
}

function doctype(): Html {
  return html`<!doctype html>
<html lang="en">
`;
}

function headline({ people, apps }: Census): Html {
  const isWhole = people.read === people.all;
  const said = isWhole
    ? "What everybody has is known."
    : `What ${count(people.all - people.read, "person", "people")} have is not known.`;
  return html`<section class="headline ${isWhole ? "good" : "wait"}" aria-label="Summary"><h1>Who has which version of ${count(apps.length, "app")}</h1>
<p>${said}</p>
${bar(
  [
    { amount: people.read, tone: "good" },
    { amount: people.all - people.read, tone: "wait" },
  ],
  people.all,
)}<ul class="tiles"><li><span class="figure">${number(people.all)}</span><span class="quiet">people</span></li><li><span class="figure">${number(people.read)}</span><span class="quiet">were read</span></li><li><span class="figure">${number(people.all - people.read)}</span><span class="quiet">not known</span></li></ul></section>
`;
}

function facts({ createdAt, tenantId, fromStore }: Census): Html {
  return html`<dl class="facts"><div><dt>Made</dt><dd>${time(Date.parse(createdAt))}</dd></div>
<div><dt>Tenant</dt><dd>${tenantId === null ? "not told" : code(tenantId)}</dd></div>
<div><dt>From</dt><dd>${fromStore ? "the store: nothing was read now" : "the tenant, and young readings of the store"}</dd></div>
</dl>
`;
}

function called({ app }: AppCensus): Html {
  return data(app.displayName ?? app.name ?? app.catalogId ?? app.manifestId ?? "an app");
}

function appBlock(counted: AppCensus, index: number, all: number): Html {
  const { app, versions } = counted;
  const id = index + 1;
  const ids = [app.name, app.catalogId ?? app.manifestId].filter((text) => text !== null);
  const offered =
    app.offered === null
      ? (app.trouble ?? "What the catalog offers was not asked.")
      : html`The catalog offers ${code(app.offered, 24)}.`;
  const having = versions.reduce((sum, { people }) => sum + people, 0);
  return html`<article class="card" id="app-${id}" aria-labelledby="app-${id}-title">
<h3 id="app-${id}-title">${called(counted)} ${ids.map((text) => html`${code(text)} `)}</h3>
<p><strong>${count(having, "person", "people")}</strong> have it. ${typeof offered === "string" ? data(offered, SENTENCE_LENGTH) : offered}</p>
${versionsTable(counted, id, all)}${consentTable(counted, id, having)}</article>
`;
}

function versionsTable(counted: AppCensus, id: number, all: number): Html {
  const { app, versions, notInstalled, otherCopy, unknown } = counted;
  const rows = versions.slice(0, VERSIONS).map((version) => {
    const isOffered = version.version === app.offered;
    return [
      html`${code(versionText(version), 24)}${isOffered ? html` <span class="quiet">offered now</span>` : null}`,
      number(version.people),
      partOf(version.people, all, isOffered ? "good" : "busy"),
      time(Date.parse(version.oldestAt)),
    ];
  });
  const rest = versions.slice(VERSIONS);
  const others = rest.reduce((sum, { people }) => sum + people, 0);
  const more = [
    [count(rest.length, "other version"), others, "busy"],
    ["not installed", notInstalled, "none"],
    ["another copy of it", otherCopy, "calm"],
    ["not known", unknown, "wait"],
  ] as const;
  const shown = more.filter(([, people]) => people > 0);
  return table(
    `versions-${id}`,
    html`People by version of ${called(counted)} <span class="quiet">(${id})</span>`,
    [
      { title: "Version" },
      { title: "People", holds: "number" },
      { title: "Share", holds: "bar" },
      { title: "Oldest reading" },
    ],
    [...rows, ...shown.map(([what, people, tone]) => [what, number(people), partOf(people, all, tone), "–"])],
  );
}

function partOf(people: number, all: number, tone: Parameters<typeof bar>[0][number]["tone"]): Html {
  return html`${share(people, all)}${bar([{ amount: people, tone }], all)}`;
}

function consentTable(counted: AppCensus, id: number, having: number): Html | null {
  const { versions } = counted;
  const lines = versions.flatMap((version) => version.consents.map((consent) => ({ version, consent })));
  if (lines.length === 0) return null;
  const shown = lines
    .slice(0, CONSENTS)
    .map(({ version, consent }) => [
      data(consentText(consent.permissions), SENTENCE_LENGTH),
      code(versionText(version), 24),
      number(consent.people),
      partOf(consent.people, having, consent.permissions === null ? "wait" : "calm"),
    ]);
  const left = lines.length - shown.length;
  return html`${table(
    `consent-${id}`,
    html`Consent in force of ${called(counted)} <span class="quiet">(${id})</span>`,
    [
      { title: "Consent" },
      { title: "Version" },
      { title: "People", holds: "number" },
      { title: "Share", holds: "bar" },
    ],
    shown,
  )}${left === 0 ? null : html`<p class="quiet">Left out: ${count(left, "line")}.</p>`}`;
}

function readings(census: Census): Html {
  const { people } = census;
  return html`<section id="readings" aria-labelledby="readings-title"><h2 id="readings-title">Readings</h2>
${readingTexts(census).map((line) => html`<p>${line}</p>\n`)}${agesTable(people)}</section>
`;
}

function agesTable({ ages, read, all }: CountedPeople): Html {
  const lines = [
    ["below a day", ages.day, "good"],
    ["below a week", ages.week, "good"],
    ["below 30 days", ages.month, "busy"],
    ["older", ages.older, "busy"],
    ["never read, or not readable", all - read, "wait"],
  ] as const;
  return table(
    "ages",
    "How old what is known is",
    [{ title: "Age" }, { title: "People", holds: "number" }, { title: "Share", holds: "bar" }],
    lines.map(([what, people, tone]) => [what, number(people), partOf(people, all, tone)]),
  );
}
