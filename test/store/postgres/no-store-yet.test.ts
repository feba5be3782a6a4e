import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandLine, startCommandLine } from "../../cli/command-line.ts";
import { startServer, type TestServer, WITH_SERVER } from "./databases.ts";

const TENANT = "3f6c1f0e-0000-4000-8000-000000000001";
const ANOTHER = "8a2f7d54-0c7e-4c0d-9c43-6c1b8f2d7e10";
const WORLD = `
tenantId: ${TENANT}
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions: [{ version: 2.1.0 }]
population: [{ count: 1, upn: "person{n}@contoso.com" }]
`;
const DESIRED = `
apiVersion: trueup/v1
apps: { expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003 } }
assignments: [{ app: expenses, version: latest, to: [{ everyone: true }] }]
`;

describe.runIf(WITH_SERVER)("a database that holds no store of the tenant yet", () => {
  let server: TestServer;
  let line: CommandLine;
  beforeAll(async () => {
    [server, line] = await Promise.all([startServer(), startCommandLine(WORLD)]);
    await line.write({ "state.yaml": DESIRED });
  });
  afterAll(async () => {
    await line.end();
    await server.end();
  });

  async function said(args: readonly string[], tenant: string): Promise<string> {
    const env = { TRUEUP_STORE: server.url, AZURE_TENANT_ID: tenant };
    const { stdout, stderr } = await line.trueup(args, { env });
    return `${stdout}${stderr}`.replace(/\w+:\/\/[^\s,]+/g, "DATABASE");
  }

  const IN_IT = "there is no store in DATABASE yet";
  const OF_IT = `there is no store of the tenant ${ANOTHER}, which AZURE_TENANT_ID names, in DATABASE`;
  const NOT_DONE = `${OF_IT}, so nothing was done`;
  it.each([
    { args: ["freeze"], tenant: "", says: `${IN_IT}, so nobody would hear of it` },
    { args: ["freeze"], tenant: ANOTHER, says: `${OF_IT} yet, so nobody would hear of it` },
    { args: ["history"], tenant: "", says: `${IN_IT}, so nothing is known` },
    { args: ["history"], tenant: ANOTHER, says: `${OF_IT} yet, so nothing is known` },
    { args: ["thaw"], tenant: "", says: `${IN_IT}, so nothing is frozen` },
    { args: ["thaw"], tenant: ANOTHER, says: NOT_DONE },
    { args: ["lease"], tenant: "", says: `${IN_IT}, so there is no lease` },
    { args: ["lease"], tenant: ANOTHER, says: NOT_DONE },
    { args: ["forget", "adele"], tenant: "", says: `${IN_IT}, so nothing is known of adele` },
    { args: ["forget", "adele"], tenant: ANOTHER, says: NOT_DONE },
  ])("is what $args says of it, and never that of this machine", async ({ args, tenant, says }) => {
    const words = await said(args, tenant);
    expect(words).toContain(says);
    expect(words).not.toMatch(/on this machine|path|file/);
  });

  it("is called several stores where it holds several, and the tenant is what to name", async () => {
    for (const tenant of [TENANT, ANOTHER]) await said(["plan", "state.yaml"], tenant);
    const words = await said(["history"], "");
    expect(words).toMatch(/there are 2 stores in DATABASE .*set AZURE_TENANT_ID to the tenant that is meant/s);
    expect(words).not.toMatch(/on this machine/);
  });
});
