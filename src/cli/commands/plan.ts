import { Option } from "commander";
import { compareWithBase } from "../../difference.ts";
import { ConfigError, UsageError } from "../../errors.ts";
import { folderInRepository } from "../../git/local-repository.ts";
import { type BaseFolder, openBase } from "../../git/revision.ts";
import type { Limit } from "../../model/policy.ts";
import { type PlanDocument, planDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { judge, planExitCode } from "../../plan/convergence.ts";
import { blockedAnnotations, diagnosticAnnotations, renderAnnotations } from "../../report/annotations.ts";
import { type LoadedState, loadStateOrNothing } from "../../session/desired-state.ts";
import { calendarsForReview } from "../calendars.ts";
import type { Console } from "../console.ts";
import { type NoteDocument, pathOf, previewMode, runTenantCommand } from "../tenant-command.ts";
import {
  addTenantOptions,
  annotationsOption,
  type Declare,
  durationOption,
  examples,
  HOUR_MS,
  parseLimit,
  strictOption,
  type TenantFlags,
} from "../options.ts";

/** The flags of `plan`. */
export interface PlanFlags extends TenantFlags {
  readonly detailedExitcode: boolean;
  /** As `detailedExitcode`; and what is held as meant, and what waits for its turn, is a difference too. */
  readonly strict: boolean;
  readonly annotations?: "github";
  /** Another desired state, or a git revision, to compare with. */
  readonly base?: string;
  /** For how long the plan may be applied, in milliseconds. */
  readonly expiresIn: number;
  /** What is added to the counts of its envelope. */
  readonly envelopeSlack: Limit;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  addTenantOptions(command)
    .option("--detailed-exitcode", "end with 2 when rows differ, 3 when something is open or not known", false)
    .addOption(strictOption())
    .addOption(annotationsOption())
    .option("--base <path>", "say what alters against this other desired state: a file, a folder, or a git revision")
    .addOption(durationOption("--expires-in <duration>", "for how long the plan may be applied", 24 * HOUR_MS, "24h"))
    .addOption(
      new Option(
        "--envelope-slack <n>",
        "what apply --envelope may do beyond the plan's counts: a number, or a share such as 10%",
      )
        .argParser(parseLimit)
        .default({ kind: "count", count: 0 }, "0"),
    )
    .addHelpText(
      "after",
      examples(
        "trueup plan teams",
        "trueup plan teams --app expenses --out plan.json",
        "trueup plan teams --format markdown --base origin/main",
      ),
    )
    .action((path: string, flags: PlanFlags) => execute((console) => runPlan(path, flags, console)));
};

/** `trueup plan`: shows what would be done. Writes nothing to the tenant. */
export async function runPlan(
  from: string | LoadedState,
  flags: PlanFlags,
  console: Console,
  noteDocument: NoteDocument = () => undefined,
): Promise<number> {
  const path = pathOf(from);
  const folder = flags.base === undefined ? null : await openBase(flags.base, path);
  try {
    const base = folder === null ? null : await loadBase(folder, flags.base ?? "");
    return await planFrom(from, flags, base, console, noteDocument);
  } catch (error) {
    if (error instanceof ConfigError) annotate({ diagnostics: error.diagnostics, rows: [] }, path, flags, console);
    throw error;
  } finally {
    await folder?.discard();
  }
}

function planFrom(
  from: string | LoadedState,
  flags: PlanFlags,
  base: LoadedState | null,
  console: Console,
  noteDocument: NoteDocument,
): Promise<number> {
  return runTenantCommand(from, flags, { writes: false, base }, console, async (run, reconcileWith, show, out) => {
    const preview = previewMode(async (shown, { proof, base: basePlan }) => {
      const compared =
        run.base === null || basePlan === null
          ? null
          : { source: run.base.source, difference: compareWithBase(shown, basePlan, run.base) };
      const paces = flags.format === "json" ? [] : await calendarsForReview(shown, run);
      const review = { goodForMs: flags.expiresIn, slack: flags.envelopeSlack, proof, base: compared, paces };
      const document = planDocument(shown, run.header, run.diagnostics, review);
      annotate(document, pathOf(from), flags, console);
      noteDocument(document);
      await show(document);
      await out?.write(renderJson(document));
    });
    const { plan } = await reconcileWith(run.base === null ? preview : { ...preview, base: run.base });
    const judgement = judge(plan, { policySuspended: run.header.limits.suspended, applies: true });
    return planExitCode(judgement, { detailed: flags.detailedExitcode, strict: flags.strict });
  });
}

function annotate(
  { diagnostics, rows }: Pick<PlanDocument, "diagnostics" | "rows">,
  path: string,
  { annotations: wanted }: PlanFlags,
  console: Console,
): void {
  if (wanted === undefined) return;
  const annotations = [...diagnosticAnnotations(diagnostics), ...blockedAnnotations(rows)];
  for (const line of renderAnnotations(annotations, folderInRepository(path, console))) console.notice(line);
}

/**
 * A base that is no desired state at all says nothing about anybody.
 * @throws UsageError when it has errors, which are not those of the files at PATH and must not be shown there
 */
async function loadBase({ path, commit }: BaseFolder, name: string): Promise<LoadedState> {
  try {
    const { loaded, configuration } = await loadStateOrNothing(path);
    return { loaded, configuration, path: name, commit };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const errors = error.diagnostics.filter(({ severity }) => severity === "error");
    const [first] = errors;
    const place = first?.file == null ? "" : `${first.file}:${first.line ?? 1}: `;
    const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
    throw new UsageError(
      `--base ${name} has errors of its own: ${place}${first?.message ?? ""}${more}`,
      "compare with a base that is valid, or leave --base out until this change mends it",
    );
  }
}
