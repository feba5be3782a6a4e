import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import type { Dispatcher } from "undici";
import { errorCode } from "../../errors.ts";
import { isLoopbackHost } from "../../http/base-url.ts";
import { exchange, type Outgoing } from "../../http/exchange.ts";
import { isJsonObject, parseJsonObject, type JsonObject } from "../../model/json-object.ts";
import { cleanLine } from "../failures.ts";

const TOKEN_SHAPED = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)*/g;
const LONGEST_LINE = 300;

/** One line of somebody else's text that is safe to show: without these values, and without anything shaped like a token. */
export function withoutPrivateValues(text: string, values: readonly string[]): string {
  const known = values.filter((value) => value !== "");
  const cleaned = known.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
  return cleanLine(cleaned.replaceAll(TOKEN_SHAPED, "[token]"), "", LONGEST_LINE);
}

/** Why there was no whole answer. */
export interface NetworkFailure {
  readonly kind: "failure";
  /** Host and port that were asked. */
  readonly host: string;
  readonly because: "connection-failed" | "timed-out" | "certificate-refused" | "proxy-refused" | "too-large";
  readonly detail: string;
  /** Fit to be the `cause` of an error: code and one clean line, nothing of the request. */
  readonly cause: Error;
}

/** The certificate problems of OpenSSL and Node that say "this is not who it should be". */
const CERTIFICATE_CODES =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;
const DEEPEST_CAUSE = 5;

/** Describes what undici, or the system below it, threw. */
export function describeNetworkFailure(error: unknown, host: string): NetworkFailure {
  const chain = causesOf(error);
  const code = chain.map(errorCode).find((found) => found !== null && !found.startsWith("UND_ERR_ABORTED")) ?? null;
  const words = chain.map((link) => link.message).find((message) => message !== "") ?? "the connection failed";
  const detail = withoutPrivateValues(code === null || words.includes(code) ? words : `${code}: ${words}`, []);
  return failure(host, reasonOf(code, chain), detail, code);
}

/** No whole answer within `timeoutMs`. */
export function timedOut(host: string, timeoutMs: number): NetworkFailure {
  return failure(host, "timed-out", `no whole answer within ${timeoutMs / 1000} s`, "ETIMEDOUT");
}

/** More than any of these services has to say. */
export function tooLarge(host: string): NetworkFailure {
  return failure(host, "too-large", "the answer is too large", null);
}

function failure(
  host: string,
  because: NetworkFailure["because"],
  detail: string,
  code: string | null,
): NetworkFailure {
  const cause = code === null ? new Error(detail) : Object.assign(new Error(detail), { code });
  return { kind: "failure", host, because, detail, cause };
}

/** What failed and what caused it, outermost first; attempts at several addresses count as causes. */
function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let link: unknown = error;
  while (link instanceof Error && chain.length < DEEPEST_CAUSE) {
    chain.push(link);
    const [first]: readonly unknown[] = link instanceof AggregateError ? link.errors : [];
    link = link.cause ?? first;
  }
  return chain;
}

function reasonOf(code: string | null, chain: readonly Error[]): NetworkFailure["because"] {
  if (code !== null && CERTIFICATE_CODES.test(code)) return "certificate-refused";
  if (code !== null && /^(?:ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/.test(code)) return "timed-out";
  return chain.some(({ message }) => /^(?:secure )?proxy (?:response|connection)/i.test(message))
    ? "proxy-refused"
    : "connection-failed";
}

/** A whole answer of a service that gives tokens. */
export interface SignInAnswer {
  readonly kind: "answer";
  /** Host and port that were asked. */
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the body is no JSON object. */
  readonly body: JsonObject | null;
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
      return {
        kind: "answer",
        host,
        status: answer.status,
        headers: answer.headers(),
        body: parseJsonObject(answer.text),
      };
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
function isUsable<Body>(response: NetworkResponse<Body | JsonObject | null>): response is NetworkResponse<Body> {
  return isJsonObject(response.body);
}
