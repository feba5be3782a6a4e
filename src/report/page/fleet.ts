import type { FleetStatus, QueueStatus, SharedBudget, TenantStatus } from "../../model/fleet-status.ts";
import { STATES } from "../../model/reasons.ts";
import { createPeople, peopleInText } from "../facts/people.ts";
import { ROW_STATES } from "../facts/row-state.ts";
import { ago, count, number, share } from "../facts/wording.ts";
import { bar, type Column, stateBadge, table, TONES } from "./elements.ts";
import { code, data, html, type Html, SENTENCE_LENGTH, time } from "./html.ts";

/** One line about the fleet: how many tenants stand how. */
export function fleetHeadline({ tenants }: Pick<FleetStatus, "tenants">): string {
  const troubled = tenants.filter(({ trouble }) => trouble !== null).length;
  const unseen = tenants.filter(({ trouble, look }) => trouble === null && look === null).length;
  const stale = tenants.filter(({ trouble, look, isStale }) => trouble === null && look !== null && isStale).length;
  const fresh = tenants.flatMap(({ trouble, look, isStale }) =>
    trouble === null && look !== null && !isStale ? [look.state] : [],
  );
  const parts = [
    [troubled, "in trouble"] as const,
    [unseen, "never looked at"] as const,
    [stale, "not looked at for too long"] as const,
    ...STATES.toReversed().map(
      (state) => [fresh.filter((one) => one === state).length, ROW_STATES[state].name] as const,
    ),
  ];
  const said = parts.filter(([amount]) => amount > 0).map(([amount, name]) => `${number(amount)} ${name}`);
  return `${count(tenants.length, "tenant")}: ${said.join(", ")}`;
}

/** The colour of the worst tenant. */
export function fleetTone({ tenants: [worst] }: Pick<FleetStatus, "tenants">): string {
  if (worst === undefined) return "calm";
  if (worst.trouble !== null) return "stop";
  return worst.look === null || worst.isStale ? "wait" : TONES[worst.look.state];
}

/** All tenants, the worst first, each with a link to its own page where there are such pages. */
export function tenantsSection({ tenants, at }: FleetStatus, linksTo: ReadonlySet<string>): Html {
  const rows = tenants.map((tenant) => [
    linksTo.has(tenant.name)
      ? html`<a href="tenants/${encodeURIComponent(tenant.name)}/">${data(tenant.name)}</a>`
      : data(tenant.name),
    standing(tenant),
    inSync(tenant),
    tenant.look === null ? "–" : number(tenant.look.toChange),
    looked(tenant, at),
    tenant.worker === null
      ? "–"
      : html`${data(tenant.worker.holder)}<br><span class="quiet">for ${ago(at - tenant.worker.sinceMs).replace(/ ago$/, "")}</span>`,
    tenant.ring === null ? "–" : number(tenant.ring),
    notes(tenant),
  ]);
  return html`<section id="tenants" aria-labelledby="tenants-title"><h2 id="tenants-title">Tenants</h2>
${table("tenants-table", "The worst first; one of which nothing is known is worse than any", COLUMNS, rows)}</section>
`;
}

/** A message about a file may quote whom the file names. */
const NOBODY_NAMED = peopleInText([], createPeople({ showUsers: false, key: null }));

const COLUMNS: readonly Column[] = [
  { title: "Tenant" },
  { title: "State" },
  { title: "As desired", holds: "bar" },
  { title: "To change", holds: "number" },
  { title: "Looked at" },
  { title: "Worked on by" },
  { title: "Ring", holds: "number" },
  { title: "Notes", holds: "sentence" },
];

function standing({ look, isStale, trouble }: TenantStatus): Html {
  if (trouble !== null) return html`<span class="badge stop"><span aria-hidden="true">×</span> in trouble</span>`;
  if (look === null) return html`<span class="badge wait"><span aria-hidden="true">?</span> never looked at</span>`;
  const badge = stateBadge(look.state);
  return isStale ? html`<span class="badge wait"><span aria-hidden="true">?</span> stale</span><br>${badge}` : badge;
}

function inSync({ look }: TenantStatus): Html | string {
  if (look === null) return "–";
  const all = STATES.reduce((sum, state) => sum + look.rows[state], 0);
  const parts = STATES.map((state) => ({ amount: look.rows[state], tone: TONES[state] }));
  const done = look.rows["as-desired"];
  return html`${share(done, all) ?? "–"} <span class="quiet">${number(done)} of ${count(all, "row")}</span>${bar(parts, all)}`;
}

