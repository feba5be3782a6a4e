import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertsOf, dashboardQueries, dashboardVariables } from "../../scripts/alerts/queries.ts";
import { sampleScrape } from "../../scripts/alerts/sample-scrape.ts";
import { METRICS } from "../../src/controller/metrics.ts";
import { REASONS } from "../../src/model/reasons.ts";
import { readText } from "../architecture/repository.ts";
import { parsePrometheus } from "../controller/prometheus-text.ts";
import { labelsOfResult, metricsIn, unknownIn, valuesIn } from "./promql.ts";

const alerts = ["rules", "cronjob-rules"].flatMap((name) =>
  alertsOf(parse(readText(`deploy/prometheus/${name}.yaml`))),
);
const tests = ["rules", "cronjob-rules"].flatMap((name): readonly RuleTest[] => {
  const file: { readonly tests: readonly RuleTest[] } = parse(readText(`deploy/prometheus/${name}.test.yaml`));
  return file.tests;
});
const dashboard: unknown = JSON.parse(readText("deploy/grafana/dashboard.json"));
const queries = dashboardQueries(dashboard);
const page = readText("docs/operations.md");

interface RuleTest {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
}

describe("the check of a query", () => {
  it.each([
    ["trueup_rows", []],
    ['sum without (verdict) (trueup_rows{reason=~"a|b", job="x"}) > 0', []],
    ["histogram_quantile(0.9, sum by (le) (increase(trueup_pass_duration_seconds_bucket[1d])))", []],
    ["trueup_row", ["trueup_row"]],
    ["up == 0", ["up"]],
    ["trueup_pass_duration_seconds", ["trueup_pass_duration_seconds"]],
    ['trueup_rows{user="adele"}', ["label user of trueup_rows"]],
    ["sum by (user) (trueup_rows)", ["label user"]],
    ["rate(trueup_passes_total[1d])", ["rate"]],
  ])("%s lacks %j", (expr, expected) => {
    expect(unknownIn(expr)).toEqual(expected);
  });
});

describe.each([
  ["the alert", alerts],
  ["the panel", queries],
])("%s", (_what, list) => {
  it.each([...list])("$where reads metrics and labels that there are", ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
    expect(metricsIn(expr).length).toBeGreaterThan(0);
    expect(valuesIn(expr, "reason").filter((reason) => !Object.hasOwn(REASONS, reason))).toEqual([]);
    expect(
      valuesIn(expr, "verdict").filter((verdict) => !["nothing", "act", "held", "blocked"].includes(verdict)),
    ).toEqual([]);
  });
});

describe("an alert", () => {
  it.each([...alerts])("$where says what it is about, with labels that it has", ({ expr, annotations }) => {
    expect(Object.keys(annotations).sort()).toEqual(["description", "runbook", "summary"]);
    const used = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label);
    expect(used.filter((label) => !labelsOfResult(expr).includes(label))).toEqual([]);
  });

  it.each([...alerts])("$where has a paragraph in docs/operations.md, and leads there", ({ where, annotations }) => {
    const section = page.split(`\n### ${where}\n`)[1]?.split("\n#")[0] ?? "";
    expect(section.trim().length).toBeGreaterThan(150);
    expect(annotations["runbook"]).toBe(`docs/operations.md#${where.toLowerCase()}`);
  });

  it.each([...alerts])("$where has a test in which it fires", ({ where }) => {
    const firing = tests.flatMap((test) => test.alert_rule_test).filter(({ exp_alerts }) => exp_alerts !== undefined);
    expect(firing.map(({ alertname }) => alertname)).toContain(where);
  });

  it("that docs/operations.md describes is one that there is", () => {
    const described = [...page.matchAll(/^### (TrueUp\w+)$/gm)].map(([, name]) => name);
    expect(described).toEqual(alerts.map(({ where }) => where));
  });
});

describe("the dashboard", () => {
  it("shows every metric", () => {
    const shown = new Set(queries.flatMap(({ expr }) => metricsIn(expr).map(({ name }) => name)));
    expect(
      Object.values(METRICS)
        .map(({ name }) => name)
        .filter((name) => !shown.has(name)),
    ).toEqual([]);
  });

  it("asks for values of labels that there are", () => {
    expect(dashboardVariables(dashboard)).toEqual([
      { metric: METRICS.build.name, label: "job" },
      { metric: METRICS.build.name, label: "instance" },
    ]);
    const used = JSON.stringify(queries).match(/\$\w+/g) ?? [];
    expect([...new Set(used)].sort()).toEqual(["$instance", "$job"]);
  });

  it("names lines by labels that they have", () => {
    const panels: { panels: { targets?: { expr: string; legendFormat: string }[] }[] } = JSON.parse(
      readText("deploy/grafana/dashboard.json"),
    );
    for (const { expr, legendFormat } of panels.panels.flatMap(({ targets }) => targets ?? [])) {
      const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
      expect(named.filter((label) => !labelsOfResult(expr).includes(label))).toEqual([]);
    }
  });
});

it("the scrape that promtool reads holds every metric", async () => {
  const shown = new Set(parsePrometheus(await sampleScrape()).map(({ metric }) => metric));
  expect([...shown].sort()).toEqual(
    Object.values(METRICS)
      .map(({ name }) => name)
      .sort(),
  );
});
