import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { CLI, runNode, type Took } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { groupedTenant } from "./tenants.ts";
import { median } from "./timing.ts";

const USERS = 100_000;
const GROUPS = 20;
const LATENCY_MS = 200;
const ROUNDS = 3;
/** What docs/kubernetes.md gives a pod for so many people. */
const HEAP = ["--max-old-space-size=200", "--max-semi-space-size=16"];

/** A look at a large tenant in which nothing has changed and everybody was read a short while ago. */
export const bench: Bench = {
  name: "steady",
  measures: `${USERS.toLocaleString("en")} people in ${GROUPS} groups, store fresh, nothing changed, ${LATENCY_MS} ms latency: drift, whole process, with the heap of the pod in docs/kubernetes.md`,
  run: async () => {
    const { tenant, desired } = groupedTenant(USERS, GROUPS);
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off" });
    try {
      await writeFile(join(folder, "state.yaml"), desired);
      const env = {
        TRUEUP_GRAPH_URL: sandbox.url,
        TRUEUP_ACCESS_TOKEN: "sandbox-token",
        TRUEUP_STORE: join(folder, "store.db"),
      };
      const drift = () => runNode([...HEAP, CLI, "drift", folder, "--max-age", "1h", "--limits-scale", "1000"], env);
      await drift();
      await sandbox.setLatency(LATENCY_MS);
      const took: Took[] = [];
      let requests = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        await sandbox.clearRequests();
        took.push(await drift());
        requests = Math.max(requests, (await sandbox.requestPaths()).length);
      }
      const load = `load of the machine ${Math.round(loadavg()[0] ?? 0)} on ${availableParallelism()} cores`;
      const note = `in the middle one of ${ROUNDS} runs; ${load}`;
      return [
        { name: "requests", value: requests, unit: "requests", mark: { atMost: 12 }, note: "at most, in a run" },
        { name: "wall time", value: median(took.map(({ seconds }) => seconds)), unit: "s", mark: { atMost: 5 }, note },
        {
          name: "CPU time",
          value: median(took.map(({ cpuSeconds }) => cpuSeconds)),
          unit: "s",
          mark: null,
          note: "of the same runs, all threads",
        },
        {
          name: "peak memory (resident)",
          value: Math.max(...took.map(({ peakMb }) => peakMb)),
          unit: "MB",
          mark: { atMost: 400 },
          note: `at most, in ${ROUNDS} runs`,
        },
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