function looked({ look }: TenantStatus, nowMs: number): Html | string {
  if (look === null) return "–";
  return html`${time(look.at)}<br><span class="quiet">${ago(nowMs - look.at)}</span>`;
}

function notes({ trouble, isFrozen, labels }: TenantStatus): Html {
  const said = [
    ...(trouble === null ? [] : [data(NOBODY_NAMED.without(trouble, SENTENCE_LENGTH), SENTENCE_LENGTH)]),
    ...(isFrozen ? [html`frozen`] : []),
    ...Object.entries(labels).map(([name, value]) => html`<span class="quiet">${data(`${name}: ${value}`)}</span>`),
  ];
  return html`${said.map((one, index) => (index === 0 ? one : html`<br>${one}`))}`;
}

/** The passes that wait for workers; null: nobody knows of any. */
export function queueSection(queue: QueueStatus | null): Html | null {
  if (queue === null) return null;
  const given = queue.givenUp === 0 ? "" : ` ${count(queue.givenUp, "pass was", "passes were")} given up.`;
  return html`<section id="queue" aria-labelledby="queue-title"><h2 id="queue-title">Queue</h2>
<p>${count(queue.waiting, "pass waits", "passes wait")} for a worker, ${count(queue.working, "is", "are")} made now.${given}</p></section>
`;
}

/** How far shared limits are used; null: nobody shares any. */
export function budgetsSection(budgets: readonly SharedBudget[] | null): Html | null {
  if (budgets === null || budgets.length === 0) return null;
  const rows = budgets.map(({ registration, limitClass, used }) => [
    code(registration),
    code(limitClass),
    html`${Math.round(used * 100)}%${bar([{ amount: used, tone: "busy" }], 1)}`,
  ]);
  const columns: readonly Column[] = [
    { title: "Registration" },
    { title: "Class" },
    { title: "Given out", holds: "bar" },
  ];
  return html`<section id="budget" aria-labelledby="budget-title"><h2 id="budget-title">Shared limits</h2>
${table("budget-table", "What of the limits of each registration is given to tenants now", columns, rows)}</section>
`;
}

/** One line about one tenant. */
export function tenantHeadline({ name, look, isStale, trouble }: TenantStatus): string {
  if (trouble !== null) return `${name}: nothing can be done for it`;
  if (look === null) return `${name}: never looked at`;
  const state = ROW_STATES[look.state].name;
  return isStale ? `${name}: not looked at for too long, ${state} then` : `${name}: ${state}`;
}

/** What is known of one tenant beside its rows. Which machine works on it is the affair of whoever runs the fleet. */
export function tenantFacts(tenant: TenantStatus, at: number): Html {
  const { tenantId, ring, worker } = tenant;
  const facts: readonly (readonly [string, Html | string])[] = [
    ["Tenant", tenantId === null ? "–" : code(tenantId)],
    ["State", standing(tenant)],
    ["Looked at", looked(tenant, at)],
    ["Changed now", worker === null ? "no" : `since ${ago(at - worker.sinceMs).replace(/ ago$/, "")}`],
    ["Ring", ring === null ? "–" : number(ring)],
    ["Notes", notes(tenant)],
    ["Page made", time(at)],
  ];
  return html`<dl class="facts">${facts.map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>\n`)}</dl>
`;
}

/** Its rows by state, when it was looked at last; null: nobody has. */
export function rowsSection({ look }: TenantStatus): Html | null {
  if (look === null) return null;
  const rows = STATES.toReversed()
    .filter((state) => look.rows[state] > 0)
    .map((state) => [stateBadge(state), number(look.rows[state])]);
  return html`<section id="rows" aria-labelledby="rows-title"><h2 id="rows-title">Rows</h2>
${table("rows-table", "A row is one app of one person", [{ title: "State" }, { title: "Rows", holds: "number" }], rows)}</section>
`;
}

/** Its apps, when it was looked at last; null: nobody has. */
export function appsSection({ look }: TenantStatus): Html | null {
  if (look === null || look.apps.length === 0) return null;
  const rows = look.apps.map(({ name, version }) => [data(name), version === null ? "–" : data(version)]);
  return html`<section id="apps" aria-labelledby="apps-title"><h2 id="apps-title">Apps</h2>
${table("apps-table", "What the catalog offers", [{ title: "App" }, { title: "Version" }], rows)}</section>
`;
}
