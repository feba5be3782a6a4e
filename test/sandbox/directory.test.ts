import { describe, expect, it } from "vitest";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { allPages, each, items, part, startTenant } from "./tenant-client.ts";
import { asCaller } from "./people-and-apps.ts";

const id = (name: string): string => derivedId("user", `${name}@contoso.com`);
const group = (name: string): string => derivedId("group", name);
const TENANT = `
users:
  - { upn: adele@contoso.com, displayName: Adele }
  - { upn: former@contoso.com, accountEnabled: false, teams: false }
  - { upn: guest@contoso.com, userType: Guest, plans: [{ service: TeamspaceAPI, servicePlanId: 57ff2da0-773e-42df-b2af-ffb7a2317929, capabilityStatus: Suspended }] }
population: [{ count: 250, upn: "staff{n}@contoso.com", groups: [Staff] }]
groups:
  - name: Everyone
    members: [{ group: Staff }, { group: Board }, { group: Loop }, { user: adele@contoso.com }, { device: Front door }]
  - { name: Staff }
  - { name: Board, visibility: HiddenMembership, members: [{ user: guest@contoso.com }] }
  - { name: Loop, members: [{ group: Everyone }, { user: adele@contoso.com }] }
`;
const ADVANCED = { headers: { ConsistencyLevel: "eventual" } };

describe("users", () => {
  it.each(["adele@contoso.com", "ADELE@contoso.com", id("adele"), id("adele").toUpperCase()])(
    "%s is found, whatever its case",
    async (name) => {
      const { get } = await startTenant(TENANT);
      expect((await get(`/users/${name}`)).body).toMatchObject({ id: id("adele"), displayName: "Adele" });
    },
  );

  it("what decides about Teams comes only when it is selected", async () => {
    const { get } = await startTenant(TENANT);
    const plain = await get("/users/guest@contoso.com");
    expect(Object.keys(plain.body ?? {}).filter((name) => !name.startsWith("@"))).toEqual([
      "id",
      "userPrincipalName",
      "displayName",
    ]);
    const selected = await get("/users/guest@contoso.com?$select=accountEnabled,userType,assignedPlans");
    expect(selected.body).toMatchObject({
      accountEnabled: true,
      userType: "Guest",
      assignedPlans: [{ service: "TeamspaceAPI", capabilityStatus: "Suspended" }],
    });
  });

  it.each([
    ["id", id("adele")],
    ["displayName", "Adele"],
    ["accountEnabled", true],
  ])("one property, %s, is addressed by the path", async (property, value) => {
    const { get } = await startTenant(TENANT);
    expect((await get(`/users/adele@contoso.com/${property}`)).body).toMatchObject({ value });
    expect(await get(`/users/nobody@contoso.com/${property}`)).toMatchObject({ status: 404 });
  });

  it("nobody answers 404", async () => {
    const { get } = await startTenant(TENANT);
    expect((await get("/users/nobody@contoso.com")).error[0]).toBe("Request_ResourceNotFound");
  });

  it.each([
    ["accountEnabled eq false", ["former@contoso.com"]],
    ["userPrincipalName eq 'ADELE@contoso.com'", ["adele@contoso.com"]],
    [
      "userPrincipalName eq 'adele@contoso.com' or accountEnabled eq false",
      ["adele@contoso.com", "former@contoso.com"],
    ],
    ["accountEnabled eq true and userPrincipalName eq 'former@contoso.com'", []],
    ["startswith(userPrincipalName,'FORMER@')", ["former@contoso.com"]],
  ])("filter %s", async (filter, names) => {
    const { get } = await startTenant(TENANT);
    expect(each(await get(`/users?$filter=${encodeURIComponent(filter)}`), "userPrincipalName")).toEqual(names);
  });
});

