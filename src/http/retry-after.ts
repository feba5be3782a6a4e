const SECONDS = /^\d+(?:\.\d+)?$/;
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/;

/**
 * How long an answer asks to wait, in milliseconds; null when it does not say so in a form that is known.
 * Seconds may have a fraction; a date is taken against the answer's own `date` where it has one, so that a local
 * clock that is wrong does no harm. Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(value: string | null, answerDate: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
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
