import { definitionText } from "../model/back-off.ts";
import type { Clock } from "../model/clock.ts";
import { offerOf } from "../plan/offer.ts";
import type { LoadedState } from "./loaded-state.ts";
import { openTenant, type TenantConsole, type TenantOptions } from "./tenant.ts";

/**
 * What the catalog offers now for each app of a desired state, as one text each that differs when the definition does.
 * @throws UsageError, SignInError, GraphError
 */
export async function readOffers(
  state: LoadedState,
  options: TenantOptions,
  console: TenantConsole,
  clock: Clock,
): Promise<ReadonlyMap<string, string>> {
  const { graph, close } = await openTenant(options, console, clock);
  try {
    const offers = new Map<string, string>();
    for (const { name, identity } of state.configuration.apps) {
      const offer = offerOf(await graph.catalog.readApp(identity));
      const permissions =
        offer.state === "offered" && offer.required.state === "known" ? offer.required.permissions : null;
      offers.set(name, definitionText(offer.state === "offered" ? { version: offer.version.text, permissions } : null));
    }
    return offers;
  } finally {
    await close();
  }
}
