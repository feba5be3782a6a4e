const NUMBER = /^\d+(?:\.\d+)?$/;

/**
 * The value of `x-ms-throttle-limit-percentage`: the share of its limit that an app has used, 1 being all of it, sent
 * from 0.8 on. Null without it, and for what is no such number.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
export function parseShareUsed(value: string | null): number | null {
  const text = value?.trim() ?? "";
  return NUMBER.test(text) ? Number(text) : null;
}
