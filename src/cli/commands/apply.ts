import { UsageError } from "../../errors.ts";
import type { Plan } from "../../model/plan.ts";
import {
  DEFAULT_REVIEW,
  type PlanDocument,
  planDocument,
  type ResultDocument,
  resultDocument,
} from "../../plan-file/document.ts";
import { summarizeResult } from "../../plan-file/summary.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { applyExitCode } from "../../plan/convergence.ts";
import type { Statement } from "../../proof/prove.ts";
import { openReceipt } from "../../receipts/receipt-file.ts";
import type { Mode, Reconciled } from "../../reconcile.ts";
import { inCounts } from "../../report/facts/headline.ts";
import { renderText } from "../../report/text.ts";
import { openReviewedPlan } from "../../session/reviewed-plan.ts";
import type { Run } from "../../session/run.ts";
import type { Console } from "../console.ts";
import { asOnePass, type OnePass } from "../one-pass.ts";
import type { OutFile } from "../out-file.ts";
import { type Stop, stoppable } from "../stop.ts";
import { runTenantCommand } from "../tenant-command.ts";
import { addTenantOptions, type Declare, examples, type TenantFlags } from "../options.ts";
import { rowsOf } from "../../report/facts/row-state.ts";

/** The flags of `apply`. */
export interface ApplyFlags extends TenantFlags {
  readonly yes: boolean;
  /** A plan that was reviewed: only what it approves is carried out. */
  readonly plan?: string;
  /** The plan approves its bounds, not its rows. */
  readonly envelope: boolean;
  /** A file to which a line is added for each write. */
  readonly receipt?: string;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  addTenantOptions(command)
    .option("--yes", "do not ask; needed where there is no terminal", false)
    .option("--plan <file>", "carry out only what this reviewed plan holds, as plan --out wrote it")
    .option("--receipt <file>", "add a line of JSON to this file for each write, as it happens")
    .option("--envelope", "with --plan: keep within its bounds, for groups that move all day", false)
    .addHelpText(
      "after",
      examples("trueup apply teams", "trueup apply teams --plan plan.json --yes --receipt receipts.jsonl"),
    )
    .action((path: string, flags: ApplyFlags) => execute((console) => runApply(path, flags, console)));
};

/**
 * `trueup apply`: shows the plan, asks, carries it out, and reports what was read back.
 * @throws UsageError before any read, when nobody can be asked and `--yes` is missing
 */
export async function runApply(path: string, flags: ApplyFlags, console: Console): Promise<number> {
  if (!flags.yes && !console.isInteractive) {
    throw new UsageError(
      "apply asks before it writes, and there is no terminal to ask on",
      "give --yes to apply without being asked; to look first, run: trueup plan",
    );
  }
  if (flags.envelope && flags.plan === undefined) {
    throw new UsageError("--envelope is for a plan that was reviewed", "name it with --plan FILE");
  }
  const approves = flags.envelope ? "envelope" : "exact";
  const reviewed = flags.plan === undefined ? null : await openReviewedPlan(flags.plan, approves);
  const receipt = flags.receipt === undefined ? null : openReceipt(flags.receipt, console.notice);
  return stoppable(console.notice, async (stop) => {
    try {
      return await asOnePass(console, (pass) => {
        const writesTo = [["--receipt", flags.receipt]] as const;
        const purpose = { writes: true, reviewed, receipt, writesTo, noteStage: pass.noteStage };
        return runTenantCommand(path, flags, purpose, console, (run, reconcileWith, show, out) => {
          pass.began(run);
          return carryOut({ run, reconcileWith, show, out, pass }, flags, stop, console);
        });
      });
    } finally {
      receipt?.close();
      reviewed?.close();
    }
  });
}

interface Opened {
  readonly run: Run;
  readonly reconcileWith: (mode: Mode) => Promise<Reconciled>;
  readonly show: (document: PlanDocument | ResultDocument) => Promise<void>;
  readonly out: OutFile | null;
  readonly pass: OnePass;
}

async function carryOut(
  { run, reconcileWith, show, out, pass }: Opened,
  flags: ApplyFlags,
  stop: Stop,
  console: Console,
): Promise<number> {
  const mode: Mode = {
    preview: false,
    stop: stop.signal,
    restrict: run.restrict,
    show: (shown, { proof }) => showPlan(shown, proof, flags, run, console, show),
    confirm: (shown) => {
      run.checkRoles(shown);
      return confirm(shown, flags, stop, console);
    },
  };
  const { plan, result } = await reconcileWith(mode);
  if (result === null) {
    const document = planDocument(plan, run.header, run.diagnostics);
    await out?.write(renderJson(document));
    console.notice("nothing was written: the question was not answered with yes");
    await pass.ended(plan, document.judgement, false);
    return applyExitCode("declined");
  }
  await run.noteResult(result);
  const document = resultDocument(result, run.header, run.diagnostics);
  await run.noteEnd(inCounts(summarizeResult(result.rows), document.judgement));
  await show(document);
  await out?.write(renderJson(document));
  await pass.ended(result, document.judgement, true);
  return applyExitCode(document.judgement);
}

/** In text the plan comes before the result; in JSON stdout holds the result alone, so a person who is asked reads the plan on stderr. */
async function showPlan(
  plan: Plan,
  proof: readonly Statement[],
  flags: ApplyFlags,
  run: Run,
  console: Console,
  show: (document: PlanDocument) => Promise<void>,
): Promise<void> {
  const document = planDocument(plan, run.header, run.diagnostics, { ...DEFAULT_REVIEW, proof });
  if (flags.format === "text") {
    await show(document);
    return;
  }
  if (flags.yes) return;
  const text = [
    ...renderText(document, { color: console.noticeColor, columns: console.noticeColumns, rates: null }),
  ].join("");
  console.rendered(text.trimEnd());
}

async function confirm(plan: Plan, flags: ApplyFlags, stop: Stop, console: Console): Promise<boolean> {
  if (!flags.yes) {
    const acting = rowsOf(plan.rows, "act").length;
    const changes = acting === 1 ? "this change" : `these ${acting} changes`;
    if (!(await console.ask(`Carry out ${changes}? Only "yes" does it: `, stop.signal))) return false;
  }
  stop.beginWriting();
  return true;
}
