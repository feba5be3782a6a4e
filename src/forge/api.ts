import type { Dispatcher } from "undici";
import { backoff, isPassing, retryAfterOf } from "../http/retry-after.ts";
import { UnexpectedShape } from "../http/shapes.ts";
import { isJsonObject, parseJsonObject } from "../model/json-object.ts";
import type { Clock } from "../model/clock.ts";
import { ForgeError } from "./forge-error.ts";
import { exchange, type Exchange, type HttpAnswer, type Outgoing } from "../http/exchange.ts";
import type { BaseUrl } from "../http/base-url.ts";

/**
 * An id as services give it, a whole number above 0.
 * @throws UnexpectedShape
 */
export function wireId(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new UnexpectedShape(path, "is not an id");
}

/** What is needed to talk to a service. */
interface ApiOptions {
  /** `GitHub`, in messages. */
  readonly service: string;
  readonly root: BaseUrl;
  /** Sent with each request, the one with the token among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The token alone, so that it can be kept out of messages. */
  readonly token: string;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What a person can do when the token may not do what is asked. */
  readonly rightsHint: string;
}

/** One call of the API. */
interface Call {
  readonly method: Outgoing["method"];
  /** Below the root: empty, or beginning with a slash; its parts are encoded already. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** True for a call that may be sent twice, whatever its method. A POST is not, unless this says so. */
  readonly repeatable?: boolean;
  /** True for a change of something that may be gone by now: then a 404 says so. */
  readonly mayBeGone?: boolean;
}

/**
 * Calls a service, and gives what `read` makes of a good answer: of its body, and of its headers.
 * @throws ForgeError; `unexpected-shape` where `read` throws UnexpectedShape
 */
export type Api = <Value>(call: Call, read: (json: unknown, header: HttpAnswer["header"]) => Value) => Promise<Value>;

/** For calls whose answer says nothing. */
export const done = (): void => undefined;

const TRIES = 5;
const TIMEOUT_MS = 30_000;
/** A hundred comments of the longest kind that a service holds stay below it. */
const MOST_BYTES = 128 * 1024 * 1024;
/** A pipeline that waits longer than that is worse off than one that says so. */
const LONGEST_WAIT_MS = 2 * 60_000;

/**
 * The way to a service. What passes is tried again at most four times, with the waits that the service asks for, as long
 * as they are at most two minutes. A POST without an answer is not sent again but is `uncertain`. The token goes to the
 * origin of the root only; a redirect is an error.
 */
export function createApi(options: ApiOptions): Api {
  return async (call, read) => {
    const outgoing = toOutgoing(call, options);
    const repeatable = call.repeatable ?? call.method !== "POST";
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await exchange(outgoing, {
        dispatcher: options.dispatcher,
        timeoutMs: TIMEOUT_MS,
        mostBytes: MOST_BYTES,
      });
      const throttled = outcome.kind === "answer" && isThrottled(outcome);
      if (outcome.kind === "answer" && !throttled && !isPassing(outcome.status))
        return readAnswer(call, outcome, options, read);
      if (!throttled && !repeatable) {
        throw new ForgeError("uncertain", `${options.service} did not say what came of it (${describe(outcome)})`);
      }
      const wait = waitOf(outcome, attempt, options);
      if (attempt === TRIES || outcome.kind === "too-large" || wait > LONGEST_WAIT_MS)
        throw unreachable(outcome, attempt, wait, options);
      await options.clock.sleep(wait);
    }
  };
}

function toOutgoing(call: Call, { root, headers }: ApiOptions): Outgoing {
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const contentType = body === null ? {} : { "content-type": "application/json" };
  return {
    method: call.method,
    url: `${root.url}${call.path}`,
    headers: { "user-agent": "trueup", accept: "application/json", ...headers, ...contentType },
    body,
  };
}

/**
 * GitHub says with 403 as well that there were too many requests, and then names a wait or a remainder of none:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isThrottled({ status, header }: HttpAnswer): boolean {
  if (status === 429) return true;
  return status === 403 && (header("retry-after") !== null || header("x-ratelimit-remaining") === "0");
}

function waitOf(outcome: Exchange, attempt: number, { clock, random }: ApiOptions): number {
  if (outcome.kind !== "answer") return backoff(attempt, random);
  const asked = retryAfterOf(outcome, clock.now());
  if (asked !== null) return asked;
  const reset = outcome.header("x-ratelimit-reset");
  const exhausted = outcome.header("x-ratelimit-remaining") === "0" && reset !== null && /^\d{1,12}$/.test(reset);
  return exhausted ? Math.max(0, Number(reset) * 1000 - clock.now()) : backoff(attempt, random);
}

function unreachable(outcome: Exchange, attempts: number, wait: number, { service }: ApiOptions): ForgeError {
  const tried = attempts === 1 ? "once" : `${attempts} times`;
  const asked = wait > LONGEST_WAIT_MS ? `, and asks to wait ${Math.ceil(wait / 60_000)} minutes` : "";
  return new ForgeError(
    "unreachable",
    `${service} was tried ${tried} (${describe(outcome)}${asked})`,
    "the next run tries again",
  );
}

function readAnswer<Value>(
  { mayBeGone }: Call,
  { status, header, text }: HttpAnswer,
  options: ApiOptions,
  read: (json: unknown, header: HttpAnswer["header"]) => Value,
): Value {
  const { service, rightsHint } = options;
  if (status >= 200 && status < 300 && status !== 203) {
    try {
      return read(parseJson(text), header);
    } catch (error) {
      if (!(error instanceof UnexpectedShape)) throw error;
      throw new ForgeError("unexpected-shape", `${service} answered with something unexpected: ${error.message}`);
    }
  }
  if (status >= 300 && status < 400) {
    throw new ForgeError(
      "redirected",
      `${service} answered with a redirect (${status}), which is not followed`,
      "the token goes to the configured address only; if the service has moved, configure the new address",
    );
  }
  const said = saidBy(text, options);
  // Azure DevOps shows its sign-in page with 203 where it does not accept a token.
  if (![203, 401, 403, 404].includes(status)) {
    throw new ForgeError("refused", `${service} refused the request (${status}${said})`, null, status);
  }
  const problem = status === 404 ? "with this token, or it is not there" : "with this token";
  const isGone = status === 404 && mayBeGone === true;
  const message = `${service} does not allow it ${problem} (${status}${said})`;
  throw new ForgeError(isGone ? "gone" : "no-rights", message, rightsHint, status);
}

function parseJson(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw new UnexpectedShape("", "is not JSON");
  }
}

function describe(outcome: Exchange): string {
  switch (outcome.kind) {
    case "answer":
      return `status ${outcome.status}`;
    case "broken":
      return outcome.detail;
    case "too-large":
      return "the answer is larger than any that is expected";
  }
}

/** The service's own words, shortened, without the token should it repeat it. */
function saidBy(text: string, { token }: ApiOptions): string {
  const body = parseJsonObject(text);
  const said = [body?.["message"] ?? body?.["error"], detailOf(body?.["errors"])].flat();
  const words = said.filter((word) => typeof word === "string" && word !== "").join(": ");
  return words === "" ? "" : `: ${words.replaceAll(token, "***").slice(0, 200)}`;
}

/** Of what did not fit, GitHub says the first thing in a list: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function detailOf(errors: unknown): unknown {
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  return isJsonObject(first) ? first["message"] : first;
}
