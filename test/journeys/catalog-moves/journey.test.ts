import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, EXPENSES, FINANCE, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("a version published between plan and apply is not written unreviewed: the rows are not tried", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  const result = await journey.apply({
    confirm: () => {
      journey.sandbox.publish(EXPENSES, { version: "2.6.0", publishingState: "published", permissions: [] });
      return Promise.resolve(true);
    },
  });
  await expect(textOf(result)).toMatchFileSnapshot("1-not-tried.txt");
  expect(new Set(result.rows.map(({ outcome }) => `${outcome?.status} ${outcome?.code}`))).toEqual(
    new Set(["not-tried definition-changed"]),
  );
  expect(journey.writes()).toEqual([]);

  const next = await journey.converge();
  expect(summaryOf(next)[0]).toBe("adele@contoso.com expenses: act upgrade -> applied");
  expect(journey.sandbox.installationsOf("adele@contoso.com")[0]?.version).toBe("2.6.0");
});

it("the same version with other permissions counts as another definition", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  const result = await journey.apply({
    confirm: () => {
      journey.sandbox.publish(EXPENSES, { version: "2.4.0", publishingState: "published", permissions: [] });
      return Promise.resolve(true);
    },
  });
  expect(result.rows.map(({ outcome }) => outcome?.code)).toEqual(
    Array.from({ length: 3 }, () => "definition-changed"),
  );
  expect(journey.writes()).toEqual([]);
});
