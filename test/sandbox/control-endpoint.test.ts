import { request } from "undici";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { each, part, startTenant } from "./tenant-client.ts";
import { ADELE, EXPENSES, installed, MEGAN, NOTES, TENANT } from "./people-and-apps.ts";

const JSON_TYPE = { "content-type": "application/json" };

describe("dials", () => {
  it("are shown and turned", async () => {
    const { sandbox, get } = await startTenant(TENANT, { dials: { pageSize: 7 } });
    expect((await control(sandbox, "GET", "dials")).body).toMatchObject({ pageSize: 7, lagMs: 0 });
    expect(await control(sandbox, "PATCH", "dials", { pageSize: 1 })).toMatchObject({
      status: 200,
      body: { pageSize: 1 },
    });
    expect((await get(installed(ADELE))).body).toHaveProperty(["@odata.nextLink"]);
  });

  it.each([
    ["PATCH", "dials", { pageSize: 0 }],
    ["PATCH", "dials", { consentOnList: "sometimes" }],
    ["PATCH", "dials", { unknown: 1 }],
    ["PUT", "limits", { scale: 0 }],
    ["PUT", "limits", { scale: 1, class: "everything" }],
    ["POST", "faults", { kind: "sometimes", path: "." }],
    ["POST", "faults", { kind: "status", path: "(" }],
    ["POST", "groups/Finance/members", {}],
  ])("%s %s %j is refused", async (method, path, body) => {
    const { sandbox } = await startTenant(TENANT);
    const reply = await control(sandbox, method, path, body);
    expect(reply.status).toBe(400);
    expect((await control(sandbox, "GET", "dials")).body).toMatchObject({ pageSize: 100 });
  });
});

it("faults are added and removed", async () => {
  const { sandbox, get } = await startTenant(TENANT);
  await control(sandbox, "POST", "faults", { kind: "status", path: "^/users", status: 502 });
  expect(await get("/users")).toMatchObject({ status: 502 });
  await control(sandbox, "DELETE", "faults");
  expect(await get("/users")).toMatchObject({ status: 200 });
});

it("limits are scaled, of one class or of all", async () => {
  const { sandbox, get } = await startTenant(TENANT, { throttle: "fixed-window" });
  await control(sandbox, "PUT", "limits", { scale: 1 / 30, class: "catalog" });
  await get("/appCatalogs/teamsApps");
  expect(await get("/appCatalogs/teamsApps")).toMatchObject({ status: 429 });
  await control(sandbox, "PUT", "limits", { scale: 1 });
  expect(await get("/appCatalogs/teamsApps")).toMatchObject({ status: 200 });
});

it("requests are listed and forgotten; those to the control endpoint are none", async () => {
  const { sandbox, get } = await startTenant(TENANT);
  await get("/users");
  expect(each(await control(sandbox, "GET", "requests"), "path")).toEqual(["/users"]);
  await control(sandbox, "DELETE", "requests");
  expect(each(await control(sandbox, "GET", "requests"), "path")).toEqual([]);
});

it("installations are shown as they are now, whatever reads still show", async () => {
  const { sandbox, remove } = await startTenant(TENANT, { dials: { lagMs: 60_000 } });
  const [expenses] = sandbox.installationsOf(ADELE);
  await remove(`${installed(ADELE)}/${expenses?.id ?? ""}`);
  expect(Object.keys(Object((await control(sandbox, "GET", "installations")).body))).toEqual(["adele@contoso.com"]);
  const apps = each(await control(sandbox, "GET", "installations/adele@contoso.com"), "app");
  expect(apps.map((app) => part(app, "id"))).toEqual([NOTES]);
});

describe("the world", () => {
  it("gets versions and loses apps", async () => {
    const { sandbox, get } = await startTenant(TENANT);
    const definition = { version: "9.0.0", permissions: [{ value: "TeamsActivity.Send.User" }] };
    await control(sandbox, "POST", `catalog/${NOTES}/definitions`, definition);
    expect(each(await get(`/appCatalogs/teamsApps/${NOTES}/appDefinitions`), "version")).toContain("9.0.0");
    await control(sandbox, "POST", `catalog/${NOTES}/reupload`, { id: MEGAN });
    expect(await get(`/appCatalogs/teamsApps/${NOTES}`)).toMatchObject({ status: 404 });
    expect(await get(`/appCatalogs/teamsApps/${MEGAN}`)).toMatchObject({ status: 200 });
    await control(sandbox, "DELETE", `catalog/${EXPENSES}`);
    expect(await get(`/appCatalogs/teamsApps/${EXPENSES}`)).toMatchObject({ status: 404 });
  });

  it("has people join and leave", async () => {
    const { sandbox, get } = await startTenant(TENANT);
    const members = `/groups/${derivedId("group", "Finance")}/members`;
    await control(sandbox, "POST", "groups/Finance/members", { user: "adele@contoso.com" });
    expect(each(await get(members), "id")).toEqual([MEGAN, ADELE]);
    await control(sandbox, "DELETE", "groups/Finance/members/megan@contoso.com");
    expect(each(await get(members), "id")).toEqual([ADELE]);
  });

  it.each([
    ["DELETE", `catalog/${MEGAN}`, undefined],
    ["POST", "groups/Nobody/members", { user: "adele@contoso.com" }],
    ["POST", "groups/Finance/members", { user: "nobody@contoso.com" }],
    ["GET", "installations/nobody@contoso.com", undefined],
    ["GET", "nothing", undefined],
  ])("%s %s: 404", async (method, path, body) => {
    const { sandbox } = await startTenant(TENANT);
    expect(await control(sandbox, method, path, body)).toMatchObject({ status: 404 });
  });
});

it.each([
  ["from a web page", { ...JSON_TYPE, origin: "https://www.fabrikam.com" }, 403],
  ["that is no JSON", { "content-type": "text/plain" }, 415],
])("a control %s is refused", async (_what, headers, status) => {
  const { sandbox } = await startTenant(TENANT);
  expect(await control(sandbox, "PATCH", "dials", { pageSize: 1 }, headers)).toMatchObject({ status });
  expect((await control(sandbox, "GET", "dials")).body).toMatchObject({ pageSize: 100 });
});

it("another method is 405", async () => {
  const { sandbox } = await startTenant(TENANT);
  expect(await control(sandbox, "DELETE", "dials")).toMatchObject({ status: 405 });
});

async function control(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
) {
  const text = body === undefined ? null : JSON.stringify(body);
  const answer = await request(`${sandbox.controlUrl}/${path}`, { method, headers, body: text });
  const parsed: unknown = await answer.body.json();
  return { status: answer.statusCode, body: parsed, error: [], headers: answer.headers };
}
