import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import type { FastifyInstance } from "fastify";
import { request } from "undici";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import {
  createHttp,
  type Health,
  type Listen,
  listensOnLoopback,
  type HttpTimeouts,
  type ProxySignIn,
} from "../../src/controller/http.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import { until } from "../until.ts";

const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);
/**
 * A proxy that does with headers what oauth2-proxy documents of its defaults: the Host of the request goes on
 * (`--pass-host-header`), whatever claims to be a person is taken out (`--skip-auth-strip-headers`), and whoever has a
 * session is named by X-Forwarded-Email (`--pass-user-headers`). Those without one go on, as by `--skip-auth-route`.
 */
async function signInProxy(upstreamPort: number): Promise<string> {
  const proxy = createServer((incoming, answer) => {
    const kept = Object.entries(incoming.headers).filter(([name]) => !name.startsWith("x-forwarded-"));
    const user = incoming.headers.cookie === "session=adele" ? { "x-forwarded-email": "adele@contoso.com" } : {};
    const headers = { ...Object.fromEntries(kept), ...user };
    const forward = async (): Promise<void> => {
      const upstream = await request(`http://127.0.0.1:${upstreamPort}${incoming.url}`, { headers });
      answer.writeHead(upstream.statusCode).end(await upstream.body.text());
    };
    forward().catch((error: unknown) => answer.writeHead(502).end(String(error)));
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  const address = proxy.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** By which other machines reach this one. */
const OWN_ADDRESS = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
const TOKEN = "reconcile-token";
/** Near ones, and so many others that a comparison of a part of them, or of their hashes, would take one for the token. */
const WRONG_TOKENS: readonly string[] = [
  "reconcile-toke",
  "econcile-token",
  "r",
  "reconcile-token2",
  "reconcile-tokem",
  "Reconcile-token",
  "reconcile-token reconcile-token",
];
const POLICY = "default-src 'none'";
/** None of these is over while a test lasts. */
const PATIENT: HttpTimeouts = { requestMs: 300_000, lookEveryMs: 50, idleMs: 300_000 };
const OK: Health = { ok: true, why: "the last pass was made" };
let server: FastifyInstance | null = null;
afterEach(() => server?.close());

interface Start {
  readonly ready?: Health;
  readonly live?: Health;
  readonly token?: string | null;
  readonly listen?: Listen;
  /** What `--listen` said, where that is another name of the address. */
  readonly named?: string;
  readonly patience?: HttpTimeouts;
  readonly basePath?: string;
  readonly signIn?: ProxySignIn;
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
      listen: { ...listen, host: options.named ?? listen.host },
      publicHost: "trueup.contoso.com",
      token: options.token === undefined ? TOKEN : options.token,
      webhooks: null,
      notifications: null,
      basePath: options.basePath ?? "/",
      signIn: options.signIn ?? null,
      ...(options.patience === undefined ? {} : { patience: options.patience }),
    },
  );
  await server.listen(listen);
  const address = server.server.address();
  if (typeof address !== "object" || address === null) throw new Error("it does not listen");
  const { port } = address;
  // What listens everywhere, or on loopback in the newer form of the older address, is asked at the older one.
  const reached = /^(0\.0\.0\.0|::|::ffff:.*)$/.test(address.address) ? "127.0.0.1" : address.address;
  const origin = `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
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

  it("is shown to a proxy in front of it that is reached by the public name", async () => {
    const { ask } = await start();
    expect((await ask("GET", "/", { host: "trueup.contoso.com" })).status).toBe(200);
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
    ...WRONG_TOKENS.map((token) => ({
      name: `with ${token}`,
      headers: { authorization: `Bearer ${token}` },
      status: 401,
      asked: 0,
    })),
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

  it("with any of a thousand others it is refused", async () => {
    const controller = await start();
    const statuses = new Set<number>();
    for (let number = 0; number < 1000; number += 1) {
      statuses.add((await controller.ask("POST", "/reconcile", { authorization: `Bearer ${number}` })).status);
    }
    expect([...statuses]).toEqual([401]);
    expect(controller.asked()).toBe(0);
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
    const { port } = await start({ patience: PATIENT });
    const reached = new Promise<Socket>((resolve) => server?.server.once("connection", resolve));
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    let answer = "";
    socket.on("data", (text: string) => {
      answer += text;
    });
    socket.write(beginning);
    const arrived = await reached;
    await until("it arrives", () => arrived.bytesRead === beginning.length);
    // Its time is over once it is here, however long the machine took for that.
    for (const limit of ["requestTimeout", "headersTimeout"] as const) {
      expect(server?.server[limit]).toBe(PATIENT.requestMs);
      if (server !== null) server.server[limit] = 1;
    }
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

const by = (shown: string | null): ProxySignIn => ({ userHeader: "x-forwarded-email", secret: shown });

describe("a proxy that signs people in", () => {
  const user = { "x-forwarded-email": "adele@contoso.com" };
  const secret = "shown-by-the-proxy-only";

  it.each<{ readonly headers: Record<string, string>; readonly shows: string | null; readonly status: number }>([
    { headers: user, shows: null, status: 200 },
    { headers: {}, shows: null, status: 403 },
    { headers: { "x-forwarded-email": " " }, shows: null, status: 403 },
    { headers: { "x-forwarded-user": "adele" }, shows: null, status: 403 },
    { headers: user, shows: secret, status: 403 },
    { headers: { ...user, "x-trueup-proxy-secret": "guessed" }, shows: secret, status: 403 },
    { headers: { "x-trueup-proxy-secret": secret }, shows: secret, status: 403 },
    { headers: { ...user, "x-trueup-proxy-secret": secret }, shows: secret, status: 200 },
  ])("$headers with the secret $shows: $status", async ({ headers, shows, status }) => {
    const { ask } = await start({ signIn: by(shows) });
    for (const path of ["/", "/users?name=adele"]) {
      const answer = await ask("GET", path, headers);
      expect(answer.status).toBe(status);
      expect(answer.text.startsWith("<p>")).toBe(status === 200);
    }
  });

  it.runIf(OWN_ADDRESS !== undefined)("is believed by its header alone on this machine only", async () => {
    const { ask } = await start({ listen: { host: OWN_ADDRESS ?? "", port: 0 }, signIn: by(null) });
    expect((await ask("GET", "/", user)).status).toBe(403);
    expect((await ask("GET", "/healthz")).status).toBe(200);
  });

  it.each<{ readonly name: string; readonly sent: Record<string, string>; readonly status: number }>([
    { name: "with a session", sent: { cookie: "session=adele" }, status: 200 },
    { name: "without one", sent: {}, status: 403 },
    { name: "with a header of their own", sent: { "x-forwarded-email": "adele@contoso.com" }, status: 403 },
    { name: "by a name that is not public", sent: { cookie: "session=adele", host: "attacker.example" }, status: 421 },
  ])("people $name, through such a proxy: $status", async ({ sent, status }) => {
    const { port } = await start({ signIn: by(null) });
    const headers = { host: "trueup.contoso.com", ...sent };
    expect((await request(`${await signInProxy(port)}/`, { headers })).statusCode).toBe(status);
  });

  it("changes nothing for probes, metrics and the token", async () => {
    const { ask, asked } = await start({ signIn: by(secret) });
    for (const path of ["/healthz", "/livez", "/readyz", "/metrics"]) expect((await ask("GET", path)).status).toBe(200);
    expect((await ask("POST", "/reconcile", user)).status).toBe(401);
    expect((await ask("POST", "/reconcile", { authorization: `Bearer ${TOKEN}` })).status).toBe(202);
    expect(asked()).toBe(1);
  });

  it("may ask below the path of the public address", async () => {
    const { ask } = await start({ signIn: by(null), basePath: "/trueup/" });
    expect((await ask("GET", "/trueup/", user)).status).toBe(200);
    expect((await ask("GET", "/trueup/users?name=adele", user)).text).toContain('about "adele"');
    expect((await ask("GET", "/trueup/")).status).toBe(403);
    expect((await ask("GET", "/other/", user)).status).toBe(404);
  });
});

async function silent(port: number, beginning: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.resume().write(beginning);
  return socket;
}

function connectionsKept(): Promise<unknown> {
  return new Promise((resolve) => server?.server.getConnections((_error, number) => resolve(number)));
}

describe("connections", () => {
  const asking = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

  async function firstAnswer(port: number): Promise<{ readonly socket: Socket; readonly answer: string }> {
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    socket.write(asking);
    const answer = await Promise.race([
      once(socket, "data").then(([text]) => String(text)),
      once(socket, "close").then(() => ""),
    ]);
    return { socket, answer };
  }

  it.each([
    { count: 500, sends: "a part of a line", beginning: "GET /metr" },
    {
      count: 500,
      sends: "a part of a body",
      beginning: "POST /reconcile HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\nx",
    },
    { count: 700, sends: "a part of the headers", beginning: "GET /metrics HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: " },
    { count: 700, sends: "a whole request", beginning: asking },
    { count: 500, sends: "the half of a request, and close their half", beginning: "GET /metr", closes: true },
    {
      count: 500,
      sends: "a delivery without its end",
      beginning: "POST /reconcile HTTP/1.1\r\nhost: 127.0.0.1\r\nx-gitlab-token: a\r\ncontent-length: 9000\r\n\r\nx",
    },
  ])(
    "$count that send $sends and wait keep no probe out, and are 600 at most",
    async ({ count, beginning, closes = false }) => {
      const { ask, port } = await start({ patience: PATIENT });
      const open = await Promise.all(Array.from({ length: count }, () => silent(port, beginning)));
      if (closes) for (const socket of open) socket.end();
      expect((await ask("GET", "/livez")).status).toBe(200);
      expect((await ask("GET", "/readyz")).status).toBe(200);
      await expect.poll(connectionsKept).toBeLessThanOrEqual(600);
      if (count > 600) await expect.poll(() => open.some(({ closed }) => closed)).toBe(true);
    },
  );

  it("a request that was answered counts as newer than one that waits", async () => {
    const { port } = await start({ patience: PATIENT });
    const { socket: first } = await firstAnswer(port);
    const second = await silent(port, "GET /metr");
    await Promise.all(Array.from({ length: 598 }, () => silent(port, "GET /metr")));
    first.write(asking);
    await once(first, "data");
    await silent(port, "GET /metr");
    await once(second, "close");
    expect(first.closed).toBe(false);
  });

  it("are ended when nothing is asked on them any more", async () => {
    const { port } = await start({ patience: { ...PATIENT, idleMs: 100 } });
    const { socket, answer } = await firstAnswer(port);
    expect(answer).toContain("200 OK");
    await once(socket, "close");
  });

  it("have ten seconds for a request, and ten until the next one", async () => {
    await start();
    expect(server?.server).toMatchObject({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 10_000 });
  });
});

describe("the host that is asked for", () => {
  it.for([
    { listen: "127.0.0.1", host: "127.0.0.1", status: 200 },
    { listen: "127.1", host: "rebound.contoso.com", status: 421 },
    { listen: "127.1", host: "127.1", status: 200 },
    { listen: "127.1", host: "127.0.0.1:9464", status: 200 },
    { listen: "127.0.0.2", host: "rebound.contoso.com", status: 421 },
    { listen: "127.0.0.2", host: "127.0.0.2:9464", status: 200 },
    { listen: "2130706433", host: "rebound.contoso.com", status: 421 },
    { listen: "2130706433", host: "2130706433", status: 200 },
    { listen: "localhost", host: "rebound.contoso.com", status: 421 },
    { listen: "LOCALHOST", host: "rebound.contoso.com", status: 421 },
    { listen: "LOCALHOST", host: "LocalHost:9464", status: 200 },
    { listen: "::1", host: "rebound.contoso.com", status: 421 },
    { listen: "0:0:0:0:0:0:0:1", host: "rebound.contoso.com", status: 421 },
    { listen: "0:0:0:0:0:0:0:1", host: "[0:0:0:0:0:0:0:1]:9464", status: 200 },
    { listen: "0:0:0:0:0:0:0:1", host: "[::1]:9464", status: 200 },
    { listen: "::ffff:7f00:1", host: "rebound.contoso.com", status: 421 },
    { listen: "::ffff:7f00:1", host: "[::ffff:7f00:1]", status: 200 },
    { listen: "0.0.0.0", host: "rebound.contoso.com", status: 200 },
    { listen: "::", host: "rebound.contoso.com", status: 200 },
  ])("listening on $listen, a request for $host gets $status", async ({ listen, host, status }, { skip }) => {
    skip(listen.includes(":") && !HAS_IPV6, "this machine has no IPv6");
    const { ask } = await start({ listen: { host: listen, port: 0 } });
    expect((await ask("GET", "/metrics", { host })).status).toBe(status);
  });

  it("may be the name of this machine that it was told to listen on, where that is loopback", async () => {
    // /etc/hosts of many machines has such a name for 127.0.1.1; here a name is made by how it is looked up.
    const { ask } = await start({ listen: { host: "127.0.1.1", port: 0 }, named: "desk.contoso.com" });
    expect((await ask("GET", "/metrics", { host: "Desk.contoso.com:9464" })).status).toBe(200);
    expect((await ask("GET", "/metrics", { host: "rebound.contoso.com" })).status).toBe(421);
  });

  it.for([
    { listen: "127.1", loopback: true },
    { listen: "0:0:0:0:0:0:0:1", loopback: true },
    { listen: "localhost", loopback: true },
    { listen: "0.0.0.0", loopback: false },
    { listen: "::", loopback: false },
  ])("$listen is for this machine only: $loopback", async ({ listen, loopback }, { skip }) => {
    skip(listen.includes(":") && !HAS_IPV6, "this machine has no IPv6");
    await start({ listen: { host: listen, port: 0 } });
    expect(server === null ? null : listensOnLoopback(server)).toBe(loopback);
  });

  it.each([
    { host: "localhost:9000", status: 200 },
    { host: "127.0.0.1", status: 200 },
    { host: "[::1]:9000", status: 200 },
    { host: "rebound.contoso.com", status: 421 },
    { host: "127.0.0.1.contoso.com", status: 421 },
    { host: "contoso.com@127.0.0.1", status: 421 },
    { host: "127.0.0.1/contoso.com", status: 421 },
    { host: "contoso.com#127.0.0.1", status: 421 },
    { host: "128.0.0.1", status: 421 },
    { host: "[::2]:9000", status: 421 },
    { host: "", status: 421 },
  ])("on this machine only: $host gets $status", async ({ host, status }) => {
    const { ask } = await start();
    expect((await ask("GET", "/metrics", { host })).status).toBe(status);
  });

  it("any, where it listens to others on purpose", async () => {
    const { ask } = await start({ listen: { host: "0.0.0.0", port: 0 } });
    expect((await ask("GET", "/metrics", { host: "trueup.internal.contoso.com" })).status).toBe(200);
  });
});
