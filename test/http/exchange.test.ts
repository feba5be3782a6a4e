import { createServer, type Server } from "node:http";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRoom, exchange } from "../../src/http/exchange.ts";

describe("exchange", () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === "/never") return;
      response.writeHead(
        200,
        [
          ["x-twice", "1"],
          ["x-twice", "2"],
        ].flat(),
      );
      response.end("0123456789");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  });

  afterEach(async () => {
    vi.useRealTimers();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const send = (path: string, mostBytes: number, timeoutMs: number, stop?: AbortSignal) =>
    exchange(
      { method: "GET", url: `${url}${path}`, headers: {}, body: null },
      { dispatcher: new Agent(), timeoutMs, mostBytes, ...(stop === undefined ? {} : { stop }) },
    );

  it("gives a header that came twice as a list", async () => {
    const answer = await send("/", 10, 5000);
    expect(answer.kind === "answer" && answer.header("x-twice")).toBe("1, 2");
  });

  it.each([
    ["a body with a byte too many", "/", 9, 5000, undefined, { kind: "too-large" }],
    ["no answer in time", "/never", 10, 50, undefined, { kind: "broken", because: "timed-out" }],
    ["a stop before it was sent", "/never", 10, 5000, AbortSignal.abort(), { kind: "broken", because: "stopped" }],
    ["a stop under way", "/never", 10, 5000, AbortSignal.timeout(50), { kind: "broken", because: "stopped" }],
  ])("%s", async (_name, path, mostBytes, timeoutMs, stop, expected) => {
    expect(await send(path, mostBytes, timeoutMs, stop)).toMatchObject(expected);
  });

  it("never sends what was given up while it waited for a connection", async () => {
    const seen: (string | undefined)[] = [];
    const reached = new Promise<void>((resolve) => {
      server.on("request", (request) => {
        seen.push(request.url);
        resolve();
      });
    });
    const dispatcher = new Agent({ connections: 1 });
    const ask = (path: string, stop: AbortSignal) =>
      exchange(
        { method: "POST", url: `${url}${path}`, headers: {}, body: "{}" },
        { dispatcher, timeoutMs: 60_000, mostBytes: 10, stop },
      );
    const [stopFirst, stopSecond] = [new AbortController(), new AbortController()];
    const first = ask("/never", stopFirst.signal);
    await reached;
    const second = ask("/second", stopSecond.signal);
    stopSecond.abort();
    expect(await second).toMatchObject({ kind: "broken", because: "stopped" });
    stopFirst.abort();
    expect(await first).toMatchObject({ kind: "broken", because: "stopped" });
    expect(await ask("/third", new AbortController().signal)).toMatchObject({ kind: "answer" });
    expect(seen).toEqual(["/never", "/third"]);
  });

  it.each([
    ["a stop", (stop: AbortController) => stop.abort()],
    ["the end of its time", () => vi.advanceTimersByTime(60_000)],
  ])("takes a status for the answer where the body does not matter and %s comes before its end", async (_, comes) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    server.prependListener("request", (request, response) => {
      if (request.url === "/never") response.writeHead(201, { "content-length": 5 }).write("0");
    });
    const stop = new AbortController();
    const readsBody = (): boolean => {
      queueMicrotask(() => comes(stop));
      return false;
    };
    const answer = await exchange(
      { method: "POST", url: `${url}/never`, headers: {}, body: "{}" },
      { dispatcher: new Agent(), timeoutMs: 60_000, mostBytes: 10, readsBody, stop: stop.signal },
    );
    expect(answer).toMatchObject({ kind: "answer", status: 201, text: "" });
  });

  it("bounds what several answers hold together, and is free again after them", async () => {
    const [room, dispatcher] = [createRoom(15), new Agent()];
    const outgoing = { method: "GET", url, headers: {}, body: null } as const;
    const options = { dispatcher, timeoutMs: 5000, mostBytes: 10, room };
    room.take(10);
    expect(await exchange(outgoing, options)).toMatchObject({ kind: "broken", because: "no-room" });
    room.giveBack(10);
    expect(await exchange(outgoing, options)).toMatchObject({ kind: "answer", text: "0123456789" });
    expect(room.take(15)).toBe(true);
  });

  it("nobody listens", async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await send("/", 10, 5000)).toMatchObject({ kind: "broken", because: "connection-failed" });
  });
});
