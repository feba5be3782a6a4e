import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeBundle } from "../scripts/image/write-bundle.ts";
import { heapNeedMb, nodeOptionsOf, podForHeapMb } from "../src/session/heap-need.ts";
import type { Bench, Figure } from "./bench.ts";
import { runNode } from "./child.ts";
import { makeMemoryGroup } from "./memory-group.ts";
import { KUBERNETES, sizeName, withMeasured } from "./pod-sizes.ts";
import { startSandboxProcess } from "./sandbox-process.ts";
import { alikeTenant } from "./tenants.ts";

const SIZES = [10_000, 50_000, 100_000, 250_000, 500_000];
const PACKAGE = fileURLToPath(new URL("../package.json", import.meta.url));
/** What deploy/kubernetes/base gives to a pod. */
const BASE_POD_MB = 1_024;

/** What docs/kubernetes.md says of memory, tried with the bundle of the image: each size in the pod that it names. */
export const bench: Bench = {
  name: "container",
  measures:
    "run --once from the bundle, one app for everybody, server unpaced, in a group of processes that may hold what the pod in docs/kubernetes.md may: peak memory",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      await writeBundle(join(folder, "dist"));
      await cp(PACKAGE, join(folder, "package.json"));
      const figures: Figure[] = [];
      for (const people of SIZES) {
        const podMb = podForHeapMb(heapNeedMb({ people, rows: people }));
        figures.push(await peakOf(sizeName(people), { people, podMb, mostMb: podMb }, folder));
      }
      const base = { people: 500_000, podMb: BASE_POD_MB, mostMb: 650 };
      figures.push(await peakOf("500,000 people in the pod of deploy/kubernetes/base", base, folder));
      await writeFile(KUBERNETES, withMeasured(await readFile(KUBERNETES, "utf8"), figures));
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Pod {
  readonly people: number;
  readonly podMb: number;
  readonly mostMb: number;
}

async function peakOf(name: string, { people, podMb, mostMb }: Pod, folder: string): Promise<Figure> {
  const { tenant, desired } = alikeTenant(people);
  const place = await mkdtemp(join(folder, "tenant-"));
  const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off", forgetsRequests: true });
  const group = await makeMemoryGroup(podMb);
  try {
    await writeFile(join(place, "state.yaml"), desired);
    const env = {
      TRUEUP_GRAPH_URL: sandbox.url,
      TRUEUP_ACCESS_TOKEN: "sandbox-token",
      TRUEUP_STORE: join(place, "store.db"),
      NODE_OPTIONS: nodeOptionsOf(podMb),
    };
    const pass = [join(folder, "dist/trueup.mjs"), "run", place, "--once", "--limits-scale", "10000"];
    const { peakMb, seconds } = await runNode(pass, env, [0], group);
    const limit = group === null ? `not limited to ${podMb} MB: this system makes no group` : `at most ${podMb} MB`;
    return { name, value: peakMb, unit: "MB", mark: { atMost: mostMb }, note: `${seconds.toFixed(0)} s; ${limit}` };
  } finally {
    await sandbox.stop();
    await group?.end();
  }
}
