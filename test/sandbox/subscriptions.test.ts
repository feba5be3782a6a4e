import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { request } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { each, part, START_MS, startTenant, type TenantClient } from "./tenant-client.ts";

const APP = "0d820ecd-def2-4297-adad-78056cde7c78";
const TENANT = `
tenantId: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
users: [{ upn: adele@contoso.com, id: 11111111-1111-4111-8111-111111111111 }, { upn: alex@contoso.com }]
catalog: [{ name: expenses, id: ${APP}, displayName: Expenses, definitions: [{ version: 2.1.0 }, { version: 2.4.0 }] }]
installations: { adele@contoso.com: [{ app: expenses, version: 2.1.0 }] }
`;
const RESOURCE = `/appCatalogs/teamsApps/${APP}/installations?$filter=(scopeInfo/scope eq 'personal')`;
const HOUR = 60 * 60_000;

const TAKEN = (): Promise<number> => Promise.resolve(202);

/** Somebody who listens; `echo` makes the answer to a validation request. */
async function listener(echo: (token: string) => { status?: number; type?: string; body?: string } = () => ({})) {
  const heard: unknown[] = [];
  let answer: () => Promise<number> = TAKEN;
  const server = createServer((message: IncomingMessage, response) => {
    void (async () => {
      const body = await text(message);
      const token = new URL(message.url ?? "", "http://localhost").searchParams.get("validationToken");
      if (token === null) {
        const status = await answer();
        heard.push(...listOf(JSON.parse(body)));
        response.writeHead(status).end();
        return;
      }
      const { status = 200, type = "text/plain", body: sent = token } = echo(token);
      response.writeHead(status, { "content-type": type }).end(sent);
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    url: `http://127.0.0.1:${port}/events`,
    heard,
    answers: (next: () => Promise<number>) => {
      answer = next;
    },
  };
}

function listOf(body: unknown): readonly unknown[] {
  const value = part(body, "value");
  return Array.isArray(value) ? value : [];
}

function wish(url: string, others: object = {}) {
  return {
    changeType: "created,updated,deleted",
    notificationUrl: url,
    lifecycleNotificationUrl: url,
    resource: RESOURCE,
    expirationDateTime: new Date(START_MS + 71 * HOUR).toISOString(),
    clientState: "secret",
    ...others,
  };
}

function control({ sandbox }: TenantClient, method: "PUT" | "DELETE" | "PATCH" | "POST", path: string, body?: object) {
  const sent = body === undefined ? null : JSON.stringify(body);
  return request(`${sandbox.controlUrl}/${path}`, {
    method,
    body: sent,
    headers: { "content-type": "application/json" },
  });
}

async function subscribed(others: object = {}) {
  const client = await startTenant(TENANT);
  const ear = await listener();
  const made = await client.post("/subscriptions", wish(ear.url, others));
  const id = String(part(made.body, "id"));
  return { client, ear, id };
}

describe("subscribing", () => {
  it("asks the address first, and gives a subscription that is listed without its client state", async () => {
    const client = await startTenant(TENANT);
    const { url } = await listener();
    const made = await client.post("/subscriptions", wish(url));
    expect([made.status, part(made.body, "clientState")]).toEqual([201, "secret"]);
    const listed = await client.get("/subscriptions");
    expect([each(listed, "id"), each(listed, "clientState")]).toEqual([[part(made.body, "id")], [null]]);
  });

  it.each([
    ["an address that answers another token", () => ({ body: "other" }), /exactly match/],
    ["one that answers HTML", () => ({ type: "text/html" }), /text\/plain/],
    ["one that answers 202", () => ({ status: 202 }), /200 OK/],
  ])("refuses %s", async (_name, echo, why) => {
    const client = await startTenant(TENANT);
    const { url } = await listener(echo);
    const refused = await client.post("/subscriptions", wish(url));
    expect(refused.status).toBe(400);
    expect(refused.error[1]).toMatch(why);
    expect(each(await client.get("/subscriptions"), "id")).toEqual([]);
  });

  it.each([
    ["an address elsewhere", { notificationUrl: "https://example.com/" }, 400],
    ["a life of more than three days", { expirationDateTime: new Date(START_MS + 73 * HOUR).toISOString() }, 400],
    ["more than an hour without a lifecycle address", { lifecycleNotificationUrl: null }, 400],
    ["an end in the past", { expirationDateTime: new Date(START_MS - 1).toISOString() }, 400],
    ["a client state that is too long", { clientState: "x".repeat(129) }, 400],
    ["another resource", { resource: "/users" }, 400],
    ["another scope", { resource: RESOURCE.replace("personal", "team") }, 400],
    ["an app that the catalog does not have", { resource: RESOURCE.replace(APP, "nothing") }, 404],
    ["a property that it does not know", { includeResourceData: true }, 400],
  ])("refuses %s", async (_name, others, status) => {
    const client = await startTenant(TENANT);
    const { url } = await listener();
    expect((await client.post("/subscriptions", wish(url, others))).status).toBe(status);
  });

  it("needs a role that reads installations of everybody", async () => {
    const client = await startTenant(TENANT);
    const { url } = await listener();
    const token = sandboxToken({ tenantId: "any", roles: ["User.Read.All"] });
    expect((await client.post("/subscriptions", wish(url), { token })).status).toBe(403);
  });
});

describe("a subscription", () => {
  it("tells what users do, with the installation and no version", async () => {
    const { client, ear, id } = await subscribed();
    await control(client, "DELETE", `installations/adele@contoso.com/${APP}`);
    await client.sandbox.notified();
    await control(client, "PUT", `installations/adele@contoso.com/${APP}`, { version: "2.1.0" });
    await client.sandbox.notified();
    await control(client, "PUT", `installations/adele@contoso.com/${APP}`);
    await client.sandbox.notified();
    expect(ear.heard.map((one) => part(one, "changeType"))).toEqual(["deleted", "created", "updated"]);
    const [first] = ear.heard;
    expect([part(first, "subscriptionId"), part(first, "clientState")]).toEqual([id, "secret"]);
    const installation = Buffer.from(`11111111-1111-4111-8111-111111111111##${APP}`).toString("base64");
    expect(part(part(first, "resourceData"), "id")).toBe(installation);
    expect(JSON.stringify(ear.heard)).not.toContain("2.1.0");
  });

  it("tells what Graph is asked to do", async () => {
    const { client, ear } = await subscribed();
    const bind = `${client.sandbox.url}/appCatalogs/teamsApps/${APP}`;
    await client.post("/users/alex@contoso.com/teamwork/installedApps", { "teamsApp@odata.bind": bind });
    await client.sandbox.notified();
    expect(ear.heard.map((one) => part(one, "changeType"))).toEqual(["created"]);
  });

  it("ends silently after its time, and is renewed before", async () => {
    const { client, ear, id } = await subscribed();
    await client.clock.advance(70 * HOUR);
    const later = { expirationDateTime: new Date(START_MS + 140 * HOUR).toISOString() };
    const renewed = await request(`${client.sandbox.url}/subscriptions/${id}`, {
      method: "PATCH",
      body: JSON.stringify(later),
      headers: { authorization: "Bearer any" },
    });
    expect(renewed.statusCode).toBe(200);
    await client.clock.advance(2 * HOUR);
    expect(each(await client.get("/subscriptions"), "id")).toEqual([id]);
    await client.clock.advance(70 * HOUR);
    await control(client, "DELETE", `installations/adele@contoso.com/${APP}`);
    await client.sandbox.notified();
    expect(ear.heard).toEqual([]);
    expect((await client.get(`/subscriptions/${id}`)).status).toBe(404);
  });

  it("asks for its renewal with the first change in its last hours", async () => {
    const { client, ear } = await subscribed();
    await client.clock.advance(65 * HOUR);
    for (const version of ["2.4.0", "2.1.0"])
      await control(client, "PUT", `installations/adele@contoso.com/${APP}`, { version });
    await client.sandbox.notified();
    expect(ear.heard.map((one) => part(one, "lifecycleEvent")).filter(Boolean)).toEqual(["reauthorizationRequired"]);
  });

  it("is deleted by its owner, and by nobody else", async () => {
    const { client, id } = await subscribed();
    expect((await client.remove(`/subscriptions/${id}`)).status).toBe(204);
    expect((await client.remove(`/subscriptions/${id}`)).status).toBe(404);
  });

  it("loses notifications silently, or says so where the dial is turned", async () => {
    const { client, ear, id } = await subscribed();
    client.sandbox.setDials({ notificationLoss: 1 });
    await control(client, "DELETE", `installations/adele@contoso.com/${APP}`);
    await client.sandbox.notified();
    expect([ear.heard, client.sandbox.notifications.map(({ status }) => status)]).toEqual([[], ["lost"]]);
    client.sandbox.setDials({ lifecycleEvents: "all" });
    await control(client, "PUT", `installations/adele@contoso.com/${APP}`);
    await control(client, "DELETE", `subscriptions/${id}`);
    await client.sandbox.notified();
    expect(ear.heard.map((one) => part(one, "lifecycleEvent"))).toEqual(["missed", "subscriptionRemoved"]);
  });

  it("sends again what was not taken, and drops what an address is too slow for", async () => {
    const { client, ear } = await subscribed();
    const swap = async (): Promise<void> => {
      for (const version of ["2.4.0", "2.1.0"])
        await control(client, "PUT", `installations/adele@contoso.com/${APP}`, { version });
    };
    let isDown = true;
    ear.answers(() => Promise.resolve(isDown ? 503 : 202));
    await control(client, "DELETE", `installations/adele@contoso.com/${APP}`);
    await expect.poll(() => ear.heard.length).toBe(1);
    isDown = false;
    await expect
      .poll(async () => {
        await client.clock.advance(10_000);
        return client.sandbox.notifications.map(({ status }) => status);
      })
      .toEqual(["delivered"]);

    let turns = 0;
    ear.answers(async () => {
      // Every third answer is late.
      turns += 1;
      if (turns % 3 === 0) await client.clock.advance(11_000);
      return 202;
    });
    const isDropped = (): boolean => client.sandbox.notifications.some(({ status }) => status === "dropped");
    for (let round = 0; round < 8; round += 1) {
      const before = ear.heard.length;
      await swap();
      await expect.poll(() => isDropped() || ear.heard.length >= before + 2).toBe(true);
    }
    await expect.poll(isDropped).toBe(true);
  });
});
