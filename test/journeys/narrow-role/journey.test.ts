import { afterEach, expect, it } from "vitest";
import { sandboxToken } from "../../../src/sandbox/roles.ts";
import { type Journey, startJourney, summaryOf } from "../journey.ts";
import { apps, TENANT } from "../worlds.ts";

let journey: Journey;
afterEach(() => journey.end());

const INSTALL =
  "apiVersion: trueup/v1\nassignments: [{ app: expenses, version: latest, ensure: installed, to: [{ group: Finance }] }]\n";

it("under a role that shows the caller's own app only, an empty list proves nothing: nobody is installed anything", async () => {
  const roles = [
    "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All",
    "AppCatalog.Read.All",
    "User.Read.All",
    "GroupMember.Read.All",
  ];
  const token = sandboxToken({ tenantId: "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01", roles });
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "a.yaml": INSTALL }, { token });
  const result = await journey.apply();
  expect(new Set(summaryOf(result).map((line) => line.split(": ")[1]))).toEqual(
    new Set(["blocked (installations-hidden)"]),
  );
  expect(journey.writes()).toEqual([]);
});

it("under a role for every app the same state installs", async () => {
  const roles = [
    "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
    "AppCatalog.Read.All",
    "User.Read.All",
    "GroupMember.Read.All",
  ];
  const token = sandboxToken({ tenantId: "6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01", roles });
  journey = await startJourney(TENANT, { "apps.yaml": apps(), "a.yaml": INSTALL }, { token });
  expect(summaryOf(await journey.converge())[0]).toBe("adele@contoso.com expenses: act upgrade -> applied");
});
