import { afterEach, expect, it } from "vitest";
import { deltasIn } from "../../directory/world.ts";
import { type Journey, startJourney, summaryOf } from "../journey.ts";

let journey: Journey;
afterEach(() => journey.end());

const EXPENSES = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";

const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: ben@contoso.com }, { upn: cleo@contoso.com }]
groups:
  - { name: Finance, members: [{ user: adele@contoso.com }, { group: Interns }] }
  - { name: Interns, members: [{ user: ben@contoso.com }] }
catalog:
  - { name: expenses, externalId: ${EXPENSES}, definitions: [{ version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
apps: { expenses: { manifestId: ${EXPENSES}, permissions: [TeamsActivity.Send.User] } }
assignments: [{ app: expenses, version: latest, ensure: installed, to: [{ group: Finance }] }]
`;

/** What the runs since the last call asked of the directory, and whether all of it was about changes. */
function asked(): { readonly deltas: number; readonly others: readonly string[] } {
  const paths = journey.sandbox.requests.map(({ path }) => path).filter((path) => /^\/(users|groups)/.test(path));
  const directory = paths.filter((path) => !path.includes("/teamwork/"));
  journey.sandbox.clearRequests();
  return { deltas: deltasIn(directory).length, others: directory.filter((path) => !path.includes("/delta")) };
}

async function begin(): Promise<void> {
  journey = await startJourney(TENANT, { "state.yaml": DESIRED }, { remembers: true });
  expect(summaryOf(await journey.converge())).toEqual([
    "adele@contoso.com expenses: act install -> applied",
    "ben@contoso.com expenses: act install -> applied",
  ]);
  asked();
}

it("somebody joins a nested group and gets the app; somebody leaves it and is not managed any more", async () => {
  await begin();
  journey.sandbox.addMember("Interns", "cleo@contoso.com");
  expect(summaryOf(await journey.converge())).toContain("cleo@contoso.com expenses: act install -> applied");
  journey.sandbox.removeMember("Interns", "ben@contoso.com");
  expect(summaryOf(await journey.converge())).toEqual([
    "adele@contoso.com expenses: nothing (in-sync)",
    "cleo@contoso.com expenses: nothing (in-sync)",
  ]);
  expect(asked()).toEqual({ deltas: 16, others: [] });
});

it.each([true, false])("somebody is deleted and restored, their groups told: %s", async (isTold) => {
  await begin();
  journey.sandbox.removeUser("ben@contoso.com");
  expect(summaryOf(await journey.converge())).toEqual(["adele@contoso.com expenses: nothing (in-sync)"]);
  journey.sandbox.restoreUser("ben@contoso.com", isTold);
  expect(summaryOf(await journey.converge())).toContainEqual(
    expect.stringMatching(/^ben@contoso.com expenses: nothing/),
  );
  expect(asked().others).toEqual([]);
});

it("the store is lost, and everything is read again", async () => {
  await begin();
  await journey.loseStore();
  journey.sandbox.addMember("Interns", "cleo@contoso.com");
  expect(summaryOf(await journey.converge())).toContain("cleo@contoso.com expenses: act install -> applied");
  expect(asked().others).toEqual([]);
});

it("the tokens are gone, and everything is read again", async () => {
  await begin();
  journey.sandbox.setDials({ deltaTokens: "gone" });
  journey.sandbox.addMember("Interns", "cleo@contoso.com");
  expect(summaryOf(await journey.converge())).toContain("cleo@contoso.com expenses: act install -> applied");
  expect(asked().others).toEqual([]);
});

it("the directory cannot be followed, so it is read in full, and the plan says so", async () => {
  await begin();
  journey.sandbox.addFault({ kind: "status", path: /groups\/delta/, status: 403 });
  journey.sandbox.addMember("Interns", "cleo@contoso.com");
  expect(summaryOf(await journey.converge())).toContain("cleo@contoso.com expenses: act install -> applied");
  expect(asked().others.length).toBeGreaterThan(0);
});
