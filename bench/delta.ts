import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Agent } from "undici";
import { load } from "../src/desired/load.ts";
import { createGraph } from "../src/graph/client.ts";
import { parseGraphRoot } from "../src/graph/graph-url.ts";
import { fixedToken } from "../src/graph/token.ts";
import { resolve } from "../src/resolve/resolve.ts";
import { directoryOf, type DirectoryMode } from "../src/session/directory.ts";
import { systemClock } from "../src/session/system-clock.ts";
import { openStore } from "../src/store/open.ts";
import type { Bench } from "./bench.ts";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process.ts";
import { groupedTenant, groupOf, userOf } from "./tenants.ts";

const USERS = 100_000;
const GROUPS = 500;
/** Half of them leave a group, half of them join one. */
const CHANGED = USERS / 100;

/** A large tenant in which some people left and joined groups since the last run. */
export const bench: Bench = {
  name: "delta",
  measures: `${USERS.toLocaleString("en")} people in ${GROUPS} groups, 1 % of memberships changed: requests about the directory, by its changes over in full, and whether both come to the same desired state`,
  run: async () => {
    const { tenant, desired } = groupedTenant(USERS, GROUPS);
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    const sandbox = await startSandboxProcess({ tenant, limitsScale: 1, throttle: "off" });
    try {
      await writeFile(join(folder, "state.yaml"), desired);
      const first = await resolved("delta", folder, sandbox);
      for (let index = 0; index < CHANGED / 2; index += 1) await change(sandbox, index);
      const delta = await resolved("delta", folder, sandbox);
      const full = await resolved("full", folder, sandbox);
      return [
        {
          name: "requests over those of the full read",
          value: delta.requests / full.requests,
          unit: "ratio",
          mark: { atMost: 1 / 20 },
          note: `${delta.requests} over ${full.requests}; the first read for the store took ${first.requests}`,
        },
        {
          name: "desired states that differ",
          value: delta.digest === full.digest && delta.digest !== first.digest ? 0 : 1,
          unit: "ratio",
          mark: { atMost: 0 },
          note: "byte for byte",
        },
        {
          name: "time over that of the full read",
          value: delta.seconds / full.seconds,
          unit: "ratio",
          mark: null,
          note: `${delta.seconds.toFixed(1)} s over ${full.seconds.toFixed(1)} s, no latency, within one process`,
        },
      ];
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The first one of a group leaves it, and the second one joins the next group too. */
async function change(sandbox: SandboxProcess, index: number): Promise<void> {
  const first = index * (USERS / GROUPS) + 1;
  const [left, joined] = [groupOf(index, GROUPS), groupOf((index + 1) % GROUPS, GROUPS)].map(encodeURIComponent);
  await sandbox.control("DELETE", `groups/${left}/members/${encodeURIComponent(userOf(first, USERS))}`);
  await sandbox.control("POST", `groups/${joined}/members`, { user: userOf(first + 1, USERS) });
}

async function resolved(mode: DirectoryMode, folder: string, sandbox: SandboxProcess) {
  const { configuration } = await load(folder);
  const path = join(folder, "store.db");
  const store = await openStore({ path, tenant: "bench", clock: systemClock, notice: (line) => console.error(line) });
  if (configuration === null || store === null) throw new Error("the desired state or the store cannot be read");
  const dispatcher = new Agent();
  const graph = createGraph({
    root: parseGraphRoot(sandbox.url),
    dispatcher,
    tokenSource: fixedToken("sandbox-token"),
    clock: systemClock,
    random: Math.random,
    limitsScale: 1_000,
  });
  await sandbox.clearRequests();
  const before = performance.now();
  const asked = { directory: mode, maxAgeMs: 0, explains: null };
  const { directory } = directoryOf(graph, store.directory, [configuration], asked, systemClock);
  const { desired } = await resolve(configuration, directory, { apps: [], users: [] });
  const seconds = (performance.now() - before) / 1000;
  await store.close();
  await dispatcher.destroy();
  const digest = createHash("sha256").update(JSON.stringify(desired)).digest("hex");
  return { digest, seconds, requests: (await sandbox.requestPaths()).length };
}
