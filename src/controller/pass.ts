import { journals, NO_JOURNAL, type WriteJournal } from "../apply/journal.ts";
import { UsageError } from "../errors.ts";
import { definitionText } from "../model/back-off.ts";
import type { Clock } from "../model/clock.ts";
import type { Plan, Result } from "../model/plan.ts";
import type { Readings } from "../observe/whom-to-read.ts";
import { summarize, summarizeResult } from "../plan-file/summary.ts";
import { applyExitCode, driftExitCode } from "../plan/convergence.ts";
import { offeredDefinition, offerOf } from "../plan/offer.ts";
import { reconcile } from "../reconcile.ts";
import type { People } from "../report/facts/people.ts";
import type { LoadedState } from "../session/desired-state.ts";
import { openRunOn, type Run, type RunOptions } from "../session/session.ts";
import { openTenant, type TenantConsole, type TenantOptions } from "../session/tenant.ts";
import type { PassOrder, PassResult } from "./controller.ts";
import type { Log } from "./log.ts";
import type { Pass } from "./loop.ts";
import type { ClassTraffic } from "./pass-report.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * What the catalog offers now for each app of a desired state, as one text each that differs when the definition does.
 * @throws UsageError, SignInError, GraphError
 */
export async function readOffers(
  state: LoadedState,
  options: TenantOptions,
  tenantConsole: TenantConsole,
  clock: Clock,
): Promise<ReadonlyMap<string, string>> {
  const { graph, close } = await openTenant(options, tenantConsole, clock);
  try {
    const offers = new Map<string, string>();
    for (const { name, identity } of state.configuration.apps) {
      const offer = offerOf(await graph.catalog.readApp(identity));
      offers.set(name, definitionText(offeredDefinition(offer)));
    }
    return offers;
  } finally {
    await close();
  }
}

/**
 * Opens the run of one pass. What other commands say on stderr is logged.
 * @throws UsageError when it is to write and the store that was asked for cannot be used: then nobody can tell whether
 * another controller is at it
 */
export async function openControllerRun(
  state: LoadedState,
  pass: Pass,
  options: RunOptions,
  tenantConsole: TenantConsole,
  log: Log,
  store: StoreWatch,
): Promise<Run> {
  const notice = (text: string): void => log({ kind: "notice", text });
  const announce = (readings: Readings): void => {
    const warning = pollingWarning(readings, pass);
    if (warning !== null) notice(warning);
  };
  const quiet = { ...tenantConsole, notice, status: () => undefined, isInteractive: false };
  const run = await openRunOn(state, { ...options, announce }, quiet, () => undefined);
  for (const { severity, message } of run.diagnostics) notice(`${severity}: ${message}`);
  const found = await run.storeState();
  store.note(found);
  const isStoreAsked = (tenantConsole.environment["TRUEUP_STORE"] ?? "") !== "";
  if (options.writes && isStoreAsked && found.state !== "usable") {
    await run.close();
    throw new UsageError(
      "the store that TRUEUP_STORE names cannot be used, so whether another controller is changing this tenant cannot be told",
      "mend it, or take TRUEUP_STORE out",
    );
  }
  return run;
}

/** Passes that somebody asked for, or that a change asks for, are no polling. */
function pollingWarning({ readWithinDay }: Readings, { trigger }: Pass): string | null {
  if (readWithinDay === 0 || (trigger !== "schedule" && trigger !== "start")) return null;
  const users = readWithinDay === 1 ? "1 user" : `${readWithinDay} users`;
  return `warning: ${users} were read within the last day and are read again, which Microsoft allows once a day; give --max-age 23h`;
}

/** How a pass gets its run, and what it does with the outcomes of rows. */
interface PassSetting {
  /** Opens the run; `writes` says whether it may change the tenant. */
  readonly open: (state: LoadedState, writes: boolean) => Promise<Run>;
  /** True: drift is corrected, unless an order says otherwise. */
  readonly corrects: boolean;
  readonly log: Log;
  /** How the log speaks of people. */
  readonly people: People;
  /** Told how the store was left. */
  readonly store: StoreWatch;
}

/**
 * One pass of the controller: the same line as `plan`, `drift` and `apply`.
 * @throws what opening a run throws: then nothing was written
 */
export async function carryOutPass(order: PassOrder<LoadedState>, setting: PassSetting): Promise<PassResult> {
  const writes = setting.corrects && order.reportOnly === null;
  const run = await setting.open(order.inUse.state, writes);
  try {
    const ports = {
      ...run.ports,
      journal: journals(run.ports.journal, rowLog(order, setting)),
      changingEnds: () => run.ports.changingEnds() ?? order.changingEnds(),
    };
    const { plan, result } = await reconcile(run.desired, run.policy, ports, {
      preview: !writes,
      stop: order.pass.stop,
      show: run.notePlan,
      confirm: async (shown) => {
        run.checkRoles(shown);
        await run.beginChanging();
        return true;
      },
    });
    const summary = summaryText(plan, result);
    await run.noteEnd(summary);
    setting.store.note(await run.storeState());
    return {
      outcome: outcomeOf(plan, result, run.policy.suspended),
      plan: result ?? plan,
      traffic: trafficOf(run.statistics()),
      budgetLeft: run.budgetLeft(),
      summary,
    };
  } finally {
    await run.close();
  }
}

/** A line for each row that something was sent for, or was to be. */
function rowLog({ pass, inUse }: PassOrder<LoadedState>, { log, people }: PassSetting): WriteJournal {
  return {
    ...NO_JOURNAL,
    conclude: async (row, _app, { status, code, requestId }) =>
      log({
        kind: "row",
        pass: pass.number,
        commit: inUse.commit,
        app: row.app,
        user: people.label(row.user),
        action: row.action ?? "none",
        status,
        code,
        requestId,
      }),
  };
}

function outcomeOf(plan: Plan, result: Result | null, policySuspended: boolean): PassResult["outcome"] {
  if (result !== null) return applyExitCode(result, policySuspended) === 0 ? "converged" : "not-converged";
  const code = driftExitCode(plan);
  return code === 0 ? "converged" : code === 2 ? "differs" : "not-converged";
}

/** `12 rows: 3 to act, 1 held, 2 blocked` or `12 rows: 2 applied, 1 failed, 1 held`. */
function summaryText(plan: Plan, result: Result | null): string {
  const { rows, act, held, blocked } = summarize(plan.rows);
  const done: readonly (readonly [number, string])[] = result === null ? [[act, "to act"]] : outcomeCounts(result);
  const counts: readonly (readonly [number, string])[] = [...done, [held, "held"], [blocked, "blocked"]];
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${rows} rows: ${parts.length === 0 ? "nothing to do" : parts.join(", ")}`;
}

function outcomeCounts(result: Result): readonly (readonly [number, string])[] {
  const { applied, alreadyDone, unverified, failed, notTried } = summarizeResult(result.rows);
  return [
    [applied, "applied"],
    [alreadyDone, "already done"],
    [unverified, "unverified"],
    [failed, "failed"],
    [notTried, "not tried"],
  ];
}

function trafficOf(statistics: Readonly<Record<string, ClassTraffic>>): Readonly<Record<string, ClassTraffic>> {
  const counts = Object.entries(statistics).map(([limitClass, { requests, throttled, pausedMs }]) => [
    limitClass,
    { requests, throttled, pausedMs },
  ]);
  return Object.fromEntries(counts);
}
