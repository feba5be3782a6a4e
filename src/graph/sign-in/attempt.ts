import type { SignInError } from "../../errors.ts";

/** A token, and for how long it is good. */
interface FreshToken {
  readonly kind: "token";
  readonly token: string;
  readonly lifeMs: number;
}

/** No token. */
export interface FailedAttempt {
  readonly kind: "failed";
  readonly error: SignInError;
  /** Whether the same may succeed in a moment. */
  readonly passing: boolean;
  /** How long the service asks to wait; null when it does not say. */
  readonly waitMs: number | null;
}

/** What came of one attempt to get a token. */
export type Attempt = FreshToken | FailedAttempt;
