import { createServer } from "node:http";
import { connect } from "node:net";
import { Agent, EnvHttpProxyAgent } from "undici";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createGraph } from "../../../src/graph/client.ts";
import { parseGraphRoot } from "../../../src/graph/graph-url.ts";
import { fixedToken } from "../../../src/graph/token.ts";
import { createVirtualClock, HURRIED } from "../../fakes/clock.ts";
import { authorityServer, certificateFile, listen, tokenAnswer } from "./authority-server.ts";
import { agent, refusedWith, SECRET, session } from "./sign-in-setup.ts";

describe("trouble on the way keeps its cause", () => {
  it("nobody listens", async () => {
    const { signedIn } = session("client-secret", {
      AZURE_AUTHORITY_HOST: "http://127.0.0.1:1",
      AZURE_CLIENT_SECRET: SECRET,
    });
    const error = await refusedWith(signedIn.token());
    expect(error.code).toBe("sign-in-unreachable");
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.cause).toBeInstanceOf(Error);
  });

  it("nobody answers in time", async () => {
    const server = await authorityServer(() => ({ hangs: true }));
    const { signedIn } = session(
      "client-secret",
      { AZURE_AUTHORITY_HOST: server.origin, AZURE_CLIENT_SECRET: SECRET },
      { timeoutMs: 60 },
    );
    expect((await refusedWith(signedIn.token())).code).toBe("sign-in-timed-out");
  });
});

function environment(origin: string) {
  return { AZURE_AUTHORITY_HOST: origin, AZURE_CLIENT_SECRET: SECRET };
}

/** A proxy that lets CONNECT through to the test's authority, whatever the name that was asked for. */
async function proxyTo(port: number) {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const target = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
  });
  return { asked, url: `http://127.0.0.1:${await listen(proxy)}` };
}

describe("an authority over HTTPS with a certificate of its own", () => {
  it("is refused, and the way out is named", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"), { tls: true });
    const { signedIn } = session("client-secret", environment(server.origin));
    const error = await refusedWith(signedIn.token());
    expect(error.code).toBe("sign-in-certificate-untrusted");
    expect(error.hint).toContain("NODE_EXTRA_CA_CERTS");
    expect(server.asked).toEqual([]);
  });

  it("gives a token once its certificate authority is known", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"), { tls: true });
    const trusting = agent(new Agent({ connect: { ca: certificateFile("authority.pem") } }));
    const { signedIn } = session("client-secret", environment(server.origin), {
      dispatcher: trusting,
      directDispatcher: trusting,
    });
    expect(await signedIn.token()).toBe("token-1");
  });
});

describe("HTTPS_PROXY", () => {
  it("is the way to the authority, by CONNECT and with TLS to the end", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"), { tls: true });
    const proxy = await proxyTo(server.port);
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const dispatcher = agent(new EnvHttpProxyAgent({ requestTls: { ca: certificateFile("authority.pem") } }));
    const { signedIn } = session(
      "client-secret",
      { AZURE_AUTHORITY_HOST: "https://login.contoso.example", AZURE_CLIENT_SECRET: SECRET },
      { dispatcher },
    );
    expect(await signedIn.token()).toBe("token-1");
    expect(proxy.asked).toEqual(["login.contoso.example:443"]);
  });

  it("is the way to Graph too, and the token is for Graph's eyes only", async () => {
    const server = await authorityServer(() => ({ body: { value: [] } }), { tls: true });
    const proxy = await proxyTo(server.port);
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const graph = createGraph({
      root: parseGraphRoot("https://login.contoso.example/v1.0"),
      dispatcher: agent(new EnvHttpProxyAgent({ requestTls: { ca: certificateFile("authority.pem") } })),
      tokenSource: fixedToken("token-1"),
      clock: createVirtualClock(0, HURRIED),
      random: () => 0,
    });
    expect(await graph.catalog.readApp({ kind: "catalog", catalogId: "a" })).toEqual({ state: "not-in-catalog" });
    expect(proxy.asked).toEqual(["login.contoso.example:443"]);
    expect(server.asked[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("goes around what NO_PROXY lists", async () => {
    const server = await authorityServer(() => tokenAnswer("token-1"), { tls: true });
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:1");
    vi.stubEnv("NO_PROXY", "localhost");
    onTestFinished(() => void vi.unstubAllEnvs());
    const dispatcher = agent(new EnvHttpProxyAgent({ connect: { ca: certificateFile("authority.pem") } }));
    const response = await dispatcher.request({ origin: `https://localhost:${server.port}`, path: "/", method: "GET" });
    expect(response.statusCode).toBe(200);
    await response.body.dump();
  });

  it("that refuses is named as what refused", async () => {
    const proxy = createServer();
    proxy.on("connect", (_request, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${await listen(proxy)}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { signedIn } = session(
      "client-secret",
      { AZURE_AUTHORITY_HOST: "https://login.contoso.example", AZURE_CLIENT_SECRET: SECRET },
      { dispatcher: agent(new EnvHttpProxyAgent()) },
    );
    expect((await refusedWith(signedIn.token())).code).toBe("sign-in-proxy-refused");
  });
});
