import type { Clock } from "../model/clock.ts";
import { type Answer, refuse, Refused, type SandboxRequest } from "./answers.ts";
import { answerBatch, isBatch } from "./batch.ts";
import type { Dials } from "./dials.ts";
import type { Events } from "./events.ts";
import { type Caller, callerOf, decoded, type Incoming, segmentsBelow } from "./incoming.ts";
import type { RequestRecord } from "./request-log.ts";
import { missingRole } from "./roles.ts";
import type { RetryAfterForm } from "./schema.d.ts";
import { costOf, type Route, routeFor } from "./routes.ts";
import type { TenantState } from "./state.ts";
import { derivedId } from "./tenant.ts";
import type { RequestClass, Throttle } from "./throttle.ts";

/** What answering a request to Graph needs. */
export interface ExchangeOptions {
  readonly root: string;
  readonly state: TenantState;
  readonly clock: Clock;
  /** Null: no limits. */
  readonly throttle: Throttle | null;
  /** Requests are added to it. */
  readonly requests: RequestRecord[];
  /** False: requests are forgotten as soon as they are answered. */
  readonly keepsLog: boolean;
  readonly dials: () => Dials;
  readonly nextRequestId: (method: string, rawPath: string) => string;
  /** Called when a request was carried out, before it is answered. */
  readonly passed: Events["passed"];
}

/** A request that was counted and noted, and has no answer yet. */
interface Received {
  readonly incoming: Incoming;
  /** Null: not below the Graph root. */
  readonly segments: readonly string[] | null;
  readonly record: RequestRecord;
  readonly route: Route | Answer;
  /** The 429, when the request was over its limit. */
  readonly throttled: Answer | null;
  /** Headers that tell how near the limit is. */
  readonly nearness: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** As {@link SandboxRequest} has it. */
  readonly endpointProblem: string | null;
}

/** Counts a request against its limit and notes it. Every request to a known endpoint counts, also one that is refused. */
export function receive(incoming: Incoming, options: ExchangeOptions): Received {
  const basePath = new URL(options.root).pathname;
  const segments = segmentsBelow(basePath, incoming.url);
  const record = recordOf(incoming, basePath, options.clock.now());
  if (options.keepsLog) options.requests.push(record);
  const route = segments === null ? NOWHERE : routeFor(incoming.method, segments);
  const throttled = countAgainstLimit(route, incoming, options);
  return {
    incoming,
    segments,
    record,
    route,
    throttled,
    nearness: nearnessOf(route, options),
    requestId: options.nextRequestId(incoming.method, record.rawPath),
    endpointProblem: NOT_ASKED,
  };
}

/** Carries a request out, unless it is throttled, and says what to answer. To be called once at the most. */
export function carryOut(received: Received, options: ExchangeOptions): Answer {
  const { incoming, segments } = received;
  if (!isBatch(segments)) return carryOutAlone(received, options);
  const answerPart = (part: Incoming): Answer => answerPartOf(part, options);
  return answer(() => answerBatch(incoming, options.root, answerPart), received, options);
}

/** One request of a batch: it counts, and is noted, as if it had come alone. */
function answerPartOf(incoming: Incoming, options: ExchangeOptions): Answer {
  const received = receive(incoming, options);
  return settle(carryOutAlone(received, options), received, options);
}

