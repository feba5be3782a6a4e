import type { KeptSubscription } from "../model/events.ts";

/** A subscription as Graph lists it. */
export interface ListedSubscription {
  readonly id: string;
  /** Catalog id, lower case; null: it is to something else than an app's installations. */
  readonly appId: string | null;
  readonly notificationUrl: string;
  readonly expiresAtMs: number;
}

/** What is to be done so that each app has exactly one subscription that lasts. */
export interface SubscriptionWork {
  /** Catalog ids. */
  readonly create: readonly string[];
  /** Ids of subscriptions. */
  readonly renew: readonly string[];
  readonly remove: readonly string[];
}

/** As long as a subscription to installations may live. Source: https://learn.microsoft.com/graph/change-notifications-overview#subscription-lifetime */
export const LIFE_MS = 4_320 * 60_000;
/** What has less than that left is renewed: a day and a half for whatever keeps it from being so. */
const RENEWED_BELOW_MS = LIFE_MS / 2;
/** A clock that is a little wrong asks for no longer life than is given. */
export const MARGIN_MS = 5 * 60_000;

/**
 * Compares what there is with what there is to be. Only subscriptions that lead to `url` are this program's; of two for one
 * app the longer lived stays.
 */
export function subscriptionWork(
  appIds: readonly string[],
  listed: readonly ListedSubscription[],
  url: string,
  nowMs: number,
): SubscriptionWork {
  const own = listed
    .filter(({ notificationUrl, appId }) => notificationUrl === url && appId !== null)
    .toSorted((a, b) => b.expiresAtMs - a.expiresAtMs);
  const chosen = appIds.map((appId) => own.find((one) => one.appId === appId && one.expiresAtMs > nowMs));
  return {
    create: appIds.filter((_, index) => chosen[index] === undefined),
    renew: chosen.flatMap((one) => (one !== undefined && one.expiresAtMs - nowMs < RENEWED_BELOW_MS ? [one.id] : [])),
    remove: own.filter((one) => !chosen.includes(one)).map(({ id }) => id),
  };
}

/** Longer than that unheard, and Graph may have given notifications up: it tries each for 4 hours, and drops those of a slow address. */
export const HEARD_AGAIN_WITHIN_MS = 60 * 60_000;

/**
 * What to keep of the subscriptions that Graph lists now. One that is the same as before goes on from where it began,
 * unless nobody listened for long; any other one begins now, and what was read before may have changed unheard.
 * @param listenedAtMs when this program last listened; null: never
 */
export function keptAfter(
  before: readonly KeptSubscription[],
  listed: readonly ListedSubscription[],
  url: string,
  listenedAtMs: number | null,
  nowMs: number,
): readonly KeptSubscription[] {
  const heard = listenedAtMs !== null && nowMs - listenedAtMs <= HEARD_AGAIN_WITHIN_MS;
  return listed.flatMap(({ id, appId, notificationUrl, expiresAtMs }) => {
    if (appId === null || notificationUrl !== url || expiresAtMs <= nowMs) return [];
    const known = before.find((one) => one.id === id);
    return [{ appId, id, url, sinceMs: known !== undefined && heard ? known.sinceMs : nowMs, expiresAtMs }];
  });
}
