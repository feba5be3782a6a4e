import { readFileSync } from "node:fs";
import process from "node:process";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { createGraph, type Graph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { fixedToken } from "../../src/graph/token.ts";
import type { Permission } from "../../src/model/permission.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { createAcceleratedClock } from "../fakes/clock.ts";
import { START_MS, startTenant, type TenantClient } from "../sandbox/tenant-client.ts";
import { parseOpenApi } from "./openapi-document.ts";
import { createContract } from "./openapi.ts";

const file = process.env["TRUEUP_GRAPH_OPENAPI"];
const isMissing = file === undefined || file === "";
if (isMissing) {
  console.warn("\nNOT CHECKED: requests and sandbox answers against Graph's published OpenAPI description.");
  console.warn("TRUEUP_GRAPH_OPENAPI names no file, so the tests of test/contract/sandbox.test.ts are skipped.\n");
}

const EXPENSES = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c001";
const EXPENSES_MANIFEST = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";
const POLLS = "2c1d7f7a-90a1-4f4e-8a5e-0d6d7f6f1c11";
const ADELE = derivedId("user", "adele@contoso.com");
const MEGAN = derivedId("user", "megan@contoso.com");
const STAFF = derivedId("group", "Staff");
const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com, teams: false }]
population: [{ count: 120, upn: "staff{n}@contoso.com", groups: [Staff] }]
groups:
  - { name: Staff, members: [{ user: adele@contoso.com }, { group: Board }] }
  - { name: Board, members: [{ user: megan@contoso.com }] }
catalog:
  - name: expenses
    id: ${EXPENSES}
    externalId: ${EXPENSES_MANIFEST}
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }, { value: MicrophoneStream.Read.User, type: delegated }] }
      - { version: 2.9.0, publishingState: submitted, permissionsShown: false }
  - { name: polls, id: ${POLLS}, distributionMethod: store, definitions: [{ version: 1.0.0 }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }, { app: polls, version: 1.0.0 }]
