import { type Dispatcher, request } from "undici";
import { parseRetryAfter } from "../http/retry-after.ts";
import type { Outgoing } from "./receiver.ts";

/** What came of one try. */
interface Posted {
  readonly isAccepted: boolean;
  /** Whether another try may fare better. */
  readonly mayPass: boolean;
  /** For people, without the address: `status 404`, `no answer within 10 s`, `ECONNREFUSED`. */
  readonly text: string;
  /** The wait that the receiver asks for, in milliseconds; null where it does not. */
  readonly waitMs: number | null;
}

/** What passes by itself. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Of an answer nothing is needed but its status; so much is read to keep the connection. */
const MOST_READ_BYTES = 65_536;

/** What is set for a try. */
interface Trying {
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  /** Aborted: there is no time left. */
  readonly stop: AbortSignal;
  /** Milliseconds since the epoch, to read dates of the receiver. */
  readonly nowMs: number;
}

/** Sends it once. Redirects are not followed, since the address and the signature are for one place. Never throws. */
export async function post({ url, headers, body }: Outgoing, trying: Trying): Promise<Posted> {
  const { dispatcher, timeoutMs, stop, nowMs } = trying;
  const late = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([late, stop]);
  try {
    const response = await request(url, { method: "POST", headers, body, dispatcher, signal });
    const asked = [response.headers["retry-after"]].flat()[0] ?? null;
    const date = [response.headers["date"]].flat()[0] ?? null;
    // The status says it all, so an answer that does not end is no failure.
    await response.body.dump({ limit: MOST_READ_BYTES, signal }).catch(() => undefined);
    return judge(response.statusCode, parseRetryAfter(asked, date, nowMs));
  } catch (error) {
    const text = late.aborted ? `no answer within ${timeoutMs / 1000} s` : failureName(error);
    return { isAccepted: false, mayPass: true, text, waitMs: null };
  }
}

function judge(status: number, waitMs: number | null): Posted {
  const isRedirect = status >= 300 && status < 400;
  return {
    isAccepted: status >= 200 && status < 300,
    mayPass: PASSING.has(status),
    text: isRedirect ? `status ${status}, a redirect, which is not followed` : `status ${status}`,
    waitMs,
  };
}

/** The system's own name of a failure, which tells nothing private. */
function failureName(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "the connection failed";
}
