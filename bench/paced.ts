import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeBundle } from "../scripts/image/write-bundle.ts";
import { LIMITS } from "../src/graph/limits.ts";
import type { Bench, Figure } from "./bench.ts";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process.ts";

const USERS = 3_000;
const UPGRADES = 1_000;
const LATENCY_MS = 50;
const PACKAGE = fileURLToPath(new URL("../package.json", import.meta.url));

const TENANT = `
tenantId: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
population:
  - count: ${USERS}
    upn: "user{n}@contoso.com"
    installations:
      - { app: expenses, version: 2.1.0, to: ${UPGRADES} }
      - { app: expenses, version: 2.4.0, from: ${UPGRADES + 1}, consent: [{ value: TeamsActivity.Send.User }] }
catalog:
  - name: expenses
    externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
`;

const DESIRED = `
apiVersion: trueup/v1
tenant: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
apps:
  expenses:
    manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee
    permissions: [TeamsActivity.Send.User]
assignments:
  - { app: expenses, version: latest, ensure: upgraded, to: [{ everyone: true }] }
`;

/** How fast the service lets a run go, and what part of that the run takes. */
interface Pace {
  /** Multiplies the documented limits. */
  readonly limitsScale: number;
  readonly share: number;
  /** How often a change is read: back when it was made, and before it where it was seen more than 15 seconds ago. */
  readonly readsPerChange: number;
  /** False: reported as it comes. */
  readonly isMarked: boolean;
}

/**
 * Under Graph's own limits, 15 seconds are 405 users: nearly everybody who is changed was seen longer ago, and is looked at
 * again right before, as is promised. Reads and writes have limits of their own, so that the two reads of each change take
 * the longer time. Marks are for that, as real runs are: this one takes three minutes, others take hours.
 *
 * Under limits ten times as high the same run is over in 15 seconds, and nobody has to be looked at again. Some 0.9 seconds
 * are the same whatever the limits and nearly so whatever the size: the plan, the first changes, of which few are under way
 * at once, and the last answer. They are a twentieth of so short a run: it is measured to see them grow or shrink.
 */
const PACES: readonly Pace[] = [
  { limitsScale: 1, share: 0.9, readsPerChange: 2, isMarked: true },
  { limitsScale: 10, share: 0.9, readsPerChange: 1, isMarked: false },
  { limitsScale: 10, share: 1, readsPerChange: 1, isMarked: false },
];

/** A whole `apply` of the bundle that is shipped, from the start of its process to its end, against what the limits allow. */
export const bench: Bench = {
  name: "paced",
  measures: `apply for ${USERS} users with ${UPGRADES} upgrades, ${LATENCY_MS} ms latency, under the documented limits and under ten times as much: wall time over the ideal at the share of the limits that is used`,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      await writeBundle(join(folder, "dist"));
      await copyFile(PACKAGE, join(folder, "package.json"));
      await writeFile(join(folder, "state.yaml"), DESIRED);
      const all: Figure[] = [];
      for (const pace of PACES) all.push(...(await figures(folder, pace)));
      return all;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** @param folder that holds the bundle and the desired state */
async function figures(folder: string, pace: Pace): Promise<readonly Figure[]> {
  const { limitsScale, share, readsPerChange, isMarked } = pace;
  const { wholeSeconds, seconds, sent, throttled } = await applyOnce(folder, pace);
  const perSecond = (limitClass: "installation-reads" | "installation-writes"): number =>
    LIMITS[limitClass] * limitsScale * share;
  const changing = Math.max(
    UPGRADES / perSecond("installation-writes"),
    (readsPerChange * UPGRADES) / perSecond("installation-reads"),
  );
  const reading = USERS / perSecond("installation-reads");
  const ideal = reading + changing;
  const lookless = reading + UPGRADES / perSecond("installation-writes");
  const looks = readsPerChange > 1 ? `; without the looks before the writes it would be ${lookless.toFixed(2)} s` : "";
  const name = limitsScale === 1 ? `documented limits, share ${share}` : `limits times ${limitsScale}, share ${share}`;
  return [
    {
      name: `${name}: wall time over ideal`,
      value: seconds / ideal,
      unit: "ratio",
      mark: isMarked ? { atMost: 1.02 } : null,
      note: `${seconds.toFixed(2)} s from the first read to the last answer, over ${ideal.toFixed(2)} s: ${USERS} reads, then ${UPGRADES} writes and ${readsPerChange * UPGRADES} reads beside them; ${(seconds - ideal).toFixed(2)} s are the plan, the first changes, and what comes late${looks}`,
    },
    {
      name: `${name}: the same for the whole process`,
      value: wholeSeconds / ideal,
      unit: "ratio",
      mark: isMarked ? { atMost: 1.04 } : null,
      note: `${wholeSeconds.toFixed(2)} s; ${(wholeSeconds - seconds).toFixed(2)} s are start, directory pages and end, which grow little or not with the number of users`,
    },
    {
      name: `${name}: throttled`,
      value: (100 * throttled) / sent,
      unit: "%",
      mark: isMarked ? { atMost: 0.2 } : null,
      note: `${throttled} of ${sent} requests`,
    },
  ];
}

interface Applied {
  /** From the start of the process to its end. */
  readonly wholeSeconds: number;
  /** From the first read of an installation to the last answer, by the sandbox's log. */
  readonly seconds: number;
  readonly sent: number;
  readonly throttled: number;
}

async function applyOnce(folder: string, pace: Pace): Promise<Applied> {
  const sandbox = await startSandboxProcess({
    tenant: TENANT,
    limitsScale: pace.limitsScale,
    throttle: "fixed-window",
    dials: { latencyMs: LATENCY_MS },
  });
  try {
    const startedAt = performance.now();
    await apply(folder, sandbox, pace);
    const wholeSeconds = (performance.now() - startedAt) / 1000;
    const log = await requestsOf(sandbox);
    const times = log.filter(isAboutInstallations).map((record) => numberIn(record, "atMs"));
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0) + LATENCY_MS) / 1000;
    const throttled = log.filter((record) => numberIn(record, "status") === 429).length;
    return { wholeSeconds, seconds, sent: log.length, throttled };
  } finally {
    await sandbox.stop();
  }
}

/** @throws Error when not every row was put right */
async function apply(folder: string, sandbox: SandboxProcess, { limitsScale, share }: Pace): Promise<void> {
  const flags = ["--yes", "--max-changes", "100%", "--limits-scale", `${limitsScale}`, "--rate-share", `${share}`];
  const program = join(folder, "dist", "trueup.mjs");
  const child = spawn(process.execPath, [program, "apply", join(folder, "state.yaml"), ...flags], {
    env: { ...process.env, TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`apply ended with ${String(code)}: ${said.slice(0, 2000)}`);
}

/** Every request, as the sandbox noted it, in the order in which they came. */
async function requestsOf(sandbox: SandboxProcess): Promise<readonly unknown[]> {
  const response = await fetch(sandbox.url.replace(/\/v1\.0$/, "/sandbox/requests"));
  const body: unknown = await response.json();
  const log: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "value") : null;
  if (!Array.isArray(log)) throw new Error("the sandbox's log is no list");
  return log;
}

function isAboutInstallations(record: unknown): boolean {
  const path: unknown = typeof record === "object" && record !== null ? Reflect.get(record, "path") : null;
  return typeof path === "string" && path.includes("/teamwork/installedApps");
}

function numberIn(record: unknown, name: "atMs" | "status"): number {
  const value: unknown = typeof record === "object" && record !== null ? Reflect.get(record, name) : null;
  if (typeof value !== "number") throw new Error(`a request without ${name}`);
  return value;
}
