/** Time as an argument: the real one is made in `session/system-clock.ts`, tests drive a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Milliseconds since a moment of this process. Nobody sets them, as hands are set when a clock was wrong: what has to wait or to
   * last for so long is measured by them, and only what is told or outlives the process by `now`.
   */
  elapsed(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` is or becomes aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `1767225600000` -> `"2026-01-01T00:00:00.000Z"`, the form every `at` and `createdAt` of the JSON output has. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
