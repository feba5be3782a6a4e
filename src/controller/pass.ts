import { journals, NO_JOURNAL, type WriteJournal } from "../apply/journal.ts";
import { GraphError, UsageError } from "../errors.ts";
import { definitionText } from "../model/back-off.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nextAct, type Plan, type Result } from "../model/plan.ts";
import type { PolicyRules } from "../model/policy.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import { summarize, summarizeResult } from "../plan-file/summary.ts";
import { judge, passOutcome } from "../plan/convergence.ts";
import { offeredDefinition, offerOf } from "../plan/offer.ts";
import { reconcile } from "../reconcile.ts";
import { inCounts } from "../report/facts/headline.ts";
import type { People } from "../report/facts/people.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { LeaseHeldError } from "../session/lease.ts";
import { StoreUnusableError } from "../session/open-store.ts";
import type { Run, RunOptions } from "../session/run.ts";
import type { Session } from "../session/session.ts";
import type { Events } from "./events.ts";
import { keepingCatalog, lookedAt } from "./glance.ts";
import type { Hearing, PassOrder, PassResult } from "./controller.ts";
import type { Log } from "./log.ts";
import type { Pass } from "./loop.ts";
import { NO_PLAN } from "./pass-report.ts";
import type { StoreWatch } from "./store-watch.ts";

/** What a pass needs beside its order. */
export interface PassSetting {
  /** The session of the controller; it is opened where that has not worked yet. */
  readonly session: () => Promise<Session>;
  /** True: drift is corrected, unless an order says otherwise. */
  readonly corrects: boolean;
  readonly options: Omit<RunOptions, "writes" | "announce" | "progress">;
  readonly log: Log;
  /** How the log speaks of people. */
  readonly people: People;
  /** Told how the store was found, and left. */
  readonly store: StoreWatch;
  /** How an error is said in one line, without secrets. */
  readonly describeError: (error: unknown) => string;
  /** Aborted when the controller is to end: then nobody waits for what is only read. */
  readonly ending: AbortSignal;
  /** When the first pass is made that is not before a moment, as far as is known; in milliseconds since the epoch. */
  readonly passFrom: (ms: number) => number;
  /** Told where the plan comes from. */
  readonly began: (run: Run) => void;
  /** Reads those people once more of whom a glance saw something newer than the pass; null: nobody tells of changes. */
  readonly glance: Hearing["glance"] | null;
  /** Hears of changes; null: nobody tells of any. */
  readonly events: Pick<Events, "journal" | "notePass" | "maxAgeMs"> | null;
}

/** Whoever holds the lease may be done by then, in milliseconds. */
const ASK_AGAIN_MS = 60_000;
const ASKED_TO_END = "the controller was asked to end";

/**
 * One pass of the controller: the same line as `plan`, `drift` and `apply`. While another run changes the tenant, or Graph
 * wants nothing to be asked, the pass is put off: nothing is sent, and nothing has failed.
 * @throws what opening a session and a run throws: then nothing was written
 */
export async function carryOutPass(order: PassOrder<LoadedState>, setting: PassSetting): Promise<PassResult> {
  const session = await setting.session();
  const closed = putOffByGraph(session);
  if (closed !== null) return closed;
  const reading = untilTheEnd(setting.ending, session);
  try {
    const made = await makePass(order, setting, session, reading);
    if (reading.isGivenUp()) return putOff(ASKED_TO_END, null);
    const closedMs = session.closedForMs();
    return { ...made, againInMs: closedMs === 0 ? null : closedMs };
  } catch (error) {
    if (reading.isGivenUp()) return putOff(ASKED_TO_END, null);
    if (error instanceof StoreUnusableError)
      setting.store.note({ state: "unusable", path: error.path, name: error.path });
    if (error instanceof LeaseHeldError) return putOff(error.message, ASK_AGAIN_MS);
    const closedMeanwhile = error instanceof GraphError ? putOffByGraph(session) : null;
    if (closedMeanwhile === null) throw error;
    return closedMeanwhile;
  } finally {
    reading.over();
  }
}

/** Reading, which is given up when the controller is to end. */
interface Reading {
  readonly isGivenUp: () => boolean;
  /** What is sent from now on is finished. */
  readonly over: () => void;
}

/** The session is not needed any more by then: requests under way, and waits for the next try, end at once. */
function untilTheEnd(ending: AbortSignal, session: Session): Reading {
  let isGivenUp = false;
  const giveUp = (): void => {
    isGivenUp = true;
    void session.close();
  };
  if (ending.aborted) giveUp();
  else ending.addEventListener("abort", giveUp);
  return { isGivenUp: () => isGivenUp, over: () => ending.removeEventListener("abort", giveUp) };
}

function putOffByGraph(session: Session): PassResult | null {
  const closedMs = session.closedForMs();
  if (closedMs === 0) return null;
  return putOff(`Graph asks for nothing to be sent for ${Math.ceil(closedMs / 60_000)} min more`, closedMs);
}

function putOff(problem: string, againInMs: number | null): PassResult {
  return { ...NO_PLAN, outcome: "standby", exitCode: 0, problem, againInMs };
}

function noteDiagnostics(diagnostics: readonly Diagnostic[], log: PassSetting["log"]): void {
  for (const { severity, message } of diagnostics) log({ kind: "notice", text: `${severity}: ${message}` });
}

