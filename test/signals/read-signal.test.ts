import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Signal } from "../../src/model/rollout.ts";
import { createSignalReader } from "../../src/signals/read-signal.ts";
import { createVirtualClock } from "../fakes/clock.ts";

let server: Server;
let url: string;
let asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? "", authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function gives(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  answer = (_, response) => response.writeHead(status, headers).end(body);
}

function signal(source: Signal["source"], facts: Partial<Signal> = {}): Signal {
  const ok = { kind: "number", operator: "<", than: 3 } as const;
  return { name: "tickets", source, ok, fail: null, everyMs: 0, ...facts };
}

const QUERY = signal({ kind: "prometheus", query: 'sum(increase(tickets{app="expenses"}[4h]))' });

async function read(one: Signal, environment: Readonly<Record<string, string>> = {}) {
  const reader = createSignalReader({ TRUEUP_PROMETHEUS_URL: url, ...environment }, createVirtualClock(7));
  try {
    return await reader.read(one);
  } finally {
    await reader.close();
  }
}

const vector = (...values: readonly string[]): string =>
  JSON.stringify({
    status: "success",
    data: { resultType: "vector", result: values.map((value) => ({ metric: {}, value: [1_700_000_000, value] })) },
  });

describe("a query of Prometheus", () => {
  it("is asked as it is written, with the token where there is one", async () => {
    gives(vector("2"));
    expect(await read(QUERY, { TRUEUP_PROMETHEUS_TOKEN: "secret", TRUEUP_ACCESS_TOKEN: "graph" })).toEqual({
      at: 7,
      verdict: "pass",
      detail: "the answer is 2",
    });
    expect(asked).toEqual([
      {
        url: `/api/v1/query?query=${encodeURIComponent('sum(increase(tickets{app="expenses"}[4h]))')}`,
        authorization: "Bearer secret",
      },
    ]);
  });

  it.each<[string, string, string]>([
    ["a scalar", JSON.stringify({ status: "success", data: { resultType: "scalar", result: [1, "1"] } }), "pass"],
    ["no series", vector(), "unknown"],
    ["several series", vector("1", "2"), "unknown"],
    ["NaN", vector("NaN"), "unknown"],
    ["infinity", vector("+Inf"), "unknown"],
    ["nothing where the number is", vector(""), "unknown"],
    ["a matrix", JSON.stringify({ status: "success", data: { resultType: "matrix", result: [] } }), "unknown"],
    ["an error", JSON.stringify({ status: "error", error: "bad" }), "unknown"],
    ["no JSON", "<html>", "unknown"],
    ["an empty answer", "", "unknown"],
  ])("that gives %s", async (_, body, expected) => {
    gives(body);
    expect((await read(QUERY)).verdict).toBe(expected);
  });

  it("is not asked where nobody says where, or over http of another machine", async () => {
    for (const where of ["", "http://prometheus.contoso.com", "ftp://127.0.0.1", "no address"]) {
      expect((await read(QUERY, { TRUEUP_PROMETHEUS_URL: where })).verdict).toBe("unknown");
    }
    expect(asked).toEqual([]);
  });

  it("follows no redirect, and takes no other status for an answer", async () => {
    gives("", 302, { location: `${url}/elsewhere` });
    expect((await read(QUERY, { TRUEUP_PROMETHEUS_TOKEN: "secret" })).detail).toBe("the answer has status 302");
    expect(asked).toHaveLength(1);
    gives(vector("1"), 500);
    expect((await read(QUERY)).verdict).toBe("unknown");
  });

  it("is unknown where nobody listens", async () => {
    expect((await read(QUERY, { TRUEUP_PROMETHEUS_URL: "http://127.0.0.1:1" })).verdict).toBe("unknown");
  });
});

function desk(pointer: string, tokenFrom: string | null = null): Signal {
  return signal({ kind: "get", url: `${url}/health`, pointer, tokenFrom }, { ok: { kind: "text", text: "green" } });
}

describe("an address that answers with JSON", () => {
  it.each<[string, string]>([
    ["/state", "pass"],
    ["/checks/0/a~1b", "pass"],
    ["/nothing", "unknown"],
    ["/checks", "unknown"],
    ["", "unknown"],
    ["/toString", "unknown"],
  ])("at %j is %s", async (pointer, expected) => {
    gives(JSON.stringify({ state: "green", checks: [{ "a/b": "green" }] }));
    expect((await read(desk(pointer))).verdict).toBe(expected);
  });

  it("gets the token that git names, and nothing without it", async () => {
    gives(JSON.stringify({ state: "green" }));
    expect((await read(desk("/state", "TRUEUP_SIGNAL_DESK"))).detail).toBe("TRUEUP_SIGNAL_DESK is not set");
    expect(asked).toEqual([]);
    await read(desk("/state", "TRUEUP_SIGNAL_DESK"), { TRUEUP_SIGNAL_DESK: "s3cret" });
    expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer s3cret"]);
  });

  it("is not asked over http of another machine", async () => {
    const source = {
      kind: "get",
      url: "http://desk.contoso.com/health",
      pointer: "/state",
      tokenFrom: "TRUEUP_SIGNAL_DESK",
    } as const;
    const elsewhere = signal(source, { ok: { kind: "text", text: "green" } });
    const { verdict, detail } = await read(elsewhere, { TRUEUP_SIGNAL_DESK: "s3cret" });
    expect({ verdict, detail }).toEqual({ verdict: "unknown", detail: "the address is not safe to ask" });
  });

  it("is asked once a run", async () => {
    gives(JSON.stringify({ state: "green" }));
    const reader = createSignalReader({}, createVirtualClock(7));
    await Promise.all([reader.read(desk("/state")), reader.read(desk("/state"))]);
    await reader.close();
    expect(asked).toHaveLength(1);
  });
});
