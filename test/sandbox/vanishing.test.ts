import { expect, it } from "vitest";
import { each, startTenant } from "./tenant-client.ts";

const TENANT = `
users: [{ upn: adele@contoso.com }, { upn: ben@contoso.com }]
groups: [{ name: Finance, members: [{ user: adele@contoso.com }, { user: ben@contoso.com }] }]
`;

it("a user who is taken out of the directory is in no list and in no group any more", async () => {
  const { sandbox, get } = await startTenant(TENANT);
  const [group] = each(await get("/groups"), "id");
  const members = `/groups/${String(group)}/transitiveMembers`;
  expect(each(await get(members), "userPrincipalName")).toHaveLength(2);
  sandbox.removeUser("adele@contoso.com");
  expect(each(await get("/users"), "userPrincipalName")).toEqual(["ben@contoso.com"]);
  expect(each(await get(members), "userPrincipalName")).toEqual(["ben@contoso.com"]);
  expect(await get("/users/adele@contoso.com")).toMatchObject({ status: 404 });
});

it("a group that is deleted is found neither by name nor by id; its members stay", async () => {
  const { sandbox, get } = await startTenant(TENANT);
  const [group] = each(await get("/groups"), "id");
  sandbox.removeGroup("Finance");
  expect(each(await get("/groups"), "id")).toEqual([]);
  expect(await get(`/groups/${String(group)}`)).toMatchObject({ status: 404 });
  expect(each(await get("/users"), "id")).toHaveLength(2);
});

it.each([
  { what: "users/nobody@contoso.com", status: 404 },
  { what: "groups/Nobody", status: 404 },
  { what: "users/ben@contoso.com", status: 200 },
  { what: "groups/Finance", status: 200 },
])("DELETE $what at the control endpoint: $status", async ({ what, status }) => {
  const { sandbox } = await startTenant(TENANT);
  const answer = await fetch(`${sandbox.controlUrl}/${what}`, { method: "DELETE" });
  expect(answer.status).toBe(status);
});
