import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { onTestFinished } from "vitest";
import { createGraph, type Graph, type GraphOptions } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import { fixedToken } from "../../src/graph/token.ts";
import { createVirtualClock, HURRIED } from "../fakes/clock.ts";

/** A request as it arrived; `path` is decoded and has no root and no query. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  /** A list is sent as so many lines of one name. */
  readonly headers?: Record<string, string | readonly string[]>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  /** Breaks the connection instead, before or after a part of the body. */
  readonly breaks?: "before-answer" | "in-body";
  /** Never answers. */
  readonly hangs?: true;
}

export type Handler = (request: Arrived, number: number) => Reply | Promise<Reply>;

export interface GraphServer {
  readonly url: string;
  readonly requests: readonly Arrived[];
  /** A client with a clock that runs by itself. */
  client(options?: Partial<GraphOptions>): Graph;
}

/** A real HTTP server that answers as `handler` says; `number` counts requests from 1. Closed after the test. */
export async function graphServer(handler: Handler): Promise<GraphServer> {
  const requests: Arrived[] = [];
  const server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = request.url ?? "";
      const parsed = new URL(url, "http://127.0.0.1");
      const arrived = {
        method: request.method ?? "",
        url,
        path: decodeURIComponent(parsed.pathname.replace(/^\/v1\.0/, "")),
        query: parsed.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      requests.push(arrived);
      void Promise.resolve(handler(arrived, requests.length)).then((reply) => answer(response, reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: string | AddressInfo | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const url = `http://127.0.0.1:${address.port}/v1.0`;
  const dispatcher = new Agent();
  onTestFinished(async () => {
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url,
    requests,
    client: (options = {}) =>
      createGraph({
        root: parseGraphRoot(url),
        dispatcher,
        tokenSource: fixedToken("token-of-the-test"),
        clock: createVirtualClock(0, HURRIED),
        random: () => 0,
        limitsScale: 1000,
        ...options,
      }),
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply.hangs === true) return;
  if (reply.breaks === "before-answer") {
    response.destroy();
    return;
  }
  const text = typeof reply.body === "string" ? reply.body : reply.body === undefined ? "" : JSON.stringify(reply.body);
  const length = reply.breaks === "in-body" ? { "content-length": String(text.length + 10) } : {};
  response.writeHead(reply.status ?? 200, { "request-id": "request-id-of-graph", ...length, ...reply.headers });
  if (reply.breaks === "in-body") response.write(text, () => response.destroy());
  else response.end(text);
}

/** An error body as Graph writes it. */
export function graphError(code: string, message: string, inner: object = {}): object {
  return { error: { code, message, innerError: { "request-id": "inner", ...inner } } };
}

/** An unsigned JWT with these claims. */
export function jwt(claims: object): string {
  const [header, payload] = [{ alg: "none" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.signature`;
}

/** Whatever a promise is rejected with; fails when it is fulfilled. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

/** All items of a list that is read page by page. */
export async function collect<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}
