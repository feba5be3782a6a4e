/** An answer before it becomes HTTP. `body` null: none is sent. */
export interface Answer {
  readonly status: number;
  readonly body: object | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a route knows of a request. */
export interface SandboxRequest {
  readonly method: string;
  /** Below the Graph root, decoded by segment. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; null without a body. */
  readonly body: unknown;
  /** Root of all URLs in answers, for example `http://127.0.0.1:4000/v1.0`. */
  readonly root: string;
  /** Application permissions of the token; null: it is no JWT and may do everything. */
  readonly roles: readonly string[] | null;
  readonly nowMs: number;
}

/** An answer with a body. */
export function ok(body: object): Answer {
  return { status: 200, body };
}

/** A refusal in the form of https://learn.microsoft.com/graph/errors; the server adds ids and the date. */
export function refuse(status: number, code: string, message: string, innerCode: string | null = null): Answer {
  const innerError = innerCode === null ? {} : { code: innerCode, message };
  return { status, body: { error: { code, message, innerError } } };
}
