import { UsageError } from "../../errors.ts";
import type { Plan } from "../../model/plan.ts";
import { type PlanDocument, planDocument, resultDocument } from "../../report/document.ts";
import { applyExitCode } from "../../report/exit-code.ts";
import { renderJson } from "../../report/json.ts";
import { renderText } from "../../report/text.ts";
import type { Console } from "../console.ts";
import type { TenantFlags } from "../flags.ts";
import { listenForStop, NOT_CONVERGED, type Stop } from "../stop.ts";
import { runTenantCommand } from "../tenant-command.ts";
import type { Run } from "../wire.ts";

/** The flags of `apply`. */
export interface ApplyFlags extends TenantFlags {
  readonly yes: boolean;
}

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
  const stop = listenForStop(console.notice);
  try {
    return await runTenantCommand(path, flags, true, console, async (run, reconcileWith, show, out) => {
      const { plan, result } = await reconcileWith({
        preview: false,
        stop: stop.signal,
        show: (shown) => showPlan(shown, flags, run, console, show),
        confirm: (shown) => {
          run.checkRoles(shown);
          return confirm(shown, flags, stop, console);
        },
      });
      if (result === null) {
        await out?.write(renderJson(planDocument(plan, run.header, run.diagnostics)));
        console.notice("nothing was written: the question was not answered with yes");
        return applyExitCode("declined", run.policy.suspended);
      }
      const document = resultDocument(result, run.header, run.diagnostics);
      await show(document);
      await out?.write(renderJson(document));
      return applyExitCode(result, run.policy.suspended);
    });
  } catch (error) {
    if (!stop.isWriting()) throw error;
    console.notice(
      `error: the run wrote to the tenant, and then failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    console.notice("  hint: plan again to see where things stand");
    return NOT_CONVERGED;
  } finally {
    stop.release();
  }
}

/** In text the plan comes before the result; in JSON stdout holds the result alone, so a person who is asked reads the plan on stderr. */
async function showPlan(
  plan: Plan,
  flags: ApplyFlags,
  run: Run,
  console: Console,
  show: (document: PlanDocument) => Promise<void>,
): Promise<void> {
  const document = planDocument(plan, run.header, run.diagnostics);
  if (flags.format === "text") {
    await show(document);
    return;
  }
  if (flags.yes) return;
  const text = [...renderText(document, { color: console.noticeColor, rates: null })].join("");
  console.notice(text.trimEnd());
}

async function confirm(plan: Plan, flags: ApplyFlags, stop: Stop, console: Console): Promise<boolean> {
  if (!flags.yes) {
    const acting = plan.rows.filter((row) => row.verdict === "act").length;
    const changes = acting === 1 ? "this change" : `these ${acting} changes`;
    if (!(await console.ask(`Carry out ${changes}? Only "yes" does it: `, stop.signal))) return false;
  }
  stop.beginWriting();
  return true;
}
