import { once } from "node:events";
import { connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp, type Health, type Listen, type Patience } from "../../src/controller/http.ts";
import { createMetrics } from "../../src/controller/metrics.ts";

const TOKEN = "reconcile-token";
const POLICY = "default-src 'none'";
const OK: Health = { ok: true, why: "the last pass was made" };
let server: FastifyInstance | null = null;
afterEach(() => server?.close());

interface Start {
  readonly ready?: Health;
  readonly live?: Health;
  readonly token?: string | null;
  readonly listen?: Listen;
  readonly patience?: Patience;
}

async function start(options: Start = {}) {
  let asked = 0;
  const listen = options.listen ?? { host: "127.0.0.1", port: 0 };
  server = createHttp(
    {
      ready: () => options.ready ?? OK,
      live: () => options.live ?? OK,
      metrics: createMetrics({ nowMs: () => 0, build: { version: "0.1.0", node: "24" } }),
      reconcile: () => (asked += 1),
      page: (name) => ({
        html: `<p>${name === null ? "everything" : `about "${name}"`}</p>`,
        contentSecurityPolicy: POLICY,
      }),
    },
    {
      listen,
      token: options.token === undefined ? TOKEN : options.token,
      ...(options.patience === undefined ? {} : { patience: options.patience }),
    },
  );
  await server.listen(listen);
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const ask = async (method: "GET" | "POST", path: string, headers: Record<string, string> = {}, body?: string) => {
    const answer = await request(`${origin}${path}`, { method, headers, body: body ?? null });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  return { ask, port, asked: () => asked };
}

describe("health", () => {
  it.each([
    { path: "/healthz", options: { ready: { ok: false, why: "no" }, live: { ok: false, why: "no" } }, status: 200 },
    { path: "/readyz", options: {}, status: 200 },
    {
      path: "/readyz",
      options: { ready: { ok: false, why: "no pass was made yet" } },
      status: 503,
      says: "no pass was made yet\n",
    },
    { path: "/livez", options: {}, status: 200 },
    {
      path: "/livez",
      options: { live: { ok: false, why: "pass 4 is stuck" } },
      status: 503,
      says: "pass 4 is stuck\n",
    },
    { path: "/nothing", options: {}, status: 404, says: "there is nothing here; try / or /healthz or /metrics\n" },
  ])("$path answers $status", async ({ path, options, status, says }) => {
    const { ask } = await start(options);
    const answer = await ask("GET", path);
    expect(answer.status).toBe(status);
    if (says !== undefined) expect(answer.text).toBe(says);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });
});

describe("the status page", () => {
  it.each([
    { path: "/", says: "everything" },
    { path: "/users?name=adele%40contoso.com", says: 'about "adele@contoso.com"' },
    { path: "/users?name=a+b&name=c", says: 'about "a b"' },
    { path: "/users?name=%E0%A4%A", says: 'about "\uFFFD%A"' },
    { path: "/users", says: 'about ""' },
  ])("$path shows $says", async ({ path, says }) => {
    const { ask } = await start();
    expect(await ask("GET", path)).toMatchObject({ status: 200, text: `<p>${says}</p>` });
  });

  it("tells the browser to keep it to itself", async () => {
    const { ask } = await start();
    expect((await ask("GET", "/")).headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  it.each(["/", "/users?name=adele"])("%s is for looking only", async (path) => {
    const { ask } = await start();
    expect((await ask("POST", path)).status).toBe(404);
  });

  it("is not shown under another name of this machine", async () => {
    const { ask } = await start();
    expect((await ask("GET", "/users?name=adele", { host: "rebound.contoso.com" })).status).toBe(421);
  });
});

describe("POST /reconcile", () => {
  it.each([
    { name: "with the token", headers: { authorization: `Bearer ${TOKEN}` }, status: 202, asked: 1 },
    { name: "without a token", headers: {}, status: 401, asked: 0 },
    { name: "with another one", headers: { authorization: "Bearer something" }, status: 401, asked: 0 },
    { name: "with the token as a password", headers: { authorization: `Basic ${TOKEN}` }, status: 401, asked: 0 },
    { name: "with an empty one", headers: { authorization: "Bearer " }, status: 401, asked: 0 },
    {
      name: "from a page in a browser",
      headers: { authorization: `Bearer ${TOKEN}`, origin: "https://contoso.com" },
      status: 403,
      asked: 0,
    },
  ])("$name: $status", async ({ headers, status, asked }) => {
    const controller = await start();
    expect((await controller.ask("POST", "/reconcile", headers)).status).toBe(status);
    expect(controller.asked()).toBe(asked);
  });

  it("where no token is set it is refused to everybody", async () => {
    const controller = await start({ token: null });
    const answer = await controller.ask("POST", "/reconcile", { authorization: "Bearer null" });
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining("TRUEUP_RECONCILE_TOKEN") });
    expect(controller.asked()).toBe(0);
  });

  it("takes no large body, and no other method", async () => {
    const { ask } = await start();
    const large = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    expect((await ask("POST", "/reconcile", large, `"${"x".repeat(5000)}"`)).status).toBe(413);
    expect((await ask("GET", "/reconcile", { authorization: `Bearer ${TOKEN}` })).status).toBe(404);
  });
});

describe("a request that does not come to its end", () => {
  it.each([
    ["in its first line", "GET /metr"],
    ["in its headers", "GET /metrics HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "],
    [
      "in its body",
      "POST /reconcile HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\nx",
    ],
  ])("%s is ended, and keeps no connection", async (_name, beginning) => {
    const { port } = await start({ patience: { requestMs: 200, lookEveryMs: 50 } });
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    let answer = "";
    socket.on("data", (text: string) => {
      answer += text;
    });
    socket.write(beginning);
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe("the host that is asked for", () => {
  it.each([
    { host: "localhost:9000", status: 200 },
    { host: "127.0.0.1", status: 200 },
    { host: "[::1]:9000", status: 200 },
    { host: "rebound.contoso.com", status: 421 },
    { host: "127.0.0.1.contoso.com", status: 421 },
  ])("on this machine only: $host gets $status", async ({ host, status }) => {
    const { ask } = await start();
    expect((await ask("GET", "/metrics", { host })).status).toBe(status);
  });

  it("any, where it listens to others on purpose", async () => {
    const { ask } = await start({ listen: { host: "0.0.0.0", port: 0 } });
    expect((await ask("GET", "/metrics", { host: "trueup.internal.contoso.com" })).status).toBe(200);
  });
});
