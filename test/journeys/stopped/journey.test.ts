import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney } from "../journey.ts";
import { apps, EXPENSES, EXPENSES_MANIFEST } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

const TENANT = `
population:
  - { count: 200, upn: "user{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
groups: [{ name: Finance }]
catalog:
  - { name: expenses, id: ${EXPENSES}, externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`;

it("stopped half way, it finishes what is under way, reports the rest, and goes on when run again", async () => {
  journey = await startJourney(TENANT, {
    "apps.yaml": apps([]),
    "a.yaml": "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, to: [{ group: Finance }] }]\n",
    "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxChanges: 1000 }\n",
  });
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (journey.writes().length >= 40) stop.abort();
  }, 1);
  const result = await journey.apply({ stop: stop.signal });
  clearInterval(watch);
  const statuses = result.rows.map(({ outcome }) => outcome?.status);
  const applied = statuses.filter((status) => status === "applied").length;
  expect(applied).toBeGreaterThanOrEqual(40);
  expect(applied).toBeLessThan(200);
  expect(statuses.filter((status) => status === "not-tried")).toHaveLength(200 - applied);
  expect(journey.writes()).toHaveLength(applied);

  const next = await journey.converge();
  expect(next.rows.filter(({ outcome }) => outcome?.status === "applied")).toHaveLength(200 - applied);
  expect(journey.writes(), "no row is written twice").toHaveLength(200);
});
