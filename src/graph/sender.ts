import { randomUUID } from "node:crypto";
import type { Dispatcher } from "undici";
import type { SignInError } from "../errors.ts";
import { retryAfterOf } from "../http/retry-after.ts";
import { createRoom, exchange, type Exchange, type Outgoing } from "../http/exchange.ts";
import { readWords, type RequestIds, tokenRefused } from "./failures.ts";
import type { LimitClass } from "./limits.ts";
import type { Turn } from "./pacer.ts";
import type { Shared, Throttling } from "./throttling.ts";
import { type TokenSource, usableToken } from "./token.ts";

/** A request as its sender needs it; token and ids are added. */
interface Sendable extends Pick<Outgoing, "method" | "url" | "body"> {
  readonly class: LimitClass;
  /** In units of the class's limit. */
  readonly cost: number;
  /** Asked when the turn has come, right before sending. */
  readonly stillWanted: () => boolean;
  /** Called, and waited for, right before each request; false: it may not be sent after all. */
  readonly sending?: () => Promise<boolean>;
}

/** One request that was sent, and what came of it. */
export interface Attempt {
  readonly outcome: Exchange;
  readonly ids: RequestIds;
  /** What was sent with it, to be kept out of every text. */
  readonly token: string;
  /** From sending to the last byte. */
  readonly tookMs: number;
}

/**
 * Waits for a turn and sends, once; only a 401, which says that nothing was carried out, is followed by one more
 * request, with another token. Null when the request was not wanted any more when its turn came.
 * @throws SignInError without a token that Graph accepts
 * @throws GraphError of scope `run` while the class is closed: nothing was sent
 */
export type Send = (request: Sendable) => Promise<Attempt | null>;

/** A page of 999 users with many plans has some 20 MB. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What all bodies that are being read may hold together: enough for the largest one beside many of the usual size. */
const MOST_BYTES_TOGETHER = 2 * MOST_BYTES;

/** Composes turn, token, ids and exchange. */
export function createSender(
  options: Shared & {
    readonly dispatcher: Dispatcher;
    readonly tokenSource: TokenSource;
    readonly throttling: Throttling;
    readonly userAgent: string;
  },
): Send {
  const { clock, throttling, tokenSource } = options;
  const room = createRoom(MOST_BYTES_TOGETHER);

  async function sendWith(token: string, request: Sendable): Promise<Attempt | null> {
    throttling.refuseWhenClosed(request.class);
    const turn = await options.pacers[request.class].enter(
      request.cost,
      () => throttling.closedFor(request.class) > 0 || request.stillWanted(),
    );
    if (turn === null) return null;
    try {
      throttling.refuseWhenClosed(request.class);
      const sent = randomUUID();
      const { method, url, body } = request;
      const headers = headersFor(request, token, sent, options.userAgent);
      if ((await request.sending?.()) === false) return null;
      options.counter.count(request.class, "requests");
      const startedAt = clock.now();
      const outcome = await exchange(
        { method, url, body, headers },
        {
          dispatcher: options.dispatcher,
          timeoutMs: options.retryPolicy.timeoutMs,
          mostBytes: MOST_BYTES,
          room,
          // The body of a write that succeeded says nothing.
          readsBody: (status) => method === "GET" || status < 200 || status >= 300,
        },
      );
      notePace(request.class, turn, outcome);
      const answered = outcome.kind === "broken" ? null : readRequestId(outcome.header("request-id"));
      return { outcome, ids: { sent, answered }, token, tookMs: clock.now() - startedAt };
    } finally {
      turn.leave();
    }
  }

  function notePace(limitClass: LimitClass, turn: Turn, outcome: Exchange): void {
    if (outcome.kind === "answer" && outcome.status === 429) {
      throttling.noteThrottled(limitClass, turn, retryAfterOf(outcome, clock.now()));
    } else if (outcome.kind !== "broken") {
      throttling.noteOther(
        limitClass,
        turn,
        outcome.kind === "answer" ? parseShareUsed(outcome.header("x-ms-throttle-limit-percentage")) : null,
      );
    }
  }

  return async (request) => {
    const token = usableToken(await tokenSource.token());
    const attempt = await sendWith(token, request);
    const refused = refusal(attempt);
    if (refused === null) return attempt;
    const renewed = usableToken(await (tokenSource.renew?.(token) ?? tokenSource.token()));
    if (renewed === token) throw refused;
    const again = await sendWith(renewed, request);
    const refusedAgain = refusal(again);
    if (refusedAgain !== null) throw refusedAgain;
    return again;
  };
}

/** The first, where there are several, and only what looks like an id: it is shown to people and stored. */
function readRequestId(id: string | null): string | null {
  return /^[\w-]{1,64}(?=,|$)/.exec(id ?? "")?.[0] ?? null;
}

function headersFor(
  request: Sendable,
  token: string,
  clientRequestId: string,
  userAgent: string,
): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: "application/json",
    "client-request-id": clientRequestId,
    "user-agent": userAgent,
    // A plan and its check a minute later must both see what Graph has, not what something in between remembers.
    ...(request.method === "GET" ? { "cache-control": "no-cache" } : {}),
    ...(request.body === null ? {} : { "content-type": "application/json" }),
  };
}

/** What the run ends with where Graph refused the token and there is no other; null where it did not. */
function refusal(attempt: Attempt | null): SignInError | null {
  if (attempt?.outcome.kind !== "answer" || attempt.outcome.status !== 401) return null;
  return tokenRefused(readWords(attempt.outcome.text, attempt.token), attempt.ids);
}

const NUMBER = /^\d+(?:\.\d+)?$/;

/**
 * The value of `x-ms-throttle-limit-percentage`: the share of its limit that an app has used, 1 being all of it, sent
 * from 0.8 on; the largest of several. Null without it, and for what is no such number.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function parseShareUsed(value: string | null): number | null {
  const shares = (value ?? "").split(",").map((text) => text.trim());
  const known = shares.filter((text) => NUMBER.test(text)).map(Number);
  return known.length === 0 ? null : Math.max(...known);
}
