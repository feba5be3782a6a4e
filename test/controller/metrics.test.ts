import { describe, expect, it } from "vitest";
import { missRate } from "../../src/events/miss-rate.ts";
import { createMetrics, METRICS } from "../../src/controller/metrics.ts";
import type { PassReport } from "../../src/controller/pass-report.ts";
import { judge, type PassOutcome } from "../../src/plan/convergence.ts";
import type { Plan } from "../../src/model/plan.ts";
import { ROLLOUT } from "../fakes/rollouts.ts";
import { AT, hiddenGroup, plan, present, row, unreadable, upgrade, user } from "../report/builders.ts";
import { parsePrometheus, type Sample } from "./prometheus-text.ts";

const NOW = Date.parse(AT) + 3_600_000;

const EXIT_CODES = { converged: 0, standby: 0, differs: 2, "not-converged": 3, failed: 1 } as const;

function report(outcome: PassOutcome, changed: Partial<PassReport> = {}): PassReport {
  const pass = {
    number: 1,
    trigger: "schedule",
    startedAtMs: NOW - 90_000,
    stop: new AbortController().signal,
  } as const;
  return {
    pass,
    endedAtMs: NOW,
    tookMs: 90_000,
    outcome,
    exitCode: EXIT_CODES[outcome],
    commit: "0a1b2c3d",
    plan: null,
    judgement: changed.plan == null ? null : judge(changed.plan, { policySuspended: false, applies: true }),
    problem: null,
    traffic: {},
    budgetLeft: null,
    summary: null,
    ...changed,
  };
}

async function scrape(...reports: readonly PassReport[]): Promise<readonly Sample[]> {
  const metrics = createMetrics({ nowMs: () => NOW, build: { version: "0.1.0", node: "24.21.0" } });
  for (const one of reports) metrics.notePass(one);
  metrics.noteEvent("hint");
  metrics.noteSubscriptions(1, 2);
  metrics.noteHub(true);
  const tally = { audited: 3, misses: 1, exposureMs: 3 * 24 * 60 * 60_000 };
  metrics.noteAudit(tally);
  metrics.noteMissRate(missRate(tally));
  return parsePrometheus(await metrics.render());
}

/** `{app="expenses"} 3` of each sample with that name. */
function of(samples: readonly Sample[], name: string): readonly string[] {
  return samples
    .filter((sample) => sample.name === name)
    .map(({ labels, value }) => {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
      return `${pairs.length === 0 ? "" : `{${pairs.join(",")}} `}${value}`;
    });
}

const MIXED: Plan = plan(
  [
    upgrade(),
    row({ user: user("megan") }),
    row({ user: user("nestor"), observed: present("2.3.0") }),
    unreadable({ user: user("zoe") }),
  ],
  { targets: [hiddenGroup()] },
);

