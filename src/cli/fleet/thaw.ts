import { describeFreeze } from "../../model/freeze.ts";
import { UTC } from "../../model/time-zone.ts";
import { UsageError } from "../../errors.ts";
import { storeOfTenant } from "../../session/stored-history.ts";
import { storeFiles, withStore } from "../../session/open-store.ts";
import { endFreezes } from "../commands/thaw.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { sentences, withOwnStore } from "./stored.ts";

/** `trueup fleet thaw`: ends the freezes of all tenants, so that changes go on. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  const [app, another] = flags.app;
  if (another !== undefined) throw new UsageError("fleet thaw takes one --app", "run it once for each app");
  return forEachTenant(path, flags, console, { command: "thaw", needs: "store" }, async (at) => {
    const lines: string[] = [];
    const hasStore = storeOfTenant(at.tenant.tenantId, false, at.console) !== null;
    for (const store of hasStore ? await storeFiles(withOwnStore(at)) : []) {
      const { ended, left } = await withStore(store, at.console, (opened) =>
        endFreezes(opened, app ?? null, at.tenant.path),
      );
      lines.push(...ended.map((freeze) => `ended: ${describeFreeze(freeze, UTC)}`));
      if (left.state === "unreadable") throw new UsageError(`whether anything is frozen cannot be told: ${left.why}`);
      lines.push(...left.inForce.map((freeze) => `still in force: ${describeFreeze(freeze, UTC)}`));
    }
    if (lines.length === 0) lines.push(app === undefined ? "nothing was frozen" : `no freeze of ${app}`);
    if (flags.format === "json") await at.console.result([sentences(lines)]);
    return { exitCode: 0, state: null, headline: lines.join("; ") };
  });
}
