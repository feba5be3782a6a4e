import { Buffer } from "node:buffer";
import { Dispatcher } from "undici";
import type { Clock } from "../../src/model/clock.ts";
import type { Answer } from "../../src/sandbox/answers.ts";
import { DEFAULT_DIALS, type Dials } from "../../src/sandbox/dials.ts";
import { carryOut, createRequestIds, type ExchangeOptions, receive, settle } from "../../src/sandbox/exchange.ts";
import type { Incoming } from "../../src/sandbox/incoming.ts";
import { createState, type SandboxInstallation } from "../../src/sandbox/state.ts";
import { createThrottle } from "../../src/sandbox/throttle.ts";
import { createWorld as createTenantWorld, type World as TenantWorld } from "../../src/sandbox/world.ts";
import { type Chance, chanceOf } from "../fuzz/chance.ts";
import { type Exchange, questionOf } from "./exchanges.ts";
import { createFaults, type Fault, type Question, type Weather } from "./faults.ts";
import { afterMeddling } from "./meddling.ts";
import { tenantOf } from "./tenant-of.ts";
import type { World } from "./world.ts";
import { itemsOf, misshapen } from "./wrong-shapes.ts";

/** How things were from a moment on. */
export interface Epoch {
  readonly fromSeq: number;
  readonly fromMs: number;
  readonly world: World;
}

/** What happens to the process that asks. */
export interface Process {
  /** Called when the request with this number (of the process, from 1) has arrived, and again when it was carried out. */
  readonly passing: (nth: number, when: "arrived" | "done", question: Question) => void;
  readonly isGone: () => boolean;
}

/** The sandbox without sockets: time stands still while it works, so that a seed always gives the same run. */
export interface Service {
  readonly exchanges: readonly Exchange[];
  /** The first is how it all began. */
  readonly epochs: readonly [Epoch, ...Epoch[]];
  readonly tenant: TenantWorld;
  readonly origin: string;
  /** The place in the order of everything that was asked and answered so far. */
  readonly seq: () => number;
  /** The world is another one from now on; whoever calls it has changed the tenant accordingly. */
  readonly nowIs: (world: World) => void;
  readonly have: (userId: string) => readonly SandboxInstallation[];
  /** Tokens that are good. */
  readonly acceptTokens: (tokens: readonly string[]) => void;
  /** Requests of one process, in this weather. */
  readonly dispatcherFor: (run: number, weather: Weather, seed: number, process: Process) => Dispatcher;
}

const ORIGIN = "http://127.0.0.1:4000";
const TIME_OUT_MS = 30_000;

