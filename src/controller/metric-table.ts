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
    help: "when a pass last ended converged, in seconds since the epoch; absent before the first",
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
  build: {
    name: "trueup_build_info",
    type: "gauge",
    labels: ["version", "node"],
    help: "always 1; the versions of trueup and of Node",
  },
} as const satisfies Record<string, MetricRow>;
