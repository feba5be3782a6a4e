import { afterEach, expect, it } from "vitest";
import { type Journey, startJourney, summaryOf, textOf } from "../journey.ts";
import { EXPENSES, EXPENSES_MANIFEST, FINANCE } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

/** Adele has the offered version without the consent that it requires. */
const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: ben@contoso.com }]
groups: [{ name: Finance, members: [{ user: adele@contoso.com }, { user: ben@contoso.com }] }]
catalog:
  - name: expenses
    id: ${EXPENSES}
    externalId: ${EXPENSES_MANIFEST}
    definitions: [{ version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }]
installations:
  adele@contoso.com: [{ app: expenses, version: 2.4.0 }]
  ben@contoso.com: [{ app: expenses, version: 2.4.0 }]
`;

function apps(repairConsent: string): string {
  return `
apiVersion: trueup/v1
apps:
  expenses:
    manifestId: ${EXPENSES_MANIFEST}
    permissions: [TeamsActivity.Send.User]
    repairConsent: ${repairConsent}
`;
}

async function begin(repairConsent: string, upgradeWhenCurrent: "consents" | "nothing" | "refused"): Promise<void> {
  const files = {
    "apps.yaml": apps(repairConsent),
    "finance.yaml": FINANCE.replace("version: latest", "version: latest\n    ensure: installed"),
  };
  // What an ignored set does not do is looked for a minute and more.
  journey = await startJourney(TENANT, files, { dials: { upgradeWhenCurrent }, speed: 100 });
}

const CURED = ["TeamsActivity.Send.User"];

function consents(): readonly (readonly string[])[] {
  return ["adele@contoso.com", "ben@contoso.com"].map((person) =>
    journey.sandbox.installationsOf(person).flatMap(({ consent }) => consent.map(({ value }) => value)),
  );
}

it.each(["consents", "nothing", "refused"] as const)(
  "report, where an upgrade call %s: it is said, and nothing is sent",
  async (dial) => {
    await begin("report", dial);
    const result = await journey.converge();
    expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: nothing (in-sync)");
    expect(result.rows.at(0)).toMatchObject({
      drift: ["consent-narrower"],
      detail: "repairConsent: upgrade or reinstall may cure it",
    });
    expect(journey.writes()).toEqual([]);
  },
);

it("upgrade, where the set is taken: it is cured and read back", async () => {
  await begin("upgrade", "consents");
  await expect(textOf(await journey.plan())).toMatchFileSnapshot("1-plan-upgrade.txt");
  const result = await journey.converge();
  expect(summaryOf(result)).toEqual([
    "adele@contoso.com expenses: act upgrade -> applied",
    "ben@contoso.com expenses: act upgrade -> applied",
  ]);
  expect(consents()).toEqual([CURED, CURED]);
});

it("upgrade, where the set is ignored: the first try says so, and nobody else's is sent", async () => {
  await begin("upgrade", "nothing");
  const result = await journey.apply();
  expect(summaryOf(result)).toEqual([
    "adele@contoso.com expenses: act upgrade -> failed (consent-not-repaired)",
    "ben@contoso.com expenses: act upgrade -> not-tried (stopped)",
  ]);
  expect(journey.writes()).toHaveLength(1);
});

it("upgrade, where it is refused: the row says so", async () => {
  await begin("upgrade", "refused");
  const result = await journey.apply();
  expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: act upgrade -> failed (refused)");
  expect(consents()).toEqual([[], []]);
});

it.each(["consents", "nothing", "refused"] as const)(
  "reinstall, where an upgrade call %s: removed, installed and read back",
  async (dial) => {
    await begin("reinstall", dial);
    const plan = await journey.plan();
    if (dial === "consents") await expect(textOf(plan)).toMatchFileSnapshot("2-plan-reinstall.txt");
    const result = await journey.converge();
    expect(summaryOf(result)[0]).toBe("adele@contoso.com expenses: act reinstall -> applied");
    expect(consents()).toEqual([CURED, CURED]);
    expect(journey.writes().map((write) => write.split(" ")[0])).toEqual(["DELETE", "POST", "DELETE", "POST"]);
  },
);

it("reinstall is held without a store where a run that is cut off would leave people without the app", async () => {
  journey = await startJourney(TENANT, { "apps.yaml": apps("reinstall"), "finance.yaml": FINANCE });
  expect(summaryOf(await journey.apply())[0]).toBe(
    "adele@contoso.com expenses: held reinstall (reinstall-without-store)",
  );
  expect(journey.writes()).toEqual([]);
});
