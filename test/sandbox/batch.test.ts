import { describe, expect, it } from "vitest";
import { isWrite } from "../../src/sandbox/request-log.ts";
import { ADELE, consent, EXPENSES, installationOf, installed, NOTES, SEND, TENANT, WATCH } from "./people-and-apps.ts";
import { part, type Reply, START_MS, startTenant } from "./tenant-client.ts";

const JSON_BODY = { "Content-Type": "application/json" };
const UPGRADE = {
  id: "upgrade",
  method: "POST",
  url: `${installationOf(ADELE, EXPENSES)}/upgrade`,
  headers: JSON_BODY,
  body: consent(SEND, WATCH),
};
const REMOVE = { id: "remove", method: "DELETE", url: installationOf(ADELE, NOTES) };
const GROUPS = { id: "groups", method: "GET", url: "/groups" };
const NOBODY = { id: "nobody", method: "GET", url: "/users/nobody@contoso.com" };

describe("a batch", () => {
  it("carries out what it holds and answers each request on its own", async () => {
    const { post, sandbox } = await startTenant(TENANT);
    const reply = await post("/$batch", { requests: [UPGRADE, REMOVE, GROUPS, NOBODY] });
    expect(reply.status).toBe(200);
    expect(statuses(reply)).toEqual({ upgrade: 204, remove: 204, groups: 200, nobody: 404 });
    expect(part(answerTo(reply, "groups"), "body")).toHaveProperty("value");
    expect(part(answerTo(reply, "upgrade"), "body")).toBeNull();
    expect(part(answerTo(reply, "nobody"), "headers")).toMatchObject({ "Content-Type": "application/json" });
    const apps = sandbox.installationsOf(ADELE).map(({ app, version }) => [app.id, version]);
    expect(apps).toContainEqual([EXPENSES, "2.10.0"]);
    expect(apps.map(([id]) => id)).not.toContain(NOTES);
  });

  it.each([
    "users/adele@contoso.com",
    "/users/adele@contoso.com",
    "users?$filter=userPrincipalName eq 'adele@contoso.com'",
  ])("takes %s as a URL below the root", async (url) => {
    const { post } = await startTenant(TENANT);
    expect(statuses(await post("/$batch", { requests: [{ id: "1", method: "GET", url }] }))).toEqual({ 1: 200 });
  });

  it("gives headers to the request that has them", async () => {
    const { post } = await startTenant(TENANT);
    const counted = { method: "GET", url: "/users?$count=true" };
    const headers = { ConsistencyLevel: "eventual" };
    const requests = [
      { ...counted, id: "with", headers },
      { ...counted, id: "without" },
    ];
    expect(statuses(await post("/$batch", { requests }))).toEqual({ with: 200, without: 400 });
  });

  it("may name only what can be asked for alone", async () => {
    const { post } = await startTenant(TENANT);
    const requests = [
      { id: "batch", method: "POST", url: "/$batch", headers: JSON_BODY, body: { requests: [GROUPS] } },
      { id: "me", method: "GET", url: "/me" },
      { id: "elsewhere", method: "GET", url: "/../sandbox/dials" },
      { id: "method", method: "DELETE", url: "/users" },
    ];
    expect(statuses(await post("/$batch", { requests }))).toEqual({ batch: 404, me: 404, elsewhere: 404, method: 405 });
  });

  it("needs a token, and POST", async () => {
    const { post, get } = await startTenant(TENANT, { dials: { acceptedTokens: ["good"] } });
    expect(await post("/$batch", { requests: [GROUPS] }, { token: null })).toMatchObject({ status: 401 });
    expect(await post("/$batch", { requests: [GROUPS] }, { token: "bad" })).toMatchObject({ status: 401 });
    expect(await get("/$batch", { token: "good" })).toMatchObject({ status: 405 });
    expect(statuses(await post("/$batch", { requests: [GROUPS] }, { token: "good" }))).toEqual({ groups: 200 });
  });

  it("waits once for all it holds, by the sandbox's clock", async () => {
    const { post, clock, sandbox } = await startTenant(TENANT, { dials: { latencyMs: 200 } });
    const reply = post("/$batch", { requests: [GROUPS, NOBODY] });
    await expect.poll(() => sandbox.requests.length).toBe(1);
    await clock.advance(200);
    expect(statuses(await reply)).toEqual({ groups: 200, nobody: 404 });
    expect(sandbox.requests.map(({ atMs }) => atMs - START_MS)).toEqual([0, 200, 200]);
  });

  it("is in the log with everything it holds, and only that asks for changes", async () => {
    const { post, sandbox } = await startTenant(TENANT);
    await post("/$batch", { requests: [REMOVE, GROUPS] });
    const shown = sandbox.requests.map((record) => [record.method, record.path, record.status, isWrite(record)]);
    expect(shown).toEqual([
      ["POST", "/$batch", 200, false],
      ["DELETE", decodeURIComponent(REMOVE.url), 204, true],
      ["GET", "/groups", 200, false],
    ]);
  });

  it("meets faults as a whole", async () => {
    const { post, sandbox } = await startTenant(TENANT);
    sandbox.addFault({ kind: "status", path: /^\/\$batch$/u, status: 503, times: 1 });
    sandbox.addFault({ kind: "status", path: /^\/groups$/u, status: 500 });
    expect(await post("/$batch", { requests: [GROUPS] })).toMatchObject({ status: 503 });
    expect(statuses(await post("/$batch", { requests: [GROUPS] }))).toEqual({ groups: 200 });
  });
});

