import { UsageError } from "../../errors.ts";
import { storeOfTenant } from "../../session/stored-history.ts";
import type { Console } from "../console.ts";
import type { TenantAtWork } from "./each-tenant.ts";

/**
 * The console of a tenant, for a command that looks into the store that its environment names: it names that of the tenant.
 * @throws UsageError where there is none yet
 */
export function withOwnStore({ tenant, console }: TenantAtWork): Console {
  const store = storeOfTenant(tenant.tenantId, false, console);
  if (store === null) throw new UsageError(`there is no store of ${tenant.name} yet, so nothing is known`);
  const { TRUEUP_STORE: asked = "" } = console.environment;
  return { ...console, environment: { ...console.environment, TRUEUP_STORE: asked === "" ? store : asked } };
}

/** Sentences as the result of one tenant in JSON. */
export function sentences(lines: readonly string[]): string {
  return JSON.stringify({ said: lines });
}
