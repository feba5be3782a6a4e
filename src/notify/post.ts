import type { Dispatcher } from "undici";
import { exchange, type Outgoing } from "../http/exchange.ts";
import { retryAfterOf } from "../http/retry-after.ts";

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
export async function post(outgoing: Outgoing, { dispatcher, timeoutMs, stop, nowMs }: Trying): Promise<Posted> {
  // The status says it all, so no body is read.
  const answer = await exchange(outgoing, { dispatcher, timeoutMs, stop, mostBytes: 0, readsBody: () => false });
  if (answer.kind === "answer") {
    return judge(answer.status, retryAfterOf(answer, nowMs));
  }
  const text = answer.kind === "broken" ? answer.detail : "the answer is too large";
  return { isAccepted: false, mayPass: true, text, waitMs: null };
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
