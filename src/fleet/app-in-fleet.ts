import { didYouMean } from "../desired/did-you-mean.ts";
import { load } from "../desired/load.ts";
import { UsageError } from "../errors.ts";
import { sameName } from "../model/name.ts";
import { isObjectId } from "../model/object-id.ts";
import { readFleet } from "./read-fleet.ts";

/**
 * Looks whether any tenant of a fleet has an app of that name; what stands for no app would stop nothing anywhere. An id is taken
 * as it is, and so is a name while a tenant's files cannot be read, since they may have it.
 * @throws UsageError
 */
export async function refuseUnknownApp(path: string, written: string): Promise<void> {
  if (isObjectId(written)) return;
  const { tenants } = await readFleet(path);
  const names = new Set<string>();
  for (const tenant of tenants) {
    const loaded = tenant.state === "listed" ? await load(tenant.path) : null;
    if (loaded === null || loaded.configuration === null) return;
    for (const { name } of loaded.configuration.apps) names.add(name);
  }
  if ([...names].some((name) => sameName(name, written))) return;
  const hint = didYouMean(written, [...names]) ?? `they have ${[...names].slice(0, 10).join(", ")}`;
  throw new UsageError(`no tenant of the fleet has an app "${written}", so the freeze would stop nothing`, hint);
}
