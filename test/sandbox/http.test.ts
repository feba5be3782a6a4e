import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { Agent, request } from "undici";
import { describe, expect, it } from "vitest";
import { userIn } from "../../src/sandbox/request-log.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { createVirtualClock } from "../fakes/clock.ts";
import { ADELE, asCaller, EXPENSES, installed, MEGAN, NOTES, TENANT } from "./people-and-apps.ts";
import { part, START_MS, startTenant } from "./tenant-client.ts";

describe("what is not there", () => {
  it.each([
    ["GET", "/me", 404, "ResourceNotFound"],
    ["GET", "/users/adele@contoso.com/teamwork", 404, "ResourceNotFound"],
    ["GET", "/Users", 404, "ResourceNotFound"],
    ["GET", "/users/%E0%A4%A", 404, "ResourceNotFound"],
    ["POST", "/users", 405, "Request_BadRequest"],
    ["DELETE", "/appCatalogs/teamsApps", 405, "Request_BadRequest"],
  ] as const)("%s %s answers %i %s", async (method, path, status, code) => {
    const { get, post, remove } = await startTenant(TENANT);
    const send = { GET: get, POST: post, DELETE: remove }[method];
    const reply = await send(path);
    expect([reply.status, reply.error[0]]).toEqual([status, code]);
  });

  it("another version of Graph than v1.0 is not there", async () => {
    const { get, sandbox } = await startTenant(TENANT);
    expect(await get(sandbox.url.replace("/v1.0", "/beta/users"))).toMatchObject({ status: 404 });
  });
});

describe("tokens", () => {
  it.each([
    ["none", null],
    ["an expired one", sandboxToken({ tenantId: "t", roles: ["User.Read.All"], expiresAtMs: START_MS })],
  ])("%s: 401", async (_what, token) => {
    const { get } = await startTenant(TENANT);
    const reply = await get("/users", { token });
    expect([reply.status, reply.error[0]]).toEqual([401, "InvalidAuthenticationToken"]);
  });

  it("a dial names those that are accepted", async () => {
    const { get } = await startTenant(TENANT, { dials: { acceptedTokens: ["new"] } });
    expect(await get("/users", { token: "old" })).toMatchObject({ status: 401 });
    expect(await get("/users", { token: "new" })).toMatchObject({ status: 200 });
  });

  it("one that is no JWT may do everything, and so may not one that is a JWT without roles", async () => {
    const { get } = await startTenant(TENANT);
    expect(await get("/users", { token: "text" })).toMatchObject({ status: 200 });
    expect(await get("/users", asCaller([]))).toMatchObject({ status: 403 });
  });
});

describe("ids of a request", () => {
  it("are in the headers and in errors, the client's own as it was sent", async () => {
    const { get } = await startTenant(TENANT);
    const reply = await get("/users/nobody", { headers: { "client-request-id": "mine" } });
    const inner = part(part(reply.body, "error"), "innerError");
    expect(reply.headers["client-request-id"]).toBe("mine");
    expect(inner).toEqual({
      date: "2026-01-01T00:00:00",
      "request-id": reply.headers["request-id"],
      "client-request-id": "mine",
    });
  });

  it("are the same for the same seed and requests, and differ between two alike", async () => {
    const first = await idsOfTwoAlike("a");
    expect(await idsOfTwoAlike("a")).toEqual(first);
    expect(await idsOfTwoAlike("b")).not.toEqual(first);
    expect(new Set(first).size).toBe(2);
  });
});

it("every request is recorded, with what it asked for, what it got and when, and without its token", async () => {
  const { sandbox, clock, post } = await startTenant(TENANT);
  await clock.advance(5000);
  await post(`${installed("adele@contoso.com")}?x=%41`, { a: 1 }, { headers: { "client-request-id": "mine" } });
  const [record] = sandbox.requests;
  expect(record).toMatchObject({
    method: "POST",
    path: "/users/adele@contoso.com/teamwork/installedApps?x=A",
    rawPath: "/users/adele@contoso.com/teamwork/installedApps?x=%41",
    body: { a: 1 },
    status: 400,
    atMs: START_MS + 5000,
  });
  expect(JSON.stringify(record)).not.toContain("any-token");
  expect(record === undefined ? null : userIn(record)).toBe("adele@contoso.com");
});

