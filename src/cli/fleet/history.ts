import { runHistory } from "../commands/history.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { withOwnStore } from "./stored.ts";

/** `trueup fleet history`: what was done in each tenant, from the store. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const { app: apps, permission, since, format } = flags;
  const [app] = apps;
  const asked = {
    format,
    verify: false,
    ...(app === undefined ? {} : { app }),
    ...(permission === undefined ? {} : { permission }),
    ...(since === undefined ? {} : { since }),
  };
  return forEachTenant(path, flags, console, { command: "history", needs: "store" }, async (at) => {
    const exitCode = await runHistory(asked, withOwnStore(at));
    return { exitCode, state: null, headline: null };
  });
}
