import type { ObservationCache } from "../observe/observation-cache.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { NoteStage } from "../model/stage.ts";
import type { DriftDocument, PlanDocument, ResultDocument } from "../plan-file/document.ts";
import { renderJson } from "../plan-file/write-json.ts";
import type { ReceiptFile } from "../receipts/receipt-file.ts";
import { type Mode, reconcile, type Reconciled } from "../reconcile.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { isInRepository, repositoryPath } from "../report/facts/wording.ts";
import { checkoutOf, linksOf } from "../comment/links.ts";
import { folderInCheckout } from "../git/local-repository.ts";
import type { Links } from "../report/markdown/quoting.ts";
import { createPeople, readPseudonymKey } from "../report/facts/people.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderText } from "../report/text.ts";
import { type LoadedState, loadState } from "../session/desired-state.ts";
import type { ReviewedPlan } from "../session/reviewed-plan.ts";
import type { Run, RunOptions } from "../session/run.ts";
import { runOnce, type Session, type SessionOptions } from "../session/session.ts";
import { inItsFleet } from "./in-its-fleet.ts";
import { systemClock } from "../session/system-clock.ts";
import type { Console } from "./console.ts";
import type { TenantFlags } from "./options.ts";
import { type OutFile, prepareOutFile, refuseSources } from "./out-file.ts";
import { watchProgress } from "./progress.ts";

/** What a command does with a run that is open: `show` writes a document in the format that was asked for. */
type TenantCommand = (
  run: Run,
  reconcileWith: (mode: Mode) => Promise<Reconciled>,
  show: (document: PlanDocument | DriftDocument | ResultDocument) => Promise<void>,
  out: OutFile | null,
) => Promise<number>;

/** Told of what a command found, before it is shown. */
export type NoteDocument = (document: PlanDocument | DriftDocument) => void;

/** Where a desired state is, also of one that was loaded already. */
export function pathOf(from: string | LoadedState): string {
  return typeof from === "string" ? from : from.path;
}

/** What a command does with a run. */
interface Purpose {
  readonly writes: boolean;
  /** A plan that was reviewed: only what it approves is carried out. */
  readonly reviewed?: ReviewedPlan | null;
  /** An earlier desired state to compare with. */
  readonly base?: LoadedState | null;
  /** A file that gets a line for each receipt. */
  readonly receipt?: ReceiptFile | null;
  /** The flags that name further files to write, with their values. */
  readonly writesTo?: readonly (readonly [flag: string, path: string | undefined])[];
  /** Told of each stage; left out: nobody asks. */
  readonly noteStage?: NoteStage;
  /** Signed in already, and everybody read: nobody is read again. */
  readonly within?: { readonly session: Session; readonly memory: ObservationCache };
}

/**
 * What `plan`, `apply` and `drift` have in common, of a desired state that may be loaded already: opens the run, warns, and leaves nothing open, whatever happens.
 * @returns the exit code
 * @throws UsageError, ConfigError, SignInError, GraphError: nothing was written to the tenant
 */
export async function runTenantCommand(
  from: string | LoadedState,
  flags: TenantFlags,
  purpose: Purpose,
  console: Console,
  command: TenantCommand,
): Promise<number> {
  const path = pathOf(from);
  const out = flags.out === undefined ? null : await prepareOutFile(flags.out);
  try {
    const watch = watchProgress(flags.progress, console, systemClock);
    const { progress, noteThrottled } = watch;
    const announce = (readings: Readings): void => warnOfPolling(readings, console);
    const { writes, within, noteStage } = purpose;
    const options = {
      ...optionsOf(flags, purpose),
      writes,
      announce,
      progress,
      noteThrottled,
      ...(noteStage === undefined ? {} : { noteStage }),
    };
    const open =
      within === undefined
        ? runOnce
        : (at: LoadedState, asked: typeof options, _: Console, work: (run: Run) => Promise<number>) =>
            within.session.run(at, { ...asked, memory: within.memory }, work);
    const state =
      typeof from === "string" ? { ...(await loadState(from)), ...(await inItsFleet(from, writes, console)) } : from;
    return await open(state, options, console, async (run) => {
      await refuseSources([["--out", flags.out], ...(purpose.writesTo ?? [])], path, () => run.sources);
      warn(run.diagnostics, run, console);
      const reconcileWith = (mode: Mode) =>
        reconcile(run.desired, run.policy, run.ports, {
          ...mode,
          show: async (plan, review) => {
            watch.rest();
            warn(await run.notePlan(plan), run, console);
            for (const note of review.notes) console.notice(`note: ${note}`);
            return mode.show(plan, review);
          },
        });
      // Of a state that was loaded for it, another command carries it out.
      const leadsOn = typeof from === "string";
      const rendered = rendererFor(path, flags, run, { writes, leadsOn }, console);
      const show = (document: PlanDocument | DriftDocument | ResultDocument) => {
        watch.rest();
        return console.result(rendered(document));
      };
      return await command(run, reconcileWith, show, out);
    }).finally(watch.rest);
  } finally {
    await out?.discard();
  }
}

