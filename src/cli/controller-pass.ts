import { journals, NO_JOURNAL, type WriteJournal } from "../apply/journal.ts";
import type { Log } from "../controller/log.ts";
import type { PassOrder, PassResult } from "../controller/controller.ts";
import type { ClassTraffic } from "../controller/pass-report.ts";
import type { Plan, Result } from "../model/plan.ts";
import { reconcile } from "../reconcile.ts";
import { applyExitCode, driftExitCode } from "../report/exit-code.ts";
import type { People } from "../report/pseudonyms.ts";
import { summarize, summarizeResult } from "../report/summary.ts";
import type { StoreWatch } from "./store-watch.ts";
import type { LoadedState } from "./loaded-state.ts";
import type { Run } from "./wire.ts";

/** How a pass gets its run, and what it does with the outcomes of rows. */
export interface PassSetting {
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
      show: (shown) => {
        run.notePlan(shown);
        return Promise.resolve();
      },
      confirm: (shown) => {
        run.checkRoles(shown);
        run.beginChanging();
        return Promise.resolve(true);
      },
    });
    const summary = summaryText(plan, result);
    run.noteEnd(summary);
    setting.store.note(run.storeState());
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
    conclude: (row, _app, { status, code, requestId }) =>
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
