import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeBundle } from "../scripts/image/write-bundle.ts";
import { heapNeedMb, nodeOptionsOf, podForHeapMb } from "../src/session/heap-need.ts";
import type { Bench, Figure } from "./bench.ts";
import { runNode } from "./child.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";

const PEOPLE = [10_000, 50_000, 100_000, 250_000, 500_000];
const PACKAGE = fileURLToPath(new URL("../package.json", import.meta.url));

/** What docs/kubernetes.md says of memory, tried with the bundle of the image: each size in the pod that it names. */
export const bench: Bench = {
  name: "sizes",
  measures:
    "run --once from the bundle, one app for everybody, server unpaced, with the heap of the pod in docs/kubernetes.md: peak memory",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      await writeBundle(join(folder, "dist"));
      await cp(PACKAGE, join(folder, "package.json"));
      const figures: Figure[] = [];
      for (const people of PEOPLE) figures.push(await peakOf(people, folder));
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function peakOf(people: number, folder: string): Promise<Figure> {
  const podMb = podForHeapMb(heapNeedMb({ people, rows: people }));
  const { tenant, desired } = alikeTenant(people);
  const place = await mkdtemp(join(folder, "tenant-"));
  const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off", forgetsRequests: true });
  try {
    await writeFile(join(place, "state.yaml"), desired);
    const env = {
      TRUEUP_GRAPH_URL: sandbox.url,
      TRUEUP_ACCESS_TOKEN: "sandbox-token",
      TRUEUP_STORE: join(place, "store.db"),
      NODE_OPTIONS: nodeOptionsOf(podMb),
    };
    const pass = [join(folder, "dist/trueup.mjs"), "run", place, "--once", "--limits-scale", "10000"];
    const { peakMb, seconds } = await runNode(pass, env);
    const name = `${people.toLocaleString("en")} people: peak memory (resident)`;
    return { name, value: peakMb, unit: "MB", mark: { atMost: podMb }, note: `${seconds.toFixed(0)} s` };
  } finally {
    await sandbox.stop();
  }
}
