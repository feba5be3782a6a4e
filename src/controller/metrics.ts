import {
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValueWithName,
  Registry,
} from "prom-client";
import { cycleMs } from "../events/miss-rate.ts";
import type { AuditTally, MissRate } from "../model/events.ts";
import type { Plan } from "../model/plan.ts";
import { STATES } from "../model/reasons.ts";
import type { RolloutProgress } from "../model/rollout.ts";
import type { Judgement } from "../plan/convergence.ts";
import type { PassReport } from "./pass-report.ts";

/** One metric as `/metrics` shows it. */
export interface MetricRow {
  readonly name: string;
  readonly type: "gauge" | "counter" | "histogram";
  readonly labels: readonly string[];
  /** What it says; lower case, no period. Base units are seconds, as Prometheus asks. */
  readonly help: string;
}

/** Every metric; `docs/metrics.md` is generated from it. No label ever names a person. */
export const METRICS = {
  rows: {
    name: "trueup_rows",
    type: "gauge",
    labels: ["app", "verdict", "reason"],
    help: "rows of the last plan; reason is empty for rows that act",
  },
  state: {
    name: "trueup_state",
    type: "gauge",
    labels: ["state"],
    help: "1 for the state of the last plan, or of what came of it, 0 for the others",
  },
  rowStates: {
    name: "trueup_rows_by_state",
    type: "gauge",
    labels: ["state"],
    help: "rows of the last plan, or of what came of it, by state",
  },
  installed: {
    name: "trueup_installed_users",
    type: "gauge",
    labels: ["app", "version"],
    help: "users who have the app in that version, of those the last plan knows",
  },
  oldestObservation: {
    name: "trueup_oldest_observation_age_seconds",
    type: "gauge",
    labels: [],
    help: "age of the oldest reading that a row of the last plan rests on",
  },
  rolloutPeople: {
    name: "trueup_rollout_users",
    type: "gauge",
    labels: ["app", "version", "ring", "has"],
    help: "users of each ring of the rollouts of the last plan, by whether they have the version",
  },
  rolloutPhase: {
    name: "trueup_rollout_phase",
    type: "gauge",
    labels: ["app", "version", "phase"],
    help: "1 for what each rollout of the last plan waits for, or how it ended",
  },
  rolloutRing: {
    name: "trueup_rollout_open_rings",
    type: "gauge",
    labels: ["app", "version"],
    help: "leading rings of each rollout that are open",
  },
  unreadTargets: {
    name: "trueup_unread_targets",
    type: "gauge",
    labels: [],
    help: "groups, lists and exceptions that the last plan could not read to their end",
  },
  requests: {
    name: "trueup_graph_requests_total",
    type: "counter",
    labels: ["class"],
    help: "requests sent to Graph, repeated ones included, by class of limit",
  },
  throttled: {
    name: "trueup_graph_throttled_total",
    type: "counter",
    labels: ["class"],
    help: "answers of Graph with status 429, by class of limit",
  },
  paused: {
    name: "trueup_graph_paused_seconds_total",
    type: "counter",
    labels: ["class"],
    help: "time for which nothing of the class was sent because Graph had asked to wait",
  },
  passes: {
    name: "trueup_passes_total",
    type: "counter",
    labels: ["trigger", "outcome"],
    help: "passes that have ended",
  },
  passDuration: {
    name: "trueup_pass_duration_seconds",
    type: "histogram",
    labels: ["outcome"],
    help: "how long passes took",
  },
  lastPass: {
    name: "trueup_last_pass_timestamp_seconds",
    type: "gauge",
    labels: [],
    help: "when a pass last ended, however it did, in seconds since the epoch; absent before the first",
  },
  lastSuccess: {
    name: "trueup_last_success_timestamp_seconds",
    type: "gauge",
    labels: [],
    help: "when a pass last ended with nothing left to do for it or for anybody whom it waits for, in seconds since the epoch; absent before the first",
  },
  consecutiveFailures: {
    name: "trueup_consecutive_failures",
    type: "gauge",
    labels: [],
    help: "passes in a row that ended failed",
  },
  budgetLeft: {
    name: "trueup_budget_left_ratio",
    type: "gauge",
    labels: [],
    help: "what the last pass left of its budget, from 0 to 1; absent without a budget",
  },
  source: {
    name: "trueup_source_info",
    type: "gauge",
    labels: ["commit"],
    help: "always 1; the commit of the desired state that the last plan was made of",
  },
  sourceValid: {
    name: "trueup_source_valid",
    type: "gauge",
    labels: [],
    help: "1 when the newest commit is the one in use, 0 when it was refused or could not be fetched",
  },
  storeUsable: {
    name: "trueup_store_usable",
    type: "gauge",
    labels: [],
    help: "0 when what the last pass saw and did could not be kept, 1 when it could or need not be",
  },
  suspended: {
    name: "trueup_suspended",
    type: "gauge",
    labels: [],
    help: "1 while the suspend file is there or the policy suspends everything",
  },
  frozen: {
    name: "trueup_frozen",
    type: "gauge",
    labels: [],
    help: "1 while trueup freeze holds changes in the store, of all apps or of some",
  },
  proposals: {
    name: "trueup_proposals_working",
    type: "gauge",
    labels: [],
    help: "0 when the last changes of the lock file could not be proposed, 1 when they could or need not be",
  },
  events: {
    name: "trueup_notifications_total",
    type: "counter",
    labels: ["as"],
    help: "notifications of changes by what they came to, and hints by whether a reading showed a change",
  },
  waitingHints: {
    name: "trueup_hints_waiting",
    type: "gauge",
    labels: [],
    help: "users who wait to be read again because of a notification",
  },
  subscriptions: {
    name: "trueup_subscriptions_missing",
    type: "gauge",
    labels: [],
    help: "managed apps whose changes nobody tells; absent where notifications are not set up",
  },
  hub: {
    name: "trueup_event_hub_read",
    type: "gauge",
    labels: [],
    help: "0 when the event hub cannot be read, 1 when it is; absent where there is none",
  },
  audited: {
    name: "trueup_audited_users_total",
    type: "counter",
    labels: ["found"],
    help: "users who were read again to learn what no notification told, by whether something had changed",
  },
  auditCycle: {
    name: "trueup_audit_cycle_seconds",
    type: "gauge",
    labels: [],
    help: "within how long everybody is read again to learn what no notification told; absent before the first audit",
  },
  missRate: {
    name: "trueup_missed_changes_per_user_day",
    type: "gauge",
    labels: ["bound"],
    help: "changes of a user in a day that no notification told, with the bounds of 95 % confidence; absent before the first audit",
  },
  build: {
    name: "trueup_build_info",
    type: "gauge",
    labels: ["version", "node"],
    help: "always 1; the versions of trueup and of Node",
  },
} as const satisfies Record<string, MetricRow>;

