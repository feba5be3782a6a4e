import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { startBrowser } from "./browser.ts";
import { type PageServer, startPageServer, TENANTS } from "./pages.ts";

export const SIZES = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  "smallest phone": { width: 320, height: 568 },
} as const;
export const SCHEMES = ["light", "dark"] as const;

/** A tab, and everything in it that should not be: errors, what its policy refused, dialogs, requests elsewhere. */
export interface Tab {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly trouble: readonly string[];
}

/** Which page is opened, and how. */
export type TabOf = readonly [tenant: string, size?: keyof typeof SIZES, scheme?: (typeof SCHEMES)[number]];

/** Opens the page of that tenant: on a desktop and light where nothing else is said. */
async function openTab(
  { browser, server }: { readonly browser: Browser; readonly server: PageServer },
  ...[tenant, size = "desktop", colorScheme = "light"]: TabOf
): Promise<Tab> {
  const shown = TENANTS[tenant];
  if (shown === undefined) throw new Error(`there is no tenant ${tenant}`);
  server.show(shown);
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("console", (message) => trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("dialog", (dialog) => trouble.push(dialog.message()));
  page.on("request", (request) => {
    if (!request.isNavigationRequest()) trouble.push(request.url());
  });
  await page.goto(server.origin);
  return { context, page, trouble };
}

/** A browser and a server for the tests of a file, of which each closes its tab. */
export function statusPageInBrowser() {
  const at: { browser?: Browser; server?: PageServer; context?: BrowserContext } = {};
  beforeAll(async () => {
    [at.browser, at.server] = await Promise.all([startBrowser(), startPageServer()]);
  });
  afterEach(() => at.context?.close());
  afterAll(async () => {
    await at.browser?.close();
    await at.server?.close();
  });
  const started = (): { readonly browser: Browser; readonly server: PageServer } => {
    if (at.browser === undefined || at.server === undefined) throw new Error("there is no browser yet");
    return { browser: at.browser, server: at.server };
  };
  return {
    started,
    open: async (...which: TabOf): Promise<Tab> => {
      await at.context?.close();
      const tab = await openTab(started(), ...which);
      at.context = tab.context;
      return tab;
    },
  };
}

/** Opens all that is folded. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true");
}

/** What axe finds, one line each; its script goes in by the debugger, as the policy of the page refuses all scripts. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
  expect(results.passes.length).toBeGreaterThan(5);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}
