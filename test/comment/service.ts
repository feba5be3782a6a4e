import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; null where there is none. */
  readonly json: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

/** A disturbance between the service and its caller. */
export interface Disturbance {
  readonly reply?: Reply;
  /** Breaks the connection instead of answering. */
  readonly breaks?: true;
  /** The service does what is asked all the same, and only its answer is lost. */
  readonly carriedOut?: true;
  /** Only requests of this method are disturbed. */
  readonly method?: string;
}

/** An HTTP service on this machine. */
export interface Service {
  readonly url: string;
  readonly requests: readonly Arrived[];
  /** Disturbs the next `times` requests; `Infinity`: all. */
  readonly disturb: (disturbance: Disturbance, times?: number) => void;
  /** Called before each request is looked at: somebody else may act in between. */
  onRequest: (request: Arrived) => void;
}

/** Starts a service whose behaviour is `handle`. It is stopped after the test. */
export async function startService(handle: (request: Arrived) => Reply): Promise<Service> {
  const requests: Arrived[] = [];
  let current: Disturbance = {};
  let left = 0;
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const service: Service = {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    disturb: (disturbance, times = 1) => {
      current = disturbance;
      left = times;
    },
    onRequest: () => undefined,
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = await read(request);
    requests.push(arrived);
    service.onRequest(arrived);
    const isDisturbed = left > 0 && (current.method === undefined || current.method === arrived.method);
    if (isDisturbed) left -= 1;
    const reply = !isDisturbed || current.carriedOut === true ? handle(arrived) : { status: 500 };
    if (isDisturbed && current.breaks === true) response.destroy();
    else send(response, (isDisturbed ? current.reply : undefined) ?? reply);
  }
  return service;
}

/** The text at a key of a JSON body; empty where there is none. */
export function textOf(json: unknown, key: string): string {
  const value: unknown = typeof json === "object" && json !== null ? Reflect.get(json, key) : undefined;
  return typeof value === "string" ? value : "";
}

async function read(request: IncomingMessage): Promise<Arrived> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  return {
    method: request.method ?? "",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    json: body === "" ? null : JSON.parse(body),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
