import { planDocument } from "../../report/document.ts";
import { planExitCode } from "../../report/exit-code.ts";
import { renderJson } from "../../report/json.ts";
import type { Console } from "../console.ts";
import type { TenantFlags } from "../flags.ts";
import { previewMode, runTenantCommand } from "../tenant-command.ts";

/** The flags of `plan`. */
export interface PlanFlags extends TenantFlags {
  readonly detailedExitcode: boolean;
}

/** `trueup plan`: shows what would be done. Writes nothing to the tenant. */
export function runPlan(path: string, flags: PlanFlags, console: Console): Promise<number> {
  return runTenantCommand(path, flags, false, console, async (run, reconcileWith, show, out) => {
    const mode = previewMode((plan) => show(planDocument(plan, run.header, run.diagnostics)));
    const { plan } = await reconcileWith(mode);
    await out?.write(renderJson(planDocument(plan, run.header, run.diagnostics)));
    return planExitCode(plan, { detailed: flags.detailedExitcode, policySuspended: run.policy.suspended });
  });
}
