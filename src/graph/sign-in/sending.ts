import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import type { Dispatcher } from "undici";
import { isLoopbackHost } from "../../http/base-url.ts";
import { exchange, type Outgoing } from "../../http/exchange.ts";
import { isWireObject, type WireObject } from "../../http/shapes.ts";
import { describeNetworkFailure, type NetworkFailure, timedOut, tooLarge } from "./network-failure.ts";

/** A whole answer of a service that gives tokens. */
export interface SignInAnswer {
  readonly kind: "answer";
  /** Host and port that were asked. */
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the body is no JSON object. */
  readonly body: WireObject | null;
}

/** What came of one request. */
export type Happened = SignInAnswer | NetworkFailure;

/** How requests go out. */
export interface Connections {
  /** To the sign-in service and to GitHub; perhaps through a proxy, perhaps with further certificate authorities. */
  readonly outside: Dispatcher;
  /** To what is on this machine or beside it, which no proxy may see: managed identity and loopback addresses. */
  readonly direct: Dispatcher;
  /** For one request, from connecting to the last byte. */
  readonly timeoutMs: number;
}

/** A request to a service that gives tokens. */
export type SignInRequest = Outgoing;

const MOST_BYTES = 1024 * 1024;

/** Sends once, follows no redirect, and never throws for what the network or the service does. */
export async function send(outgoing: SignInRequest, connections: Connections): Promise<Happened> {
  const { timeoutMs } = connections;
  const { host } = new URL(outgoing.url);
  const dispatcher = dispatcherFor(outgoing.url, connections);
  const answer = await exchange(outgoing, { dispatcher, timeoutMs, mostBytes: MOST_BYTES });
  switch (answer.kind) {
    case "answer":
      return { kind: "answer", host, status: answer.status, headers: answer.headers(), body: parseObject(answer.text) };
    case "too-large":
      return tooLarge(host);
    case "broken":
      return answer.because === "timed-out" ? timedOut(host, timeoutMs) : describeNetworkFailure(answer.cause, host);
  }
}

/** The connection for a request: what stays on this machine, or goes to the link-local addresses of a host, never meets a proxy. */
function dispatcherFor(url: string, connections: Connections): Dispatcher {
  const { hostname } = new URL(url);
  return isLoopbackHost(hostname) || hostname.startsWith("169.254.") ? connections.direct : connections.outside;
}

function parseObject(text: string): WireObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isWireObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/**
 * What the library says to a service and hears from it, in one attempt to get a token. The library keeps neither the
 * cause of a network failure nor, in every flow, the words of a refusal: so the last event is kept here.
 */
export interface Conversation {
  readonly network: INetworkModule;
  readonly last: () => Happened | null;
}

/**
 * A conversation over these connections.
 * @param understand what the library is told in place of what happened
 */
export function createConversation(
  connections: Connections,
  understand: (asked: SignInRequest, happened: Happened) => Happened = (_, happened) => happened,
): Conversation {
  let last: Happened | null = null;

  async function ask<Body>(
    method: "GET" | "POST",
    url: string,
    options: NetworkRequestOptions | undefined,
  ): Promise<NetworkResponse<Body>> {
    const body = method === "GET" ? null : (options?.body ?? "");
    const asked = { method, url, headers: options?.headers ?? {}, body };
    last = understand(asked, await send(asked, connections));
    if (last.kind === "failure") throw last.cause;
    const response = { status: last.status, headers: { ...last.headers }, body: last.body };
    if (!isUsable<Body>(response)) throw new Error("the answer is not a JSON object");
    return response;
  }

  return {
    network: {
      sendGetRequestAsync: (url, options) => ask("GET", url, options),
      sendPostRequestAsync: (url, options) => ask("POST", url, options),
    },
    last: () => last,
  };
}

/** The library names the shape that it hopes for and looks at the members itself; a JSON object is all it is promised. */
function isUsable<Body>(response: NetworkResponse<Body | WireObject | null>): response is NetworkResponse<Body> {
  return isWireObject(response.body);
}
