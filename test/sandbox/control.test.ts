import { type Dispatcher, request } from "undici";
import { describe, expect, it } from "vitest";
import { DEFAULT_DIALS } from "../../src/sandbox/dials.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { items, part, startTenant, type TenantClient } from "./tenant-client.ts";
import { ADELE, EXPENSES, installed, MEGAN, NOTES, TENANT } from "./worlds.ts";

const NEW_ID = "0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c0ff";
const JSON_HEADERS = { "content-type": "application/json" };

describe("the control endpoint", () => {
  it("shows what was asked for, and forgets it", async () => {
    const client = await startTenant(TENANT);
    await client.get("/users/adele@contoso.com?$select=id");
    await client.remove(`${installed(MEGAN)}/nothing`);
    const { body } = await control(client, "GET", "requests");
    expect(body).toMatchObject({
      value: [
        { method: "GET", path: "/users/adele@contoso.com?$select=id", user: "adele@contoso.com", status: 200 },
        { method: "DELETE", user: MEGAN, status: 404, body: null },
      ],
    });
    expect(JSON.stringify(body)).not.toContain("any-token");
    await control(client, "DELETE", "requests");
    expect(client.sandbox.requests).toEqual([]);
  });

  it("is no request to Graph: it is not recorded and needs no token", async () => {
    const client = await startTenant(TENANT);
    expect((await control(client, "GET", "dials")).body).toEqual(DEFAULT_DIALS);
    expect(client.sandbox.requests).toEqual([]);
  });

  it("shows what everyone really has, whatever reads still show", async () => {
    const client = await startTenant(TENANT, { dials: { lagMs: 60_000 } });
    const [installation] = client.sandbox.installationsOf(ADELE);
    await client.remove(`${installed(ADELE)}/${installation?.id ?? ""}`);
    expect(items(await client.get(installed(ADELE)))).toHaveLength(2);
    expect((await control(client, "GET", "installations")).body).toMatchObject({
      "adele@contoso.com": [{ app: { id: NOTES } }],
    });
    const one = await control(client, "GET", "installations/adele@contoso.com");
    expect(one.body).toMatchObject({ value: [{ app: { id: NOTES }, version: "1.0" }] });
  });

  it("turns dials, and leaves the others", async () => {
    const client = await startTenant(TENANT);
    const { body } = await control(client, "PATCH", "dials", { pageSize: 1, retryAfter: { removals: "date" } });
    expect(body).toEqual({ ...DEFAULT_DIALS, pageSize: 1, retryAfter: { removals: "date" } });
    expect(items(await client.get(installed(ADELE)))).toHaveLength(1);
  });

  it("adds faults and takes them away", async () => {
    const client = await startTenant(TENANT);
    await control(client, "POST", "faults", { kind: "status", path: "^/groups", status: 502 });
    expect((await client.get("/groups")).status).toBe(502);
    expect((await client.get("/users")).status).toBe(200);
    await control(client, "DELETE", "faults");
    expect((await client.get("/groups")).status).toBe(200);
  });

  it("scales the limits, of one class or of all", async () => {
    const client = await startTenant(TENANT, { throttle: "fixed-window" });
    await control(client, "PUT", "limits", { scale: 0.001, class: "catalog" });
    const statuses = async (path: string) => [(await client.get(path)).status, (await client.get(path)).status];
    expect(await statuses("/appCatalogs/teamsApps")).toEqual([200, 429]);
    expect(await statuses(installed(ADELE))).toEqual([200, 200]);
    await control(client, "PUT", "limits", { scale: 1 });
    expect(await statuses("/appCatalogs/teamsApps")).toEqual([200, 200]);
  });

  it("moves the catalog", async () => {
    const client = await startTenant(TENANT);
    const definition = { version: "1.3.0", permissions: [{ value: "TeamsActivity.Send.User" }] };
    await control(client, "POST", `catalog/${NOTES}/definitions`, definition);
    await control(client, "POST", `catalog/${NOTES}/definitions`, { version: "1.4.0", permissions: null });
    const path = `/appCatalogs/teamsApps/${NOTES}/appDefinitions?$select=version,publishingState,authorization`;
    expect(items(await client.get(path)).slice(2)).toMatchObject([
      {
        version: "1.3.0",
        publishingState: "published",
        authorization: {
          requiredPermissionSet: {
            resourceSpecificPermissions: [
              { permissionValue: "TeamsActivity.Send.User", permissionType: "application" },
            ],
          },
        },
      },
      { version: "1.4.0", authorization: null },
    ]);
    await control(client, "POST", `catalog/${NOTES}/reupload`, { id: NEW_ID });
    expect((await client.get(`/appCatalogs/teamsApps/${NOTES}`)).status).toBe(404);
    expect((await client.get(`/appCatalogs/teamsApps/${NEW_ID}`)).body).toMatchObject({ displayName: "notes" });
    await control(client, "DELETE", `catalog/${EXPENSES}`);
    expect(items(await client.get("/appCatalogs/teamsApps")).map((app) => part(app, "id"))).not.toContain(EXPENSES);
  });

  it("moves people in and out of groups", async () => {
    const client = await startTenant(TENANT);
    const members = `/groups/${derivedId("group", "Finance")}/transitiveMembers`;
    await control(client, "POST", "groups/Finance/members", { user: "adele@contoso.com" });
    expect(items(await client.get(members))).toHaveLength(2);
    await control(client, "DELETE", "groups/Finance/members/megan@contoso.com");
    expect(items(await client.get(members))).toMatchObject([{ id: ADELE }]);
  });

  it.each<[string, Dispatcher.HttpMethod, string, unknown, number]>([
    ["nothing", "GET", "nothing", undefined, 404],
    ["another method", "DELETE", "dials", undefined, 405],
    ["a dial that does not exist", "PATCH", "dials", { lag: 5 }, 400],
    ["a setting that does not exist", "PATCH", "dials", { singleRead: "twice" }, 400],
    ["a path that is no expression", "POST", "faults", { kind: "hang", path: "(" }, 400],
    ["a class that does not exist", "PUT", "limits", { scale: 1, class: "writes" }, 400],
    ["no limit at all", "PUT", "limits", { scale: 0 }, 400],
    ["a body that is no JSON", "PATCH", "dials", "pageSize: 1", 400],
    ["an app that does not exist", "DELETE", `catalog/${NEW_ID}`, undefined, 404],
    ["a group that does not exist", "POST", "groups/Nobody/members", { user: "adele@contoso.com" }, 404],
    ["a user that does not exist", "GET", "installations/nobody@contoso.com", undefined, 404],
  ])("refuses %s", async (_what, method, path, body, status) => {
    const client = await startTenant(TENANT);
    const reply = await control(client, method, path, body);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error: { message: expect.stringMatching(/./) } });
    expect((await control(client, "GET", "dials")).body).toEqual(DEFAULT_DIALS);
  });

  it("is closed to web pages", async () => {
    const client = await startTenant(TENANT);
    const fromPage = { ...JSON_HEADERS, origin: "https://fabrikam.com" };
    expect((await control(client, "PATCH", "dials", { pageSize: 1 }, fromPage)).status).toBe(403);
    const asForm = { "content-type": "text/plain" };
    expect((await control(client, "PATCH", "dials", { pageSize: 1 }, asForm)).status).toBe(415);
    expect((await control(client, "GET", "dials")).body).toEqual(DEFAULT_DIALS);
  });
});

describe("a tenant file", () => {
  it("sets dials and faults too, and code wins over it", async () => {
    const text = `${TENANT}\ndials: { pageSize: 1, singleRead: wrapped }\nfaults: [{ kind: status, path: ^/groups, status: 504, times: 1 }]`;
    const client = await startTenant(text, { dials: { singleRead: "object" } });
    expect((await control(client, "GET", "dials")).body).toEqual({ ...DEFAULT_DIALS, pageSize: 1 });
    expect((await client.get("/groups")).status).toBe(504);
    expect((await client.get("/groups")).status).toBe(200);
  });
});

async function control(
  { sandbox }: TenantClient,
  method: Dispatcher.HttpMethod,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = JSON_HEADERS,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const text = typeof body === "string" ? body : body === undefined ? null : JSON.stringify(body);
  const reply = await request(`${sandbox.controlUrl}/${path}`, { method, body: text, headers });
  return { status: reply.statusCode, body: await reply.body.json() };
}
