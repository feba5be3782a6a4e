import { type Clock, isoTime } from "../model/clock.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Knowledge } from "../model/events.ts";
import type { Plan, Result } from "../model/plan.ts";
import type { ReportHeader } from "../plan-file/document.ts";
import { certaintyOf } from "../plan-file/summary.ts";
import { certaintyLine } from "../report/facts/knowledge.ts";
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
  readonly render: (name: string | null, standing: ControllerStatus & Listening) => WebPage;
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

/** What a controller that listens tells of itself, as it is now. */
interface Listening {
  /** What it is doing. */
  readonly now: string;
  /** Why some changes are not told. */
  readonly unheard: string | null;
  /** How much can be relied on what was read; null: nobody tells of changes. */
  readonly knowledge: Knowledge | null;
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
  let sure: { readonly of: PreparedPlan; readonly key: string; readonly certainty: string | null } | null = null;

  function planned(knowledge: Knowledge | null): PreparedPlan | null {
    if (last === null) return null;
    prepared ??= preparePlan(last.plan, last.header, last.diagnostics, last.madeAtMs, options.people(), corrects);
    return knowledge === null ? prepared : { ...prepared, certainty: certaintyNow(prepared, knowledge) };
  }

  /** All rows are counted for it, at most once a minute while nothing else is known. */
  function certaintyNow(of: PreparedPlan, knowledge: Knowledge): string | null {
    const { audit, subscriptions } = knowledge;
    const key = JSON.stringify([Math.floor(clock.now() / 60_000), audit, subscriptions]);
    if (sure?.of !== of || sure.key !== key) {
      const createdAt = isoTime(clock.now());
      sure = { of, key, certainty: certaintyLine(certaintyOf(of.plan, { createdAt, knowledge })) };
    }
    return sure.certainty;
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
    render: (name, { now, suspended, frozen, sourceProblem, storeTrouble, unheard, knowledge }) => {
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
      const view = { nowMs: clock.now(), version, planned: planned(knowledge), watching, people: options.people() };
      const pieces = name === null ? renderStatusPage(view) : renderAnswer(view, name);
      return { html: [...pieces].join(""), contentSecurityPolicy: policy };
    },
  };
}

function summaryOf({ pass, endedAtMs, outcome, commit, summary, problem }: PassReport): PassSummary {
  const { number, trigger, startedAtMs } = pass;
  return { number, trigger, startedAtMs, endedAtMs, outcome, commit, summary, problem };
}