/** What a notification came to, or the hint that it was. */
export type EventKind =
  | "hint"
  | "own"
  | "unmanaged"
  | "unknown"
  | "lifecycle"
  | "validation"
  | "unreadable"
  | "forged"
  | "useful"
  | "useless";

/** One metric with its values, as they are now. */
export interface MetricFamily extends Pick<MetricRow, "name" | "type" | "help"> {
  /** A histogram has several for each set of labels: those whose names end in `_bucket`, with the label `le`, `_sum` and `_count`. */
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/** What is counted while the controller runs, or a command. */
export interface Metrics {
  /** Counts a pass that has ended. */
  readonly notePass: (report: PassReport) => void;
  /** Whether the newest commit is in use. */
  readonly noteSource: (isValid: boolean) => void;
  /** Whether what passes see and do is kept, where it is to be. */
  readonly noteStore: (isUsable: boolean) => void;
  readonly noteSuspended: (isSuspended: boolean) => void;
  readonly noteFrozen: (isFrozen: boolean) => void;
  /** Counts a notification by what it came to, or a hint by what a reading showed. */
  readonly noteEvent: (as: EventKind) => void;
  readonly noteWaitingHints: (people: number) => void;
  readonly noteSubscriptions: (there: number, wanted: number) => void;
  readonly noteHub: (isRead: boolean) => void;
  readonly noteAudit: (tally: AuditTally) => void;
  /** What the audits come to now; null: nothing yet. */
  readonly noteMissRate: (rate: MissRate | null) => void;
  /** Whether changes of the lock file could be proposed. */
  readonly noteProposals: (areMade: boolean) => void;
  /** All of them as data: the same that {@link Metrics.render} writes. */
  readonly families: () => Promise<readonly MetricFamily[]>;
  /** The text format of Prometheus, and its media type. */
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
  const state = gauge(METRICS.state);
  const rowStates = gauge(METRICS.rowStates);
  const rolloutPeople = gauge(METRICS.rolloutPeople);
  const rolloutPhase = gauge(METRICS.rolloutPhase);
  const rolloutRing = gauge(METRICS.rolloutRing);
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
  const frozen = gauge(METRICS.frozen);
  const proposals = gauge(METRICS.proposals);
  const events = counter(METRICS.events);
  const waitingHints = gauge(METRICS.waitingHints);
  const subscriptions = gauge(METRICS.subscriptions);
  const hub = gauge(METRICS.hub);
  const audited = counter(METRICS.audited);
  const rate = gauge(METRICS.missRate);
  const auditCycle = gauge(METRICS.auditCycle);
  proposals.set(1);
  gauge(METRICS.build).set({ ...options.build }, 1);
  let oldestAtMs: number | null = null;
  const oldest = gauge(METRICS.oldestObservation);
  for (const unknownYet of [lastPass, lastSuccess, budgetLeft, oldest, subscriptions, hub, auditCycle])
    unknownYet.remove();

