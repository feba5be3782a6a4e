import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../model/clock.ts";
import { type Answer, Refused, refuse, type SandboxRequest } from "./answers.ts";
import type { Dials } from "./dials.ts";
import { sendFaulty } from "./faulty-answer.ts";
import type { Faults } from "./faults.ts";
import { decoded, type Incoming, readIncoming, segmentsBelow } from "./incoming.ts";
import type { RequestRecord } from "./request-log.ts";
import { callerOf } from "./caller.ts";
import { missingRole } from "./roles.ts";
import { costOf, type Route, routeFor } from "./routes.ts";
import type { TenantState } from "./state.ts";
import type { Throttle } from "./throttle.ts";
import { throttledAnswer } from "./throttled-answer.ts";

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
  readonly dials: () => Dials;
  readonly nextRequestId: (method: string, rawPath: string) => string;
  /** Answers what lies beside the Graph root. */
  readonly control: (incoming: Incoming) => Answer;
}

/** Answers requests; never rejects: a defect of the sandbox is answered with 500 and its message. */
export function createHandler(
  options: HandlerOptions,
): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (message, response) => {
    try {
      await answerOne(message, response, options);
    } catch (error) {
      if (message.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      const text = error instanceof Error ? error.message : String(error);
      const { body } = refuse(500, "InternalServerError", `the sandbox failed: ${text}`);
      response.writeHead(500, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    }
  };
}

/** Count the request against its limit, wait, let a fault have its way, check the token, and only then look at what is asked. */
async function answerOne(message: IncomingMessage, response: ServerResponse, options: HandlerOptions): Promise<void> {
  const { root, clock, requests, faults, nextRequestId } = options;
  const incoming = await readIncoming(message, root);
  if (/^\/sandbox(\/|$)/.test(incoming.url.pathname)) {
    const { status, body } = options.control(incoming);
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    return;
  }
  const basePath = new URL(root).pathname;
  const segments = segmentsBelow(basePath, incoming.url);
  const record = recordOf(incoming, basePath, clock.now());
  requests.push(record);
  const route = segments === null ? nowhere() : routeFor(incoming.method, segments);
  const throttled = countAgainstLimit(route, incoming, options);
  const { latencyMs } = options.dials();
  if (latencyMs > 0) await clock.sleep(latencyMs);
  const request: SandboxRequest = {
    method: incoming.method,
    segments: segments ?? [],
    query: incoming.url.searchParams,
    headers: incoming.headers,
    body: incoming.body,
    root,
    caller: incoming.token === null ? null : callerOf(incoming.token),
    nowMs: clock.now(),
  };
  const carryOut = (): Answer => {
    const isHiddenSuccess = request.method !== "GET" && options.dials().throttledWrites === "done";
    if (throttled === null || isHiddenSuccess) {
      const answered = answer(route, request, incoming.token, options);
      return throttled ?? answered;
    }
    return throttled;
  };
  const requestId = nextRequestId(incoming.method, record.rawPath);
  const write = (answered: Answer): void => writeAnswer(answered, requestId, request, record, response);
  const fault = faults.take(record.method, record.path);
  if (fault === null) {
    write(carryOut());
    return;
  }
  const note = (status: number): void => {
    record.status = status;
  };
  sendFaulty(fault, { incoming: message, response, carryOut, write, note, url: root + record.rawPath });
}

function recordOf(incoming: Incoming, basePath: string, atMs: number): RequestRecord {
  const { pathname, search } = incoming.url;
  const rawPath = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  return {
    method: incoming.method,
    path: `${decoded(rawPath)}${decoded(search)}`,
    rawPath: rawPath + search,
    body: incoming.body === undefined ? incoming.bodyText : incoming.body,
    status: null,
    answer: null,
    atMs,
  };
}

function answer(route: Route | Answer, request: SandboxRequest, token: string | null, options: HandlerOptions): Answer {
  const dials = options.dials();
  if (token === null) return refuse(401, "InvalidAuthenticationToken", "Access token is empty.");
  if (dials.acceptedTokens?.includes(token) === false) {
    return refuse(401, "InvalidAuthenticationToken", "Access token validation failure.");
  }
  const { caller } = request;
  if (caller?.expiresAtMs != null && caller.expiresAtMs <= request.nowMs) {
    return refuse(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
  }
  if ("status" in route) return route;
  const missing = missingRole(caller, route.access, dials);
  if (missing !== null) return missing;
  try {
    return route.handle(options.state, request, dials);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** Every request to a known endpoint counts, also one that is refused. */
function countAgainstLimit(route: Route | Answer, incoming: Incoming, options: HandlerOptions): Answer | null {
  const { throttle, clock } = options;
  if (throttle === null || "status" in route) return null;
  const nowMs = clock.now();
  const waitMs = throttle.count(route.class, costOf(route, incoming.url.searchParams), nowMs);
  return waitMs === null ? null : throttledAnswer(route.class, waitMs, nowMs, options.dials());
}

function writeAnswer(
  answered: Answer,
  requestId: string,
  request: SandboxRequest,
  record: RequestRecord,
  response: ServerResponse,
): void {
  const ids = { "request-id": requestId, "client-request-id": request.headers["client-request-id"] ?? requestId };
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

function nowhere(): Answer {
  return refuse(404, "ResourceNotFound", "Resource not found.");
}
