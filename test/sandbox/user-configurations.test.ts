import { describe, expect, it } from "vitest";
import { asCaller } from "./people-and-apps.ts";
import { allPages, each, items, startTenant } from "./tenant-client.ts";

const LIST = "/admin/teams/userConfigurations";
const TENANT = `
users:
  - { upn: adele@contoso.com, id: adele }
  - { upn: room@contoso.com, id: room, accountType: resourceAccount, featureTypes: [CallingPlan], teams: false }
  - { upn: old@contoso.com, id: old, userType: null }
  - { upn: guest@contoso.com, id: guest, userType: Guest, teams: false }
  - { upn: odd@contoso.com, id: odd, accountType: ineligibleUser }
  - { upn: new@contoso.com, id: new, accountType: null }
`;

describe("Teams' own view of accounts", () => {
  it("lists those that Teams knows, page by page, with what it takes them for", async () => {
    const client = await startTenant(TENANT);
    const pages = await allPages(client, `${LIST}?$top=2`);
    expect(pages.flatMap((page) => each(page, "accountType"))).toEqual([
      "user",
      "resourceAccount",
      "user",
      "guest",
      "unknownFutureValue",
    ]);
    expect(pages.flatMap((page) => each(page, "featureTypes"))).toEqual([
      ["Teams"],
      ["CallingPlan"],
      ["Teams"],
      [],
      ["Teams"],
    ]);
  });

  it("a single one is an object; `$select` chooses", async () => {
    const { get } = await startTenant(TENANT);
    expect((await get(`${LIST}/room`)).body).toMatchObject({
      id: "room",
      userPrincipalName: "room@contoso.com",
      accountType: "resourceAccount",
      effectivePolicyAssignments: [],
    });
    expect((await get(`${LIST}/room?$select=accountType`)).body).toEqual({ accountType: "resourceAccount" });
  });

  it("shows what came late to the enumeration only to those who ask for it", async () => {
    const { get } = await startTenant(TENANT);
    const headers = { Prefer: "include-unknown-enum-members" };
    expect((await get(`${LIST}/odd`, { headers })).body).toMatchObject({ accountType: "ineligibleUser" });
  });

  it.each(["new", "nobody"])("%s, whom Teams does not know, is 404", async (id) => {
    const { get } = await startTenant(TENANT);
    expect(await get(`${LIST}/${id}`)).toMatchObject({ status: 404, error: ["NotFound", expect.any(String)] });
  });

  it.each(["$filter=accountType eq 'user'", "$expand=x", "$orderby=id", "$select=mail"])(
    "%s is refused",
    async (query) => {
      const { get } = await startTenant(TENANT);
      expect(await get(encodeURI(`${LIST}?${query}`))).toMatchObject({ status: 400 });
    },
  );

  it("needs its own role", async () => {
    const { get } = await startTenant(TENANT);
    expect(await get(LIST, asCaller(["User.Read.All"]))).toMatchObject({ status: 403 });
    expect(items(await get(LIST, asCaller(["TeamsUserConfiguration.Read.All"])))).toHaveLength(5);
  });
});

it("an account may have no userType, which is null when it is asked for", async () => {
  const { get } = await startTenant(TENANT);
  expect(each(await get("/users?$select=userType"), "userType")).toEqual([
    "Member",
    "Member",
    null,
    "Guest",
    "Member",
    "Member",
  ]);
});
