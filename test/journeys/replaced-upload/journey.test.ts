import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { EXPENSES, EXPENSES_MANIFEST, FINANCE, REUPLOADED, TENANT } from "../worlds.ts";

const OTHER = "cf1ba4c7-0000-4000-8000-000000000009";

let journey: Journey;
afterEach(() => journey.end());

function apps(removals = 10): string {
  return `
apiVersion: trueup/v1
apps:
  expenses:
    manifestId: ${EXPENSES_MANIFEST}
    permissions: [TeamsActivity.Send.User]
    replaces: { id: ${EXPENSES}, removals: ${removals} }
`;
}

async function reuploaded(removals = 10): Promise<void> {
  journey = await startJourney(TENANT, { "apps.yaml": apps(removals), "finance.yaml": FINANCE });
  journey.sandbox.reupload(EXPENSES, REUPLOADED);
}

function has(person: string): readonly string[] {
  return journey.sandbox.installationsOf(person).map(({ app, version }) => `${app.id} ${version}`);
}

it("whoever has the earlier upload gets the app, and loses the copy after that", async () => {
  await reuploaded();
  await expect(textOf(await journey.plan())).toMatchFileSnapshot("1-plan.txt");
  const result = await journey.converge();
  expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: act replace -> applied");
  expect(has("adele@contoso.com")).toEqual([`${REUPLOADED} 2.4.0`]);
  expect(has("dana@contoso.com")).toEqual([]);
  const ofAdele = journey.writes().slice(0, 2);
  expect(ofAdele.map((write) => write.split(" ")[0])).toEqual(["POST", "DELETE"]);
});

it("more copies than its own line allows: all stay", async () => {
  await reuploaded(2);
  const plan = await journey.plan();
  expect(summaryOf(plan)[0]).toBe("adele@contoso.com expenses: held replace (removal-limit)");
  expect(plan.rows.at(0)?.detail).toBe("3 earlier uploads to remove, replaces.removals allows 2");
  await journey.apply();
  expect(journey.writes()).toEqual([]);
});

const BOTH = `
users: [{ upn: adele@contoso.com }, { upn: ben@contoso.com }]
groups: [{ name: Finance, members: [{ user: adele@contoso.com }, { user: ben@contoso.com }] }]
catalog:
  - { name: old, id: ${EXPENSES}, externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0 }] }
  - name: new
    id: ${REUPLOADED}
    externalId: ${EXPENSES_MANIFEST}
    definitions: [{ version: 2.3.0 }, { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
installations:
  adele@contoso.com: [{ app: old, version: 2.1.0 }, { app: new, version: 2.4.0 }]
  ben@contoso.com: [{ app: old, version: 2.1.0 }, { app: new, version: 2.3.0 }]
`;

it("both are there, as after a run that was cut off: the app is upgraded if need be, then the copy goes", async () => {
  journey = await startJourney(BOTH, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  journey.sandbox.unlist(EXPENSES);
  const result = await journey.converge();
  expect(summaryOf(result)).toEqual([
    "adele@contoso.com expenses: act replace -> applied",
    "ben@contoso.com expenses: act replace -> applied",
  ]);
  expect(has("adele@contoso.com")).toEqual([`${REUPLOADED} 2.4.0`]);
  expect(has("ben@contoso.com")).toEqual([`${REUPLOADED} 2.4.0`]);
  expect(journey.writes().map((write) => write.replace(/ .*installedApps.[^/]*/, " …"))).toEqual([
    "DELETE …",
    "POST …/upgrade",
    "DELETE …",
  ]);
});

it("an earlier upload that is managed as an app of its own is nobody's to replace", async () => {
  journey = await startJourney(
    BOTH.replace(
      `externalId: ${EXPENSES_MANIFEST}, definitions: [{ version: 2.1.0`,
      `externalId: ${OTHER}, definitions: [{ version: 2.1.0`,
    ),
    {
      "apps.yaml": `${apps()}  other:\n    manifestId: ${OTHER}\n`,
      "finance.yaml": FINANCE,
    },
  );
  const result = await journey.apply();
  expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: blocked (replaces-managed-app)");
  expect(journey.writes()).toEqual([]);
});

it("a failed install removes nothing", async () => {
  const blocked = "policies: { blocked: [{ app: new, users: [adele@contoso.com] }] }\n";
  const tenant = BOTH.replaceAll(/, \{ app: new, version: [^}]*\}/g, "");
  journey = await startJourney(tenant + blocked, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  journey.sandbox.unlist(EXPENSES);
  const result = await journey.apply();
  expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: act replace -> failed (blocked-by-policy)");
  expect(has("adele@contoso.com")).toEqual([`${EXPENSES} 2.1.0`]);
  expect(has("ben@contoso.com")).toEqual([`${REUPLOADED} 2.4.0`]);
});
