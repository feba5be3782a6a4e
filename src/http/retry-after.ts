import type { HttpAnswer } from "./exchange.ts";

/** Nobody waits longer: one answer with a number without end must not keep a controller that nobody watches from its work. */
const LONGEST_MS = 24 * 60 * 60_000;
const SECONDS = /^\d+(?:\.\d+)?$/;
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/;

/** What stands between two values of a header that came twice; a date holds a comma of its own. */
const BETWEEN_VALUES = /(?<!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*),/;

/**
 * How long an answer asks to wait, in milliseconds, the largest where it says several; null when it does not say so in a
 * form that is known. Seconds may have a fraction; a date is taken against the answer's own `date` where it has one, so
 * that a local clock that is wrong does no harm. Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | null, answerDate: string | null, now: number): number | null {
  const from = usableIn(answerDate, parseHttpDate)[0] ?? now;
  const waits = usableIn(value, (text) => waitOf(text, from));
  return waits.length === 0 ? null : Math.min(LONGEST_MS, Math.max(...waits));
}

/** {@link parseRetryAfter} of an answer. */
export function retryAfterOf({ header }: Pick<HttpAnswer, "header">, now: number): number | null {
  return parseRetryAfter(header("retry-after"), header("date"), now);
}

/** What `parse` makes of the values of a header, without those that it makes nothing of. */
function usableIn(header: string | null, parse: (text: string) => number | null): readonly number[] {
  const values = (header ?? "").split(BETWEEN_VALUES).map((text) => parse(text.trim()));
  return values.filter((value) => value !== null);
}

function waitOf(text: string, from: number): number | null {
  if (SECONDS.test(text)) return Math.ceil(Number(text) * 1000);
  const until = parseHttpDate(text);
  return until === null ? null : Math.max(0, until - from);
}

/** All three forms that HTTP knows; the oldest names no zone and means GMT. */
function parseHttpDate(text: string): number | null {
  if (!HTTP_DATE.test(text)) return null;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : time;
}

/**
 * Whether the same request may be answered otherwise in a moment.
 * Source for Graph: https://learn.microsoft.com/graph/errors; 500 and 502 by our own decision.
 */
export function isPassing(status: number): boolean {
  return [429, 500, 502, 503, 504].includes(status);
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * The wait before try `attempt + 1` where the answer names none: doubling from one second up to a minute, of which the
 * upper half is left to chance. `random` gives numbers from 0 up to 1.
 */
export function backoff(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return Math.round(longest * (0.5 + 0.5 * random()));
}
