import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../src/controller/http.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import { createWebhooks } from "../../src/controller/webhooks.ts";

const KEY = Buffer.from("a signing key of 32 bytes, or so");
const SECRET = `whsec_${KEY.toString("base64")}`;
const NOW_MS = 1_800_000_000_000;
const NOW = NOW_MS / 1000;
const BODY = '{"ref":"refs/heads/main"}';

type Headers = Readonly<Record<string, string>>;

function gitHub(event: string, id = "1", body = BODY, secret = SECRET): Headers {
  const hex = createHmac("sha256", secret).update(body).digest("hex");
  return { "x-hub-signature-256": `sha256=${hex}`, "x-github-delivery": id, "x-github-event": event };
}

function gitLab(event: string, id = "1", seconds: number | string = NOW, key = KEY): Headers {
  const digest = createHmac("sha256", key).update(`${id}.${seconds}.${BODY}`).digest("base64");
  const signature = { "webhook-id": id, "webhook-timestamp": `${seconds}`, "webhook-signature": `v1,${digest}` };
  return { ...signature, "x-gitlab-event": event };
}

const ok = () => ({ ok: true, why: "" });

const page = () => ({ html: "", contentSecurityPolicy: "" });

function start(secret: string | null = SECRET) {
  let asked = 0;
  const metrics = createMetrics({ nowMs: () => 0, build: { version: "0.1.0", node: "24" } });
  const reconcile = () => void (asked += 1);
  const webhooks = secret === null ? null : createWebhooks(secret, () => NOW_MS);
  const listen = { host: "127.0.0.1", port: 0 };
  const server = createHttp(
    { ready: ok, live: ok, metrics, reconcile, page },
    { listen, publicHost: null, basePath: "/", signIn: null, token: "t", webhooks, notifications: null },
  );
  opened.push(server);
  const send = async (headers: Headers, payload: string = BODY) => {
    const of = { host: "localhost", "content-type": "application/json", ...headers };
    return (await server.inject({ method: "POST", url: "/reconcile", headers: of, payload })).statusCode;
  };
  return { send, server, asked: () => asked };
}

