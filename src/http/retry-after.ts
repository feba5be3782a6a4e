import type { HttpAnswer } from "./exchange.ts";

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
  const waits = (value ?? "").split(BETWEEN_VALUES).map((text) => waitOf(text.trim(), answerDate, now));
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** {@link parseRetryAfter} of an answer. */
export function retryAfterOf({ header }: Pick<HttpAnswer, "header">, now: number): number | null {
  return parseRetryAfter(header("retry-after"), header("date"), now);
}

function waitOf(text: string, answerDate: string | null, now: number): number | null {
  if (SECONDS.test(text)) return Math.ceil(Number(text) * 1000);
  const until = parseHttpDate(text);
  if (until === null) return null;
  const from = answerDate === null ? null : parseHttpDate(answerDate.trim());
  return Math.max(0, until - (from ?? now));
}

/** All three forms that HTTP knows; the oldest names no zone and means GMT. */
function parseHttpDate(text: string): number | null {
  if (!HTTP_DATE.test(text)) return null;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : time;
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
