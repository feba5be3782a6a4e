import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, Figure } from "./bench.ts";
import { CLI, runNode, type Took } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";
import { median } from "./timing.ts";

const USERS = 100_000;
const ROUNDS = 3;

/** Who has which version, in a large tenant whose people were all read a short while ago. */
export const bench: Bench = {
  name: "census",
  measures: `trueup census of ${USERS.toLocaleString("en")} people, all of them read a short while ago: wall and CPU time of the whole process`,
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
      const census = (...args: readonly string[]) => runNode([CLI, "census", folder, ...args], env);
      await census("--limits-scale", "1000");
      const rounds = async (...args: readonly string[]): Promise<readonly Took[]> => {
        const took: Took[] = [];
        for (let round = 0; round < ROUNDS; round += 1) took.push(await census(...args));
        return took;
      };
      return [
        ...figures("of the tenant", await rounds(), "the list of users is read anew, in pages of 999 without latency"),
        ...figures("--from-store", await rounds("--from-store"), "nothing is read"),
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function all(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(", ");
}

function figures(name: string, took: readonly Took[], note: string): readonly Figure[] {
  const busy = `${(loadavg()[0] ?? Number.NaN).toFixed(0)} on ${cpus().length} cores`;
  const [wall, cpu] = [took.map(({ seconds }) => seconds), took.map(({ cpuSeconds }) => cpuSeconds)];
  return [
    {
      name: `${name}: wall time`,
      value: median(wall),
      unit: "s",
      mark: { atMost: 5 },
      note: `${note}; middle of ${all(wall)}; load of the machine ${busy}`,
    },
    {
      name: `${name}: CPU time`,
      value: median(cpu),
      unit: "s",
      mark: null,
      note: `of the same runs, all threads: ${all(cpu)}`,
    },
  ];
}
