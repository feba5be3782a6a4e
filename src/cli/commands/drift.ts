import { driftDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { driftExitCode } from "../../plan/convergence.ts";
import type { Console } from "../console.ts";
import type { TenantFlags } from "../options.ts";
import { previewMode, runTenantCommand } from "../tenant-command.ts";

/** `trueup drift`: the rows that differ, from the same computation as `plan`. Writes nothing to the tenant. */
export function runDrift(path: string, flags: TenantFlags, console: Console): Promise<number> {
  return runTenantCommand(path, flags, { writes: false }, console, async (run, reconcileWith, show, out) => {
    const mode = previewMode((plan) => show(driftDocument(plan, run.header, run.diagnostics)));
    const { plan } = await reconcileWith(mode);
    await out?.write(renderJson(driftDocument(plan, run.header, run.diagnostics)));
    return driftExitCode(plan);
  });
}