/** Makes the tenant of a world. `lagMs` and the like are dials; `limitsScale` null: no limits. */
export function createService(
  world: World,
  clock: Clock,
  options: { readonly dials: Partial<Dials>; readonly pageSize: number; readonly limitsScale: number | null },
): Service {
  const tenant = tenantOf(world, options.dials);
  const state = createState(tenant);
  const exchanges: Exchange[] = [];
  const epochs: [Epoch, ...Epoch[]] = [{ fromSeq: 0, fromMs: Number.NEGATIVE_INFINITY, world }];
  let seq = 0;
  let dials: Dials = { ...DEFAULT_DIALS, ...options.dials };
  const answering: ExchangeOptions = {
    root: `${ORIGIN}/v1.0`,
    state,
    clock,
    throttle: options.limitsScale === null ? null : createThrottle("fixed-window", options.limitsScale),
    requests: [],
    keepsLog: false,
    dials: () => dials,
    nextRequestId: createRequestIds("chaos"),
    passed: () => undefined,
  };
  const tenantWorld = createTenantWorld(state, [], clock);

  function carriedOut(incoming: Incoming, exchange: Exchange, staleByMs: number, meddler: Weather["meddler"]): Answer {
    const before = dials;
    dials = { ...dials, lagMs: dials.lagMs + staleByMs };
    const own = exchange.userId === null ? [] : state.installationsOf(exchange.userId);
    const received = receive(incoming, answering);
    const answer = settle(carryOut(received, answering), received, answering);
    dials = before;
    if (exchange.userId !== null && exchange.isWrite) {
      const now = state.installationsOf(exchange.userId);
      exchange.effect = JSON.stringify(own) === JSON.stringify(now) ? null : { before: own, after: now };
      const meddled = afterMeddling(exchange, meddler);
      if (meddled !== null) state.change(exchange.userId, clock.now(), meddled);
    }
    exchange.truly = answer.status;
    return answer;
  }

  return {
    exchanges,
    epochs,
    tenant: tenantWorld,
    origin: ORIGIN,
    seq: () => seq,
    nowIs: (next) => {
      epochs.push({ fromSeq: seq, fromMs: clock.now(), world: next });
    },
    have: (userId) => state.installationsOf(userId),
    acceptTokens: (tokens) => {
      dials = { ...dials, acceptedTokens: tokens };
    },
    dispatcherFor(run, weather, seed, process) {
      const faultOf = createFaults(weather, seed);
      const chance = chanceOf(seed + 1);
      let nth = 0;
      return dispatcherOf((options_, reply) => {
        nth += 1;
        const mine = nth;
        const incoming = incomingOf(options_, options.pageSize);
        const question = questionOf(incoming.method, pathOf(incoming));
        process.passing(mine, "arrived", question);
        if (process.isGone()) return;
        const exchange = exchangeOf(
          incoming,
          `${String(options_.origin)}${options_.path}`,
          run,
          (seq += 1),
          clock.now(),
        );
        exchanges.push(exchange);
        const fault = faultOf(exchange.question, exchange.path, clock.now());
        exchange.fault = fault;
        const send = (whole: Reply): void => {
          const waitMs = fault?.kind === "no-answer" ? TIME_OUT_MS : latencyOf(weather, chance);
          const answer = (): void => {
            if (process.isGone()) return;
            exchange.answeredSeq = seq += 1;
            exchange.answeredMs = clock.now();
            exchange.told = told(whole);
            exchange.status = whole.kind === "broken" ? null : whole.status;
            reply(whole);
          };
          if (waitMs === 0) answer();
          else void clock.sleep(waitMs).then(answer);
        };
        const whole = replyTo(fault, exchange, () =>
          carriedOut(incoming, exchange, fault?.kind === "stale" ? fault.byMs : 0, weather.meddler),
        );
        process.passing(mine, "done", question);
        if (!process.isGone()) send(whole);
      });
    },
  };
}

