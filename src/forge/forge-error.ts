/** Why a service did not do what it was asked; a closed set, for messages and tests. */
type ForgeProblem =
  /** No token where one is needed, or one that cannot stand in a header. */
  | "no-token"
  /** The token may not do that here: a run for a fork, a job without the permission, an expired token. */
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
  /** What was asked may have been done or not: nobody answered. */
  | "uncertain";

/** Something that a service did not do. Never holds the token. */
export class ForgeError extends Error {
  override readonly name = "ForgeError";
  readonly problem: ForgeProblem;
  readonly hint: string | null;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(problem: ForgeProblem, message: string, hint: string | null = null, status: number | null = null) {
    super(message);
    this.problem = problem;
    this.hint = hint;
    this.status = status;
  }
}
