import { STATUS_CODES } from "node:http";
import type { Caller } from "./incoming.ts";

/** An answer before it becomes HTTP. `body` null: none is sent. */
export interface Answer {
  readonly status: number;
  readonly body: object | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the request changed; nothing when left out. */
  readonly changed?: Changed;
}

/** Whose installation of which app was changed. */
export interface Changed {
  readonly userId: string;
  readonly appId: string;
}

/** What a route knows of a request. */
export interface SandboxRequest {
  readonly method: string;
  /** Below the Graph root, decoded by segment. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; null without a body, undefined for a body that is no JSON. */
  readonly body: unknown;
  /** Root of all URLs in answers, for example `http://127.0.0.1:4000/v1.0`. */
  readonly root: string;
  /** Whom the token stands for; null: it is no JWT and may do everything. */
  readonly caller: Caller | null;
  readonly nowMs: number;
  /** What is wrong with the addresses that it wants to be notified at; null: they answered as they should. */
  readonly endpointProblem: string | null;
}

/** A request that cannot be answered, with what to answer instead. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** An answer with a body. */
export function ok(body: object): Answer {
  return { status: 200, body };
}

/**
 * A refusal in the form of https://learn.microsoft.com/graph/errors; the server adds ids and the date. Its code is the
 * name of the status, unless another one is given.
 */
export function refuse(
  status: number,
  message: string,
  { code = nameOf(status), inner }: { readonly code?: string; readonly inner?: string } = {},
): Answer {
  const innerError = inner === undefined ? {} : { code: inner, message };
  return { status, body: { error: { code, message, innerError } } };
}

function nameOf(status: number): string {
  return (STATUS_CODES[status] ?? "UnknownError").replaceAll(/\W/g, "");
}

/** For a question that the sandbox does not understand: it never answers another one instead. */
export function notUnderstood(message: string, code = "BadRequest"): Refused {
  return new Refused(refuse(400, message, { code }));
}
