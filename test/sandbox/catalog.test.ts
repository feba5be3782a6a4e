import { describe, expect, it } from "vitest";
import type { Dials } from "../../src/sandbox/dials.ts";
import { allPages, each, items, part, startTenant } from "./tenant-client.ts";
import { asCaller, CLIENT_APP, EXPENSES, NOTES, SEND, TENANT, WATCH } from "./people-and-apps.ts";

const POLLS = "2c1d7f7a-90a1-4f4e-8a5e-0d6d7f6f1c11";
const STORE = `
catalog:
  - { name: polls, id: ${POLLS}, distributionMethod: store, definitions: [{ version: 1.0.0, permissionsShown: false }] }
  - { name: notes, id: ${NOTES}, externalId: CF1BA4C7-F94E-4D80-BA90-5594B641A8EE, displayName: Contoso Notes, definitions: [{ version: 1.0.0 }] }
`;

function authorization(clientAppId: string | null): object {
  return { clientAppId, requiredPermissionSet: { resourceSpecificPermissions: [] } };
}

describe("apps", () => {
  it("have a manifest id, which Store apps do not show", async () => {
    const { get } = await startTenant(STORE);
    expect(items(await get("/appCatalogs/teamsApps"))).toEqual([
      { id: POLLS, externalId: null, displayName: "polls", distributionMethod: "store" },
      {
        id: NOTES,
        externalId: "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee",
        displayName: "Contoso Notes",
        distributionMethod: "organization",
      },
    ]);
  });

  it.each([
    [`id eq '${POLLS.toUpperCase()}'`, [POLLS]],
    ["externalId eq 'CF1BA4C7-f94e-4d80-ba90-5594b641a8ee'", [NOTES]],
    ["externalId eq null", [POLLS]],
    ["externalId eq 'null'", []],
    ["displayName eq 'contoso notes'", [NOTES]],
    ["distributionMethod ne 'store'", [NOTES]],
    ["not (distributionMethod eq 'store')", [NOTES]],
    ["distributionMethod eq 'store' and displayName eq 'x' or displayName eq 'polls'", [POLLS]],
    ["distributionMethod eq 'organization' and (displayName eq 'x' or displayName eq 'polls')", []],
  ])("filter %s", async (filter, ids) => {
    const { get } = await startTenant(STORE);
    expect(each(await get(`/appCatalogs/teamsApps?$filter=${encodeURIComponent(filter)}`), "id")).toEqual(ids);
  });

  it.each([
    "$top=5",
    "$orderby=id",
    "$select=version",
    "$filter=version eq '1.0'",
    "$filter=startswith(displayName,'x')",
    "$filter=appDefinitions/any(a:a/bot ne null)",
    "$expand=bot",
    "$expand=appDefinitions($expand=author)",
    "$expand=appDefinitions($top=1)",
    "$expand=appDefinitions($select=bot)",
  ])("%s is refused", async (query) => {
    const { get } = await startTenant(STORE);
    expect(await get(encodeURI(`/appCatalogs/teamsApps?${query}`))).toMatchObject({ status: 400 });
  });

  it("definitions have a bot or none, and their own Entra app or none", async () => {
    const { get } = await startTenant(`
users: [{ upn: adele@contoso.com }]
catalog:
  - name: notes
    id: ${NOTES}
    clientAppId: ${CLIENT_APP}
    definitions:
      - { version: 1.0.0 }
      - { version: 2.0.0, clientAppId: ${POLLS}, bot: bot-1 }
      - { version: 3.0.0, clientAppId: null }
installations: { adele@contoso.com: [{ app: notes, version: 2.0.0 }] }
`);
    const [app] = items(
      await get("/appCatalogs/teamsApps?$expand=appDefinitions($select=version,authorization;$expand=bot)"),
    );
    expect(part(app, "appDefinitions")).toEqual([
      { version: "1.0.0", authorization: authorization(CLIENT_APP), bot: null },
      { version: "2.0.0", authorization: authorization(POLLS), bot: { id: "bot-1" } },
      { version: "3.0.0", authorization: authorization(null), bot: null },
    ]);
    expect(each(await get(`/appCatalogs/teamsApps/${NOTES}/appDefinitions?$expand=bot&$select=id`), "bot")).toEqual([
      null,
      { id: "bot-1" },
      null,
    ]);
    expect(each(await get(`/appCatalogs/teamsApps/${NOTES}/appDefinitions`), "bot")).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const installed = await get(
      "/users/adele@contoso.com/teamwork/installedApps?$expand=teamsAppDefinition($expand=bot)",
    );
    expect(each(installed, "teamsAppDefinition")).toEqual([expect.objectContaining({ bot: { id: "bot-1" } })]);
  });

  it("come in pages of a hundred", async () => {
    const apps = Array.from({ length: 130 }, (_, n) => `  - { name: app${n}, definitions: [{ version: "1.0" }] }`);
    const client = await startTenant(`catalog:\n${apps.join("\n")}\n`);
    const pages = await allPages(client, "/appCatalogs/teamsApps?$expand=appDefinitions");
    expect(pages.map((page) => items(page).length)).toEqual([100, 30]);
  });

  it("one is found by id, with its definitions where they are expanded", async () => {
    const { get } = await startTenant(TENANT);
    const reply = await get(`/appCatalogs/teamsApps/${EXPENSES}?$select=id&$expand=appDefinitions($select=version)`);
    expect(reply.body).toEqual({
      id: EXPENSES,
      appDefinitions: ["2.4.0", "2.10.0", "3.0.0", "3.1.0"].map((version) => ({ version })),
    });
    expect(await get(`/appCatalogs/teamsApps/${POLLS}`)).toMatchObject({ status: 404 });
    expect(await get(`/appCatalogs/teamsApps/${POLLS}/appDefinitions`)).toMatchObject({ status: 404 });
  });
});

