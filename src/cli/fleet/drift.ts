import { runDrift } from "../commands/drift.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { flagsFor, looking } from "./looking.ts";

/** `trueup fleet drift`: the rows of each tenant that differ. Writes nothing to any. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  return forEachTenant(path, flags, console, { command: "drift" }, async (at) => {
    const asked = { ...flagsFor(flags, at), strict: flags.strict };
    const state = await at.load();
    return looking((note) => runDrift(state, asked, at.console, note));
  });
}
