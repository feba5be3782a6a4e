import type { Plan } from "../model/plan.ts";
import { type Mode, type Reconciled, reconcile } from "../reconcile.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import type { DriftDocument, PlanDocument, ResultDocument } from "../report/document.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import type { Console } from "./console.ts";
import type { TenantFlags } from "./flags.ts";
import { type OutFile, prepareOutFile } from "./out-file.ts";
import { showProgress } from "./progress.ts";
import { systemClock } from "./system-clock.ts";
import { openRun, type Run, type RunOptions } from "./wire.ts";

/** What a command does with a run that is open: `show` writes a document in the format that was asked for. */
export type TenantCommand = (
  run: Run,
  reconcileWith: (mode: Mode) => Promise<Reconciled>,
  show: (document: PlanDocument | DriftDocument | ResultDocument) => Promise<void>,
  out: OutFile | null,
) => Promise<number>;

/**
 * What `plan`, `apply` and `drift` have in common: opens the run, warns, and leaves nothing open, whatever happens.
 * @returns the exit code
 * @throws UsageError, ConfigError, SignInError, GraphError: nothing was written to the tenant
 */
export async function runTenantCommand(
  path: string,
  flags: TenantFlags,
  writes: boolean,
  console: Console,
  command: TenantCommand,
): Promise<number> {
  const out = flags.out === undefined ? null : await prepareOutFile(flags.out);
  try {
    const run = await openRun(runOptions(path, flags, writes), console, showProgress(console, systemClock));
    try {
      for (const line of warnings(run, console)) console.notice(line);
      const reconcileWith = (mode: Mode) => reconcile(run.resolution.desired, run.policy, run.ports, mode);
      const show = (document: PlanDocument | DriftDocument | ResultDocument) =>
        console.result(
          flags.format === "json"
            ? renderJson(document)
            : renderText(document, { color: console.resultColor, rates: run.rates() }),
        );
      return await command(run, reconcileWith, show, out);
    } finally {
      await run.close();
    }
  } finally {
    await out?.discard();
  }
}

/** A mode that shows nothing and never writes, for reports. */
export function previewMode(show: (plan: Plan) => Promise<void>): Mode {
  return { preview: true, show, confirm: () => Promise.resolve(false), stop: new AbortController().signal };
}

function runOptions(path: string, flags: TenantFlags, writes: boolean): RunOptions {
  return {
    path,
    filters: { apps: flags.app, users: flags.user },
    maxChanges: flags.maxChanges ?? null,
    readConsents: flags.consent,
    limitsScale: flags.limitsScale,
    auth: flags.auth ?? null,
    writes,
  };
}

function warnings({ diagnostics, files }: Run, console: Console): Iterable<string> {
  if (diagnostics.length === 0) return [];
  return [[...renderDiagnostics(diagnostics, files, { color: console.noticeColor })].join("").trimEnd()];
}