describe("definitions", () => {
  it("show what they require, in lower case, and to which Entra app the app belongs", async () => {
    const { get } = await startTenant(TENANT);
    const [, second] = items(await get(`/appCatalogs/teamsApps/${EXPENSES}/appDefinitions`));
    expect(part(second, "authorization")).toEqual({
      clientAppId: CLIENT_APP,
      requiredPermissionSet: { resourceSpecificPermissions: [SEND, WATCH] },
    });
  });

  it("may not show it", async () => {
    const { get } = await startTenant(STORE);
    expect(each(await get(`/appCatalogs/teamsApps/${POLLS}/appDefinitions`), "authorization")).toEqual([null]);
  });

  it.each<[Dials["definitions"], readonly string[]]>([
    ["as-listed", ["2.4.0", "2.10.0", "3.0.0", "3.1.0"]],
    ["reversed", ["3.1.0", "3.0.0", "2.10.0", "2.4.0"]],
    ["offered-only", ["2.10.0"]],
  ])("come as the dial %s says", async (definitions, versions) => {
    const { get } = await startTenant(TENANT, { dials: { definitions } });
    expect(each(await get(`/appCatalogs/teamsApps/${EXPENSES}/appDefinitions`), "version")).toEqual(versions);
    const [app] = items(await get("/appCatalogs/teamsApps?$expand=appDefinitions"));
    const expanded = part(app, "appDefinitions");
    expect(Array.isArray(expanded) ? expanded.map((one) => part(one, "version")) : null).toEqual(versions);
  });

  it("have states", async () => {
    const { get } = await startTenant(TENANT);
    expect(each(await get(`/appCatalogs/teamsApps/${EXPENSES}/appDefinitions`), "publishingState")).toEqual([
      "published",
      "published",
      "submitted",
      "rejected",
    ]);
  });
});

it.each([
  ["AppCatalog.Read.All", 200],
  ["AppCatalog.ReadWrite.All", 200],
  ["User.Read.All", 403],
])("with %s the catalog answers %i", async (role, status) => {
  const { get } = await startTenant(TENANT);
  expect(await get("/appCatalogs/teamsApps", asCaller([role]))).toMatchObject({ status });
});
