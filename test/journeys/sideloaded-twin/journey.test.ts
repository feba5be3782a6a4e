import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf } from "../journey.ts";
import { apps, FINANCE, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("a sideloaded twin is another app's installation: its row is blocked, the others go on", async () => {
  const twin = TENANT.replace(
    "ben@contoso.com: [{ app: expenses, version: 2.1.0 }]",
    "ben@contoso.com: [{ app: expenses, version: 2.1.0, sideloaded: true }]",
  );
  journey = await startJourney(twin, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  expect(summaryOf(await journey.converge())).toEqual([
    "adele@contoso.com expenses: act upgrade -> applied",
    "ben@contoso.com expenses: blocked (other-copy-installed)",
    "cleo@contoso.com expenses: act upgrade -> applied",
  ]);
  expect(journey.sandbox.installationsOf("ben@contoso.com")[0]?.version).toBe("2.1.0");
});
