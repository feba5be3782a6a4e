import { readCloud } from "../../graph/sign-in/clouds.ts";
import { describeFreeze } from "../../model/freeze.ts";
import { UTC } from "../../model/time-zone.ts";
import { UsageError } from "../../errors.ts";
import { openRunStore } from "../../session/open-store.ts";
import { systemClock } from "../../session/system-clock.ts";
import { freezeOf, keepFreeze } from "../commands/freeze.ts";
import type { Console } from "../console.ts";
import { environmentFor } from "../../fleet/credentials.ts";
import { refuseUnknownApp } from "../../fleet/app-in-fleet.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { sentences } from "./stored.ts";

/**
 * `trueup fleet freeze`: nothing is changed in any tenant until `fleet thaw`, by whoever shares its store. A tenant that no run has
 * looked at yet is frozen too.
 * @throws UsageError for an app that no tenant has, and a time that has passed
 */
export async function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const { app: apps, reason, until } = flags;
  const [app, another] = apps;
  if (another !== undefined) throw new UsageError("fleet freeze takes one --app", "run it once for each app");
  const asked = { ...(reason === undefined ? {} : { reason }), ...(until === undefined ? {} : { until }) };
  const freeze = freezeOf(app === undefined ? asked : { ...asked, app });
  if (app !== undefined) await refuseUnknownApp(path, app);
  const said = describeFreeze(freeze, UTC);
  return forEachTenant(path, flags, console, { command: "freeze", needs: "store" }, async (at) => {
    // In which cloud the tenant is stands beside its credentials, which may not be there.
    const environment = await environmentFor(at.tenant, console.environment).catch(() => at.console.environment);
    const { root } = readCloud(environment);
    const { store } = await openRunStore(root, at.tenant.tenantId, at.console, systemClock, true);
    if (store === null) throw new UsageError("there is no store, so nobody would hear of it", "set TRUEUP_STORE");
    try {
      await keepFreeze(store, freeze);
    } finally {
      await store.close();
    }
    if (flags.format === "json") await at.console.result([sentences([said])]);
    return { exitCode: 0, state: null, headline: said };
  });
}
