/** Why a comment could not be written; a closed set, for messages and tests. */
type CommentProblem =
  /** No token where one is needed, or one that cannot stand in a header. */
  | "no-token"
  /** The token may not read or write comments here: a run for a fork, a job without the permission, an expired token. */
  | "no-rights"
  /** No whole answer, or none but "try later", until patience ended. */
  | "unreachable"
  /** The service answered with an address elsewhere. It is not followed, since the token would be. */
  | "redirected"
  /** An answer that is not what the service documents. */
  | "unexpected-shape"
  /** The service refused this text or this request. */
  | "refused"
  /** What was to be changed is not there any more. */
  | "gone"
  /** A comment may have been made or not: nobody answered. */
  | "uncertain";

/** A comment that could not be read or written. Never holds the token. */
export class CommentError extends Error {
  override readonly name = "CommentError";
  readonly problem: CommentProblem;
  readonly hint: string | null;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(problem: CommentProblem, message: string, hint: string | null = null, status: number | null = null) {
    super(message);
    this.problem = problem;
    this.hint = hint;
    this.status = status;
  }
}
