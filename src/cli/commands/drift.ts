import { driftDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { driftExitCode } from "../../plan/convergence.ts";
import type { LoadedState } from "../../session/desired-state.ts";
import type { Console } from "../console.ts";
import { type NoteDocument, previewMode, runTenantCommand } from "../tenant-command.ts";
import { addTenantOptions, type Declare, examples, strictOption, type TenantFlags } from "../options.ts";

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  addTenantOptions(command)
    .addOption(strictOption())
    .addHelpText("after", examples("trueup drift teams", "trueup drift teams --max-age 23h --format json"))
    .action((path: string, flags: DriftFlags) => execute((console) => runDrift(path, flags, console)));
};

/** The flags of `drift`. */
export interface DriftFlags extends TenantFlags {
  /** What is held as meant, and what waits for its turn, is a difference too. */
  readonly strict: boolean;
}

/** `trueup drift`: the rows that differ, from the same computation as `plan`. Writes nothing to the tenant. */
export function runDrift(
  from: string | LoadedState,
  flags: DriftFlags,
  console: Console,
  noteDocument: NoteDocument = () => undefined,
): Promise<number> {
  return runTenantCommand(from, flags, { writes: false }, console, async (run, reconcileWith, show, out) => {
    const { plan } = await reconcileWith(previewMode(() => Promise.resolve()));
    const document = driftDocument(plan, run.header, run.diagnostics);
    noteDocument(document);
    await show(document);
    await out?.write(renderJson(document));
    return driftExitCode(document.judgement, flags);
  });
}
