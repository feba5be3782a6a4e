import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../model/clock.ts";
import { type Answer, refuse, type SandboxRequest } from "./answers.ts";
import type { Fault, Faults } from "./faults.ts";
import type { InstallationDials } from "./installation-routes.ts";
import { QueryRefused } from "./odata.ts";
import type { RequestRecord } from "./request-log.ts";
import { missingRole, rolesOf } from "./roles.ts";
import { type Route, routeFor } from "./routes.ts";
import type { TenantState } from "./state.ts";
import type { Throttle } from "./throttle.ts";

/** What answering needs. */
export interface HandlerOptions {
  readonly root: string;
  readonly state: TenantState;
  readonly clock: Clock;
  /** Null: no limits. */
  readonly throttle: Throttle | null;
  readonly faults: Faults;
  /** Requests are added to it. */
  readonly requests: RequestRecord[];
  readonly dials: () => InstallationDials;
  readonly retryAfter: "seconds" | "fraction" | "date" | "none";
  readonly latencyMs: number;
}

/**
 * Answers one request: count it against its limit, wait, let a fault have its way, check the token, and only then look at
 * what is asked.
 */
export function createHandler(
  options: HandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const basePath = new URL(options.root).pathname;
  return async (incoming, response) => {
    const text = await readBody(incoming);
    const url = new URL(incoming.url ?? "/", options.root);
    const rawPath = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname;
    const segments = rawPath.split("/").slice(1).map(decodeURIComponent);
    const body = parseJson(text);
    const record: RequestRecord = {
      method: incoming.method ?? "GET",
      path: `/${segments.join("/")}${decodeURIComponent(url.search)}`,
      rawPath: rawPath + url.search,
      body,
      status: null,
      answer: null,
      atMs: options.clock.now(),
    };
    options.requests.push(record);
    const route = url.pathname.startsWith(`${basePath}/`)
      ? routeFor(record.method, segments)
      : refuse(404, "ResourceNotFound", "Resource not found.");
    const throttled = throttledAnswer(route, options);
    if (options.latencyMs > 0) await options.clock.sleep(options.latencyMs);
    const token = bearerOf(incoming);
    const request: SandboxRequest = {
      method: record.method,
      segments,
      query: url.searchParams,
      headers: flatHeaders(incoming),
      body,
      root: options.root,
      roles: token === null ? null : rolesOf(token),
      nowMs: options.clock.now(),
    };
    const answerNow = (): Answer => throttled ?? answer(route, request, token, options);
    send(options.faults.take(record.method, record.path), answerNow, { incoming, response, record, options, request });
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RequestRecord;
  readonly options: HandlerOptions;
  readonly request: SandboxRequest;
}

function answer(route: Route | Answer, request: SandboxRequest, token: string | null, options: HandlerOptions): Answer {
  if (token === null) return refuse(401, "InvalidAuthenticationToken", "Access token is empty.");
  if ("status" in route) return route;
  const missing = missingRole(request.roles, route.class);
  if (missing !== null) return missing;
  try {
    return route.handle(options.state, request, options.dials());
  } catch (error) {
    if (error instanceof QueryRefused) return error.answer;
    throw error;
  }
}

/** Every request counts, also one that is refused. */
function throttledAnswer(route: Route | Answer, { throttle, clock, retryAfter }: HandlerOptions): Answer | null {
  if (throttle === null || "status" in route) return null;
  let waitMs: number | null = null;
  for (let unit = 0; unit < route.cost; unit += 1) waitMs = throttle.count(route.class, clock.now());
  if (waitMs === null) return null;
  const headers = RETRY_AFTER[retryAfter](waitMs, clock.now());
  return { ...refuse(429, "TooManyRequests", "Please retry again later.", "429"), headers };
}

const RETRY_AFTER = {
  seconds: (waitMs: number) => ({ "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  fraction: (waitMs: number) => ({ "Retry-After": (waitMs / 1000).toFixed(3) }),
  date: (waitMs: number, nowMs: number) => ({ "Retry-After": new Date(nowMs + waitMs + 999).toUTCString() }),
  none: () => ({}),
} as const;

function send(fault: Fault | null, answerNow: () => Answer, exchange: Exchange): void {
  const { incoming, response } = exchange;
  switch (fault?.kind) {
    case "hang":
      return;
    case "reset-before":
      incoming.socket.destroy();
      return;
    case "reset-after":
      answerNow();
      incoming.socket.destroy();
      return;
    case "status":
      write(faultAnswer(fault), exchange);
      return;
    case "status-after":
      answerNow();
      write(faultAnswer(fault), exchange);
      return;
    case "truncate": {
      const whole = JSON.stringify(answerNow().body ?? {});
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": whole.length + 1 });
      response.write(whole.slice(0, Math.ceil(whole.length / 2)), () => incoming.socket.destroy());
      return;
    }
    case "not-json":
      response.writeHead(200, { "Content-Type": "text/html" }).end("<html><body>Service unavailable</body></html>");
      return;
    case "foreign-next-link":
    case "repeat-next-link":
    case "empty-list":
      write(twisted(fault.kind, answerNow(), exchange), exchange);
      return;
    case undefined:
      write(answerNow(), exchange);
  }
}

function faultAnswer(fault: Fault): Answer {
  const status = fault.status ?? 503;
  const { body } = refuse(status, FAULT_CODES[status] ?? "UnknownError", "The sandbox was told to answer so.");
  return { status, body: fault.body ?? body, ...(fault.headers === undefined ? {} : { headers: fault.headers }) };
}

const FAULT_CODES: Readonly<Record<number, string>> = {
  403: "Forbidden",
  404: "NotFound",
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

function twisted(
  kind: "foreign-next-link" | "repeat-next-link" | "empty-list",
  answered: Answer,
  { options, record }: Exchange,
): Answer {
  const links = {
    "foreign-next-link": "https://graph.example/v1.0/users?$skiptoken=x",
    "repeat-next-link": options.root + record.rawPath,
  };
  const change = kind === "empty-list" ? { value: [] } : { "@odata.nextLink": links[kind] };
  return { ...answered, body: { ...answered.body, ...change } };
}

function write(answered: Answer, { response, record, request }: Exchange): void {
  const requestId = randomUUID();
  const clientRequestId = request.headers["client-request-id"] ?? requestId;
  const ids = { "request-id": requestId, "client-request-id": clientRequestId };
  const body = withErrorIds(answered.body, ids, request.nowMs);
  record.status = answered.status;
  record.answer = body;
  response.writeHead(answered.status, {
    ...ids,
    Date: new Date(request.nowMs).toUTCString(),
    ...(body === null ? {} : { "Content-Type": "application/json" }),
    ...answered.headers,
  });
  response.end(body === null ? undefined : JSON.stringify(body));
}

/** Errors carry the ids and the date inside too. Source: https://learn.microsoft.com/graph/errors */
function withErrorIds(body: object | null, ids: object, nowMs: number): object | null {
  if (body === null || !("error" in body) || typeof body.error !== "object") return body;
  const error: object = body.error ?? {};
  const inner = "innerError" in error && typeof error.innerError === "object" ? error.innerError : {};
  const date = new Date(nowMs).toISOString().slice(0, 19);
  return { error: { ...error, innerError: { ...inner, date, ...ids } } };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let text = "";
  incoming.setEncoding("utf8");
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function bearerOf(incoming: IncomingMessage): string | null {
  return /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? "")?.[1] ?? null;
}

function flatHeaders(incoming: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
