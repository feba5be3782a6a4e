import { HOUR_MS } from "../options.ts";
import { runPlan } from "../commands/plan.ts";
import type { Console } from "../console.ts";
import { forEachTenant } from "./each-tenant.ts";
import type { FleetFlags } from "./flags.ts";
import { flagsFor, looking } from "./looking.ts";

/** `trueup fleet plan`: what apply would do in each tenant. Writes nothing to any. */
export function run(path: string, flags: FleetFlags, console: Console): Promise<number> {
  return forEachTenant(path, flags, console, { command: "plan" }, async (at) => {
    const { detailedExitcode, strict } = flags;
    const review = { expiresIn: 24 * HOUR_MS, envelopeSlack: { kind: "count", count: 0 } } as const;
    const asked = { ...flagsFor(flags, at), ...review, detailedExitcode, strict };
    const state = await at.load();
    return looking((note) => runPlan(state, asked, at.console, note));
  });
}