/** By this line a pipeline finds the comment that it made before. */
const MARKER = "trueup:plan";

/** @throws UsageError for a pseudonym key that could be found by trying */
function rendererFor(
  path: string,
  flags: TenantFlags,
  run: Run,
  { writes, leadsOn }: { readonly writes: boolean; readonly leadsOn: boolean },
  console: Console,
): (document: PlanDocument | DriftDocument | ResultDocument) => Iterable<string> {
  if (flags.format === "json") return renderJson;
  if (flags.format === "text")
    return (document) =>
      renderText(document, {
        color: console.resultColor,
        columns: console.resultColumns,
        rates: run.rates(),
        summary: flags.summary,
        leadsOn: leadsOn && (document.kind !== "plan" || !writes),
      });
  const key = readPseudonymKey(console.environment["TRUEUP_PSEUDONYM_KEY"]);
  return (document) => {
    const people = createPeople({ showUsers: flags.showUsers, key });
    const links = linksTo(path, document.source.commit, console);
    return renderMarkdown(document, { rates: run.rates(), people, wholeAt: flags.out ?? null, links, marker: MARKER });
  };
}

/** Files of the desired state are linked where the pipeline's own checkout holds them, at the commit that was read. */
function linksTo(path: string, commit: string | null, console: Console): Links {
  const { environment } = console;
  const { run, artifacts, file: lineOf } = linksOf(environment);
  const checkout = checkoutOf(environment);
  const folder = checkout === null || commit === null ? null : folderInCheckout(path, checkout);
  const file: Links["file"] = ({ file: name, line }) => {
    if (folder === null || commit === null) return null;
    const inside = repositoryPath(folder, name);
    return isInRepository(inside) ? lineOf(inside, line, commit) : null;
  };
  return { run, artifacts, file };
}

/** A mode that shows nothing and never writes, for reports. */
export function previewMode(show: Mode["show"]): Mode {
  return { preview: true, show, confirm: () => Promise.resolve(false), stop: new AbortController().signal };
}

/** A person who looks is no polling; a schedule that looks more often than the rule allows should be somebody's choice. */
function warnOfPolling({ readWithinDay }: Readings, console: Console): void {
  if (console.isInteractive || readWithinDay === 0) return;
  const users = readWithinDay === 1 ? "1 user" : `${readWithinDay} users`;
  console.notice(
    `warning: ${users} were read within the last day and are read again, which Microsoft allows once a day`,
  );
  console.notice(
    "  hint: on a schedule, give --max-age 23h; the rule: https://learn.microsoft.com/graph/api/resources/teams-api-overview#polling-requirements",
  );
}

/** What the flags ask of a session and of its runs, without what depends on the run. */
export function optionsOf(
  flags: Omit<TenantFlags, "format" | "out" | "progress" | "showUsers" | "summary">,
  {
    reviewed = null,
    base = null,
    backsOff = false,
    receipt = null,
  }: Partial<Pick<RunOptions, "reviewed" | "base" | "backsOff" | "receipt">>,
): SessionOptions & Omit<RunOptions, "writes" | "announce" | "progress"> {
  return {
    filters: { apps: flags.app, users: flags.user },
    maxChanges: flags.maxChanges ?? null,
    readConsents: flags.consent,
    maxAgeMs: flags.maxAge,
    directory: flags.directory ?? null,
    settleMs: flags.settle,
    budget: flags.budget ?? null,
    remembers: true,
    backsOff,
    reviewed,
    base,
    receipt,
    explains: null,
    limitsScale: flags.limitsScale,
    rateShare: flags.rateShare,
    auth: flags.auth ?? null,
  };
}

function warn(diagnostics: readonly Diagnostic[], { files }: Run, console: Console): void {
  if (diagnostics.length === 0) return;
  console.rendered([...renderDiagnostics(diagnostics, files, { color: console.noticeColor })].join("").trimEnd());
}
