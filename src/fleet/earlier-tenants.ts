import { load } from "../desired/load.ts";
import type { Clock } from "../model/clock.ts";
import { releaseDigest } from "../model/definition-digest.ts";
import { sameName } from "../model/name.ts";
import { lookIn } from "../session/last-look.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { storeOfTenant } from "../session/stored-history.ts";
import type { Fleet, ListedTenant, TenantEntry } from "./fleet.ts";

/** Where the stores of tenants are, and what time it is. */
export interface Around {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

type ComesAfter = NonNullable<LoadedState["comesAfter"]>;

/**
 * Why a tenant has to wait with a version: tenants of earlier rings that have the app and are not known to have brought the same
 * version, which asks for the same, to everybody. What the store does not know is not done. Null: no tenant comes first.
 */
export function earlierTenants(
  fleet: Fleet,
  { ring }: ListedTenant,
  { environment, clock }: Around,
): ComesAfter | null {
  const earlier = fleet.rings
    .slice(0, ring)
    .flatMap((members, index) =>
      fleet.tenants.filter(({ name }) => members.includes(name)).map((one) => ({ one, index })),
    );
  if (earlier.length === 0) return null;
  return async (app, offered) => {
    const digest = releaseDigest(offered);
    for (const { one, index } of earlier) {
      const where = `tenant ${one.name} of ring ${index + 1} of the fleet comes first`;
      const has = await hasReached(one, app, digest);
      if (has === "reached" || (has === "not-yet" && !(await manages(one, app)))) continue;
      return has === "not-known"
        ? `${where}, and cannot be read`
        : `${where}, and has not brought ${offered.version} to everybody yet`;
    }
    return null;
  };

  async function hasReached(
    one: TenantEntry,
    app: string,
    digest: string | null,
  ): Promise<"reached" | "not-yet" | "not-known"> {
    if (one.state === "refused") return "not-known";
    const store = storeOfTenant(one.tenantId, false, { environment });
    const look = store === null ? null : await lookIn(store, clock);
    const known = look?.apps.find(({ name }) => sameName(name, app));
    return digest !== null && known?.reached.includes(digest) === true ? "reached" : "not-yet";
  }
}

/** Whether somebody of the tenant is to have the app; what cannot be read may say so. */
async function manages(tenant: TenantEntry, app: string): Promise<boolean> {
  if (tenant.state === "refused") return true;
  const { configuration } = await load(tenant.path);
  if (configuration === null) return true;
  return configuration.assignments.some(
    (one) => sameName(one.app, app) && one.ensure !== "absent" && one.ensure !== "leave",
  );
}
