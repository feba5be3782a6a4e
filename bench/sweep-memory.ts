import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, Figure } from "./bench.ts";
import { CLI, runNode, type Took } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";

const USERS = 1_000_000;
const HEAP_MB = 512;
const FLAGS = [`--max-old-space-size=${HEAP_MB}`, "--max-semi-space-size=16", CLI];

/** The largest tenant there is: everybody read and planned in one go, and all that is written of it. */
export const bench: Bench = {
  name: "sweep-memory",
  measures: `${USERS.toLocaleString("en")} users observed, planned and gated with a store and a heap of ${HEAP_MB} MB, server unpaced and in a process of its own, and reported as text, JSON and page: peak memory`,
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
      const [json, page] = [join(folder, "plan.json"), join(folder, "status.html")];
      const unpaced = ["--limits-scale", "10000"];
      const planned = await runNode([...FLAGS, "plan", folder, ...unpaced, "--out", json], env);
      const shown = await runNode([...FLAGS, "report", folder, ...unpaced, "--max-age", "23h", "--html", page], env);
      const { size } = await stat(json);
      return [
        peak("everybody read, plan as text and JSON", planned, `${Math.round(size / 1e6)} MB of JSON`),
        peak("status page", shown, "from the readings in the store"),
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function peak(what: string, { peakMb, seconds }: Took, note: string): Figure {
  return {
    name: `${what}: peak memory (resident)`,
    value: peakMb,
    unit: "MB",
    mark: { atMost: 700 },
    note: `${seconds.toFixed(0)} s; ${note}`,
  };
}
