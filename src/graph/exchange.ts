import { type Dispatcher, request } from "undici";
import { readBoundedBody } from "../http/bounded-body.ts";

/** One HTTP request as it goes out. */
export interface Outgoing {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A whole answer, whatever its status. Headers are null where there are none, or none that can be used. */
export interface HttpAnswer {
  readonly kind: "answer";
  readonly status: number;
  readonly requestId: string | null;
  readonly retryAfter: string | null;
  readonly date: string | null;
  /** `x-ms-throttle-limit-percentage`. */
  readonly limitPercentage: string | null;
  /** The body; empty for a successful write, whose body says nothing. */
  readonly text: string;
}

/** What came of one attempt. */
export type Exchange =
  | HttpAnswer
  /** No whole answer; the request may have been carried out all the same. */
  | { readonly kind: "broken"; readonly because: "connection-failed" | "timed-out"; readonly detail: string }
  | { readonly kind: "too-large"; readonly requestId: string | null };

/** A page of 999 users with many plans has some 20 MB. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Sends one request, once, and reads the answer to its end. Redirects are not followed; compressed answers are not
 * asked for. Never throws for what the network or the server does.
 */
export async function exchange(outgoing: Outgoing, dispatcher: Dispatcher, timeoutMs: number): Promise<Exchange> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const response = await request(outgoing.url, {
      method: outgoing.method,
      headers: outgoing.headers,
      body: outgoing.body,
      dispatcher,
      signal: timeout.signal,
    });
    const { statusCode: status, headers } = response;
    const requestId = readRequestId(headers["request-id"]);
    const isDoneWrite = outgoing.method !== "GET" && status >= 200 && status < 300;
    // The status line has said it all: a connection that breaks after it takes nothing back.
    const text = isDoneWrite ? await discard(response.body) : await readBoundedBody(response.body, LARGEST_BODY_BYTES);
    if (text === null) return { kind: "too-large", requestId };
    const [retryAfter, date] = [first(headers["retry-after"]), first(headers["date"])];
    const limitPercentage = first(headers["x-ms-throttle-limit-percentage"]);
    return { kind: "answer", status, requestId, retryAfter, date, limitPercentage, text };
  } catch (error) {
    if (timeout.signal.aborted) {
      return { kind: "broken", because: "timed-out", detail: `no whole answer within ${timeoutMs / 1000} s` };
    }
    return { kind: "broken", because: "connection-failed", detail: nameFailure(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function discard(body: Dispatcher.ResponseData["body"]): Promise<""> {
  await body.dump().catch(() => undefined);
  return "";
}

function first(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** Only what looks like an id: it is shown to people and stored. */
function readRequestId(header: string | string[] | undefined): string | null {
  const id = first(header);
  return id !== null && /^[\w-]{1,64}$/.test(id) ? id : null;
}

/** The system's own name of a failure (`ECONNREFUSED`) where there is one: its text may name what should stay private. */
function nameFailure(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : String(error);
}
