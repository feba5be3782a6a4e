import type { Clock } from "../model/clock.ts";
import { digestOf } from "../model/definition-digest.ts";
import type { Definable } from "../model/lock.ts";
import { lockOffer } from "../lock/lock-offer.ts";
import type { LockOffer } from "../lock/update-lock.ts";
import type { LoadedState } from "./desired-state.ts";
import { openRunStore, type RunStore, tenantOfStore } from "./open-store.ts";
import { checkTenant } from "./preflight.ts";
import type { Surroundings, Tenant } from "./tenant.ts";

/** What a catalog offers for a lock file. */
export interface Offers {
  /** The tenant of the token, or the one that the desired state names. */
  readonly tenantId: string | null;
  readonly offerOf: (name: string) => LockOffer;
}

/**
 * What the catalog offers of each app of a desired state, as far as a lock file can hold it, and since when the store knows it.
 * @throws UsageError for another tenant; SignInError, GraphError
 */
export async function readOffers(
  { configuration }: LoadedState,
  { access, graph }: Tenant,
  surroundings: Surroundings,
  clock: Clock,
): Promise<Offers> {
  const claims = await graph.claims();
  checkTenant(configuration.tenantId, { root: access.root, claims }, false);
  const tenantId = claims?.tenantId ?? null;
  const whose = tenantOfStore(claims, access.root, surroundings.environment);
  const { store } = await openRunStore(access.root, whose, surroundings, clock, false);
  try {
    const offers = await Promise.all(
      configuration.apps.map(async (app): Promise<readonly [string, LockOffer]> => {
        const offer = lockOffer(app, await graph.catalog.readApp(app.identity));
        if (offer.state === "none") return [app.name, offer];
        return [app.name, { ...offer, firstSeenMs: await firstSight(store, offer.definition) }];
      }),
    );
    const byName = new Map(offers);
    return {
      tenantId: tenantId ?? configuration.tenantId,
      offerOf: (name) => byName.get(name) ?? { state: "none", why: "it was not read" },
    };
  } finally {
    await store?.close();
  }
}

/** When a definition was first seen, which is noted where it never was; null: nothing is kept. */
async function firstSight(store: RunStore["store"], definition: Definable): Promise<number | null> {
  await store?.definitions.note(definition);
  return (await store?.rollouts.firstSeen(definition.catalogId, digestOf(definition))) ?? null;
}
