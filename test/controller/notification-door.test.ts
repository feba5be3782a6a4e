import { describe, expect, it, onTestFinished } from "vitest";
import { createHttp } from "../../src/controller/http.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import type { Taking } from "../../src/controller/notification-door.ts";

const ok = () => ({ ok: true, why: "" });

function open(taking: Taking | null) {
  const taken: unknown[] = [];
  const server = createHttp(
    {
      ready: ok,
      live: ok,
      metrics: createMetrics({ nowMs: () => 0, build: { version: "0", node: "24" } }),
      reconcile: () => undefined,
      page: () => ({ html: "", contentSecurityPolicy: "" }),
    },
    {
      listen: { host: "127.0.0.1", port: 0 },
      publicHost: null,
      token: null,
      webhooks: null,
      basePath: "/",
      signIn: null,
      notifications:
        taking === null
          ? null
          : {
              host: "trueup.contoso.com",
              take: (body) => {
                taken.push(body);
                return taking;
              },
            },
    },
  );
  onTestFinished(() => server.close());
  const send = (url: string, payload: string, headers: Record<string, string> = {}) =>
    server.inject({ method: "POST", url, payload, headers: { host: "trueup.contoso.com", ...headers } });
  return { send, taken };
}

describe("POST /notifications", () => {
  it("answers the validation request with its token and nothing else, as text", async () => {
    const { send, taken } = open("taken");
    const token = `Validation: <script>alert("1")</script> & more`;
    const answer = await send(`/notifications?validationToken=${encodeURIComponent(token)}`, "");
    expect([answer.statusCode, answer.body]).toEqual([200, token]);
    expect(answer.headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
    });
    expect(taken).toEqual([]);
  });

  it("answers no token that is longer than any", async () => {
    const { send } = open("taken");
    expect((await send(`/notifications?validationToken=${"x".repeat(5_000)}`, "")).statusCode).toBe(400);
  });

  it.each<[string, Taking, string, number]>([
    ["what is taken", "taken", `{"value":[]}`, 202],
    ["what there is no room for, so that it comes again", "full", `{"value":[]}`, 503],
    ["what is no notification", "none", "text", 400],
  ])("answers %s", async (_name, taking, payload, status) => {
    const { send, taken } = open(taking);
    expect((await send("/notifications", payload)).statusCode).toBe(status);
    expect(taken).toEqual([payload === "text" ? null : { value: [] }]);
  });

  it("refuses a page in a browser", async () => {
    const { send, taken } = open("taken");
    expect((await send("/notifications", "{}", { origin: "https://example.com" })).statusCode).toBe(403);
    expect(taken).toEqual([]);
  });

  it("refuses what is larger than Graph sends", async () => {
    const { send } = open("taken");
    expect((await send("/notifications", "x".repeat(1024 * 1024 + 1))).statusCode).toBe(413);
  });

  it("is not there where nobody set it up", async () => {
    const { send } = open(null);
    expect((await send("/notifications?validationToken=x", "", { host: "localhost" })).statusCode).toBe(404);
  });
});