function carryOutAlone(received: Received, options: ExchangeOptions): Answer {
  const { incoming, route, segments, throttled } = received;
  const isHiddenSuccess = incoming.method !== "GET" && options.dials().throttledWrites === "done";
  if (throttled !== null && !isHiddenSuccess) return throttled;
  const request: SandboxRequest = {
    method: incoming.method,
    segments: segments ?? [],
    query: incoming.url.searchParams,
    headers: incoming.headers,
    body: incoming.body,
    root: options.root,
    caller: callerIn(incoming),
    nowMs: options.clock.now(),
    endpointProblem: received.endpointProblem,
  };
  const answered = answer(() => handleRoute(route, request, options), received, options);
  options.passed(received.record, answered.changed ?? null);
  return throttled ?? { ...answered, headers: { ...received.nearness, ...answered.headers } };
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

/** What `handle` answers to a request whose token is good. */
function answer(handle: () => Answer, { incoming }: Received, options: ExchangeOptions): Answer {
  const { token } = incoming;
  if (token === null) return refuse(401, "Access token is empty.", { code: "InvalidAuthenticationToken" });
  if (options.dials().acceptedTokens?.includes(token) === false) {
    return refuse(401, "Access token validation failure.", { code: "InvalidAuthenticationToken" });
  }
  const expiresAtMs = callerIn(incoming)?.expiresAtMs ?? null;
  if (expiresAtMs !== null && expiresAtMs <= options.clock.now()) {
    return refuse(401, "Lifetime validation failed, the token is expired.", { code: "InvalidAuthenticationToken" });
  }
  return handle();
}

function handleRoute(route: Route | Answer, request: SandboxRequest, options: ExchangeOptions): Answer {
  if ("status" in route) return route;
  const dials = options.dials();
  const missing = missingRole(request.caller, route.access, dials);
  if (missing !== null) return missing;
  try {
    return route.handle(options.state, request, dials);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function callerIn({ token }: Incoming): Caller | null {
  return token === null ? null : callerOf(token);
}

function countAgainstLimit(route: Route | Answer, incoming: Incoming, options: ExchangeOptions): Answer | null {
  const { throttle, clock } = options;
  if (throttle === null || "status" in route) return null;
  const nowMs = clock.now();
  const waitMs = throttle.count(route.class, costOf(route, incoming.url.searchParams), nowMs);
  return waitMs === null ? null : throttledAnswer(route.class, waitMs, nowMs, options.dials());
}

function nearnessOf(route: Route | Answer, { throttle, dials }: ExchangeOptions): Received["nearness"] {
  if (throttle === null || "status" in route) return {};
  return limitPercentage(route.class, throttle.shareUsed(route.class), dials());
}

/** Notes an answer, and adds to it what every answer carries. */
export function settle(
  answered: Answer,
  { incoming, record, requestId }: Received,
  { clock }: ExchangeOptions,
): Answer {
  const nowMs = clock.now();
  const ids = { "request-id": requestId, "client-request-id": incoming.headers["client-request-id"] ?? requestId };
  const body = withErrorIds(answered.body, ids, nowMs);
  record.status = answered.status;
  record.answer = body;
  return {
    status: answered.status,
    body,
    headers: {
      ...ids,
      Date: new Date(nowMs).toUTCString(),
      ...(body === null ? {} : { "Content-Type": "application/json" }),
      ...answered.headers,
    },
  };
}

/** Errors carry the ids and the date inside too. Source: https://learn.microsoft.com/graph/errors */
function withErrorIds(body: object | null, ids: object, nowMs: number): object | null {
  if (body === null || !("error" in body) || typeof body.error !== "object") return body;
  const error: object = body.error ?? {};
  const inner = "innerError" in error && typeof error.innerError === "object" ? error.innerError : {};
  const date = new Date(nowMs).toISOString().slice(0, 19);
  return { ...body, error: { ...error, innerError: { ...inner, date, ...ids } } };
}

/** A part of a batch is answered at once. */
const NOT_ASKED = "A sandbox validates no address from within a batch.";

/** Whether a request is one to subscribe, for which addresses are asked before it is carried out. */
export function subscribes({ incoming, segments, throttled }: Received): boolean {
  return incoming.method === "POST" && segments?.join("/") === "subscriptions" && throttled === null;
}

const NOWHERE = refuse(404, "Resource not found.", { code: "ResourceNotFound" });

/** The 429 of a class that is over its limit. Source: https://learn.microsoft.com/graph/throttling */
function throttledAnswer(requestClass: RequestClass, waitMs: number, nowMs: number, dials: Dials): Answer {
  const { retryAfter, retryAfterMs } = dials;
  const form = typeof retryAfter === "string" ? retryAfter : (retryAfter[requestClass] ?? "seconds");
  return {
    status: 429,
    body: {
      error: {
        code: "TooManyRequests",
        message: "Please retry again later.",
        innerError: { code: "429", status: "429", message: "Please retry after" },
      },
    },
    headers: HEADERS[form](retryAfterMs ?? waitMs, nowMs),
  };
}

/** None is shorter than the wait: a date has whole seconds only, so it is rounded up. */
const HEADERS: Readonly<Record<RetryAfterForm, (waitMs: number, nowMs: number) => Readonly<Record<string, string>>>> = {
  seconds: (waitMs) => ({ "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  fraction: (waitMs) => ({ "Retry-After": (waitMs / 1000).toFixed(3) }),
  date: (waitMs, nowMs) => ({ "Retry-After": new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000).toUTCString() }),
  none: () => ({}),
};

/**
 * What answers say of the share of the limit that is used: documented for the directory, from 0.8 up to 1.8.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function limitPercentage(
  requestClass: RequestClass,
  shareUsed: number,
  dials: Dials,
): Readonly<Record<string, string>> {
  const isShown = dials.limitPercentage === "everywhere" || dials.limitPercentage === requestClass;
  if (!isShown || shareUsed < LEAST_SHOWN) return {};
  return { "x-ms-throttle-limit-percentage": Math.min(MOST_SHOWN, shareUsed).toFixed(2) };
}

const LEAST_SHOWN = 0.8;
const MOST_SHOWN = 1.8;

/** Gives each request an id: the same seed and requests make the same ids, in whatever order different requests come. */
export function createRequestIds(seed: string): (method: string, rawPath: string) => string {
  const times = new Map<string, number>();
  return (method, rawPath) => {
    const request = `${method} ${rawPath}`;
    const nth = (times.get(request) ?? 0) + 1;
    times.set(request, nth);
    return derivedId("request", `${seed} ${nth} ${request}`);
  };
}
