import { tenantOfFleet } from "../fleet/own-fleet.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { askedStore } from "../session/open-store.ts";
import { systemClock } from "../session/system-clock.ts";
import { isDatabaseAddress } from "../store/postgres/address.ts";
import type { Console } from "./console.ts";

/** What the folder of one tenant adds to its desired state: whom of its fleet it has to wait for. */
export type InItsFleet = Pick<LoadedState, "comesAfter">;

/**
 * With the store of the fleet, the folder of one tenant waits for earlier rings as the fleet does. Without it nobody knows how far they
 * are: whoever writes is warned.
 * @throws ConfigError for a fleet.yaml that cannot be used
 */
export async function inItsFleet(
  path: string,
  writes: boolean,
  { environment, notice }: Pick<Console, "environment" | "notice">,
): Promise<InItsFleet> {
  const tenant = await tenantOfFleet(path, { environment, clock: systemClock });
  if (tenant === null) return {};
  if (isDatabaseAddress(askedStore(environment))) return { comesAfter: tenant.comesAfter };
  const { name, fleet, ring, earlier } = tenant;
  if (writes)
    notice(
      `warning: ${name} is in ring ${ring} of the fleet ${fleet}, and this does not wait for ${earlier.join(", ")}: ` +
        "TRUEUP_STORE names no database of the fleet; trueup fleet work keeps to the order",
    );
  return {};
}
