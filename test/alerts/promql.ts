import { type MetricRow, METRICS } from "../../src/controller/metrics.ts";

/** Labels that Prometheus adds when it scrapes. */
const SCRAPE_LABELS: readonly string[] = ["job", "instance"];

const WORDS = new Set("absent and by histogram_quantile increase on or sum time unless without".split(" "));

/** What kube-state-metrics says of a CronJob: https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md */
const OF_CRONJOBS = ["status_last_schedule_time", "status_last_successful_time", "created", "spec_suspend"].map(
  (what): MetricRow => ({ name: `kube_cronjob_${what}`, type: "gauge", labels: ["namespace", "cronjob"], help: "" }),
);

const BY_NAME: ReadonlyMap<string, MetricRow> = new Map(
  [...Object.values(METRICS), ...OF_CRONJOBS].map((metric) => [metric.name, metric]),
);

/** What a query uses that the table of metrics does not have; empty: nothing. */
export function unknownIn(expr: string): readonly string[] {
  const withoutStrings = expr.replaceAll(/"[^"]*"/g, '""');
  const grouped = [...withoutStrings.matchAll(/\b(?:by|without|on) ?\(([^)]*)\)/g)].flatMap(([, list = ""]) =>
    names(list),
  );
  const left = withoutStrings
    .replaceAll(/\b(by|without|on) ?\([^)]*\)/g, "$1")
    .replaceAll(/\{[^}]*\}/g, "")
    .replaceAll(/\[\d+[smhd]\]/g, "");
  const words = [...left.matchAll(/[a-zA-Z_:][\w:]*/g)].map(([word]) => word);
  const known = new Set([...metricsIn(expr).flatMap(labelsOf), ...SCRAPE_LABELS]);
  return [
    ...words.filter((word) => !WORDS.has(word) && metricOf(word) === null),
    ...grouped.filter((label) => !known.has(label)).map((label) => `label ${label}`),
    ...[...withoutStrings.matchAll(/(\w+)\{([^}]*)\}/g)].flatMap(([, name = "", matchers = ""]) =>
      wrongMatchers(name, matchers),
    ),
  ];
}

/** The metrics of the table that a query reads. */
export function metricsIn(expr: string): readonly MetricRow[] {
  return [...expr.matchAll(/\b(?:trueup|kube)_\w+/g)].flatMap(([name]) => metricOf(name) ?? []);
}

/** `reason="a|b"` gives a and b. */
export function valuesIn(expr: string, label: string): readonly string[] {
  return [...expr.matchAll(new RegExp(`\\b${label}=~?"([^"]*)"`, "g"))].flatMap(([, values = ""]) => values.split("|"));
}

/** Labels that results of the query have, as far as its text says so. */
export function labelsOfResult(expr: string): readonly string[] {
  const by = /\bby ?\(([^)]*)\)/.exec(expr)?.[1];
  if (by !== undefined) return names(by);
  const gone = new Set(names(/\bwithout ?\(([^)]*)\)/.exec(expr)?.[1] ?? ""));
  const [first] = metricsIn(expr);
  return [...(first === undefined ? [] : labelsOf(first)), ...SCRAPE_LABELS].filter((label) => !gone.has(label));
}

function metricOf(name: string): MetricRow | null {
  const exact = BY_NAME.get(name);
  if (exact !== undefined) return exact.type === "histogram" ? null : exact;
  const part = BY_NAME.get(name.replace(/_(bucket|sum|count)$/, ""));
  return part?.type === "histogram" ? part : null;
}

function labelsOf({ labels, type }: MetricRow): readonly string[] {
  return type === "histogram" ? [...labels, "le"] : labels;
}

function wrongMatchers(name: string, matchers: string): readonly string[] {
  const known = new Set([...(metricOf(name)?.labels ?? []), ...SCRAPE_LABELS]);
  const used = [...matchers.matchAll(/(\w+) ?(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
  return used.filter((label) => !known.has(label)).map((label) => `label ${label} of ${name}`);
}

function names(list: string): readonly string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
