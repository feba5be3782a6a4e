import { createServer } from "node:http";
import { Agent, ProxyAgent } from "undici";
import { describe, expect, it } from "vitest";
import { type Connections, send, type SignInRequest } from "../../../src/graph/sign-in/sending.ts";
import { authorityServer, certificateFile, listen } from "./authority-server.ts";
import { agent } from "./sign-in-setup.ts";

function asking(url: string): SignInRequest {
  return { method: "GET", url, headers: {}, body: null };
}

function connections(): Connections {
  const direct = agent(new Agent());
  return { outside: direct, direct, timeoutMs: 60_000 };
}

describe("an answer", () => {
  it.each([
    ["an object", '{"a":1}', { a: 1 }],
    ["a list", "[1]", null],
    ["a number", "1", null],
    ["null", "null", null],
    ["no JSON", "<html>", null],
    ["nothing", "", null],
  ])("with %s in its body", async (_name, text, body) => {
    const server = await authorityServer(() => ({ status: 418, body: text }));
    expect(await send(asking(server.origin), connections())).toMatchObject({
      kind: "answer",
      host: `127.0.0.1:${server.port}`,
      status: 418,
      body,
    });
  });

  it("has every header once, with all that came under its name", async () => {
    const server = createServer((_, response) => {
      response.setHeader("Retry-After", "7");
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.end("{}");
    });
    const came = await send(asking(`http://127.0.0.1:${await listen(server)}`), connections());
    expect(came).toMatchObject({ headers: { "retry-after": "7", "set-cookie": "a=1, b=2" } });
  });

  it("that is longer than any token service has to say is given up", async () => {
    const mebibyte = 1024 * 1024;
    const server = await authorityServer(({ path }) => ({
      body: `{"a":"${"x".repeat(mebibyte - '{"a":""}'.length + (path === "/more" ? 1 : 0))}"}`,
    }));
    const most = await send(asking(server.origin), connections());
    expect(most).toMatchObject({ kind: "answer", status: 200, body: { a: expect.any(String) } });
    expect(await send(asking(`${server.origin}/more`), connections())).toMatchObject({
      kind: "failure",
      because: "too-large",
      detail: "the answer is too large",
    });
  });

  it("that does not come to its end in time counts as none", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{");
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    expect(await send(asking(url), { ...connections(), timeoutMs: 60 })).toMatchObject({
      kind: "failure",
      because: "timed-out",
      detail: "no whole answer within 0.06 s",
    });
  });
});

describe("what stays on this machine or beside it never meets a proxy", () => {
  it.each([
    ["http://127.0.0.1:4000", "direct"],
    ["http://localhost:4000", "direct"],
    ["http://[::1]:4000", "direct"],
    ["http://169.254.169.254", "direct"],
    ["https://login.microsoftonline.com", "outside"],
    ["http://10.0.0.1", "outside"],
  ])("%s goes %s", async (origin, expected) => {
    const server = await authorityServer(() => ({ body: {} }));
    const taken: string[] = [];
    const way = (name: string) =>
      agent(new Agent()).compose((dispatch) => (options, handler) => {
        taken.push(`${String(options.origin)} ${name}`);
        return dispatch({ ...options, origin: server.origin }, handler);
      });
    await send(asking(origin), { outside: way("outside"), direct: way("direct"), timeoutMs: 60_000 });
    expect(taken).toEqual([`${origin} ${expected}`]);
  });
});

describe("a proxy that is reached over TLS", () => {
  it("is told as what failed when it has the certificate of another name", async () => {
    const proxy = await authorityServer(() => ({ body: {} }), { tls: true });
    const outside = agent(
      new ProxyAgent({
        uri: proxy.origin,
        proxyTls: { ca: certificateFile("authority.pem"), servername: "proxy.fabrikam.example" },
      }),
    );
    const came = await send(asking("https://login.contoso.example/"), { ...connections(), outside });
    expect(came).toMatchObject({
      kind: "failure",
      because: "proxy-refused",
      detail: "UND_ERR_PRX_TLS: Secure Proxy Connection failed",
    });
    expect(proxy.asked).toEqual([]);
  });
});
