import { GraphError, SignInError } from "../errors.ts";
import { UnexpectedShape } from "../http/shapes.ts";
import { isJsonObject, parseJsonObject } from "../model/json-object.ts";
import type { Broken, HttpAnswer } from "../http/exchange.ts";
import type { LimitClass } from "./limits.ts";

/** What Graph says about a request that it did not fulfil. */
export interface GraphWords {
  /** The outermost code; null when there is none. */
  readonly code: string | null;
  /** All codes, the most detailed one last. */
  readonly codes: readonly string[];
  /** All messages, the most detailed one last. */
  readonly messages: readonly string[];
  /** Codes and messages in one line for people; empty when there are none. */
  readonly line: string;
}

const LONGEST_CODE = 100;
const LONGEST_LINE = 500;
const DEEPEST_INNER_ERROR = 5;

/**
 * Reads an error body; anything that is not one (a proxy's page, an empty body) has no words. Control characters and
 * `secret` are taken out of everything, and nothing is longer than a line.
 * Source: https://learn.microsoft.com/graph/errors
 */
export function readWords(body: string, secret: string): GraphWords {
  const codes: string[] = [];
  const messages: string[] = [];
  let level: unknown = parseJsonObject(body)?.["error"];
  for (let depth = 0; isJsonObject(level) && depth < DEEPEST_INNER_ERROR; depth += 1) {
    addWords(codes, level["code"], LONGEST_CODE, secret);
    addWords(messages, level["message"], LONGEST_LINE, secret);
    // The documentation spells it `innererror`, the service `innerError`.
    level = level["innerError"] ?? level["innererror"];
  }
  const line = [codes.join("/"), messages.join(" / ")].filter((part) => part !== "").join(": ");
  return { code: codes[0] ?? null, codes, messages, line: cut(line, LONGEST_LINE) };
}

/** One line that is safe to show: without `secret`, control and direction characters, and not longer than `longest`. */
export function cleanLine(text: string, secret: string, longest = LONGEST_LINE): string {
  const withoutSecret = secret === "" ? text : text.replaceAll(secret, "[token]");
  return cut(withoutSecret.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim(), longest);
}

function addWords(list: string[], value: unknown, longest: number, secret: string): void {
  const text = typeof value === "string" ? cleanLine(value, secret, longest) : "";
  if (text !== "" && !list.includes(text)) list.push(text);
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** The ids of one request: ours, and Graph's where it answered. */
export interface RequestIds {
  readonly sent: string;
  readonly answered: string | null;
}

/** Graph said no, or nothing but errors until patience ended. `what` names the request without naming people: `reading a group`. */
export function refusedRead(what: string, answer: HttpAnswer, words: GraphWords, ids: RequestIds): GraphError {
  const redirected = answer.status >= 300 && answer.status < 400;
  const saying = words.line === "" ? "" : ` ${words.line}`;
  const how = redirected ? `was answered with a redirect (${answer.status}), which is never followed` : "was refused";
  const status = redirected ? "" : `: ${answer.status}`;
  return new GraphError(`${what} ${how}${status}${saying} ${naming(ids)}`, {
    code: redirected ? "redirected" : (words.code ?? `status-${answer.status}`),
    status: answer.status,
    requestId: ids.answered ?? ids.sent,
    scope: "target",
  });
}

/** No whole answer came until patience ended. `run` scope where nothing else can be expected to be answered. */
export function unanswered(
  what: string,
  origin: string,
  failure: Pick<Broken, "because" | "detail">,
  ids: RequestIds,
  scope: "run" | "target",
): GraphError {
  return new GraphError(`${what} failed, ${origin} gave no answer: ${failure.detail} ${naming(ids)}`, {
    code: failure.because,
    requestId: ids.sent,
    scope,
  });
}

/** Which answer is meant: its request, its status and how Graph names it. */
export interface Answered {
  readonly what: string;
  readonly status: number;
  readonly requestId: string;
}

/** `problem` begins with the path in the body. A string in place of the answer: several answers together show it. */
export function unexpectedShape(answer: Answered | string, problem: string): GraphError {
  const one = typeof answer === "string" ? null : answer;
  const named = one === null ? "" : ` (request-id ${one.requestId})`;
  const what = typeof answer === "string" ? answer : answer.what;
  return new GraphError(`${what} gave an answer of unexpected shape: ${problem}${named}`, {
    code: "unexpected-shape",
    status: one?.status ?? 200,
    requestId: one?.requestId ?? null,
    scope: "target",
  });
}

/**
 * What `read` makes of an answer.
 * @throws GraphError `unexpected-shape` where it throws `UnexpectedShape`
 */
export function checked<Value>(answer: Answered, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnexpectedShape) throw unexpectedShape(answer, error.message);
    throw error;
  }
}

/** A wait that is too long for a run: whatever else is asked of this class would have to wait as long. */
export function tooLongAPause(limitClass: LimitClass, waitMs: number, requestId: string | null): GraphError {
  const minutes = Math.ceil(waitMs / 60_000);
  return new GraphError(`Graph asks to wait ${minutes} minutes before more ${limitClass}; start again after that`, {
    code: "throttled",
    status: 429,
    requestId,
    scope: "run",
  });
}

/** The run was stopped while a read waited for its turn. */
export function stopped(): GraphError {
  return new GraphError("the run was stopped before this request was sent", { code: "stopped", scope: "run" });
}

/** `token-refused`: Graph answered 401, and there is no other token. */
export function tokenRefused(words: GraphWords, ids: RequestIds): SignInError {
  const saying = words.line === "" ? "" : `: ${words.line}`;
  return new SignInError(
    "token-refused",
    `Graph refused the access token (401)${saying} ${naming(ids)}`,
    "it may have expired, or be for another cloud or another resource than Microsoft Graph",
  );
}

/** `role-missing`: so many reads of a class were refused alike that the users are not the reason. */
export function alwaysRefused(limitClass: LimitClass, times: number, words: GraphWords, ids: RequestIds): SignInError {
  const saying = words.line === "" ? "no reason given" : words.line;
  return new SignInError(
    "role-missing",
    `Graph refused ${times} ${limitClass} requests alike and fulfilled none: 403 ${saying} ${naming(ids)}`,
    "the role or the tenant is wrong; run doctor to see which roles the token has",
  );
}

function naming(ids: RequestIds): string {
  return ids.answered === null ? `(client-request-id ${ids.sent})` : `(request-id ${ids.answered})`;
}
