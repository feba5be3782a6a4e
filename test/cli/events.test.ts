import { afterEach, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "./command-line.ts";

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const TENANT = `
tenantId: ${TENANT_ID}
users: [{ upn: adele@contoso.com }]
catalog:
  - { name: expenses, id: ${APP}, externalId: ${MANIFEST}, displayName: Expenses, distributionMethod: organization, definitions: [{ version: 2.4.0 }] }
installations: { adele@contoso.com: [{ app: expenses, version: 2.4.0 }] }
`;
const DESIRED = `
apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: ${MANIFEST} }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;
const URL_OF_IT = "http://127.0.0.1:9/notifications";

let line: CommandLine;
afterEach(() => line.end());

async function start() {
  line = await startCommandLine(TENANT);
  await line.write({ "state.yaml": DESIRED });
  const env = { TRUEUP_STORE: `${line.folder}/store.db`, TRUEUP_EVENTS_SECRET: "0123456789abcdef" };
  return (...args: readonly string[]) => line.trueup(["events", ...args], { env });
}

describe("trueup events", () => {
  it("status says which apps nobody tells changes of", async () => {
    const events = await start();
    const { exitCode, stdout } = await events("status", "state.yaml");
    expect(exitCode).toBe(3);
    expect(stdout).toBe(
      `expenses (${APP})\n  not subscribed: only passes and audits see what people change\n\nnobody was audited yet\n`,
    );
  });

  it("status as JSON names each app with its ids", async () => {
    const events = await start();
    const { stdout } = await events("status", "state.yaml", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "events",
      apps: [{ app: "expenses", catalogId: APP, subscriptionId: null }],
      audit: { audited: 0, misses: 0, rate: null },
    });
  });

  it("subscribe says why Graph makes no subscription, and ends with 3", async () => {
    const events = await start();
    const { exitCode, stderr, stdout } = await events("subscribe", "state.yaml", "--events-url", URL_OF_IT);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("a subscription could not be made: ValidationError");
    expect(stdout).toBe("some apps have no subscription\n");
  });

  it.each([
    ["subscribe without an address", ["subscribe", "state.yaml"], "--events-url is missing"],
    [
      "an event hub in another form",
      ["subscribe", "state.yaml", "--events-url", "EventHub:https://contoso-hub.servicebus.windows.net/trueup"],
      "an event hub is written as EventHub:https://NAMESPACE.servicebus.windows.net/eventhubname/HUB?tenantId=DOMAIN",
    ],
    ["an address by plain http", ["subscribe", "state.yaml", "--events-url", "http://contoso.com/"], "give an address"],
    ["another word", ["renew"], "Allowed choices are status, subscribe, unsubscribe"],
  ])("refuses %s", async (_name, args, why) => {
    const events = await start();
    const { exitCode, stderr } = await events(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(why);
  });

  it("unsubscribe has nothing to do where no subscription leads to the address", async () => {
    const events = await start();
    const { exitCode, stdout } = await events("unsubscribe", "--events-url", URL_OF_IT);
    expect([exitCode, stdout]).toEqual([0, "no subscription leads to that address\n"]);
  });
});

it("doctor says what notifications lack, where they are set up", async () => {
  await start();
  const env = { TRUEUP_EVENTS_SECRET: "0123456789abcdef" };
  const { stdout } = await line.trueup(["doctor", "state.yaml"], { env });
  expect(stdout).toContain("change notifications");
  expect((await line.trueup(["doctor", "state.yaml"])).stdout).not.toContain("change notifications");
  const grants = await line.trueup(["doctor", "state.yaml", "--print-roles"]);
  expect(grants.stdout).toContain("To hear of changes (run --events-url):");
});
