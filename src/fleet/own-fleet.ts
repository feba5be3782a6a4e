import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { FLEET_FILE, TENANTS_FOLDER } from "../desired/fleet-places.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { type Around, earlierTenants } from "./earlier-tenants.ts";
import type { Fleet, ListedTenant } from "./fleet.ts";
import { readFleet } from "./read-fleet.ts";

/** A tenant whose folder is worked on by itself, and whom it would have to wait for as part of its fleet. */
export interface TenantOfFleet {
  readonly name: string;
  /** The folder of the fleet. */
  readonly fleet: string;
  /** From 1. */
  readonly ring: number;
  /** Tenants of earlier rings. */
  readonly earlier: readonly string[];
  /** Asks the fleet as it is then. */
  readonly comesAfter: NonNullable<LoadedState["comesAfter"]>;
}

/**
 * The tenant whose folder this is; null: it is no tenant of a fleet, or no other tenant comes first.
 * @throws ConfigError for a fleet.yaml that cannot be used: then who comes first cannot be told
 */
export async function tenantOfFleet(path: string, around: Around): Promise<TenantOfFleet | null> {
  const found = await find(path);
  if (found === null || found.tenant.ring === 0) return null;
  const { fleet, tenant } = found;
  return {
    name: tenant.name,
    fleet: fleet.path,
    ring: tenant.ring + 1,
    earlier: fleet.rings.slice(0, tenant.ring).flat(),
    async comesAfter(app, offered) {
      const now = await find(path);
      return now === null ? null : ((await earlierTenants(now.fleet, now.tenant, around)?.(app, offered)) ?? null);
    },
  };
}

async function find(path: string): Promise<{ readonly fleet: Fleet; readonly tenant: ListedTenant } | null> {
  const folder = resolve(path);
  const root = dirname(dirname(folder));
  if (basename(dirname(folder)) !== TENANTS_FOLDER || !existsSync(join(root, FLEET_FILE))) return null;
  const fleet = await readFleet(root);
  const tenant = fleet.tenants.find(({ name }) => name === basename(folder));
  return tenant?.state === "listed" ? { fleet, tenant } : null;
}