/** What goes back over the wire. */
export type Reply =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  /** The body ends too soon. */
  | {
      readonly kind: "cut";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | { readonly kind: "broken" };

function replyTo(fault: Fault | null, exchange: Exchange, carry: () => Answer): Reply {
  if (fault === null) return wholeReply(carry());
  switch (fault.kind) {
    case "throttled":
    case "failed":
    case "refused": {
      if (fault.kind !== "refused" && fault.done) carry();
      const status = fault.kind === "throttled" ? 429 : fault.status;
      const retryAfter =
        fault.kind === "refused" || fault.retryAfter === null ? {} : { "retry-after": fault.retryAfter };
      return { kind: "answer", status, headers: { ...JSON_TYPE, ...retryAfter }, text: JSON.stringify(REFUSAL) };
    }
    case "reset":
    case "no-answer":
      if (fault.done) carry();
      return { kind: "broken" };
    case "truncated":
      return { ...wholeReply(carry()), kind: "cut" };
    case "not-json":
      if (fault.done) carry();
      return {
        kind: "answer",
        status: exchange.isWrite ? 502 : 200,
        headers: { "content-type": "text/html" },
        text: "<html>",
      };
    case "wrong-shape":
      return changed(carry(), (body) => misshapen(exchange.question, body, fault.shape));
    case "emptied":
      return changed(carry(), (body) => ({ ...body, value: [] }));
    case "loop":
      return changed(carry(), (body) => ({ ...body, "@odata.nextLink": exchange.sentTo }));
    case "foreign-link":
      return changed(carry(), (body) => ({
        ...body,
        "@odata.nextLink": "https://graph.example/v1.0/users?$skiptoken=x",
      }));
    case "error-beside":
      return changed(carry(), (body) => ({ ...body, ...REFUSAL }));
    case "count-too-large":
      return changed(carry(), (body) => ({ ...body, "@odata.count": 1_000_000 }));
    case "dead-link":
      return changed(carry(), (body) => ({ ...body, "@odata.nextLink": `${ORIGIN}/v1.0/gone?$skiptoken=x` }));
    case "partial":
      return { ...wholeReply(carry()), status: 206 };
    case "null-app":
      return changed(carry(), (body) => ({ ...body, value: [{ id: "x", teamsApp: null }, ...itemsOf(body)] }));
    case "stale":
      return wholeReply(carry());
  }
}

const JSON_TYPE = { "content-type": "application/json" };
const REFUSAL = { error: { code: "UnknownError", message: "The service was told to answer so." } };

export function wholeReply({ status, headers, body }: Answer): Extract<Reply, { kind: "answer" }> {
  return {
    kind: "answer",
    status,
    headers: lowerCased(headers ?? {}),
    text: body === null ? "" : JSON.stringify(body),
  };
}

function changed(answer: Answer, change: (body: object) => unknown): Reply {
  return { ...wholeReply(answer), text: JSON.stringify(change(answer.body ?? {})) };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function told(reply: Reply): unknown {
  if (reply.kind !== "answer") return null;
  try {
    return JSON.parse(reply.text);
  } catch {
    return null;
  }
}

function latencyOf({ latencyMs }: Weather, chance: Chance): number {
  return latencyMs === 0 ? 0 : 1 + chance.number(latencyMs);
}

function exchangeOf(incoming: Incoming, sentTo: string, run: number, seq: number, atMs: number): Exchange {
  const path = pathOf(incoming);
  return {
    seq,
    run,
    atMs,
    method: incoming.method,
    url: incoming.url.href,
    sentTo,
    path,
    token: incoming.token,
    isWrite: incoming.method !== "GET",
    userId: /^\/users\/([^/?]+)\/teamwork/.exec(path)?.[1] ?? null,
    question: questionOf(incoming.method, path),
    body: incoming.body,
    fault: null,
    answeredSeq: null,
    answeredMs: null,
    told: null,
    status: null,
    truly: null,
    effect: null,
  };
}

function pathOf({ url }: Incoming): string {
  return decodeURIComponent(url.pathname.replace(/^\/v1\.0/, "") + url.search);
}

/** `pageSize` instead of the page size that is asked for, so that small tenants have pages too. */
export function incomingOf(
  { origin, path, method, headers, body }: Dispatcher.DispatchOptions,
  pageSize: number,
): Incoming {
  const bodyText = typeof body === "string" ? body : "";
  const url = new URL(`${String(origin)}${path}`);
  if (url.searchParams.has("$top")) url.searchParams.set("$top", String(pageSize));
  const named = new Headers(isRecord(headers) ? headers : {});
  return {
    method,
    url,
    headers: Object.fromEntries(named.entries()),
    body: bodyText === "" ? null : JSON.parse(bodyText),
    bodyText,
    token: named.get("authorization")?.replace("Bearer ", "") ?? null,
  };
}

function isRecord(headers: unknown): headers is Record<string, string> {
  return typeof headers === "object" && headers !== null && !Array.isArray(headers);
}

/** A dispatcher that hands each request to `ask` and gives its caller the reply, when there is one. */
export function dispatcherOf(
  ask: (options: Dispatcher.DispatchOptions, reply: (reply: Reply) => void) => void,
): Dispatcher {
  class InProcess extends Dispatcher {
    override destroy(): Promise<void> {
      return Promise.resolve();
    }
    override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
      const controller: Dispatcher.DispatchController = {
        aborted: false,
        paused: false,
        reason: null,
        abort: (reason) => handler.onResponseError?.(controller, reason),
        pause: () => undefined,
        resume: () => undefined,
      };
      handler.onRequestStart?.(controller, {});
      ask(options, (reply) => {
        if (reply.kind === "broken") {
          handler.onResponseError?.(controller, Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
          return;
        }
        handler.onResponseStart?.(controller, reply.status, { ...reply.headers }, "");
        const bytes = Buffer.from(reply.text);
        if (reply.kind === "cut") {
          handler.onResponseData?.(controller, bytes.subarray(0, Math.ceil(bytes.length / 2)));
          handler.onResponseError?.(
            controller,
            Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
          );
          return;
        }
        if (bytes.length > 0) handler.onResponseData?.(controller, bytes);
        handler.onResponseEnd?.(controller, {});
      });
      return true;
    }
  }
  return new InProcess();
}