  function noteAge(): void {
    if (oldestAtMs === null) oldest.remove();
    else oldest.set(Math.max(0, (options.nowMs() - oldestAtMs) / 1000));
  }

  function noteRollouts(rollouts: readonly RolloutProgress[]): void {
    for (const one of [rolloutPeople, rolloutPhase, rolloutRing]) one.reset();
    for (const { app, version, phase, at, rings } of rollouts) {
      const labels = { app, version: version ?? "" };
      rolloutPhase.set({ ...labels, phase }, 1);
      rolloutRing.set(labels, at === null ? 0 : at + 1);
      for (const { name: ring, people, done } of rings) {
        if (people === null || done === null) continue;
        rolloutPeople.set({ ...labels, ring, has: "yes" }, done);
        rolloutPeople.set({ ...labels, ring, has: "no" }, people - done);
      }
    }
  }

  function notePlan(plan: Plan): void {
    rows.reset();
    installed.reset();
    for (const { app, verdict, reason, observed } of plan.rows) {
      rows.inc({ app, verdict, reason: reason ?? "" });
      if (observed.state === "present") installed.inc({ app, version: observed.version ?? "unknown" });
    }
    oldestAtMs = oldestReading(plan);
  }

  function noteJudgement(judgement: Judgement): void {
    for (const one of STATES) {
      state.set({ state: one }, one === judgement.state ? 1 : 0);
      rowStates.set({ state: one }, judgement.rows[one]);
    }
    unreadTargets.set(judgement.targets.length);
  }

  return {
    notePass(report) {
      const { pass, outcome, plan, commit, traffic } = report;
      passes.inc({ trigger: pass.trigger, outcome });
      duration.observe({ outcome }, report.tookMs / 1000);
      lastPass.set(report.endedAtMs / 1000);
      if (report.judgement !== null && report.exitCode === 0) lastSuccess.set(report.endedAtMs / 1000);
      if (outcome === "failed") consecutiveFailures.inc();
      else if (outcome !== "standby") consecutiveFailures.set(0);
      if (plan !== null) notePlan(plan);
      if (plan !== null) noteRollouts(plan.rollouts ?? []);
      if (report.judgement !== null) noteJudgement(report.judgement);
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
    noteFrozen: (isFrozen) => frozen.set(isFrozen ? 1 : 0),
    noteEvent: (as) => events.inc({ as }),
    noteWaitingHints: (people) => waitingHints.set(people),
    noteSubscriptions: (there, wanted) => subscriptions.set(wanted - there),
    noteHub: (isRead) => hub.set(isRead ? 1 : 0),
    noteAudit({ audited: people, misses }) {
      audited.inc({ found: "changed" }, misses);
      audited.inc({ found: "unchanged" }, people - misses);
    },
    noteMissRate(found) {
      if (found === null) return;
      auditCycle.set(cycleMs(found) / 1000);
      rate.set({ bound: "estimate" }, found.perDay);
      rate.set({ bound: "lowest" }, found.lowest);
      rate.set({ bound: "highest" }, found.highest);
    },
    noteProposals: (areMade) => proposals.set(areMade ? 1 : 0),
    async families() {
      noteAge();
      return familiesOf(await registry.getMetricsAsJSON());
    },
    render() {
      noteAge();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function familiesOf(metrics: readonly MetricObjectWithValues<MetricValueWithName<string>>[]): readonly MetricFamily[] {
  const rows: readonly MetricRow[] = Object.values(METRICS);
  return rows.map(({ name, type, help }) => {
    const values = metrics.find((metric) => metric.name === name)?.values ?? [];
    const samples = values.map(({ metricName, labels, value }) => ({
      name: metricName ?? name,
      labels: Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, String(text)])),
      value,
    }));
    return { name, type, help, samples };
  });
}

function oldestReading(plan: Plan): number | null {
  let oldest: string | null = null;
  for (const { observed } of plan.rows) {
    if (observed.state === "not-observed" || observed.at === null) continue;
    if (oldest === null || observed.at < oldest) oldest = observed.at;
  }
  return oldest === null ? null : Date.parse(oldest);
}
