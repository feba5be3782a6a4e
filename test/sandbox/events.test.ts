import { request } from "undici";
import { describe, expect, it } from "vitest";
import {
  ADELE,
  CLIENT_APP,
  consent,
  EXPENSES,
  installationOf,
  installed,
  NOTES,
  SEND,
  TENANT,
  WATCH,
} from "./people-and-apps.ts";
import { derivedId } from "../../src/sandbox/tenant.ts";
import { each, part, startTenant, type TenantClient } from "./tenant-client.ts";

const OF_NOTES = derivedId("application", "notes");
const OTHER_APP = "7f2f6a1c-3b1d-4e55-8f0a-9d6d0c1b2a99";

/** A tenant in which these events happen; YAML, an event a line. */
function startWith(...events: readonly string[]): Promise<TenantClient> {
  return startTenant(`${TENANT}events:\n${events.map((event) => `  - ${event}\n`).join("")}`);
}

/** Removes and installs the notes by turns: each of them is a write that changes something. */
async function writeTimes({ post, remove, sandbox }: TenantClient, times: number): Promise<void> {
  const bind = { "teamsApp@odata.bind": `${sandbox.url}/appCatalogs/teamsApps/${NOTES}` };
  for (let n = 0; n < times; n += 1) {
    const { status } = await (n % 2 === 0 ? remove(installationOf(ADELE, NOTES)) : post(installed(ADELE), bind));
    expect(status).toBeLessThan(300);
  }
}

/** Version and Entra app of each definition of an app. */
async function definitionsOf({ get }: TenantClient, app: string): Promise<readonly unknown[]> {
  const reply = await get(`/appCatalogs/teamsApps/${app}/appDefinitions?$select=version,authorization`);
  const apps = each(reply, "authorization").map((authorization) => part(authorization, "clientAppId"));
  return each(reply, "version").map((version, index) => `${String(version)} ${String(apps[index])}`);
}

describe("what happens behind some writes", () => {
  it("a new version is published behind the third one, once", async () => {
    const client = await startWith(
      `{ after: 3, times: 1, do: "POST catalog/${NOTES}/definitions", body: { version: 2.0.0 } }`,
    );
    await writeTimes(client, 2);
    expect(await definitionsOf(client, NOTES)).toEqual([`1.0 ${OF_NOTES}`, `1.2.0 ${OF_NOTES}`]);
    await writeTimes(client, 1);
    expect(await definitionsOf(client, NOTES)).toEqual([`1.0 ${OF_NOTES}`, `1.2.0 ${OF_NOTES}`, `2.0.0 ${OF_NOTES}`]);
  });

  it("the same version moves to another Entra app, and its permissions stay", async () => {
    const body =
      "{ version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }], clientAppId: 7F2F6A1C-3B1D-4E55-8F0A-9D6D0C1B2A99 }";
    const client = await startWith(`{ times: 1, do: "POST catalog/${EXPENSES}/definitions", body: ${body} }`);
    await writeTimes(client, 1);
    expect(await definitionsOf(client, EXPENSES)).toContain(`2.4.0 ${OTHER_APP}`);
    expect(await definitionsOf(client, EXPENSES)).toContain(`2.10.0 ${CLIENT_APP}`);
  });

  it("the app is uploaded anew: the next write does not find it", async () => {
    const client = await startWith(
      `{ times: 1, do: "POST catalog/${EXPENSES}/reupload", body: { id: 0a4c8f6e-7b0e-4d1e-9a57-52f4f0a4c099 } }`,
    );
    await writeTimes(client, 1);
    const upgrade = `${installationOf(ADELE, EXPENSES)}/upgrade`;
    expect(await client.post(upgrade, consent(SEND, WATCH))).toMatchObject({ status: 404 });
  });

  it("somebody removes what each write brought, and the write was answered as done", async () => {
    const client = await startWith('{ do: "DELETE installations/{user}/{app}", method: POST }');
    const answers = [];
    for (const app of [EXPENSES, NOTES]) {
      answers.push(
        await client.post(`${installationOf(ADELE, app)}/upgrade`, app === NOTES ? {} : consent(SEND, WATCH)),
      );
    }
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(client.sandbox.installationsOf(ADELE)).toEqual([]);
  });

  it("a write that is refused, or changes nothing, is none", async () => {
    const client = await startWith(`{ times: 1, do: "DELETE catalog/${EXPENSES}" }`);
    await client.post(`${installationOf(ADELE, EXPENSES)}/upgrade`);
    expect(await client.get(`/appCatalogs/teamsApps/${EXPENSES}`)).toMatchObject({ status: 200 });
  });

  it("requests of a method and a path count where these are named, reads too", async () => {
    const client = await startWith(
      '{ method: GET, path: "^/groups", after: 2, do: "PATCH dials", body: { pageSize: 1 } }',
    );
    for (const path of ["/groups", "/users", installed(ADELE)]) await client.get(path);
    expect((await client.get(installed(ADELE))).body).not.toHaveProperty(["@odata.nextLink"]);
    await client.get("/groups");
    expect((await client.get(installed(ADELE))).body).toHaveProperty(["@odata.nextLink"]);
  });
});

it("events are added and removed by controls; what is no control is refused", async () => {
  const client = await startTenant(TENANT);
  const control = async (method: "POST" | "DELETE", body: object | null): Promise<number> => {
    const text = body === null ? null : JSON.stringify(body);
    const headers = { "content-type": "application/json" };
    return (await request(`${client.sandbox.controlUrl}/events`, { method, headers, body: text })).statusCode;
  };
  expect(await control("POST", { do: "DELETE nothing/at/all" })).toBe(400);
  expect(await control("POST", { do: `DELETE catalog/${NOTES}` })).toBe(200);
  expect(await control("DELETE", null)).toBe(200);
  expect(await control("POST", { do: `DELETE catalog/${EXPENSES}` })).toBe(200);
  await writeTimes(client, 1);
  expect(each(await client.get("/appCatalogs/teamsApps"), "id")).not.toContain(EXPENSES);
  expect(each(await client.get("/appCatalogs/teamsApps"), "id")).toContain(NOTES);
});
