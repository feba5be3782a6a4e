import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf } from "../journey.ts";
import { apps, FINANCE, POLICY, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("who leaves a group is no longer managed, and keeps the app; only absent removes", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "finance.yaml": FINANCE, "policy.yaml": POLICY });
  await journey.converge();
  journey.sandbox.removeMember("Finance", "ben@contoso.com");
  const left = await journey.converge();
  expect(summaryOf(left)).toEqual([
    "adele@contoso.com expenses: nothing (in-sync)",
    "cleo@contoso.com expenses: nothing (in-sync)",
  ]);
  expect(journey.sandbox.installationsOf("ben@contoso.com")).toHaveLength(1);

  await journey.write({
    "leavers.yaml": "apiVersion: trueup/v1\nusers: { ben@contoso.com: { expenses: { ensure: absent } } }\n",
  });
  const removed = await journey.converge();
  expect(summaryOf(removed)).toContain("ben@contoso.com expenses: act uninstall -> applied");
  expect(journey.sandbox.installationsOf("ben@contoso.com")).toEqual([]);
  expect(journey.sandbox.installationsOf("adele@contoso.com")).toHaveLength(1);
});
