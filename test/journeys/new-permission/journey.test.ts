import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, EXPENSES, FINANCE, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("a version that asks for a permission more waits until a reviewed change approves it", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE });
  await journey.converge();

  const permissions = [
    { value: "TeamsActivity.Send.User", type: "application" },
    { value: "TeamsAppInstallation.Read.User", type: "application" },
  ] as const;
  journey.sandbox.publish(EXPENSES, { version: "2.5.0", publishingState: "published", permissions });
  const before = journey.writes().length;
  const blocked = await journey.converge();
  await expect(textOf(blocked)).toMatchFileSnapshot("1-blocked.txt");
  expect(summaryOf(blocked)[0]).toBe("adele@contoso.com expenses: blocked (permissions-not-approved)");
  expect(journey.writes()).toHaveLength(before);

  await journey.write({ "apps.yaml": apps(["TeamsActivity.Send.User", "TeamsAppInstallation.Read.User"]) });
  const applied = await journey.converge();
  await expect(textOf(applied)).toMatchFileSnapshot("2-approved.txt");
  expect(journey.sandbox.installationsOf("adele@contoso.com")[0]).toMatchObject({
    version: "2.5.0",
    consent: permissions,
  });
});
