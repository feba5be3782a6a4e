import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { type Route, ROUTES } from "../../src/sandbox/routes.ts";
import { startTenant } from "../sandbox/tenant-client.ts";
import {
  ADELE,
  consent,
  EXPENSES,
  installationOf,
  installed,
  NOTES,
  SEND,
  TENANT,
  WATCH,
} from "../sandbox/people-and-apps.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { createContract } from "./openapi.ts";
import { parseOpenApi } from "./openapi-document.ts";

const file = process.env["TRUEUP_GRAPH_OPENAPI"];
const isMissing = file === undefined || file === "";
if (isMissing)
  console.warn("\nNOT CHECKED: the sandbox's endpoints against Graph's published OpenAPI (TRUEUP_GRAPH_OPENAPI).\n");

const FINANCE = derivedId("group", "Finance");
const CAST = "microsoft.graph.user?$count=true";

/** A request for each endpoint, by method and path as `ROUTES` has them. */
const REQUESTS: Readonly<Record<string, string>> = {
  "GET users": "/users?$select=id,userPrincipalName,accountEnabled,userType,assignedPlans&$top=999",
  "GET users/*": `/users/${ADELE}?$select=assignedPlans`,
  "GET groups": "/groups?$filter=displayName%20eq%20'Finance'",
  "GET groups/*": `/groups/${FINANCE}`,
  "GET groups/*/members": `/groups/${FINANCE}/members?$top=5`,
  "GET groups/*/members/*": `/groups/${FINANCE}/members/${CAST}`,
  "GET groups/*/transitiveMembers": `/groups/${FINANCE}/transitiveMembers?$select=id,accountEnabled`,
  "GET groups/*/transitiveMembers/*": `/groups/${FINANCE}/transitiveMembers/${CAST}`,
  "GET appCatalogs/teamsApps": "/appCatalogs/teamsApps?$expand=appDefinitions",
  "GET appCatalogs/teamsApps/*": `/appCatalogs/teamsApps/${EXPENSES}?$expand=appDefinitions`,
  "GET appCatalogs/teamsApps/*/appDefinitions": `/appCatalogs/teamsApps/${EXPENSES}/appDefinitions`,
  "GET users/*/teamwork/installedApps": `${installed(ADELE)}?$select=id,consentedPermissionSet&$expand=teamsApp,teamsAppDefinition`,
  "GET users/*/teamwork/installedApps/*": `${installationOf(ADELE, EXPENSES)}?$select=id,consentedPermissionSet`,
  "POST users/*/teamwork/installedApps": installed("megan@contoso.com"),
  "POST users/*/teamwork/installedApps/*/upgrade": `${installationOf(ADELE, EXPENSES)}/upgrade`,
  "DELETE users/*/teamwork/installedApps/*": installationOf(ADELE, NOTES),
};

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** The description has no paths of single properties, which every OData service serves, and is of the Teams app and directory calls only. */
const UNDESCRIBED = [
  "GET users/*/*",
  "GET admin/teams/userConfigurations",
  "GET admin/teams/userConfigurations/*",
  "GET organization",
  // It has them as delta(), which the service takes with and without its parentheses.
  "GET users/delta",
  "GET groups/delta",
  "GET subscriptions",
  "GET subscriptions/*",
  "POST subscriptions",
  "PATCH subscriptions/*",
  "DELETE subscriptions/*",
  "POST subscriptions/*/reauthorize",
];

it("every endpoint has a request, or is said to be undescribed", () => {
  expect([...Object.keys(REQUESTS), ...UNDESCRIBED].sort()).toEqual(ROUTES.map(nameOf).sort());
});

describe.skipIf(isMissing)("every endpoint of the sandbox is published, and answers as published", () => {
  it.each(ROUTES.map(nameOf).filter((name) => !UNDESCRIBED.includes(name)))("%s", async (name) => {
    const client = await startTenant(TENANT);
    const path = REQUESTS[name] ?? "no request for this endpoint";
    const bind = { "teamsApp@odata.bind": `${client.sandbox.url}/appCatalogs/teamsApps/${EXPENSES}` };
    const body = { ...consent(SEND, WATCH), ...(path.endsWith("upgrade") ? {} : bind) };
    const advanced = { headers: { ConsistencyLevel: "eventual" } };
    const reply = name.startsWith("POST")
      ? await client.post(path, body)
      : name.startsWith("DELETE")
        ? await client.remove(path)
        : await client.get(path, advanced);
    expect(reply.status).toBeLessThan(300);
    const { check } = createContract(parseOpenApi(readFileSync(file ?? "", "utf8")));
    expect(client.sandbox.requests.flatMap(check)).toEqual([]);
  });

  it("refusals for a limit too", async () => {
    const client = await startTenant(TENANT, { throttle: "fixed-window", limitsScale: 0.001 });
    const statuses = [(await client.get("/groups")).status, (await client.get("/groups")).status];
    expect(statuses).toEqual([200, 429]);
    const { check } = createContract(parseOpenApi(readFileSync(file ?? "", "utf8")));
    expect(client.sandbox.requests.flatMap(check)).toEqual([]);
  });
});
