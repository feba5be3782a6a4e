import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Census } from "../../src/census/census.ts";
import { UNNAMED } from "../../src/census/from-store.ts";
import { renderCensusPage } from "../../src/report/census/page.ts";
import { HAS_BROWSER, startBrowser } from "./browser.ts";

const AT = "2026-01-05T08:00:00.000Z";
const SEND = { value: "TeamsActivity.Send.User", type: "application" } as const;
const CENSUS: Census = {
  createdAt: AT,
  tenantId: "3f6c1f0e-0000-4000-8000-000000000001",
  fromStore: true,
  people: {
    all: 100_000,
    read: 98_700,
    unreadable: 300,
    notReadYet: 1_000,
    oldestAt: "2025-12-01T08:00:00.000Z",
    newestAt: AT,
    ages: { day: 60_000, week: 30_000, month: 8_000, older: 700 },
  },
  apps: ["Contoso Expenses", '<b>"Hostile"</b>\u202Egnp.exe'].map((displayName) => ({
    app: {
      ...UNNAMED,
      displayName,
      name: "expenses",
      catalogId: "0d820ecd-0000-4000-8000-000000000002",
      offered: "2.4.0",
    },
    versions: ["2.4.0", "2.1.0", null].map((version, index) => ({
      version,
      people: 60_000 >> index,
      oldestAt: AT,
      consents: [
        { permissions: [SEND], people: 40_000 >> index },
        { permissions: [], people: 10_000 >> index },
        { permissions: null, people: 10_000 >> index },
      ],
    })),
    notInstalled: 2_000,
    otherCopy: 12,
    unknown: 1_300,
  })),
};

describe.skipIf(!HAS_BROWSER)("the page of a census in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it.each(
    (["light", "dark"] as const).flatMap((colorScheme) => [1280, 390, 320].map((width) => ({ colorScheme, width }))),
  )(
    "$colorScheme, $width wide: no violation of accessibility, and only tables scroll sideways",
    async ({ colorScheme, width }) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on("console", (message) => trouble.push(message.text()));
      await page.setContent(renderCensusPage(CENSUS, "0.1.0").join(""));
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.failureSummary ?? ""}`)).toEqual([]);
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(trouble).toEqual([]);
      await context.close();
    },
  );
});
