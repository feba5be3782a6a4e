import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, EXPENSES, EXPENSES_MANIFEST } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

/** More members than fit a page of 999, so that there is a second page to fail. */
const BIG_TENANT = `
population:
  - { count: 1200, upn: "user{n}@contoso.com", groups: [Big], installations: [{ app: expenses, version: 2.1.0, every: 100 }] }
users: [{ upn: dana@contoso.com }]
groups: [{ name: Big }, { name: Small, members: [{ user: dana@contoso.com }] }]
catalog:
  - { name: expenses, id: ${EXPENSES}, externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
installations: { dana@contoso.com: [{ app: expenses, version: 2.1.0 }] }
`;

it("a group whose second page fails might hold anybody: no row that it could decide acts", async () => {
  journey = await startJourney(BIG_TENANT, {
    "apps.yaml": apps([]),
    "a.yaml": `apiVersion: trueup/v1
assignments:
  - { app: expenses, version: latest, to: [{ group: Big }] }
  - { app: expenses, version: latest, to: [{ group: Small }] }
`,
  });
  journey.sandbox.addFault({ kind: "status", path: /transitiveMembers.*skiptoken/, status: 403 });
  const plan = await journey.plan();
  expect(new Set(plan.rows.map(({ verdict, reason }) => `${verdict} ${reason}`))).toEqual(
    new Set(["blocked targets-unreadable"]),
  );
  expect(plan.targets.map(({ name, state }) => `${name} ${state}`)).toEqual(["Big unreadable", "Small read"]);
  const requests = journey.sandbox.requests.filter(({ path }) => path.includes("teamwork"));
  expect(requests, "what cannot be decided need not be read").toEqual([]);

  await journey.write({
    "direct.yaml": "apiVersion: trueup/v1\nusers: { dana@contoso.com: { expenses: latest } }\n",
  });
  const direct = await journey.apply();
  expect(summaryOf(direct), "a name wins over any group, read or not").toContain(
    "dana@contoso.com expenses: act upgrade -> applied",
  );
  expect(journey.writes()).toHaveLength(1);
});

it("an exception that cannot be read might except anybody", async () => {
  journey = await startJourney(BIG_TENANT, {
    "apps.yaml": apps([]),
    "a.yaml": `apiVersion: trueup/v1
assignments:
  - { app: expenses, version: latest, to: [{ group: Small }], except: [{ group: Nobody Knows }] }
`,
  });
  const plan = await journey.plan();
  await expect(textOf(plan)).toMatchFileSnapshot("1-unread-exception.txt");
  expect(summaryOf(plan)).toEqual(["dana@contoso.com expenses: blocked (targets-unreadable)"]);
});
