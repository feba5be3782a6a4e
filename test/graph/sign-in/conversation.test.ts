import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { createConversation } from "../../../src/graph/sign-in/sending.ts";
import { authorityServer, type Told } from "./authority-server.ts";
import { agent } from "./sign-in-setup.ts";

async function talking(told: Told) {
  const server = await authorityServer(() => told);
  const direct = agent(new Agent());
  const conversation = createConversation({ outside: direct, direct, timeoutMs: 60_000 });
  return { server, conversation, url: `${server.origin}/token` };
}

describe("a conversation between the library and a service", () => {
  it("has nothing to tell before the first request", async () => {
    expect((await talking({})).conversation.last()).toBeNull();
  });

  it("posts what the library gives, and hands it status, headers and object", async () => {
    const { server, conversation, url } = await talking({ status: 400, headers: { "x-trace": "1" }, body: { a: 1 } });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await conversation.network.sendPostRequestAsync(url, { headers, body: "grant=x&scope=y" });
    expect(answer).toMatchObject({ status: 400, headers: { "x-trace": "1" }, body: { a: 1 } });
    expect(conversation.last()).toMatchObject({ kind: "answer", status: 400, body: { a: 1 } });
    expect(server.asked.map(({ method, headers: sent }) => [method, sent["content-type"]])).toEqual([
      ["POST", "application/x-www-form-urlencoded"],
    ]);
    expect(Object.fromEntries(server.asked[0]?.form ?? [])).toEqual({ grant: "x", scope: "y" });
  });

  it("posts nothing where the library gives neither headers nor a body", async () => {
    const { server, conversation, url } = await talking({ body: {} });
    await conversation.network.sendPostRequestAsync(url);
    const [asked] = server.asked;
    expect(asked?.method).toBe("POST");
    expect(asked?.headers["content-length"]).toBe("0");
  });

  it("asks without a body, even when the library gives one", async () => {
    const { server, conversation, url } = await talking({ body: {} });
    await conversation.network.sendGetRequestAsync(url, { headers: { metadata: "true" }, body: "a=1" });
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: "GET", headers: { metadata: "true" } });
    expect(asked?.headers["content-length"]).toBeUndefined();
    expect([...(asked?.form ?? [])]).toEqual([]);
  });

  it.each([
    ["text", "<html>"],
    ["a list", "[]"],
  ])("refuses %s before the library sees it, and remembers the answer", async (_name, body) => {
    const { conversation, url } = await talking({ body });
    await expect(conversation.network.sendGetRequestAsync(url)).rejects.toThrow("the answer is not a JSON object");
    expect(conversation.last()).toMatchObject({ kind: "answer", status: 200, body: null });
  });

  it("throws the cause of a network failure, and remembers the failure", async () => {
    const { conversation } = await talking({});
    const work = conversation.network.sendGetRequestAsync("http://127.0.0.1:1/");
    await expect(work).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(conversation.last()).toMatchObject({ kind: "failure", because: "connection-failed", host: "127.0.0.1:1" });
  });

  it("tells the library what was understood, and remembers that", async () => {
    const server = await authorityServer(() => ({ status: 503, body: "busy" }));
    const direct = agent(new Agent());
    const conversation = createConversation({ outside: direct, direct, timeoutMs: 60_000 }, ({ method }, happened) => ({
      kind: "answer",
      host: happened.host,
      status: 400,
      headers: {},
      body: { error: `understood ${method}` },
    }));
    const answer = await conversation.network.sendPostRequestAsync(server.origin, { body: "x" });
    expect(answer).toEqual({ status: 400, headers: {}, body: { error: "understood POST" } });
    expect(conversation.last()).toMatchObject({ status: 400, body: { error: "understood POST" } });
  });
});
