import type { FleetStatus } from "../model/fleet-status.ts";
import { pageHead } from "./page.ts";
import { budgetsSection, fleetHeadline, fleetTone, queueSection, tenantsSection } from "./page/fleet.ts";
import { data, html, SENTENCE_LENGTH, time } from "./page/html.ts";

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
  yield html`<header><p class="brand">TrueUp</p></header>
<main id="main" tabindex="-1">
<section class="headline ${fleetTone(status)}"><h1>${headline}</h1></section>
<dl class="facts"><div><dt>Fleet</dt><dd>${data(status.path, SENTENCE_LENGTH)}</dd></div>
<div><dt>Page made</dt><dd>${time(status.at)}</dd></div></dl>
`.text;
  for (const section of [tenantsSection(status, pages), queueSection(status.queue), budgetsSection(status.budgets)])
    yield section?.text ?? "";
  yield html`</main>
<footer><p>This page names no person.</p><p class="quiet">TrueUp ${version}. Nothing on this page runs scripts or loads anything.</p></footer>
</body>
</html>
`.text;
}
