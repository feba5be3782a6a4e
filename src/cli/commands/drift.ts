import { driftDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { driftExitCode } from "../../plan/convergence.ts";
import type { Console } from "../console.ts";
import { previewMode, runTenantCommand } from "../tenant-command.ts";
import { addTenantOptions, type Declare, examples, type TenantFlags } from "../options.ts";

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  addTenantOptions(command)
    .addHelpText("after", examples("trueup drift teams", "trueup drift teams --max-age 23h --format json"))
    .action((path: string, flags: TenantFlags) => execute((console) => runDrift(path, flags, console)));
};

/** `trueup drift`: the rows that differ, from the same computation as `plan`. Writes nothing to the tenant. */
export function runDrift(path: string, flags: TenantFlags, console: Console): Promise<number> {
  return runTenantCommand(path, flags, { writes: false }, console, async (run, reconcileWith, show, out) => {
    const mode = previewMode((plan) => show(driftDocument(plan, run.header, run.diagnostics)));
    const { plan } = await reconcileWith(mode);
    await out?.write(renderJson(driftDocument(plan, run.header, run.diagnostics)));
    return driftExitCode(plan);
  });
}
