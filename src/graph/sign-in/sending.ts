import { type Dispatcher, request } from "undici";
import { readBoundedBody } from "../bounded-body.ts";
import { isWireObject, type WireObject } from "../shapes.ts";
import { isLoopbackHost } from "./loopback.ts";
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
export interface SignInRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const LARGEST_BODY_BYTES = 1024 * 1024;

/** Sends once, follows no redirect, and never throws for what the network or the service does. */
export async function send(outgoing: SignInRequest, connections: Connections): Promise<Happened> {
  const { timeoutMs } = connections;
  const dispatcher = dispatcherFor(outgoing.url, connections);
  const { host } = new URL(outgoing.url);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const { method, headers, body } = outgoing;
    const response = await request(outgoing.url, { method, headers, body, dispatcher, signal: timeout.signal });
    const text = await readBoundedBody(response.body, LARGEST_BODY_BYTES);
    if (text === null) return tooLarge(host);
    return {
      kind: "answer",
      host,
      status: response.statusCode,
      headers: singleHeaders(response.headers),
      body: parseObject(text),
    };
  } catch (error) {
    return timeout.signal.aborted ? timedOut(host, timeoutMs) : describeNetworkFailure(error, host);
  } finally {
    clearTimeout(timer);
  }
}

/** The connection for a request: what stays on this machine, or goes to the link-local addresses of a host, never meets a proxy. */
function dispatcherFor(url: string, connections: Connections): Dispatcher {
  const { hostname } = new URL(url);
  return isLoopbackHost(hostname) || hostname.startsWith("169.254.") ? connections.direct : connections.outside;
}

/** Every header as one line: one that came several times is a list. */
function singleHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]));
}

function parseObject(text: string): WireObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isWireObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
