import type { FleetStatus, TenantStatus } from "../model/fleet-status.ts";
import { pageHead } from "./page.ts";
import {
  appsSection,
  budgetsSection,
  fleetHeadline,
  fleetTone,
  queueSection,
  rowsSection,
  tenantFacts,
  tenantHeadline,
  tenantsSection,
} from "./page/fleet.ts";
import { data, html, type Html, SENTENCE_LENGTH, time } from "./page/html.ts";

/** What the page of a fleet is made of. */
export interface FleetView {
  readonly status: FleetStatus;
  /** Of TrueUp. */
  readonly version: string;
  /** Names of tenants that have a page of their own, at `tenants/NAME/` beside this one. */
  readonly pages: ReadonlySet<string>;
  /** True: the page is a file, so that it says itself what a browser may do with it. */
  readonly isFile: boolean;
}

/** The page of a fleet: all tenants, the worst first, the queue, and shared limits. It names no person. In pieces. */
export function* renderFleetPage({ status, version, pages, isFile }: FleetView): Generator<string> {
  const headline = fleetHeadline(status);
  yield pageHead(`${headline} – TrueUp`, isFile);
  yield html`${TOP}<section class="headline ${fleetTone(status)}"><h1>${headline}</h1></section>
<dl class="facts"><div><dt>Fleet</dt><dd>${data(status.path, SENTENCE_LENGTH)}</dd></div>
<div><dt>Page made</dt><dd>${time(status.at)}</dd></div></dl>
`.text;
  for (const section of [tenantsSection(status, pages), queueSection(status.queue), budgetsSection(status.budgets)])
    yield section?.text ?? "";
  yield foot(version).text;
}

/** The page of one tenant as the store knows it. It names no person and no other tenant, and leads to no other page. */
export function* renderTenantPage(tenant: TenantStatus, at: number, version: string): Generator<string> {
  const headline = tenantHeadline(tenant);
  yield pageHead(`${headline} – TrueUp`, false);
  yield html`${TOP}<section class="headline ${fleetTone({ tenants: [tenant] })}"><h1>${headline}</h1></section>
${tenantFacts(tenant, at)}`.text;
  for (const section of [rowsSection(tenant), appsSection(tenant)]) yield section?.text ?? "";
  yield foot(version).text;
}

/** What is shown while nothing can be told: not what was true before. */
export function* renderNothingKnown(problem: string, at: number, version: string): Generator<string> {
  yield pageHead("the fleet cannot be told – TrueUp", false);
  yield html`${TOP}<section class="headline stop"><h1>How the fleet stands cannot be told</h1><p>${data(problem, SENTENCE_LENGTH)}</p></section>
<dl class="facts"><div><dt>Page made</dt><dd>${time(at)}</dd></div></dl>
`.text;
  yield foot(version).text;
}

const TOP = html`<header><p class="brand">TrueUp</p></header>
<main id="main" tabindex="-1">
`;

function foot(version: string): Html {
  return html`</main>
<footer><p>This page names no person.</p><p class="quiet">TrueUp ${version}. Nothing on this page runs scripts or loads anything.</p></footer>
</body>
</html>
`;
}
