import { runCensus } from "../commands/census.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { withOwnStore } from "./stored.ts";

/** `trueup fleet census`: who has which version, in each tenant. Writes nothing. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  return forEachTenant(
    path,
    flags,
    console,
    { command: "census", needs: flags.fromStore ? "store" : "tenant" },
    async (at) => {
      // Ids are counted whatever the desired state says.
      if (flags.manifestId.length + flags.catalogId.length === 0 && !flags.fromStore) await at.load();
      const { path: folder, tenantId } = at.tenant;
      const own = flags.fromStore ? withOwnStore(at) : at.console;
      return { exitCode: await runCensus(folder, { ...flags, tenantId }, own), state: null, headline: null };
    },
  );
}
