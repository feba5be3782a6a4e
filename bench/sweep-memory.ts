import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { CLI, runNode } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";

const USERS = 1_000_000;

/** The largest tenant there is, read and planned in one go. */
export const bench: Bench = {
  name: "sweep-memory",
  measures: `${USERS.toLocaleString("en")} users observed and planned, server unpaced: peak memory`,
  run: async () => {
    const { tenant, desired } = alikeTenant(USERS);
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off", forgetsRequests: true });
    try {
      await writeFile(join(folder, "state.yaml"), desired);
      const env = {
        TRUEUP_GRAPH_URL: sandbox.url,
        TRUEUP_ACCESS_TOKEN: "sandbox-token",
        TRUEUP_STORE: join(folder, "store.db"),
      };
      const { peakMb, seconds } = await runNode([CLI, "drift", folder, "--limits-scale", "10000"], env);
      return [
        {
          name: "peak memory (resident)",
          value: peakMb,
          unit: "MB",
          mark: { atMost: 700 },
          note: `${seconds.toFixed(0)} s; drift with a store`,
        },
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
