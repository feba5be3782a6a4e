import { expect, it } from "vitest";
import { diagnoseEvents } from "../../src/session/doctor-checks.ts";

const URL_OF_HUB = "EventHub:https://contoso-hub.servicebus.windows.net/eventhubname/trueup?tenantId=contoso.com";

async function checked(countParts: () => Promise<number>) {
  const listed = ["0d820ecd-0000-4000-8000-000000000002", null].map((appId) => ({
    id: "1",
    appId,
    notificationUrl: appId === null ? URL_OF_HUB.replace("trueup", "of-another") : URL_OF_HUB,
    expiresAtMs: 0,
  }));
  const subscriptions = { list: () => Promise.resolve(listed) };
  const claims = { tenantId: null, clientId: null, roles: ["TeamsAppInstallation.ReadForUser.All"], scopes: null };
  return diagnoseEvents(
    { subscriptions, catalog: { readApp: () => Promise.reject(new Error("no app is asked for")) } },
    [],
    { ...claims, expiresAt: null },
    countParts,
  );
}

it("doctor tries the event hub that a subscription leads to, and no other", async () => {
  const [, ...hubs] = await checked(() => Promise.resolve(2));
  expect(hubs).toEqual([
    {
      code: "event-hub",
      title: "event hub trueup of contoso-hub.servicebus.windows.net",
      state: "ok",
      detail: "answers, with 2 partitions",
      hint: null,
    },
  ]);
});

it("doctor says what keeps it from the hub, and which roles it takes", async () => {
  const [, hub] = await checked(() => Promise.reject(new Error("Unauthorized access. 'Listen' claim(s) are required")));
  expect(hub).toMatchObject({
    state: "warning",
    detail: "cannot be read: Unauthorized access. 'Listen' claim(s) are required",
    hint: "trueup doctor --print-roles names the two roles that it takes in Azure",
  });
});
