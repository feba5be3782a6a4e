import type { Exchange, HttpAnswer } from "../http/exchange.ts";
import { backoff, isPassing, retryAfterOf } from "../http/retry-after.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import {
  alwaysRefused,
  type Answered,
  cleanLine,
  type GraphWords,
  readWords,
  refusedRead,
  type RequestIds,
  stopped,
  tooLongAPause,
  checked,
  unanswered,
  unexpectedShape,
} from "./failures.ts";
import type { GraphRoot } from "./graph-url.ts";
import type { LimitClass } from "./limits.ts";
import type { Attempt, Send } from "./sender.ts";
import type { Shared, Throttling } from "./throttling.ts";
import { readWholeBody } from "./whole-answer.ts";

/** A read, described without naming people: `what` goes into messages, as in `reading a group`. */
export interface ReadRequest {
  readonly what: string;
  readonly class: LimitClass;
  /** In units of the class's limit. */
  readonly cost: number;
  /** Absolute, below the Graph root. */
  readonly url: string;
  /** True: what was removed is among what the answer tells. */
  readonly tellsChanges?: boolean;
}

/** The body of an answer to a read, parsed but not yet checked. */
export interface ReadAnswer extends Answered {
  readonly body: unknown;
}

/** A write, ready to be sent. */
export interface WriteRequest {
  readonly class: LimitClass;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly url: string;
  /** JSON text; null sends no body. */
  readonly body: string | null;
  /** Asked when the turn has come, right before sending. */
  readonly maySend: () => boolean;
  /** Called, and waited for, right before each request; false: it may not be sent after all. */
  readonly sending: () => Promise<boolean>;
}

/** What came of a write that was sent once, or was not wanted any more. */
export type WriteResult =
  | { readonly kind: "not-sent" }
  | { readonly kind: "answer"; readonly status: number; readonly words: GraphWords; readonly requestId: string }
  | { readonly kind: "broken"; readonly detail: string; readonly requestId: string };

/** Reads and writes, with all that is decided about repeating them. */
export interface Requests {
  /**
   * Repeats passing failures, within retryPolicy.
   * @throws GraphError, SignInError
   */
  read(request: ReadRequest): Promise<ReadAnswer>;
  /**
   * Sends once.
   * @throws GraphError of scope `run` before anything was sent
   * @throws SignInError when there is no token that Graph accepts: nothing was carried out
   */
  write(request: WriteRequest): Promise<WriteResult>;
}

/** A pause before a read is repeated. What Graph asks for does not count as our own retryPolicy. */
interface Wait {
  readonly ownMs: number;
  readonly askedMs: number;
  /** A status, or why there was no answer. */
  readonly because: string;
}

/** Decides what an answer means: repeat, give up on this target, or give up on the run. */
export function createRequests(
  options: Shared & {
    readonly send: Send;
    readonly throttling: Throttling;
    readonly root: GraphRoot;
    readonly stop?: AbortSignal | undefined;
  },
): Requests {
  const { clock, retryPolicy } = options;
  const breaker = createCircuitBreaker();

  async function read(request: ReadRequest): Promise<ReadAnswer> {
    let spentMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      const sent = await options.send({ ...request, method: "GET", body: null, stillWanted: () => true });
      if (sent === null) throw stopped();
      if (isAnswered(sent.outcome)) breaker.noteAnswer();
      if (sent.outcome.kind === "answer" && sent.outcome.status >= 200 && sent.outcome.status < 300) {
        const answer = parseAnswer(request, sent.outcome, sent.ids);
        breaker.noteSuccess(request.class);
        return answer;
      }
      const wait = waitBeforeRepeating(sent.outcome, attempt);
      spentMs += sent.tookMs + (wait?.ownMs ?? 0);
      const tries = breaker.hasAnswered() ? retryPolicy.tries : retryPolicy.firstTries;
      if (wait === null || attempt >= tries || spentMs > retryPolicy.inAllMs) throw failure(request, sent);
      await sleepBeforeRepeating(request.class, attempt, wait);
    }
  }

  /** Null where the read is not worth repeating. */
  function waitBeforeRepeating(outcome: Exchange, attempt: number): Wait | null {
    if (outcome.kind === "too-large") return null;
    const ownMs = backoff(attempt, options.random);
    if (outcome.kind === "broken") return { ownMs, askedMs: 0, because: outcome.because };
    if (!isPassing(outcome.status)) return null;
    const because = String(outcome.status);
    const askedMs = retryAfterOf(outcome, clock.now());
    if (askedMs !== null && askedMs > retryPolicy.longestRetryAfterMs) return null;
    // The whole class is paused, and the next turn comes after that.
    if (outcome.status === 429) return { ownMs: 0, askedMs: 0, because };
    return askedMs === null ? { ownMs, askedMs: 0, because } : { ownMs: 0, askedMs, because };
  }

  async function sleepBeforeRepeating(limitClass: LimitClass, attempt: number, wait: Wait): Promise<void> {
    const { ownMs, askedMs, because } = wait;
    const waitMs = ownMs + askedMs;
    options.counter.count(limitClass, "retries");
    options.onEvent({ kind: "retry", class: limitClass, attempt: attempt + 1, waitMs, because });
    if (waitMs > 0) await clock.sleep(waitMs, options.stop);
  }

  function failure(request: ReadRequest, { outcome, ids, token }: Attempt): Error {
    if (outcome.kind === "too-large") {
      const answer = { what: request.what, status: 200, requestId: shownId(ids) };
      return unexpectedShape(answer, "the body is too large");
    }
    if (outcome.kind === "broken") {
      const cause = { because: outcome.because, detail: cleanLine(outcome.detail, token) };
      const scope = !isAnswered(outcome) && breaker.noteUnanswered() ? "run" : "target";
      return unanswered(request.what, options.root.origin, cause, ids, scope);
    }
    const closedMs = options.throttling.closedFor(request.class);
    if (outcome.status === 429 && closedMs > 0) return tooLongAPause(request.class, closedMs, shownId(ids));
    const words = readWords(outcome.text, token);
    const times = outcome.status === 403 ? breaker.noteRefusal(request.class, words.code) : null;
    return times === null
      ? refusedRead(request.what, outcome, words, ids)
      : alwaysRefused(request.class, times, words, ids);
  }

  async function write(request: WriteRequest): Promise<WriteResult> {
    const sent = await options.send({ ...request, cost: 1, stillWanted: request.maySend });
    if (sent === null) return { kind: "not-sent" };
    const { outcome, ids, token } = sent;
    const requestId = shownId(ids);
    if (outcome.kind === "too-large") return { kind: "broken", detail: "the answer is too large", requestId };
    if (outcome.kind === "broken") return { kind: "broken", detail: cleanLine(outcome.detail, token), requestId };
    breaker.noteAnswer();
    return { kind: "answer", status: outcome.status, words: readWords(outcome.text, token), requestId };
  }

  return { read, write };
}

/** Whether Graph was there, whatever became of what it said. */
function isAnswered(outcome: Exchange): boolean {
  return outcome.kind !== "broken" || outcome.because === "no-room";
}

function shownId(ids: RequestIds): string {
  return ids.answered ?? ids.sent;
}

function parseAnswer({ what, tellsChanges }: ReadRequest, answer: HttpAnswer, ids: RequestIds): ReadAnswer {
  const named = { what, status: answer.status, requestId: shownId(ids) };
  return { ...named, body: checked(named, () => readWholeBody(answer, tellsChanges)) };
}