describe("pages", () => {
  it.each([
    ["/users", [100, 100, 53]],
    ["/users?$top=999", [253]],
    ["/users?$top=200&$select=id", [200, 53]],
    [`/groups/${group("Staff")}/transitiveMembers`, [100, 100, 50]],
    [`/groups/${group("Staff")}/members?$top=240`, [240, 10]],
  ])("%s comes in pages of %j", async (path, sizes) => {
    const client = await startTenant(TENANT);
    const pages = await allPages(client, path);
    expect(pages.map((page) => items(page).length)).toEqual(sizes);
    const ids = pages.flatMap((page) => each(page, "id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("a next link is opaque: it shows no offset, and what it asked for goes on", async () => {
    const client = await startTenant(TENANT);
    const next = String(part((await client.get("/users?$top=7&$select=id")).body, "@odata.nextLink"));
    const { searchParams } = new URL(next);
    expect(searchParams.get("$skiptoken")).not.toMatch(/^\d+$/);
    expect(Object.keys(items(await client.get(next))[0] ?? {})).toEqual(["id"]);
  });

  it.each(["$top=0", "$top=1000", "$top=x", "$skiptoken=x", "$top=5&$top=6"])("%s is refused", async (query) => {
    const { get } = await startTenant(TENANT);
    expect(await get(`/users?${query}`)).toMatchObject({ status: 400 });
  });
});

describe("options that an endpoint does not take are refused, never ignored", () => {
  it.each([
    "/users?$skip=5",
    "/users?$orderby=displayName",
    "/users?$search=x",
    "/users?$select=id,shoeSize",
    "/users?$filter=shoeSize eq '44'",
    "/users?$filter=displayName ne 'x'",
    "/users?$filter=id eq 'x",
    "/users?$filter=accountEnabled eq true)",
    "/users?$filter=startswith(assignedPlans,'x')",
    "/users?$count=true",
    "/users/adele@contoso.com?$expand=manager",
    `/groups/${group("Staff")}?$top=5`,
    `/groups/${group("Staff")}/members?$filter=id eq 'x'`,
  ])("%s", async (path) => {
    const { get } = await startTenant(TENANT);
    expect(await get(encodeURI(path))).toMatchObject({ status: 400 });
  });
});

describe("groups", () => {
  it("are found by name and by id", async () => {
    const { get } = await startTenant(TENANT);
    expect(each(await get("/groups?$filter=displayName%20eq%20'staff'"), "id")).toEqual([group("Staff")]);
    expect(part((await get(`/groups/${group("Board")}`)).body, "visibility")).toBe("HiddenMembership");
    expect((await get(`/groups/${group("Nothing")}`)).error[0]).toBe("Request_ResourceNotFound");
  });

  it("two groups may have one name", async () => {
    const other = "11111111-1111-4111-8111-111111111111";
    const { get } = await startTenant(`groups: [{ name: Staff }, { name: Staff, id: ${other} }]`);
    expect(each(await get("/groups?$filter=displayName%20eq%20'Staff'"), "id")).toEqual([group("Staff"), other]);
  });

  it("list direct members, of all types", async () => {
    const { get } = await startTenant(TENANT);
    const reply = await get(`/groups/${group("Everyone")}/members?$top=999`);
    expect(each(reply, "@odata.type")).toEqual([
      "#microsoft.graph.group",
      "#microsoft.graph.group",
      "#microsoft.graph.group",
      "#microsoft.graph.user",
      "#microsoft.graph.device",
    ]);
  });

  it("list nested members flat and each once, also where groups contain each other", async () => {
    const { get } = await startTenant(TENANT);
    const reply = await get(`/groups/${group("Everyone")}/transitiveMembers?$top=999`);
    const types = each(reply, "@odata.type");
    expect(types.filter((type) => type === "#microsoft.graph.user")).toHaveLength(252);
    expect(types.filter((type) => type === "#microsoft.graph.group")).toHaveLength(3);
    expect(each(reply, "id")).not.toContain(group("Everyone"));
  });

  it.each([
    ["without ConsistencyLevel", "microsoft.graph.user?$count=true", {}, 400],
    ["without $count", "microsoft.graph.user", ADVANCED, 400],
    ["to another type", "microsoft.graph.device?$count=true", ADVANCED, 400],
    ["with both", "microsoft.graph.user?$count=true", ADVANCED, 200],
  ] as const)("the cast %s answers as documented", async (_what, cast, options, status) => {
    const { get } = await startTenant(TENANT);
    const reply = await get(`/groups/${group("Everyone")}/transitiveMembers/${cast}`, options);
    expect(reply.status).toBe(status);
    if (status === 400) return;
    expect(part(reply.body, "@odata.count")).toBe(252);
  });

  it("change from outside", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    const members = async (): Promise<readonly unknown[]> => each(await get(`/groups/${group("Loop")}/members`), "id");
    sandbox.addMember("Loop", "former@contoso.com");
    expect(await members()).toContain(id("former"));
    sandbox.removeMember("Loop", "former@contoso.com");
    expect(await members()).not.toContain(id("former"));
    expect(() => sandbox.addMember("Loop", "nobody@contoso.com")).toThrow('there is no user "nobody@contoso.com"');
  });
});

describe("what a token sees", () => {
  it.each([
    ["User.ReadBasic.All", "basic"],
    ["User.Read.All", "all"],
    ["Directory.Read.All", "all"],
  ])("users, with %s: %s", async (role, seen) => {
    const { get } = await startTenant(TENANT);
    const properties = "userPrincipalName,accountEnabled,userType,assignedPlans";
    const { body } = await get(`/users/adele@contoso.com?$select=${properties}`, asCaller([role]));
    expect(part(body, "userPrincipalName")).toBe("adele@contoso.com");
    expect(["accountEnabled", "userType", "assignedPlans"].map((name) => part(body, name) !== null)).toEqual(
      Array.from({ length: 3 }, () => seen === "all"),
    );
  });

  it("members that it may not read come with type and id, and null for the rest", async () => {
    const { get } = await startTenant(TENANT);
    const path = `/groups/${group("Loop")}/members?$select=id,userPrincipalName,accountEnabled`;
    const user = items(await get(path, asCaller(["GroupMember.Read.All"]))).find(
      (item) => part(item, "id") === id("adele"),
    );
    expect(user).toEqual({
      "@odata.type": "#microsoft.graph.user",
      id: id("adele"),
      userPrincipalName: null,
      accountEnabled: null,
    });
  });

  it.each([
    ["empty", ["GroupMember.Read.All"], 200, []],
    ["refused", ["GroupMember.Read.All"], 403, null],
    ["refused", ["GroupMember.Read.All", "Member.Read.Hidden"], 200, [id("guest")]],
  ] as const)("a hidden group is %s for %j", async (hiddenMembers, roles, status, ids) => {
    const { get } = await startTenant(TENANT, { dials: { hiddenMembers } });
    const reply = await get(`/groups/${group("Board")}/transitiveMembers`, asCaller(roles));
    expect(reply.status).toBe(status);
    expect(ids === null ? null : each(reply, "id")).toEqual(ids);
  });

  it("who is in a nested hidden group is left out", async () => {
    const { get } = await startTenant(TENANT);
    const path = `/groups/${group("Everyone")}/transitiveMembers?$top=999`;
    expect(each(await get(path, asCaller(["GroupMember.Read.All"])), "id")).not.toContain(id("guest"));
    expect(each(await get(path), "id")).toContain(id("guest"));
  });

  it.each([
    ["/users", "GroupMember.Read.All"],
    ["/groups", "User.Read.All"],
    [`/groups/${group("Staff")}/members`, "User.Read.All"],
    [`/groups/${group("Staff")}/members`, "Group.ReadBasic.All"],
  ])("%s is refused to %s", async (path, role) => {
    const { get } = await startTenant(TENANT);
    const reply = await get(path, asCaller([role]));
    expect([reply.status, reply.error[0]]).toEqual([403, "Authorization_RequestDenied"]);
  });
});