const opened: { readonly close: () => PromiseLike<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

describe("a delivery", () => {
  it.each<{ name: string; headers: Headers; status: number; body?: string }>([
    { name: "a push of GitHub", headers: gitHub("push"), status: 202 },
    { name: "a ping of GitHub", headers: gitHub("ping"), status: 200 },
    { name: "an issue of GitHub", headers: gitHub("issues"), status: 200 },
    { name: "GitHub with another secret", headers: gitHub("push", "1", BODY, "another"), status: 401 },
    { name: "GitHub with another body", headers: gitHub("push"), body: `${BODY} `, status: 401 },
    { name: "GitHub without an id", headers: gitHub("push", ""), status: 401 },
    { name: "an empty signature", headers: { ...gitHub("push"), "x-hub-signature-256": "" }, status: 401 },
    { name: "a push of GitLab", headers: gitLab("Push Hook"), status: 202 },
    { name: "a tag of GitLab", headers: gitLab("Tag Push Hook"), status: 202 },
    { name: "an issue of GitLab", headers: gitLab("Issue Hook"), status: 200 },
    { name: "GitLab with another key", headers: gitLab("Push Hook", "1", NOW, Buffer.from("other")), status: 401 },
    { name: "GitLab with another body", headers: gitLab("Push Hook"), body: "{}", status: 401 },
    { name: "GitLab five minutes ago", headers: gitLab("Push Hook", "1", NOW - 300), status: 202 },
    { name: "GitLab longer ago", headers: gitLab("Push Hook", "1", NOW - 301), status: 401 },
    { name: "GitLab from the future", headers: gitLab("Push Hook", "1", NOW + 301), status: 401 },
    { name: "GitLab at no time", headers: gitLab("Push Hook", "1", "soon"), status: 401 },
    { name: "GitLab without an id", headers: gitLab("Push Hook", ""), status: 401 },
    { name: "a token of GitLab", headers: { "x-gitlab-token": SECRET, "x-gitlab-event": "Push Hook" }, status: 202 },
    { name: "another token", headers: { "x-gitlab-token": "other", "x-gitlab-event": "Push Hook" }, status: 401 },
    {
      name: "a wrong signature beside the bearer token",
      headers: { ...gitHub("push", "1", BODY, "another"), authorization: "Bearer t" },
      status: 401,
    },
    { name: "a page in a browser", headers: { ...gitHub("push"), origin: "https://contoso.com" }, status: 403 },
    { name: "the bearer token", headers: { authorization: "Bearer t" }, status: 202 },
  ])("$name: $status", async ({ headers, status, body }) => {
    const { send, asked } = start();
    expect(await send(headers, body)).toBe(status);
    expect(asked()).toBe(status === 202 ? 1 : 0);
  });

  it("takes one of several signatures, as while a key is changed", async () => {
    const headers = gitLab("Push Hook");
    const two = { ...headers, "webhook-signature": `v1,other ${headers["webhook-signature"]}` };
    expect(await start().send(two)).toBe(202);
  });

  it("needs a whsec_ secret for a signature of GitLab", async () => {
    expect(await start("plain").send(gitLab("Push Hook", "1", NOW, Buffer.alloc(0)))).toBe(401);
  });

  it.each([
    ["GitHub", gitHub("push"), gitHub("push")],
    ["GitHub, under another id", gitHub("push"), gitHub("push", "2")],
    ["GitHub, as another event", gitHub("ping"), gitHub("push", "2")],
    ["GitLab", gitLab("Push Hook"), gitLab("Push Hook")],
  ])("of %s is refused the second time", async (_name, first, second) => {
    const { send, asked } = start();
    await send(first);
    const before = asked();
    expect(await send(second)).toBe(409);
    expect(asked()).toBe(before);
  });

  it("that was refused takes no place of a genuine one", async () => {
    const { send } = start();
    await send(gitHub("push", "1", BODY, "another"));
    expect(await send(gitHub("push", "1"))).toBe(202);
  });

  it("forgets the oldest of 4096 ids", () => {
    const { judge } = createWebhooks(SECRET, () => NOW_MS);
    const at = (id: number) => judge(gitLab("Push Hook", `${id}`), Buffer.from(BODY)).status;
    for (let id = 0; id <= 4096; id += 1) expect(at(id)).toBe(202);
    expect([at(4096), at(2), at(0)]).toEqual([409, 409, 202]);
  });

  it("may have a mebibyte, and a bearer of the token a kibibyte", async () => {
    const { send } = start();
    const large = "x".repeat(1024 * 1024);
    expect(await send(gitHub("push", "1", large), large)).toBe(202);
    expect(await send(gitHub("push", "2", `${large}x`), `${large}x`)).toBe(413);
    expect(await send({ authorization: "Bearer t" }, "x".repeat(1025))).toBe(413);
    expect(await send({ authorization: "Bearer t", "transfer-encoding": "chunked" }, "x")).toBe(413);
  });

  it("is refused where no secret is set", async () => {
    expect(await start(null).send(gitHub("push"))).toBe(403);
  });

  it("waits for its turn where eight others have not come to their end", async () => {
    const { server, send } = start();
    await server.listen({ host: "127.0.0.1", port: 0 });
    const address = server.server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const arrived = new Promise<void>((resolve) => {
      let count = 0;
      server.server.on("request", () => ((count += 1) === 8 ? resolve() : undefined));
    });
    const head = "POST /reconcile HTTP/1.1\r\nhost: 127.0.0.1\r\nx-gitlab-token: x\r\ncontent-length: 9\r\n\r\nx";
    const sockets = Array.from({ length: 8 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
    for (const socket of sockets) socket.write(head);
    await arrived;
    expect(await send(gitHub("push"))).toBe(503);
    for (const socket of sockets) socket.end("12345678");
    await Promise.all(sockets.map((socket) => once(socket.resume(), "close")));
    expect(await send(gitHub("push"))).toBe(202);
  });
});
