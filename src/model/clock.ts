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

/** {@link isoTime} for many times that lie in few minutes: that takes a fifth of the time. */
export function createIsoTimes(): (ms: number) => string {
  const beginnings = new Map<number, string>();
  let last = { ms: Number.NaN, text: "" };
  return (ms) => {
    if (ms !== last.ms) last = { ms, text: textOf(ms) };
    return last.text;
  };
  function textOf(ms: number): string {
    const minute = Math.floor(ms / MINUTE_MS);
    const beginning = beginnings.get(minute);
    if (beginning !== undefined && Number.isInteger(ms)) {
      const left = ms - minute * MINUTE_MS;
      return `${beginning}${String(Math.floor(left / 1000)).padStart(2, "0")}.${String(left % 1000).padStart(3, "0")}Z`;
    }
    const text = isoTime(ms);
    if (beginnings.size < MOST_MINUTES) beginnings.set(minute, text.slice(0, -SECONDS.length));
    return text;
  }
}

const MINUTE_MS = 60_000;
/** A day of them is remembered. */
const MOST_MINUTES = 1_440;
const SECONDS = "00.000Z";
