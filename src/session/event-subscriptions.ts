import { clientStateOf } from "../events/client-state.ts";
import {
  keptAfter,
  LIFE_MS,
  type ListedSubscription,
  MARGIN_MS,
  subscriptionWork,
} from "../events/keep-subscriptions.ts";
import type { Clock } from "../model/clock.ts";
import type { KeptSubscription } from "../model/events.ts";
import type { LoadedState } from "./desired-state.ts";
import type { Session } from "./session.ts";

/** The apps of the desired state, as the catalog tells them. */
export interface ManagedApps {
  /** Catalog ids, lower case. */
  readonly ids: readonly string[];
  /** Name of each, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether it told the id of every one. */
  readonly isWhole: boolean;
}

/** Asks the catalog. @throws SignInError, GraphError */
export async function managedApps(session: Session, { configuration }: LoadedState): Promise<ManagedApps> {
  const entries = await session.readCatalog(configuration.apps);
  const found = entries.flatMap(([name, entry]) =>
    entry.state === "found" ? [[entry.id.toLowerCase(), name] as const] : [],
  );
  const names = new Map(found);
  return { ids: [...names.keys()], names, isWhole: found.length === entries.length };
}

/** What came of bringing the subscriptions to what they are to be. */
export interface KeptSubscriptions {
  readonly subscriptions: readonly KeptSubscription[];
  /** Of apps whose changes were told before: there is another subscription now, or nobody listened for long. */
  readonly isGap: boolean;
  /** Why some could not be made or renewed, for people. */
  readonly troubles: readonly string[];
}

/**
 * Makes, renews and removes subscriptions until each of these apps has exactly one that lasts, and keeps that in the store.
 * @param at what the notifications lead to, and the secret that they show
 * @param before what this process kept, where there is no store
 * @param listenedAtMs when this process last listened, where there is no store; null: it has not
 * @throws SignInError, GraphError
 */
export async function keepSubscriptions(
  session: Session,
  appIds: readonly string[],
  at: { readonly url: string; readonly secret: string },
  clock: Clock,
  before: readonly KeptSubscription[] = [],
  listenedAtMs: number | null = null,
): Promise<KeptSubscriptions> {
  const { subscriptions: keeper } = session.tenant.graph;
  const work = subscriptionWork(appIds, await keeper.list(), at.url, clock.now());
  const expiresAtMs = clock.now() + LIFE_MS - MARGIN_MS;
  const clientState = clientStateOf(at.secret);
  const troubles: string[] = [];
  const note = (what: string, why: string | null): void => {
    if (why !== null) troubles.push(`a subscription could not be ${what}: ${why}`);
  };
  for (const id of work.remove) note("removed", await keeper.remove(id));
  for (const id of work.renew) note("renewed", await keeper.renew(id, expiresAtMs));
  for (const appId of work.create) note("made", await keeper.create({ appId, url: at.url, clientState, expiresAtMs }));
  const listed = await keeper.list();
  return session.withEvents(async (store) => {
    const nowMs = clock.now();
    const known = (await store?.subscriptions()) ?? before;
    const heardAtMs = store === null ? listenedAtMs : await store.listenedAt();
    const kept = keptAfter(known, listed, at.url, heardAtMs, nowMs);
    const subscriptions = kept.filter(({ appId }) => appIds.includes(appId));
    await store?.keepSubscriptions(subscriptions);
    const isGap = subscriptions.some(
      ({ appId, sinceMs }) => sinceMs === nowMs && known.some((one) => one.appId === appId),
    );
    return { subscriptions, isGap, troubles };
  });
}

/** Removes every subscription that leads to an address; gives those that were there. @throws SignInError, GraphError */
export async function removeSubscriptions(
  session: Session,
  url: string,
): Promise<{ readonly removed: readonly ListedSubscription[]; readonly troubles: readonly string[] }> {
  const { subscriptions: keeper } = session.tenant.graph;
  const own = (await keeper.list()).filter(({ notificationUrl }) => notificationUrl === url);
  const troubles: string[] = [];
  for (const { id } of own) {
    const why = await keeper.remove(id);
    if (why !== null) troubles.push(why);
  }
  await session.withEvents(async (store) => store?.keepSubscriptions([]));
  return { removed: own, troubles };
}