describe("limits", () => {
  it("count each request on its own: what is over has 429 and Retry-After, the rest passes", async () => {
    const { post } = await startTenant(TENANT, { throttle: "sliding-log", limitsScale: 0.1 });
    const reads = Array.from({ length: 5 }, (_, index) => ({ id: `${index}`, method: "GET", url: installed(ADELE) }));
    const reply = await post("/$batch", { requests: [...reads, GROUPS] });
    expect(reply.status).toBe(200);
    expect(statuses(reply)).toEqual({ 0: 200, 1: 200, 2: 200, 3: 429, 4: 429, groups: 200 });
    const throttled = answerTo(reply, "4");
    expect(part(throttled, "headers")).toMatchObject({ "Retry-After": "1" });
    expect(part(part(throttled, "body"), "error")).toMatchObject({ code: "TooManyRequests" });
  });

  it("do not carry out a write that is over", async () => {
    const { post, sandbox } = await startTenant(TENANT, { throttle: "sliding-log", limitsScale: 0.001 });
    const first = { ...UPGRADE, id: "first", url: `${installationOf(ADELE, NOTES)}/upgrade`, body: {} };
    const reply = await post("/$batch", { requests: [first, UPGRADE] });
    expect(statuses(reply)).toEqual({ first: 204, upgrade: 429 });
    expect(sandbox.installationsOf(ADELE).find(({ app }) => app.id === EXPENSES)?.version).toBe("2.4.0");
  });
});

describe("dependsOn", () => {
  it("is carried out first, wherever it stands, without regard to case", async () => {
    const { post, sandbox } = await startTenant(TENANT);
    const reply = await post("/$batch", { requests: [{ ...GROUPS, dependsOn: ["Remove"] }, REMOVE] });
    expect(statuses(reply)).toEqual({ groups: 200, remove: 204 });
    expect(sandbox.requests.map(({ method }) => method)).toEqual(["POST", "DELETE", "GET"]);
  });

  it("that fails takes all that follows with it: 424, and nothing is carried out", async () => {
    const { post, sandbox } = await startTenant(TENANT);
    const requests = [NOBODY, { ...REMOVE, dependsOn: ["nobody"] }, { ...GROUPS, dependsOn: ["remove"] }];
    expect(statuses(await post("/$batch", { requests }))).toEqual({ nobody: 404, remove: 424, groups: 424 });
    expect(sandbox.installationsOf(ADELE).map(({ app }) => app.id)).toContain(NOTES);
  });
});

describe("a batch as a whole is refused with 400, and nothing of it is carried out:", () => {
  it.each<[string, object | string]>([
    ["no JSON", "{"],
    ["no requests", {}],
    ["an empty list", { requests: [] }],
    ["21 requests", { requests: Array.from({ length: 21 }, (_, index) => ({ ...GROUPS, id: `${index}` })) }],
    ["an id given twice, in another case", { requests: [REMOVE, { ...GROUPS, id: "REMOVE" }] }],
    ["a request without an id", { requests: [REMOVE, { method: "GET", url: "/groups" }] }],
    ["a request without a method", { requests: [REMOVE, { id: "1", url: "/groups" }] }],
    ["a request without a URL", { requests: [REMOVE, { id: "1", method: "GET" }] }],
    ["something that is no request", { requests: [REMOVE, "GET /groups"] }],
    ["headers that are none", { requests: [REMOVE, { ...GROUPS, headers: "Accept: */*" }] }],
    ["a write without Content-Type", { requests: [REMOVE, { ...UPGRADE, headers: {} }] }],
    ["a write without a body", { requests: [REMOVE, { ...UPGRADE, body: undefined }] }],
    ["a dependency on nothing", { requests: [REMOVE, { ...GROUPS, dependsOn: ["other"] }] }],
    ["a dependency on itself", { requests: [REMOVE, { ...GROUPS, dependsOn: ["groups"] }] }],
    [
      "a circle",
      {
        requests: [
          { ...REMOVE, dependsOn: ["groups"] },
          { ...GROUPS, dependsOn: ["remove"] },
        ],
      },
    ],
    ["a dependency that is no list", { requests: [REMOVE, { ...GROUPS, dependsOn: "remove" }] }],
  ])("%s", async (_what, body) => {
    const { post, sandbox } = await startTenant(TENANT);
    expect(await post("/$batch", body)).toMatchObject({ status: 400, error: ["BadRequest", expect.any(String)] });
    expect(sandbox.requests).toHaveLength(1);
  });
});

function responses(reply: Reply): readonly unknown[] {
  const list = part(reply.body, "responses");
  return Array.isArray(list) ? list : [];
}

function statuses(reply: Reply): Record<string, unknown> {
  return Object.fromEntries(responses(reply).map((response) => [part(response, "id"), part(response, "status")]));
}

function answerTo(reply: Reply, id: string): unknown {
  return responses(reply).find((response) => part(response, "id") === id);
}
