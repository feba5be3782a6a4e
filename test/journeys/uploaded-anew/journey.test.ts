import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, EXPENSES, FINANCE, REUPLOADED, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("an app that was uploaded anew has orphans: they are named with both ids and never acted on", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  journey.sandbox.reupload(EXPENSES, REUPLOADED);
  const result = await journey.converge();
  await expect(textOf(result)).toMatchFileSnapshot("1-orphans.txt");
  expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: blocked (other-copy-installed)");
  expect(result.rows.at(0)?.detail).toContain(EXPENSES);
  expect(result.rows.at(0)?.detail).toContain(REUPLOADED);
  expect(journey.writes()).toEqual([]);
});

it("an app that the catalog does not show is identified for reading only: not even absent removes it", async () => {
  journey = await startJourney(TENANT, {
    "apps.yaml": apps(),
    "finance.yaml":
      "apiVersion: trueup/v1\nassignments: [{ app: expenses, ensure: absent, to: [{ group: Finance }] }]\n",
    "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxRemovals: 10 }\n",
  });
  journey.sandbox.unlist(EXPENSES);
  expect(summaryOf(await journey.converge())[0]).toBe("adele@contoso.com expenses: blocked (app-not-in-catalog)");
  expect(journey.writes()).toEqual([]);
});
