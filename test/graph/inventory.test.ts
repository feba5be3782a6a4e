import { describe, expect, it } from "vitest";
import { fixedToken } from "../../src/graph/token.ts";
import type { TenantInventory } from "../../src/init/survey.ts";
import { graphServer, jwt, type Reply } from "./graph-server.ts";

const FINANCE = { id: "group-1", displayName: "Finance", hidden: false };
const SECRET = { id: "group-2", displayName: null, hidden: true };
const user = (id: string): object => ({ "@odata.type": "#microsoft.graph.user", id });
const group = (id: string): object => ({ "@odata.type": "#microsoft.graph.group", id });

/** An inventory of a Graph that answers each path with a body. */
async function inventoryOf(answers: Readonly<Record<string, object>>, roles: readonly string[] = []) {
  const server = await graphServer(({ path }): Reply => ({ body: answers[path] ?? { value: [] } }));
  const inventory: TenantInventory = server.client({ tokenSource: fixedToken(jwt({ tid: "t", roles })) }).inventory;
  return { inventory, server };
}

describe("the apps of the catalog", () => {
  const definition = { id: "def", version: "1.0.0", publishingState: "published", bot: null };
  const app = (id: string, more: object = {}): object => ({
    id,
    externalId: `manifest-${id}`,
    displayName: id,
    distributionMethod: "organization",
    appDefinitions: [definition],
    ...more,
  });

  it("come with all of their definitions, and without what somebody sideloaded", async () => {
    const { inventory, server } = await inventoryOf({
      "/appCatalogs/teamsApps/b/appDefinitions": { value: [{ ...definition, version: "2.0.0" }] },
      "/appCatalogs/teamsApps": { value: [app("a"), app("c", { distributionMethod: "sideloaded" })] },
    });
    expect((await inventory.readApps("all")).map(({ id }) => id)).toEqual(["a"]);
    expect(server.requests[0]?.query.get("$filter")).toBeNull();
  });

  it("go on where the definitions have a next page", async () => {
    const server = await graphServer(({ path }) => ({
      body: path.endsWith("/appDefinitions")
        ? { value: [{ ...definition, id: "other", version: "2.0.0" }] }
        : {
            value: [
              app("b", {
                "appDefinitions@odata.nextLink": `${server.url}/appCatalogs/teamsApps/b/appDefinitions`,
              }),
            ],
          },
    }));
    const [only] = await server.client().inventory.readApps("organization");
    expect(only?.definitions.map(({ version }) => version)).toEqual(["1.0.0", "2.0.0"]);
    expect(server.requests[0]?.query.get("$filter")).toBe("distributionMethod eq 'organization'");
  });
});

describe("the groups of a tenant", () => {
  it("are told with whether they hide their members", async () => {
    const value = [
      { id: "GROUP-1", displayName: "Finance", visibility: null },
      { id: "group-2", visibility: "HiddenMembership" },
    ];
    const { inventory } = await inventoryOf({ "/groups": { value } });
    expect(await inventory.readGroups()).toEqual([FINANCE, SECRET]);
  });

  const members = { value: [user("U1"), group("group-2"), group("group-3"), user("u2")] };

  it.each<[string, typeof FINANCE | typeof SECRET, readonly string[], readonly string[], readonly string[] | null]>([
    ["are its users", FINANCE, [], [], ["u1", "u2"]],
    ["are not told where the group hides them", SECRET, ["group-2"], [], null],
    ["are not told where a group inside hides its own", FINANCE, ["group-2"], [], null],
    ["are told to the role for it", SECRET, ["group-2"], ["Member.Read.Hidden"], ["u1", "u2"]],
  ])("members %s", async (_, of, hidden, roles, expected) => {
    const { inventory } = await inventoryOf({ [`/groups/${of.id}/transitiveMembers`]: members }, roles);
    expect(await inventory.readMemberIds(of, new Set(hidden))).toEqual(expected);
  });
});

describe("the id of the tenant", () => {
  it.each<[string, object, string | null]>([
    [
      "is that of the organization",
      { value: [{ id: "3F6C1F0E-0000-4000-8000-000000000001" }] },
      "3f6c1f0e-0000-4000-8000-000000000001",
    ],
    ["is not known from an empty list", { value: [] }, null],
    ["is not known from an answer without a list", {}, null],
  ])("%s", async (_, body, expected) => {
    const { inventory } = await inventoryOf({ "/organization": body });
    expect(await inventory.readTenantId()).toBe(expected);
  });
});
