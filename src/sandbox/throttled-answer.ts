import type { Answer } from "./answers.ts";
import type { Dials, RetryAfterForm } from "./dials.ts";
import type { RequestClass } from "./throttle.ts";

/** The 429 of a class that is over its limit. Source: https://learn.microsoft.com/graph/throttling */
export function throttledAnswer(requestClass: RequestClass, waitMs: number, nowMs: number, dials: Dials): Answer {
  const { retryAfter, retryAfterMs } = dials;
  const form = typeof retryAfter === "string" ? retryAfter : (retryAfter[requestClass] ?? "seconds");
  return {
    status: 429,
    body: {
      error: {
        code: "TooManyRequests",
        message: "Please retry again later.",
        innerError: { code: "429", status: "429", message: "Please retry after" },
      },
    },
    headers: HEADERS[form](retryAfterMs ?? waitMs, nowMs),
  };
}

/** None is shorter than the wait: a date has whole seconds only, so it is rounded up. */
const HEADERS: Readonly<Record<RetryAfterForm, (waitMs: number, nowMs: number) => Readonly<Record<string, string>>>> = {
  seconds: (waitMs) => ({ "Retry-After": String(Math.max(1, Math.ceil(waitMs / 1000))) }),
  fraction: (waitMs) => ({ "Retry-After": (waitMs / 1000).toFixed(3) }),
  date: (waitMs, nowMs) => ({ "Retry-After": new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000).toUTCString() }),
  none: () => ({}),
};

/**
 * What answers say of the share of the limit that is used: documented for the directory, from 0.8 up to 1.8.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function limitPercentage(
  requestClass: RequestClass,
  shareUsed: number,
  dials: Dials,
): Readonly<Record<string, string>> {
  const isShown = dials.limitPercentage === "everywhere" || dials.limitPercentage === requestClass;
  if (!isShown || shareUsed < LEAST_SHOWN) return {};
  return { "x-ms-throttle-limit-percentage": Math.min(MOST_SHOWN, shareUsed).toFixed(2) };
}

const LEAST_SHOWN = 0.8;
const MOST_SHOWN = 1.8;
