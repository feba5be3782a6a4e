// Checks alerts, their tests, the queries of the dashboard and a scrape with Prometheus' own promtool: node scripts/alerts/check.ts.
// Exit code 1 for what promtool refuses; 0 also where there is no promtool, which is said.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { stringify } from "yaml";
import { dashboardQueries, withoutVariables } from "./queries.ts";
import { sampleScrape } from "./sample-scrape.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Ended {
  readonly isGood: boolean;
  readonly output: string;
}

function run(program: string, args: readonly string[], input = ""): Ended {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const { status, stdout, stderr, error } = spawnSync(program, [...args], { input, env, encoding: "utf8" });
  if (error !== undefined) return { isGood: false, output: error.message };
  return { isGood: status === 0, output: `${stdout}${stderr}`.trim() };
}

/** @returns why there is no promtool; null: there is */
function withoutPromtool(): string | null {
  if (run("promtool", ["--version"]).isGood) return null;
  if (process.getuid?.() !== 0) return "there is no promtool, and only root can install it";
  // Debian's package brings a service as well, which a machine with systemd would start.
  const mayStart = run("systemctl", ["is-system-running"]).output;
  if (["running", "degraded", "starting"].includes(mayStart)) {
    return "there is no promtool, and its package would start a service here";
  }
  run("apt-get", ["update"]);
  const { isGood, output } = run("apt-get", ["install", "-y", "--no-install-recommends", "prometheus"]);
  if (isGood && run("promtool", ["--version"]).isGood) return null;
  return `promtool cannot be installed with apt-get: ${output.split("\n").at(-1) ?? ""}`;
}

function files(...names: readonly string[]): readonly string[] {
  return names.map((name) => join(ROOT, "deploy/prometheus", name));
}

async function check(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-alerts-"));
  try {
    const queries = join(folder, "dashboard.yaml");
    writeFileSync(queries, dashboardAsRules());
    const checks: readonly (readonly [string, Ended])[] = [
      ["alerts", run("promtool", ["check", "rules", "--lint-fatal", ...files("rules.yaml", "cronjob-rules.yaml")])],
      [
        "tests of the alerts",
        run("promtool", ["test", "rules", ...files("rules.test.yaml", "cronjob-rules.test.yaml")]),
      ],
      ["queries of the dashboard", run("promtool", ["check", "rules", "--lint-fatal", queries])],
      ["a scrape", run("promtool", ["check", "metrics"], await sampleScrape())],
    ];
    for (const [what, { isGood, output }] of checks) {
      say(`${isGood ? "good" : "WRONG"} ${what}`);
      if (!isGood) say(output);
    }
    return checks.every(([, { isGood }]) => isGood);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each query as a recording rule, which is how promtool reads queries. */
function dashboardAsRules(): string {
  const dashboard: unknown = JSON.parse(readFileSync(join(ROOT, "deploy/grafana/dashboard.json"), "utf8"));
  const rules = dashboardQueries(dashboard).map(({ expr }, index) => ({
    record: `dashboard:query:${index}`,
    expr: withoutVariables(expr),
  }));
  return stringify({ groups: [{ name: "dashboard", rules }] });
}

const reason = withoutPromtool();
if (reason !== null) say(`NOT CHECKED: alerts, dashboard and metrics: ${reason}`);
else if (!(await check())) process.exitCode = 1;
