import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Plan } from "../model/plan.ts";
import { METRICS } from "./metric-table.ts";
import type { PassReport } from "./pass-report.ts";

/** What is counted while the controller runs, in the text format of Prometheus. */
export interface Metrics {
  /** Counts a pass that has ended. */
  readonly notePass: (report: PassReport) => void;
  /** Whether the newest commit is in use. */
  readonly noteSource: (isValid: boolean) => void;
  /** Whether what passes see and do is kept, where it is to be. */
  readonly noteStore: (isUsable: boolean) => void;
  readonly noteSuspended: (isSuspended: boolean) => void;
  /** The text, and its media type. */
  readonly render: () => Promise<string>;
  readonly contentType: string;
}

/** Seconds; a pass over a small tenant takes some, one over a large tenant hours. */
const DURATIONS = [1, 5, 15, 60, 300, 900, 3600, 10_800, 43_200];

/**
 * @param options.nowMs milliseconds since the epoch, asked at each scrape
 * @param options.build what `trueup_build_info` says
 */
export function createMetrics(options: {
  readonly nowMs: () => number;
  readonly build: { readonly version: string; readonly node: string };
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (metric: (typeof METRICS)[keyof typeof METRICS]): Gauge =>
    new Gauge({ name: metric.name, help: metric.help, labelNames: metric.labels, registers });
  const counter = (metric: (typeof METRICS)[keyof typeof METRICS]): Counter =>
    new Counter({ name: metric.name, help: metric.help, labelNames: metric.labels, registers });

  const rows = gauge(METRICS.rows);
  const installed = gauge(METRICS.installed);
  const unreadTargets = gauge(METRICS.unreadTargets);
  const requests = counter(METRICS.requests);
  const throttled = counter(METRICS.throttled);
  const paused = counter(METRICS.paused);
  const passes = counter(METRICS.passes);
  const duration = new Histogram({
    name: METRICS.passDuration.name,
    help: METRICS.passDuration.help,
    labelNames: METRICS.passDuration.labels,
    buckets: DURATIONS,
    registers,
  });
  const lastPass = gauge(METRICS.lastPass);
  const lastSuccess = gauge(METRICS.lastSuccess);
  const consecutiveFailures = gauge(METRICS.consecutiveFailures);
  const budgetLeft = gauge(METRICS.budgetLeft);
  const source = gauge(METRICS.source);
  const sourceValid = gauge(METRICS.sourceValid);
  const storeUsable = gauge(METRICS.storeUsable);
  const suspended = gauge(METRICS.suspended);
  gauge(METRICS.build).set({ ...options.build }, 1);
  let oldestAtMs: number | null = null;
  const oldest = gauge(METRICS.oldestObservation);
  for (const unknownYet of [lastPass, lastSuccess, budgetLeft, oldest]) unknownYet.remove();

  function notePlan(plan: Plan): void {
    rows.reset();
    installed.reset();
    for (const { app, verdict, reason, observed } of plan.rows) {
      rows.inc({ app, verdict, reason: reason ?? "" });
      if (observed.state === "present") installed.inc({ app, version: observed.version ?? "unknown" });
    }
    unreadTargets.set(plan.targets.filter(({ state }) => state !== "read").length);
    oldestAtMs = oldestReading(plan);
  }

  return {
    notePass(report) {
      const { pass, outcome, plan, commit, traffic } = report;
      passes.inc({ trigger: pass.trigger, outcome });
      duration.observe({ outcome }, (report.endedAtMs - pass.startedAtMs) / 1000);
      lastPass.set(report.endedAtMs / 1000);
      if (outcome === "converged") lastSuccess.set(report.endedAtMs / 1000);
      if (outcome === "failed") consecutiveFailures.inc();
      else consecutiveFailures.set(0);
      if (plan !== null) notePlan(plan);
      if (report.budgetLeft !== null) budgetLeft.set(report.budgetLeft);
      if (commit !== null) {
        source.reset();
        source.set({ commit }, 1);
      }
      for (const [limitClass, counts] of Object.entries(traffic)) {
        requests.inc({ class: limitClass }, counts.requests);
        throttled.inc({ class: limitClass }, counts.throttled);
        paused.inc({ class: limitClass }, counts.pausedMs / 1000);
      }
    },
    noteSource: (isValid) => sourceValid.set(isValid ? 1 : 0),
    noteStore: (isUsable) => storeUsable.set(isUsable ? 1 : 0),
    noteSuspended: (isSuspended) => suspended.set(isSuspended ? 1 : 0),
    render() {
      if (oldestAtMs === null) oldest.remove();
      else oldest.set(Math.max(0, (options.nowMs() - oldestAtMs) / 1000));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function oldestReading(plan: Plan): number | null {
  let oldest: string | null = null;
  for (const { observed } of plan.rows) {
    if (observed.state === "not-observed" || observed.at === null) continue;
    if (oldest === null || observed.at < oldest) oldest = observed.at;
  }
  return oldest === null ? null : Date.parse(oldest);
}
