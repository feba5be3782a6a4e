import type { Clock } from "../model/clock.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan, Result } from "../model/plan.ts";
import type { ReportHeader } from "../plan-file/document.ts";
import type { People } from "../report/facts/people.ts";
import { renderAnswer, renderStatusPage } from "../report/page.ts";
import { KEPT_PASSES, type PassSummary } from "../report/page/passes.ts";
import { type PreparedPlan, preparePlan } from "../report/page/status-view.ts";
import { contentSecurityPolicy } from "../report/page/styles.ts";
import type { ControllerStatus } from "./controller.ts";
import type { WebPage } from "./http.ts";
import type { PassReport } from "./pass-report.ts";

/** What the status page of a controller shows, kept from pass to pass: the last plan, and a few words of the last passes. */
export interface StatusPage {
  /** Told when a run was opened: where its plan, if it makes one, comes from. */
  readonly noteRun: (origin: Origin) => void;
  /** Told of every pass that has ended. */
  readonly notePass: (report: PassReport) => void;
  /** Told of every glance that has ended: the plan is shown as it is now, and no pass is listed. */
  readonly noteGlance: (report: PassReport) => void;
  /** @param name whom somebody searches for; null: the whole page */
  readonly render: (
    name: string | null,
    standing: ControllerStatus & { readonly now: string; readonly unheard: string | null },
  ) => WebPage;
}

/** What does not change while the controller runs. */
interface StatusPageOptions {
  readonly clock: Clock;
  readonly version: string;
  readonly corrects: boolean;
  readonly source: () => string;
  readonly schedule: string | null;
  /** How the page speaks of people; made anew for each page. */
  readonly people: () => People;
}

interface Origin {
  readonly header: ReportHeader;
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing is counted before somebody looks: a page that nobody opens costs nothing. */
export function createStatusPage(options: StatusPageOptions): StatusPage {
  const { clock, version, corrects, source, schedule } = options;
  const policy = contentSecurityPolicy();
  let passes: readonly PassSummary[] = [];
  let origin: Origin | null = null;
  let last: (Origin & { readonly plan: Plan | Result; readonly madeAtMs: number }) | null = null;
  let prepared: PreparedPlan | null = null;

  function planned(): PreparedPlan | null {
    if (last === null) return null;
    prepared ??= preparePlan(last.plan, last.header, last.diagnostics, last.madeAtMs, options.people(), corrects);
    return prepared;
  }

  function show({ plan, endedAtMs }: PassReport): void {
    if (plan === null || origin === null) return;
    const { header, diagnostics } = origin;
    last = { header, diagnostics, plan, madeAtMs: endedAtMs };
    prepared = null;
  }

  return {
    noteRun: (run) => {
      origin = run;
    },
    notePass: (report) => {
      passes = [summaryOf(report), ...passes].slice(0, KEPT_PASSES);
      show(report);
    },
    noteGlance: show,
    render: (name, { now, suspended, frozen, sourceProblem, storeTrouble, unheard }) => {
      const watching = {
        corrects,
        source: source(),
        schedule,
        passes,
        now,
        suspended,
        frozen,
        sourceProblem,
        storeTrouble,
        unheard,
      };
      const view = { nowMs: clock.now(), version, planned: planned(), watching, people: options.people() };
      const pieces = name === null ? renderStatusPage(view) : renderAnswer(view, name);
      return { html: [...pieces].join(""), contentSecurityPolicy: policy };
    },
  };
}

function summaryOf({ pass, endedAtMs, outcome, commit, summary, problem }: PassReport): PassSummary {
  const { number, trigger, startedAtMs } = pass;
  return { number, trigger, startedAtMs, endedAtMs, outcome, commit, summary, problem };
}
