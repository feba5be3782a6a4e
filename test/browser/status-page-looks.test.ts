import { describe, expect, it } from "vitest";
import { HAS_BROWSER } from "./browser.ts";
import { TENANTS } from "./pages.ts";
import { SCHEMES, statusPageInBrowser, unfold, violations } from "./tab.ts";

describe.skipIf(!HAS_BROWSER)("every look of the status page in a browser", () => {
  const { open } = statusPageInBrowser();

  const looks = Object.keys(TENANTS).flatMap((tenant) =>
    SCHEMES.flatMap((scheme) => (["desktop", "phone"] as const).map((size) => ({ tenant, scheme, size }))),
  );

  it.each(looks)("$tenant, $scheme, $size: no violation of accessibility", async ({ tenant, scheme, size }) => {
    const { page, trouble } = await open(tenant, size, scheme);
    // What is folded is looked at too.
    await unfold(page);
    expect(await violations(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it.each(
    Object.keys(TENANTS).flatMap((tenant) => (["phone", "smallest phone"] as const).map((size) => ({ tenant, size }))),
  )("$tenant fits on the $size: only tables scroll sideways, within themselves", async ({ tenant, size }) => {
    const { page } = await open(tenant, size);
    await unfold(page);
    const wider = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect(wider).toBeLessThanOrEqual(0);
  });
});
