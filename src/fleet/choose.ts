import { didYouMean } from "../desired/did-you-mean.ts";
import { UsageError } from "../errors.ts";
import type { Fleet, TenantEntry } from "./fleet.ts";

/**
 * The tenants that are asked for by name; all without a name.
 * @throws UsageError for a name that the fleet does not have
 */
export function chooseTenants({ tenants, path }: Pick<Fleet, "tenants" | "path">, asked: readonly string[]) {
  const names = tenants.map(({ name }) => name);
  for (const name of asked) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names) ?? `it has ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`;
    throw new UsageError(`the fleet ${path} has no tenant ${JSON.stringify(name)}`, hint);
  }
  return tenants.filter((tenant: TenantEntry) => asked.length === 0 || asked.includes(tenant.name));
}
