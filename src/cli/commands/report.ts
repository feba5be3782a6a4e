import { createPeople, readPseudonymKey } from "../../report/facts/people.ts";
import { renderStatusPage } from "../../report/page.ts";
import { preparePlan } from "../../report/page/status-view.ts";
import { planDocument } from "../../plan-file/document.ts";
import type { LoadedState } from "../../session/desired-state.ts";
import type { Console } from "../console.ts";
import { prepareOutFile } from "../out-file.ts";
import { type NoteDocument, previewMode, runTenantCommand } from "../tenant-command.ts";
import { packageVersion } from "../version.ts";
import { addLookOptions, type Declare, examples, PATH, showUsersOption, type TenantFlags } from "../options.ts";

/** The flags of `report`. */
export interface ReportFlags extends Omit<TenantFlags, "format" | "out"> {
  /** Where the page goes. */
  readonly html: string;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .requiredOption("--html <file>", "where the page goes; only its owner may read it")
    .addOption(showUsersOption());
  addLookOptions(command)
    .addHelpText("after", examples("trueup report teams --html status.html"))
    .action((path: string, flags: ReportFlags) => execute((console) => runReport(path, flags, console)));
};

/**
 * `trueup report`: the status page as one file, from the same computation as `plan`. Writes nothing to the tenant.
 * @returns 0 when the page was written, whatever it says
 */
export async function runReport(
  from: string | LoadedState,
  flags: ReportFlags,
  console: Console,
  noteDocument: NoteDocument = () => undefined,
): Promise<number> {
  const { html, ...rest } = flags;
  const key = readPseudonymKey(console.environment["TRUEUP_PSEUDONYM_KEY"]);
  const file = await prepareOutFile(html, "--html");
  try {
    return await runTenantCommand(
      from,
      { ...rest, format: "text" },
      { writes: false, writesTo: [["--html", html]] },
      console,
      async (run, reconcileWith) => {
        const { plan } = await reconcileWith(previewMode(() => Promise.resolve()));
        noteDocument(planDocument(plan, run.header, run.diagnostics));
        const people = createPeople({ showUsers: flags.showUsers, key });
        const nowMs = run.clock.now();
        const planned = preparePlan(plan, run.header, run.diagnostics, nowMs, people, false);
        await file.write(renderStatusPage({ nowMs, version: packageVersion(), planned, watching: null, people }));
        await console.result([
          `the status page of ${plan.rows.length} ${plan.rows.length === 1 ? "row" : "rows"} is in ${html}\n`,
        ]);
        return 0;
      },
    );
  } finally {
    await file.discard();
  }
}
