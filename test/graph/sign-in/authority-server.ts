import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as a form; empty without one. */
  readonly form: URLSearchParams;
}

export interface Told {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  /** Never answers. */
  readonly hangs?: true;
}

export type Teller = (asked: Asked, number: number) => Told | Promise<Told>;

export interface AuthorityServer {
  readonly origin: string;
  readonly port: number;
  readonly asked: readonly Asked[];
}

/** Text of a file in `certificates/`. */
export function certificateFile(name: string): string {
  return readFileSync(certificatePath(name), "utf8");
}

export function certificatePath(name: string): string {
  return join(import.meta.dirname, "certificates", name);
}

/** A real server that gives tokens as `tell` says; `number` counts requests from 1. Closed after the test. */
export async function authorityServer(
  tell: Teller,
  options: { readonly tls?: boolean } = {},
): Promise<AuthorityServer> {
  const asked: Asked[] = [];
  const tls = options.tls === true;
  const server = tls
    ? createTlsServer({ cert: certificateFile("authority.pem"), key: certificateFile("authority.key.pem") })
    : createServer({ keepAliveTimeout: 10_000 });
  server.on("request", (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
      const { headers, method = "" } = request;
      const now = { method, path: url.pathname, query: url.searchParams, headers, form };
      asked.push(now);
      void Promise.resolve(tell(now, asked.length)).then((told) => answer(response, told));
    });
  });
  const port = await listen(server);
  return { origin: `${tls ? "https" : "http"}://127.0.0.1:${port}`, port, asked };
}

/** Starts on a free port and stops after the test. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** An answer with a token, as Microsoft Entra writes it. */
export function tokenAnswer(token: string, expiresIn = 3600): Told {
  return { body: { token_type: "Bearer", expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token } };
}

/** A refusal, as Microsoft Entra writes it. */
export function refusal(aadsts: number, words: string, error = "invalid_client"): Told {
  return {
    status: 401,
    body: {
      error,
      error_description: `AADSTS${aadsts}: ${words} Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001 Correlation ID: x Timestamp: y`,
      error_codes: [aadsts],
      trace_id: "11111111-aaaa-4bbb-8ccc-000000000001",
    },
  };
}

function answer(response: ServerResponse, told: Told): void {
  if (told.hangs === true) return;
  const text = typeof told.body === "string" ? told.body : told.body === undefined ? "" : JSON.stringify(told.body);
  response.writeHead(told.status ?? 200, { "content-type": "application/json; charset=utf-8", ...told.headers });
  response.end(text);
}
