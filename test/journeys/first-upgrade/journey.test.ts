import { afterEach, expect, it } from "vitest";
import { acting, type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { apps, FINANCE, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

it("brings everybody in a group, nested members too, to the offered version with exactly the consent it requires", async () => {
  journey = await startJourney(TENANT, {
    "apps.yaml": apps(["TeamsActivity.Send.User", "CameraStream.Read.User"]),
    "finance.yaml": FINANCE,
  });
  await expect(textOf(await journey.plan())).toMatchFileSnapshot("1-plan.txt");
  expect(journey.writes(), "a plan writes nothing").toEqual([]);

  const result = await journey.converge();
  await expect(textOf(result)).toMatchFileSnapshot("2-result.txt");
  expect(summaryOf(result)).toEqual([
    "adele@contoso.com expenses: act upgrade -> applied",
    "ben@contoso.com expenses: act upgrade -> applied",
    "cleo@contoso.com expenses: act upgrade -> applied",
  ]);
  const [installed] = journey.sandbox.installationsOf("cleo@contoso.com");
  expect(installed).toMatchObject({
    version: "2.4.0",
    consent: [{ value: "TeamsActivity.Send.User", type: "application" }],
  });
  expect(journey.writes()).toHaveLength(3);
  await expect(textOf(await journey.plan())).toMatchFileSnapshot("3-plan-again.txt");
  expect(acting(await journey.plan())).toEqual([]);
  expect(journey.sandbox.installationsOf("dana@contoso.com"), "nobody else is touched").toEqual([]);
});
