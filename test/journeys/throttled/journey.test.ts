import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney } from "../journey.ts";
import { apps, EXPENSES, EXPENSES_MANIFEST } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

const TENANT = `
population:
  - { count: 60, upn: "user{n}@contoso.com", groups: [Finance], installations: [{ app: expenses, version: 2.1.0 }] }
groups: [{ name: Finance }]
catalog:
  - { name: expenses, id: ${EXPENSES}, externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }
`;
const DESIRED = {
  "apps.yaml": apps([]),
  "a.yaml": "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, to: [{ group: Finance }] }]\n",
};

it("throttled half way, it waits, goes on, and nobody is lost or written twice", async () => {
  journey = await startJourney(TENANT, DESIRED);
  const retry = { "Retry-After": "2" };
  journey.sandbox.addFault({
    kind: "status",
    method: "POST",
    path: /upgrade/,
    status: 429,
    after: 20,
    times: 5,
    headers: retry,
  });
  journey.sandbox.addFault({
    kind: "status",
    method: "GET",
    path: /installedApps/,
    status: 429,
    after: 30,
    times: 3,
    headers: retry,
  });
  const result = await journey.converge();
  expect(new Set(result.rows.map(({ outcome }) => outcome?.status))).toEqual(new Set(["applied"]));
  const accepted = journey.sandbox.requests.filter(({ method, status }) => method === "POST" && status === 204);
  expect(accepted).toHaveLength(60);
});

it("a 429 that hides a success is seen by the read before the next try, and not sent again", async () => {
  journey = await startJourney(TENANT, DESIRED);
  journey.sandbox.addFault({
    kind: "status-after",
    method: "POST",
    path: /upgrade/,
    status: 429,
    times: 4,
    headers: { "Retry-After": "1" },
  });
  const result = await journey.converge();
  expect(new Set(result.rows.map(({ outcome }) => outcome?.status))).toEqual(new Set(["applied"]));
  expect(journey.writes(), "sixty rows, sixty writes").toHaveLength(60);
});

it.each(["reset-before", "reset-after"] as const)(
  "a connection that breaks (%s) loses nobody and writes nobody twice",
  async (kind) => {
    journey = await startJourney(TENANT, DESIRED);
    journey.sandbox.addFault({ kind, method: "POST", path: /upgrade/, after: 10, times: 3 });
    const result = await journey.converge();
    expect(new Set(result.rows.map(({ outcome }) => outcome?.status))).toEqual(new Set(["applied"]));
    expect(journey.writes()).toHaveLength(kind === "reset-after" ? 60 : 63);
  },
);

it("writes that become visible only after a while are waited for", async () => {
  journey = await startJourney(TENANT, DESIRED, { dials: { lagMs: 5_000 }, speed: 60 });
  const result = await journey.apply();
  expect(new Set(result.rows.map(({ outcome }) => outcome?.status))).toEqual(new Set(["applied"]));
  expect(journey.writes()).toHaveLength(60);
});
