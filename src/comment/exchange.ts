import { type Dispatcher, request } from "undici";
import { readBoundedBody } from "../http/bounded-body.ts";

/** One HTTP request as it goes out. */
export interface Outgoing {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  readonly kind: "answer";
  readonly status: number;
  /** A header by its lower-case name; null where there is none. */
  readonly header: (name: string) => string | null;
  readonly text: string;
}

/** What came of one attempt. A broken one may have been carried out all the same. */
export type Exchange = HttpAnswer | { readonly kind: "broken"; readonly detail: string };

/** A hundred comments of the longest kind that a service holds stay below it. */
const LARGEST_BODY_BYTES = 128 * 1024 * 1024;

/** Sends one request, once, and reads the answer to its end. Redirects are not followed. Never throws for the network. */
export async function exchange(outgoing: Outgoing, dispatcher: Dispatcher, timeoutMs: number): Promise<Exchange> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { method, headers, body, url } = outgoing;
    const response = await request(url, { method, headers, body, dispatcher, signal });
    const text = await readBoundedBody(response.body, LARGEST_BODY_BYTES);
    if (text === null) return { kind: "broken", detail: "the answer is larger than any that is expected" };
    return {
      kind: "answer",
      status: response.statusCode,
      header: (name) => [response.headers[name]].flat()[0] ?? null,
      text,
    };
  } catch (error) {
    if (signal.aborted) return { kind: "broken", detail: `no whole answer within ${timeoutMs / 1000} s` };
    return { kind: "broken", detail: nameFailure(error) };
  }
}

/** The system's own name of a failure (`ECONNREFUSED`), which tells nothing private. */
function nameFailure(error: unknown): string {
  const hasCode = error instanceof Error && "code" in error && typeof error.code === "string";
  return hasCode && typeof error.code === "string" ? error.code : "the connection failed";
}
