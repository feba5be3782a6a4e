import { describe, expect, it } from "vitest";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { ADELE, asCaller, MEGAN } from "./people-and-apps.ts";
import { allPages, each, items, part, type Reply, startTenant, type TenantClient } from "./tenant-client.ts";

const ALEX = derivedId("user", "alex@contoso.com");
const FINANCE = derivedId("group", "Finance");
const SECRET = derivedId("group", "Secret");

const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: megan@contoso.com }, { upn: alex@contoso.com }]
groups:
  - { name: Finance, members: [{ user: adele@contoso.com }, { user: megan@contoso.com }, { group: Pilot }] }
  - { name: Pilot, members: [{ user: alex@contoso.com }] }
  - { name: Secret, visibility: HiddenMembership, members: [{ user: alex@contoso.com }] }
`;

const USERS = "/users/delta?$select=userPrincipalName,accountEnabled";
const MEMBERS = "/groups/delta?$select=displayName,members";
const DAY_MS = 24 * 60 * 60_000;

/** The link that the last page of a round ends with. */
async function roundOf(
  client: TenantClient,
  path: string,
): Promise<{ readonly pages: readonly Reply[]; readonly link: string }> {
  const pages = await allPages(client, path);
  const link = part(pages.at(-1)?.body, "@odata.deltaLink");
  if (typeof link !== "string") throw new Error(`no delta link: ${JSON.stringify(pages.at(-1)?.body)}`);
  return { pages, link };
}

async function changesOf(client: TenantClient, link: string): Promise<readonly unknown[]> {
  return (await roundOf(client, link)).pages.flatMap(items);
}

describe("a first round", () => {
  it("tells of everybody with what was selected, over pages, and ends with a delta link", async () => {
    const client = await startTenant(TENANT, { dials: { deltaPageSize: 2 } });
    const { pages } = await roundOf(client, USERS);
    expect(pages).toHaveLength(2);
    expect(pages[0]?.body).toHaveProperty("value.0", {
      id: ADELE,
      userPrincipalName: "adele@contoso.com",
      accountEnabled: true,
    });
    for (const { body } of pages) {
      expect(part(body, "@odata.nextLink") === undefined).not.toBe(part(body, "@odata.deltaLink") === undefined);
    }
  });

  it("spreads the members of a group over pages, other groups in between", async () => {
    const client = await startTenant(TENANT, { dials: { deltaPageSize: 1 } });
    const { pages } = await roundOf(client, MEMBERS);
    const groups = pages.flatMap((page) => each(page, "id"));
    expect(groups.filter((id) => id === FINANCE)).toHaveLength(3);
    expect(groups.indexOf(FINANCE)).toBeLessThan(groups.lastIndexOf(FINANCE) - 2);
    const kinds = pages.flatMap((page) => each(page, "members@delta")).flat();
    expect(kinds.map((member) => part(member, "@odata.type"))).toContain("#microsoft.graph.group");
  });

  it("begins now with the token latest", async () => {
    const client = await startTenant(TENANT);
    const { pages, link } = await roundOf(client, `${USERS}&$deltatoken=latest`);
    expect(pages.flatMap(items)).toEqual([]);
    client.sandbox.changeUser("megan@contoso.com", { accountEnabled: false });
    expect(await changesOf(client, link)).toEqual([
      { id: MEGAN, userPrincipalName: "megan@contoso.com", accountEnabled: false },
    ]);
  });

  it.each(["$top=5", "$expand=manager", "$orderby=id", "$filter=accountEnabled eq true", "$select=skills"])(
    "refuses %s",
    async (option) => {
      const client = await startTenant(TENANT);
      expect((await client.get(`/users/delta?${option}`)).status).toBe(400);
    },
  );

  it("follows some groups only, up to 50", async () => {
    const client = await startTenant(TENANT);
    const { pages } = await roundOf(client, `${MEMBERS}&$filter=id eq '${FINANCE}'`);
    expect(pages.flatMap((page) => each(page, "displayName"))).toEqual(["Finance"]);
    const many = Array.from({ length: 51 }, () => `id eq '${FINANCE}'`).join(" or ");
    expect((await client.get(`${MEMBERS}&$filter=${many}`)).error[0]).toBe("Request_UnsupportedQuery");
  });
});

describe("a later round", () => {
  it("tells nothing where nothing changed", async () => {
    const client = await startTenant(TENANT);
    expect(await changesOf(client, (await roundOf(client, USERS)).link)).toEqual([]);
  });

  it("tells who joined and who left, and that a deleted user did both", async () => {
    const client = await startTenant(TENANT);
    const [users, members] = [await roundOf(client, USERS), await roundOf(client, MEMBERS)];
    client.sandbox.addMember("Finance", "alex@contoso.com");
    client.sandbox.removeMember("Finance", "Pilot");
    client.sandbox.removeUser("megan@contoso.com");
    const type = "#microsoft.graph.user";
    expect(await changesOf(client, members.link)).toEqual([
      {
        id: FINANCE,
        displayName: "Finance",
        "members@delta": [
          { "@odata.type": type, id: ALEX },
          {
            "@odata.type": "#microsoft.graph.group",
            id: derivedId("group", "Pilot"),
            "@removed": { reason: "deleted" },
          },
          { "@odata.type": type, id: MEGAN, "@removed": { reason: "deleted" } },
        ],
      },
    ]);
    expect(await changesOf(client, users.link)).toEqual([{ id: MEGAN, "@removed": { reason: "changed" } }]);
  });

  it.each([
    ["told", 1],
    ["untold", 0],
  ] as const)("tells of a restored user, and of their groups where that is %s", async (restoredMemberships, told) => {
    const client = await startTenant(TENANT, { dials: { restoredMemberships } });
    client.sandbox.removeUser("megan@contoso.com");
    const [users, members] = [await roundOf(client, USERS), await roundOf(client, MEMBERS)];
    client.sandbox.restoreUser("megan@contoso.com", restoredMemberships === "told");
    expect(await changesOf(client, users.link)).toHaveLength(1);
    expect(await changesOf(client, members.link)).toHaveLength(told);
  });

  it("tells of changes late, with deltaLagMs, and again, with deltaReplays", async () => {
    const client = await startTenant(TENANT, { dials: { deltaLagMs: 1_000 } });
    const first = await roundOf(client, USERS);
    client.sandbox.changeUser("megan@contoso.com", { accountEnabled: false });
    expect(await changesOf(client, first.link)).toEqual([]);
    await client.clock.advance(2_000);
    const second = await roundOf(client, first.link);
    expect(second.pages.flatMap(items)).toHaveLength(1);
    client.sandbox.setDials({ deltaReplays: 1 });
    expect(await changesOf(client, second.link)).toHaveLength(1);
  });

  it("tells of properties only to those who asked for them, and of hidden members to nobody", async () => {
    const client = await startTenant(TENANT);
    const names = await roundOf(client, "/groups/delta?$select=displayName");
    const hidden = await roundOf(client, MEMBERS);
    client.sandbox.addMember("Finance", "alex@contoso.com");
    client.sandbox.addMember("Secret", "adele@contoso.com");
    expect(await changesOf(client, names.link)).toEqual([]);
    const caller = asCaller(["GroupMember.Read.All"]);
    expect(each(await client.get(hidden.link, caller), "id")).toEqual([FINANCE]);
    expect(each(await client.get(hidden.link), "id")).toEqual([FINANCE, SECRET]);
  });
});

describe("a token", () => {
  it("is refused after seven days", async () => {
    const client = await startTenant(TENANT);
    const { link } = await roundOf(client, USERS);
    await client.clock.advance(7 * DAY_MS);
    expect((await client.get(link)).status).toBe(200);
    await client.clock.advance(1);
    expect((await client.get(link)).error[0]).toBe("syncStateNotFound");
  });

  it("can be gone, with where to start over, or unknown", async () => {
    const client = await startTenant(TENANT);
    const { link } = await roundOf(client, USERS);
    client.sandbox.setDials({ deltaTokens: "gone" });
    const gone = await client.get(link);
    expect([gone.status, gone.headers["location"]]).toEqual([410, `${client.sandbox.url}/users/delta?$deltatoken=`]);
    expect((await client.get(`${client.sandbox.url}/users/delta?$deltatoken=`)).status).toBe(200);
    client.sandbox.setDials({ deltaTokens: "unknown" });
    expect((await client.get(link)).error[0]).toBe("syncStateNotFound");
  });

  it("of another tenant is no token", async () => {
    const client = await startTenant(TENANT);
    expect((await client.get(`/users/delta?$deltatoken=abc`)).status).toBe(400);
  });
});
