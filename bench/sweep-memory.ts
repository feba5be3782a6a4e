import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heapNeedMb } from "../src/session/heap-need.ts";
import type { Bench } from "./bench.ts";
import { CLI, runNode } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";

const USERS = 1_000_000;
/** Below that, the program refuses so many people before it reads anybody. */
const HEAP_MB = heapNeedMb({ people: USERS, rows: USERS });

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
      const drift = [CLI, "drift", folder, "--limits-scale", "10000"];
      const asItComes = await runNode(drift, env);
      const limited = await runNode([`--max-old-space-size=${HEAP_MB}`, "--max-semi-space-size=16", ...drift], env);
      return [
        {
          name: "peak memory (resident)",
          value: asItComes.peakMb,
          unit: "MB",
          mark: { atMost: 700 },
          note: `${asItComes.seconds.toFixed(0)} s; drift with a store; Node collects late, as the machine has room`,
        },
        {
          name: `peak memory (resident) with a heap of ${HEAP_MB} MB`,
          value: limited.peakMb,
          unit: "MB",
          mark: { atMost: 700 },
          note: `${limited.seconds.toFixed(0)} s; as in a container with less memory`,
        },
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