describe("what a scrape shows", () => {
  it("rows by app, verdict and reason; versions; the oldest reading; targets that were not read", async () => {
    const samples = await scrape(report("not-converged", { plan: MIXED }));
    expect([...of(samples, "trueup_rows")].sort()).toEqual([
      '{app="expenses",verdict="act",reason=""} 1',
      '{app="expenses",verdict="blocked",reason="unreadable"} 1',
      '{app="expenses",verdict="nothing",reason="in-sync"} 2',
    ]);
    expect([...of(samples, "trueup_installed_users")].sort()).toEqual([
      '{app="expenses",version="2.1.0"} 1',
      '{app="expenses",version="2.3.0"} 1',
      '{app="expenses",version="2.4.0"} 1',
    ]);
    expect(of(samples, "trueup_oldest_observation_age_seconds")).toEqual(["3600"]);
    expect(of(samples, "trueup_unread_targets")).toEqual(["1"]);
  });

  it("only what the last plan says: what is gone is gone", async () => {
    const samples = await scrape(
      report("not-converged", { plan: MIXED }),
      report("converged", { plan: plan([row()]) }),
    );
    expect(of(samples, "trueup_rows")).toEqual(['{app="expenses",verdict="nothing",reason="in-sync"} 1']);
  });

  it("keeps the last plan's rows when no plan could be made", async () => {
    const samples = await scrape(report("converged", { plan: plan([row()]) }), report("failed"));
    expect(of(samples, "trueup_rows")).toEqual(['{app="expenses",verdict="nothing",reason="in-sync"} 1']);
  });

  it("counts passes, failures in a row and the last success", async () => {
    const samples = await scrape(report("converged", { plan: plan([row()]) }), report("failed"), report("failed"));
    expect(of(samples, "trueup_passes_total")).toEqual([
      '{trigger="schedule",outcome="converged"} 1',
      '{trigger="schedule",outcome="failed"} 2',
    ]);
    expect(of(samples, "trueup_consecutive_failures")).toEqual(["2"]);
    expect(of(samples, "trueup_last_success_timestamp_seconds")).toEqual([String(NOW / 1000)]);
    expect(of(await scrape(report("failed")), "trueup_last_pass_timestamp_seconds")).toEqual([String(NOW / 1000)]);
    expect(of(await scrape(), "trueup_last_pass_timestamp_seconds")).toEqual([]);
    expect(of(samples, "trueup_pass_duration_seconds_sum")).toEqual([
      '{outcome="converged"} 90',
      '{outcome="failed"} 180',
    ]);
    expect(of(await scrape(report("failed"), report("differs")), "trueup_consecutive_failures")).toEqual(["0"]);
  });

  it("sums requests, throttling and pauses over passes", async () => {
    const traffic = { "installation-reads": { requests: 10, throttled: 1, pausedMs: 2500 } };
    const samples = await scrape(report("converged", { traffic }), report("converged", { traffic }));
    expect(of(samples, "trueup_graph_requests_total")).toEqual(['{class="installation-reads"} 20']);
    expect(of(samples, "trueup_graph_throttled_total")).toEqual(['{class="installation-reads"} 2']);
    expect(of(samples, "trueup_graph_paused_seconds_total")).toEqual(['{class="installation-reads"} 5']);
  });

  it("says nothing of what is not known: no success yet, no budget, no plan", async () => {
    const samples = await scrape(report("failed"));
    for (const name of [
      "trueup_last_success_timestamp_seconds",
      "trueup_budget_left_ratio",
      "trueup_oldest_observation_age_seconds",
    ]) {
      expect(of(samples, name)).toEqual([]);
    }
    expect(of(await scrape(report("converged", { budgetLeft: 0.25 })), "trueup_budget_left_ratio")).toEqual(["0.25"]);
  });

  it("how far rollouts are, of the last plan only", async () => {
    const samples = await scrape(
      report("converged", { plan: { ...MIXED, rollouts: [{ ...ROLLOUT, phase: "halted" }] } }),
      report("converged", { plan: { ...MIXED, rollouts: [ROLLOUT] } }),
    );
    expect(of(samples, "trueup_rollout_phase")).toEqual(['{app="expenses",version="2.4.0",phase="soaking"} 1']);
    expect(of(samples, "trueup_rollout_users")).toEqual([
      '{app="expenses",version="2.4.0",ring="it",has="yes"} 1',
      '{app="expenses",version="2.4.0",ring="it",has="no"} 1',
    ]);
  });

  it("which commit, which version", async () => {
    const samples = await scrape(report("converged"), report("converged", { commit: "ffff" }));
    expect(of(samples, "trueup_source_info")).toEqual(['{commit="ffff"} 1']);
    expect(of(samples, "trueup_build_info")).toEqual(['{version="0.1.0",node="24.21.0"} 1']);
  });
});

describe("the table of metrics", () => {
  it("is what a scrape shows, names, types, labels and all", async () => {
    const samples = await scrape(
      report("converged", {
        plan: { ...MIXED, rollouts: [ROLLOUT] },
        budgetLeft: 1,
        traffic: { catalog: { requests: 1, throttled: 0, pausedMs: 0 } },
      }),
    );
    const shown = new Map(samples.map((sample) => [sample.metric, sample]));
    expect([...shown.keys()].sort()).toEqual(
      Object.values(METRICS)
        .map(({ name }) => name)
        .sort(),
    );
    for (const { name, type, labels, help } of Object.values(METRICS)) {
      const sample = shown.get(name);
      expect(sample).toMatchObject({ type, help });
      expect(
        Object.keys(sample?.labels ?? {})
          .filter((label) => label !== "le")
          .sort(),
      ).toEqual([...labels].sort());
    }
  });

  it("has no label that could hold a person", () => {
    const labels = new Set(Object.values(METRICS).flatMap((metric) => [...metric.labels]));
    expect([...labels].sort()).toEqual([
      "app",
      "as",
      "bound",
      "class",
      "commit",
      "found",
      "has",
      "node",
      "outcome",
      "phase",
      "reason",
      "ring",
      "state",
      "trigger",
      "verdict",
      "version",
    ]);
  });
});
