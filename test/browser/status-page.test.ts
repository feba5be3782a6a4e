import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderStatusPage } from "../../src/report/page.ts";
import { BLOCKED, COUNTED, HOSTILE_NAMES, NAMED, view } from "../report/page/views.ts";
import { HAS_BROWSER } from "./browser.ts";
import { SCHEMES, SIZES, statusPageInBrowser, unfold, violations } from "./tab.ts";

if (!HAS_BROWSER) {
  process.stdout.write("\nNOT CHECKED: the status page in a browser, since there is no /usr/bin/chromium here\n\n");
}

describe.skipIf(!HAS_BROWSER)("the status page in a browser", () => {
  const { open, started } = statusPageInBrowser();

  it("its style sheet is in force, in light and in dark, and colours differ", async () => {
    const grounds = [];
    for (const scheme of SCHEMES) {
      const { page } = await open("healthy", "desktop", scheme);
      grounds.push(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"));
    }
    expect(grounds).toEqual(["rgb(245, 246, 248)", "rgb(15, 20, 26)"]);
  });

  it("hostile names run nothing, load nothing and leave nothing but text", async () => {
    const { page, trouble } = await open("hostile");
    for (const name of ["", ...HOSTILE_NAMES.map((one) => `users?name=${encodeURIComponent(one.toWellFormed())}`)]) {
      await page.goto(`${started().server.origin}/${name}`);
      expect(await page.title()).toMatch(/ – TrueUp$/);
      const found = await page.evaluate<number>(
        "document.querySelectorAll('script,img,iframe,object,link,[style],[onerror],[onmouseover]').length",
      );
      expect(found).toBe(0);
      expect(await page.locator("body").isVisible()).toBe(true);
    }
    expect(trouble).toEqual([]);
  });

  it("even a script that came in would not run", async () => {
    const { page, trouble } = await open("healthy");
    await page.evaluate(
      "const added = document.createElement('script'); added.textContent = 'document.title = 1'; document.body.append(added)",
    );
    expect(await page.title()).toBe("Everything is as desired – TrueUp");
    expect(trouble.join(" ")).toContain("Content Security Policy");
  });

  describe("by keyboard", () => {
    it("the first stop leads past everything to the content", async () => {
      const { page } = await open("blocked");
      await page.keyboard.press("Tab");
      const skip = page.getByRole("link", { name: "Skip to the content" });
      expect(await page.evaluate<string>("document.activeElement.className")).toBe("skip");
      expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press("Enter");
      expect(await page.evaluate<string>("document.activeElement.id")).toBe("main");
    });

    it("somebody is searched for, found, and the way back taken", async () => {
      const { page } = await open("blocked");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("B003@contoso.com");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/users\?name=B003%40contoso\.com$/);
      const answer = page.getByRole("article", { name: /helpdesk/ });
      expect(await answer.innerText()).toMatch(
        /Why\s+the consent in force holds permissions that nobody approved[^]*Who has to act\s+the owner of the approved permissions/,
      );
      expect(await violations(page)).toEqual([]);
      for (const _ of ["skip", "search", "button", "back"]) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(`${started().server.origin}/`);
    });

    it("every stop can be seen, and all that can be pressed is one", async () => {
      const { page } = await open("blocked");
      const all = await page.locator("a, button, input, summary, [tabindex='0']").count();
      const stops: string[] = [];
      for (let press = 0; press < all; press += 1) {
        await page.keyboard.press("Tab");
        stops.push(
          await page.evaluate<string>(
            "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); `${document.activeElement.tagName} ${outlineStyle} ${outlineWidth}`",
          ),
        );
      }
      // A table that is folded away is no stop, and none is lost otherwise.
      const seen = stops.filter((stop) => !stop.startsWith("BODY"));
      expect(seen).toHaveLength(all - 1);
      expect(seen.filter((stop) => !stop.endsWith(" solid 3px"))).toEqual([]);
    });

    it("a table that is wider than a phone is scrolled by arrows", async () => {
      const { page } = await open("blocked", "phone");
      const table = page.getByRole("region", { name: "Each app in people, those with most to do first" });
      await table.focus();
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => table.evaluate((region) => region.scrollLeft)).toBeGreaterThan(0);
    });
  });

  it("is heard in order: landmarks, one first heading, no level left out, tables with captions and headers", async () => {
    const { page } = await open("blocked");
    for (const role of ["banner", "main", "contentinfo", "navigation", "search"] as const) {
      expect(await page.getByRole(role).count(), role).toBe(1);
    }
    const levels = await page.evaluate<readonly number[]>(
      "[...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName[1]))",
    );
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    const tables = await page.evaluate<readonly boolean[]>(
      "[...document.querySelectorAll('table')].map((table) => table.caption !== null && table.caption.textContent !== '' && table.querySelector('thead th[scope=col]') !== null && table.querySelector('tbody th[scope=row]') !== null)",
    );
    expect(tables.length).toBeGreaterThan(8);
    expect(tables).not.toContain(false);
  });

  it("gives each table as a file, which the policy of the page allows", async () => {
    const { page, trouble } = await open("blocked");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Table as CSV" }).first().click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    expect(await readFile(await file.path(), "utf8")).toMatch(/^App,People,Why\r\n/);
    expect(trouble).toEqual([]);
  });

  it("says with words what it says with colours", async () => {
    const { page } = await open("blocked");
    await unfold(page);
    const badges = await page.locator(".badge").allInnerTexts();
    expect(badges.filter((badge) => !/^\S+ [a-z]/.test(badge))).toEqual([]);
    const shares = await page.locator("td:has(svg)").allInnerTexts();
    expect(shares.length).toBeGreaterThan(5);
    expect(shares.filter((text) => !/%|nobody has it/.test(text))).toEqual([]);
  });

  /** Written only when asked for: `TRUEUP_SCREENSHOTS=1 npm run test:browser -- -t pictures`. */
  it.runIf(process.env["TRUEUP_SCREENSHOTS"] === "1").each([
    { tenant: "blocked", size: "desktop", scheme: "light", path: "/", picture: "status-page" },
    { tenant: "drifting", size: "desktop", scheme: "dark", path: "/", picture: "status-page-dark" },
    { tenant: "blocked", size: "phone", scheme: "light", path: "/", picture: "status-page-phone" },
    { tenant: "blocked", size: "desktop", scheme: "light", path: "/users?name=b003@contoso.com", picture: "why" },
  ] as const)("pictures for docs: $picture", async ({ tenant, size, scheme, path, picture }) => {
    const { page } = await open(tenant, size, scheme);
    await page.goto(`${started().server.origin}${path}`);
    const { byteLength } = await page.screenshot({ path: `docs/images/${picture}.png` });
    expect(byteLength).toBeLessThan(200_000);
  });

  describe("as a file", () => {
    let folder = "";
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "trueup-page-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each([
      { people: NAMED, how: "with names" },
      { people: COUNTED, how: "counted" },
    ])("$how it needs nothing else, and keeps to its own policy", async ({ people }) => {
      const file = join(folder, "report.html");
      await writeFile(file, renderStatusPage(view(BLOCKED, people, { watching: null })));
      const page = await started().browser.newPage({ viewport: SIZES.phone });
      const trouble: string[] = [];
      page.on("console", (message) => trouble.push(message.text()));
      page.on("request", (request) => {
        if (!request.isNavigationRequest()) trouble.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("64 rows wait for somebody to act");
      expect(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")).toBe("rgb(245, 246, 248)");
      expect(await violations(page)).toEqual([]);
      expect(trouble).toEqual([]);
    });
  });
});
