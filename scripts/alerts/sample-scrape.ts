import { createMetrics } from "../../src/controller/metrics.ts";
import type { PassReport } from "../../src/controller/pass-report.ts";
import type { Plan, PlanRow } from "../../src/model/plan.ts";
import type { RolloutProgress } from "../../src/model/rollout.ts";
import { judge } from "../../src/plan/convergence.ts";

const AT_MS = Date.UTC(2026, 0, 5, 6);

const ROW: PlanRow = {
  user: { id: null, userPrincipalName: null, asWritten: "someone@contoso.com" },
  app: "expenses",
  desired: { ensure: "upgraded", version: "latest" },
  observed: {
    state: "present",
    version: "2.1.0",
    installationId: "installation",
    consent: { state: "unknown" },
    at: new Date(AT_MS).toISOString(),
  },
  drift: ["outdated"],
  verdict: "blocked",
  action: null,
  reason: "permissions-not-approved",
  detail: null,
  move: "permission-owner",
  consent: [],
  sources: [],
};

const ROLLOUT: RolloutProgress = {
  app: "expenses",
  catalogId: "catalog",
  digest: "sha256:digest",
  version: "2.4.0",
  phase: "soaking",
  at: 0,
  rings: [{ name: "it", isOpen: true, people: 2, done: 1, earliestAt: null }],
  until: null,
  detail: null,
  gates: [],
  halt: null,
  warnings: [],
  rereads: null,
  course: [],
};

const PLAN: Plan = {
  apps: [],
  targets: [],
  rows: [ROW],
  totalRows: 1,
  filters: { apps: [], users: [] },
  rollouts: [ROLLOUT],
};

const REPORT: PassReport = {
  pass: { number: 1, trigger: "start", startedAtMs: AT_MS, stop: new AbortController().signal },
  endedAtMs: AT_MS + 90_000,
  tookMs: 90_000,
  outcome: "converged",
  exitCode: 0,
  commit: "0a1b2c3d4e5f6071",
  plan: PLAN,
  judgement: judge(PLAN, { policySuspended: false, applies: true }),
  summary: "1 rows: 1 blocked",
  problem: null,
  traffic: { "installation-reads": { requests: 10, throttled: 1, pausedMs: 2500 } },
  budgetLeft: 0.5,
};

/** What `/metrics` shows after a pass in which every metric has a value. */
export async function sampleScrape(): Promise<string> {
  const metrics = createMetrics({ nowMs: () => AT_MS + 120_000, build: { version: "0.1.0", node: "24.0.0" } });
  metrics.notePass(REPORT);
  metrics.noteSource(true);
  metrics.noteStore(true);
  metrics.noteSuspended(false);
  metrics.noteEvent("hint");
  metrics.noteSubscriptions(1, 1);
  metrics.noteHub(true);
  metrics.noteAudit({ audited: 100, misses: 1, exposureMs: 86_400_000 });
  metrics.noteMissRate({ perDay: 0.01, lowest: 0.001, highest: 0.05 });
  return metrics.render();
}