`;
const CONSENT: readonly Permission[] = [SEND, { value: "MicrophoneStream.Read.User", type: "delegated" }];
const turn = { maySend: () => true, sending: () => Promise.resolve(true) };

describe.skipIf(isMissing)("against the published OpenAPI description", () => {
  it("every port of the client sends what is published, and gets what is published", async () => {
    const { sandbox } = await startTenant(TENANT);
    const { directory, catalog, installations, writer } = clientOf(sandbox);

    await directory.findUsers(["adele@contoso.com", MEGAN, "nobody@contoso.com"]);
    await directory.findGroups("Staff");
    await directory.findGroups(STAFF);
    expect((await allOf(directory.readMembers(STAFF))).flat()).toHaveLength(122);
    expect((await allOf(directory.readAllUsers())).flat()).toHaveLength(122);
    expect(await catalog.readApp({ kind: "manifest", manifestId: EXPENSES_MANIFEST })).toMatchObject({
      state: "found",
    });
    expect(await catalog.readApp({ kind: "catalog", catalogId: POLLS })).toMatchObject({ state: "found" });
    const { installations: before } = await installations.readInstallations(ADELE);
    expect(before).toHaveLength(2);
    for (const { id } of before) await installations.readConsent(ADELE, id);
    expect(await writer.upgrade(ADELE, idOf(sandbox, EXPENSES), CONSENT, turn)).toMatchObject({ kind: "accepted" });
    expect(await writer.upgrade(ADELE, idOf(sandbox, EXPENSES), [], turn)).toMatchObject({ kind: "refused" });
    expect(await writer.uninstall(ADELE, idOf(sandbox, POLLS), turn)).toMatchObject({ kind: "accepted" });
    expect(await writer.install(ADELE, POLLS, [], turn)).toMatchObject({ kind: "accepted" });
    expect(await writer.install(ADELE, POLLS, [], turn)).toMatchObject({ kind: "refused", status: 409 });
    expect(await writer.install(MEGAN, EXPENSES, CONSENT, turn)).toMatchObject({ kind: "accepted" });
    expect(await installations.readConsent(ADELE, idOf(sandbox, EXPENSES))).toMatchObject({ state: "known" });

    expect(sandbox.requests.length).toBeGreaterThan(18);
    expect(problemsOf(sandbox)).toEqual([]);
  });

  it("a client that falls back to plain lists and single reads keeps to it as well", async () => {
    const { sandbox } = await startTenant(TENANT, { dials: { consentOnList: "refused", pageSize: 1 } });
    const { installations } = clientOf(sandbox);
    const { installations: list } = await installations.readInstallations(ADELE);
    expect(list).toHaveLength(2);
    expect(problemsOf(sandbox)).toEqual([]);
  });

  it.each(rawRequests())("%s", async (_what, send) => {
    const client = await startTenant(TENANT);
    await send(client);
    expect(client.sandbox.requests).not.toEqual([]);
    expect(problemsOf(client.sandbox)).toEqual([]);
  });

  it("a request that is not published is found", async () => {
    const client = await startTenant(TENANT);
    await client.get("/me");
    await client.get("/users?$skip=5");
    await client.post(`/users/${ADELE}/teamwork/installedApps`, { consented: [] });
    expect(problemsOf(client.sandbox)).toEqual([
      expect.stringContaining("/me is not in the document"),
      expect.stringContaining("query option $skip is not declared"),
      expect.stringContaining("(consented)"),
    ]);
  });
});

/** What the client does not ask for, and refusals. */
function rawRequests(): [string, (client: TenantClient) => Promise<unknown>][] {
  const installed = `/users/${ADELE}/teamwork/installedApps`;
  const noRoles = { token: sandboxToken({ tenantId: "t", roles: [] }) };
  const advanced = { headers: { ConsistencyLevel: "eventual" } };
  return [
    ["users without $select", ({ get }) => get("/users")],
    ["users by filter", ({ get }) => get("/users?$filter=accountEnabled%20eq%20true&$top=3")],
    ["a user without $select", ({ get }) => get(`/users/${ADELE}`)],
    ["groups", ({ get }) => get("/groups?$top=1")],
    ["a group", ({ get }) => get(`/groups/${STAFF}`)],
    ["members without $select", ({ get }) => get(`/groups/${STAFF}/transitiveMembers`)],
    [
      "members cast to users",
      ({ get }) => get(`/groups/${STAFF}/transitiveMembers/microsoft.graph.user?$count=true`, advanced),
    ],
    ["a cast without what it needs", ({ get }) => get(`/groups/${STAFF}/transitiveMembers/microsoft.graph.user`)],
    ["the whole catalog", ({ get }) => get("/appCatalogs/teamsApps?$expand=appDefinitions")],
    ["the definitions of an app", ({ get }) => get(`/appCatalogs/teamsApps/${EXPENSES}/appDefinitions`)],
    [
      "installations by app",
      ({ get }) => get(`${installed}?$filter=teamsApp/id%20eq%20'${EXPENSES}'&$expand=teamsApp`),
    ],
    ["an unsupported option", ({ get }) => get(`${installed}?$orderby=id`)],
    ["nobody", ({ get }) => get("/users/nobody@contoso.com/teamwork/installedApps")],
    ["an installation that is not there", ({ remove }) => remove(`${installed}/nothing`)],
    ["the app's id in place of the installation's", ({ remove }) => remove(`${installed}/${EXPENSES}`)],
    ["no token", ({ get }) => get("/users", { token: null })],
    ["no role for users", ({ get }) => get("/users", noRoles)],
    ["no role for installations", ({ get }) => get(installed, noRoles)],
  ];
}

function problemsOf(sandbox: Sandbox): readonly string[] {
  const { check } = createContract(parseOpenApi(readFileSync(file ?? "", "utf8")));
  return sandbox.requests.flatMap((record) =>
    check(record).map((problem) => `${record.method} ${record.path}: ${problem}`),
  );
}

function idOf(sandbox: Sandbox, appId: string): string {
  return sandbox.installationsOf("adele@contoso.com").find(({ app }) => app.id === appId)?.id ?? "";
}

function clientOf(sandbox: Sandbox): Graph {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  return createGraph({
    root: parseGraphRoot(sandbox.url),
    dispatcher,
    tokenSource: fixedToken("sandbox-token"),
    clock: createAcceleratedClock(100, START_MS),
    random: () => 0,
    limitsScale: 1000,
  });
}

async function allOf<Item>(pages: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
