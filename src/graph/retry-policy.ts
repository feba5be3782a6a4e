/** How long a request is worth waiting for. Waiting for one's turn does not count: an honest run can take an hour. */
export interface RetryPolicy {
  /** One attempt, from sending to the last byte. */
  readonly timeoutMs: number;
  readonly tries: number;
  /** Tries while there has never been an answer: somebody who mistyped an address should hear of it soon. */
  readonly firstTries: number;
  /** All attempts of one request and the waits between them that were our own choice. */
  readonly inAllMs: number;
  /** The longest wait that Graph may ask for. */
  readonly longestRetryAfterMs: number;
}

export const RETRY_POLICY: RetryPolicy = {
  timeoutMs: 30_000,
  tries: 6,
  firstTries: 3,
  inAllMs: 5 * 60_000,
  longestRetryAfterMs: 10 * 60_000,
};