it("answers come after the latency, by the sandbox's clock", async () => {
  const { sandbox, clock, get } = await startTenant(TENANT, { dials: { latencyMs: 200 } });
  let isAnswered = false;
  const reply = get("/users").then((answered) => {
    isAnswered = true;
    return answered;
  });
  await expect.poll(() => sandbox.requests.length).toBe(1);
  await clock.advance(199);
  expect(isAnswered).toBe(false);
  await clock.advance(1);
  expect(await reply).toMatchObject({ status: 200 });
});

it.each([
  ["no JSON", "{", 400],
  ["a list", "[]", 400],
  ["a key that is not known", `{"version": "1.0"}`, 400],
])("a body that is %s is refused", async (_what, body, status) => {
  const { post } = await startTenant(TENANT);
  expect(await post(installed(ADELE), body)).toMatchObject({ status });
});

it("a user can be named in parentheses too", async () => {
  const { get } = await startTenant(`users: [{ upn: "$o'neil@contoso.com" }]`);
  const reply = await get("/users('%24o''neil@contoso.com')");
  expect(part(reply.body, "userPrincipalName")).toBe("$o'neil@contoso.com");
});

it("a sandbox listens on this machine only", async () => {
  const clock = createVirtualClock(START_MS);
  const tenant = parseTenant(TENANT, "tenant.yaml");
  await expect(startSandbox({ tenant, clock, host: "0.0.0.0" })).rejects.toThrow("loopback");
  expect((await startTenant(TENANT)).sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\.0$/);
});

describe("behind TLS, and behind another origin", () => {
  const file = new URL("../graph/sign-in/certificates/elliptic.pem", import.meta.url);
  const insecure = new Agent({ connect: { rejectUnauthorized: false } });

  it("answers by HTTPS, and its links begin so", async () => {
    const pem = await readFile(file, "utf8");
    const { sandbox } = await startTenant(TENANT, { tls: { cert: pem, key: pem } });
    expect(sandbox.url).toMatch(/^https:/);
    const headers = { authorization: "Bearer x" };
    const answer = await request(`${sandbox.url}/users?$top=1`, { dispatcher: insecure, headers });
    const next = String(part(await answer.body.json(), "@odata.nextLink"));
    expect(next.slice(0, sandbox.url.length)).toBe(sandbox.url);
    expect((await request(next, { dispatcher: insecure, headers })).statusCode).toBe(200);
  });

  it("links begin with the origin by which clients reach it, and it takes them as its own", async () => {
    const port = await freePort();
    const { sandbox, get, post } = await startTenant(TENANT, { port, publicOrigin: "https://graph.contoso.example" });
    expect(sandbox.url).toBe("https://graph.contoso.example/v1.0");
    const own = `http://127.0.0.1:${port}/v1.0`;
    const next = String(part((await get(`${own}/users?$top=1`)).body, "@odata.nextLink"));
    expect(next).toMatch(/^https:\/\/graph\.contoso\.example\/v1\.0\/users\?/);
    expect(await get(next.replace(sandbox.url, own))).toMatchObject({ status: 200 });
    const bind = { "teamsApp@odata.bind": `${sandbox.url}/appCatalogs/teamsApps/${NOTES}` };
    expect(await post(own + installed(MEGAN), bind)).toMatchObject({ status: 201 });
  });
});

it("a connection that breaks within a request ends nothing", async () => {
  const { sandbox, get } = await startTenant(TENANT);
  const controller = new AbortController();
  const broken = request(`${sandbox.url}${installed(ADELE)}`, {
    method: "POST",
    signal: controller.signal,
    headers: { authorization: "Bearer x", "content-length": "100" },
    body: new Readable({ read: () => undefined }),
  });
  setImmediate(() => controller.abort());
  await expect(broken).rejects.toThrow("abort");
  expect(await get(`/appCatalogs/teamsApps/${EXPENSES}`)).toMatchObject({ status: 200 });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function idsOfTwoAlike(seed: string): Promise<readonly unknown[]> {
  const { get } = await startTenant(TENANT, { seed });
  return [(await get("/users")).headers["request-id"], (await get("/users")).headers["request-id"]];
}