type Made = Omit<PassResult, "againInMs">;

function makePass(
  order: PassOrder<LoadedState>,
  setting: PassSetting,
  session: Session,
  reading: Reading,
): Promise<Made> {
  const { log, store } = setting;
  const writes = setting.corrects && order.reportOnly === null;
  const announce = (readings: Readings): void => {
    const warning = pollingWarning(readings, order.pass);
    if (warning !== null) log({ kind: "notice", text: warning });
  };
  // What nobody told a change of is as good as what was read just now.
  const maxAgeMs = setting.events?.maxAgeMs(setting.options.maxAgeMs) ?? setting.options.maxAgeMs;
  const options = { ...setting.options, maxAgeMs, writes, announce, progress: () => undefined };
  let wrote = false;
  const ended = session.run(order.inUse.state, options, async (run): Promise<Made> => {
    order.begins();
    setting.began(run);
    noteDiagnostics(run.diagnostics, log);
    store.note(await run.storeState());
    const catalog = keepingCatalog(run.ports.catalog);
    const ports = {
      ...run.ports,
      catalog: catalog.reader,
      journal: journals(run.ports.journal, rowLog(order, setting), setting.events?.journal ?? NO_JOURNAL),
      readingEnds: () => run.ports.readingEnds() ?? (order.pass.stop.aborted ? "the pass was asked to end" : null),
      changingEnds: () => run.ports.changingEnds() ?? order.changingEnds(),
    };
    const { plan, result } = await reconcile(run.desired, run.policy, ports, {
      preview: !writes,
      stop: order.pass.stop,
      show: async (shown) => noteDiagnostics(await run.notePlan(shown), log),
      confirm: (shown) => {
        run.checkRoles(shown);
        if (reading.isGivenUp()) throw new UsageError(ASKED_TO_END);
        reading.over();
        wrote = true;
        return Promise.resolve(true);
      },
    });
    const shown = byPasses(result ?? plan, setting, run.policy);
    const isBehind = setting.events?.notePass(lookedAt(order.inUse.state, run, catalog.answers, shown)) ?? false;
    const judgement = judge(shown, { policySuspended: run.policy.suspended, applies: setting.corrects });
    const summary = inCounts(result === null ? summarize(plan.rows) : summarizeResult(result.rows), judgement);
    if (result !== null) await run.noteResult(result);
    await run.noteEnd(summary);
    store.note(await run.storeState());
    const made = {
      ...passOutcome(judgement, result !== null),
      judgement,
      plan: shown,
      traffic: run.traffic(),
      budgetLeft: run.budgetLeft(),
      summary,
      problem: null,
      // Asked before the lease is given back: whoever still has it was not cut off.
      ...cutOffBy(result === null ? null : await run.ports.lostNow()),
    };
    // What was sent is told by the rows of the pass alone; what was only read is told as it is now.
    const newer = isBehind && result === null ? ((await setting.glance?.(order.pass)) ?? null) : null;
    return newer === null ? made : { ...made, ...newer, traffic: made.traffic, budgetLeft: made.budgetLeft };
  });
  return ended.catch((error: unknown) => {
    if (!wrote) throw error;
    const problem = `it wrote to the tenant, and then failed: ${setting.describeError(error)}`;
    return { ...NO_PLAN, outcome: "not-converged", exitCode: 3, problem, cutOff: problem };
  });
}

function cutOffBy(lost: string | null): Pick<PassResult, "cutOff"> {
  return lost === null ? {} : { cutOff: lost };
}

/** What waits until a moment is done by the first pass after it. */
function byPasses<Shown extends Plan | Result>(
  plan: Shown,
  { passFrom }: PassSetting,
  { timeZone }: PolicyRules,
): Shown {
  return plan.nextAct === undefined ? plan : { ...plan, nextAct: nextAct(passFrom(plan.nextAct.atMs), timeZone) };
}

/** Passes that somebody asked for, or that a change asks for, are no polling. */
function pollingWarning({ readWithinDay }: Readings, { trigger }: Pass): string | null {
  if (readWithinDay === 0 || (trigger !== "schedule" && trigger !== "start")) return null;
  const users = readWithinDay === 1 ? "1 user" : `${readWithinDay} users`;
  return `warning: ${users} were read within the last day and are read again, which Microsoft allows once a day; give --max-age 23h`;
}

/**
 * What the catalog offers now for each app of a desired state, as one text each that differs when the definition does; null
 * while Graph wants nothing to be asked.
 * @throws UsageError, SignInError, GraphError
 */
export async function readOffers(
  session: Session,
  { configuration }: LoadedState,
  ending: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  if (session.closedForMs() > 0) return null;
  const reading = untilTheEnd(ending, session);
  const entries = await session.readCatalog(configuration.apps).finally(reading.over);
  return new Map(entries.map(([name, entry]) => [name, definitionText(offeredDefinition(offerOf(entry)))]));
}

/** A line for each row that something was sent for, or was to be. */
function rowLog({ pass, inUse }: PassOrder<LoadedState>, { log, people }: PassSetting): WriteJournal {
  return {
    ...NO_JOURNAL,
    conclude: async (row, { status, code, requestId }) =>
      log({
        kind: "row",
        pass: pass.number,
        commit: inUse.commit,
        app: row.app,
        user: people.label(row.user),
        action: row.action,
        status,
        code,
        requestId,
      }),
  };
}
