import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { CLI, runNode } from "./child.ts";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";
import { median } from "./timing.ts";

const USERS = 100_000;
const LATENCY_MS = 50;
const ROUNDS = 3;
const READS_ALONE = fileURLToPath(new URL("directory-reads.ts", import.meta.url));

/** A daily look at a large tenant in which nothing has changed and everybody was read a short while ago. */
export const bench: Bench = {
  name: "steady",
  measures: `${USERS.toLocaleString("en")} users, store fresh, nothing changed: installation reads, and wall time over the directory and catalog reads alone`,
  run: async () => {
    const { tenant, desired } = alikeTenant(USERS);
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off" });
    try {
      await writeFile(join(folder, "state.yaml"), desired);
      const env = {
        TRUEUP_GRAPH_URL: sandbox.url,
        TRUEUP_ACCESS_TOKEN: "sandbox-token",
        TRUEUP_STORE: join(folder, "store.db"),
      };
      const plan = () => runNode([CLI, "drift", folder, "--max-age", "1h", "--limits-scale", "1000"], env);
      await plan();
      await sandbox.setLatency(LATENCY_MS);
      await sandbox.clearRequests();
      const [ours, alone]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push((await plan()).seconds);
        alone.push((await runNode([READS_ALONE, sandbox.url])).seconds);
      }
      const seconds = median(ours);
      return [
        {
          name: "installation reads",
          value: await installationReads(sandbox),
          unit: "requests",
          mark: { atMost: 0 },
          note: `in ${ROUNDS} runs`,
        },
        {
          name: "wall time over the directory and catalog reads alone",
          value: seconds / median(alone),
          unit: "ratio",
          mark: { atMost: 1.5 },
          note: `${seconds.toFixed(1)} s over ${median(alone).toFixed(1)} s, whole processes, ${LATENCY_MS} ms latency, pages of 999`,
        },
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function installationReads(sandbox: SandboxProcess): Promise<number> {
  return (await sandbox.requestPaths()).filter((path) => path.includes("/installedApps")).length;
}
