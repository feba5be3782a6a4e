import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { parseTenant } from "../src/sandbox/tenant-file.ts";
import { systemClock } from "../src/session/system-clock.ts";

/**
 * `npm run live -- --minutes 60`: the real `trueup run` on a schedule of seconds, with commits and faults, on this machine. Tells
 * what it needs of memory and handles, and how long it takes to end. Linux only, since it looks into /proc.
 */
const { values } = parseArgs({ options: { minutes: { type: "string" } } });
const minutes = Number(values.minutes ?? "15");
if (!(minutes > 0)) {
  process.stderr.write("--minutes is a number above 0\n");
  process.exit(1);
}

const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const APP_ID = "aaaaaaaa-0000-4000-8000-000000000001";
const PEOPLE = 60;
const SAMPLE_MS = 10_000;
/** Something begins or ends in each turn; all of it is over when a round ends. */
const TURN_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), "trueup-live-"));
const [repository, suspendFile] = [join(folder, "repository"), join(folder, "suspend")];
const git = (...args: readonly string[]): void => {
  const person = ["-c", "user.name=live", "-c", "user.email=live@contoso.com"];
  execFileSync("git", ["-C", repository, ...person, ...args], { stdio: "ignore" });
};
const tenant = `
tenantId: ${TENANT_ID}
catalog:
  - { name: expenses, id: ${APP_ID}, externalId: bbbbbbbb-0000-4000-8000-000000000001, displayName: Expenses, distributionMethod: organization, definitions: [{ version: 1.0.0 }] }
population:
  - { count: ${PEOPLE}, upn: "person{n}@contoso.com", installations: [{ app: expenses, version: 1.0.0 }] }
`;
const sandbox = await startSandbox({ tenant: parseTenant(tenant, "tenant.yaml"), clock: systemClock, keepsLog: false });
execFileSync("git", ["init", "-q", "-b", "main", repository]);
let commits = 0;
function commit(isGood = true): void {
  commits += 1;
  const lines = [
    "apiVersion: trueup/v1",
    `tenant: ${TENANT_ID}`,
    `apps: { expenses: { catalogId: ${APP_ID} } }`,
    `${isGood ? "assignments" : "assignmentz"}: [{ app: expenses, version: latest, to: [{ everyone: true }] }]`,
    'policy: { maxChanges: "100%" }',
    `# ${commits}`,
  ];
  writeFileSync(join(repository, "state.yaml"), `${lines.join("\n")}\n`);
  git("add", "-A");
  git("commit", "-q", "-m", `${commits}`);
}
commit();

const args = [
  "--apply",
  "--git-url",
  repository,
  "--git-path",
  "state.yaml",
  "--git-interval",
  "5s",
  "--schedule",
  "*/10 * * * * *",
];
const more = [
  "--workspace",
  join(folder, "workspace"),
  "--suspend-file",
  suspendFile,
  "--listen",
  "off",
  "--max-age",
  "0",
  "--limits-scale",
  "20",
];
const run = spawn(process.execPath, ["src/cli/main.ts", "run", ...args, ...more], {
  env: {
    ...process.env,
    TRUEUP_GRAPH_URL: sandbox.url,
    TRUEUP_ACCESS_TOKEN: "sandbox-token",
    TRUEUP_STORE: join(folder, "store.db"),
  },
  stdio: ["ignore", "ignore", "pipe"],
});
const counts = new Map<string, number>();
let lines = 0;
let rest = "";
run.stderr.setEncoding("utf8").on("data", (text: string) => {
  const parts = (rest + text).split("\n");
  rest = parts.pop() ?? "";
  for (const line of parts) {
    lines += 1;
    const event = /"event":"([a-z-]+)"/.exec(line)?.[1] ?? "other";
    const outcome = /"outcome":"([a-z-]+)"/.exec(line)?.[1];
    const key = outcome === undefined ? event : `${event} ${outcome}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
});
const exited = new Promise<number | null>((resolve) => {
  run.once("exit", (code) => resolve(code));
});
const ended = new AbortController();
void exited.then(() => ended.abort());

let version = 1;
const away = `${repository}.away`;
/** A round: each entry is done in one turn. */
const round: readonly (() => void)[] = [
  () => commit(),
  () => sandbox.publish(APP_ID, { version: `${(version += 1)}.0.0` }),
  () => sandbox.addFault({ kind: "status", path: /installedApps/, status: 503, times: 40 }),
  () => renameSync(repository, away),
  () => renameSync(away, repository),
  () => writeFileSync(suspendFile, ""),
  () => rmSync(suspendFile),
  () =>
    sandbox.addFault({ kind: "status", path: /installedApps/, status: 429, headers: { "Retry-After": "3" }, times: 5 }),
  () => commit(false),
  () => commit(),
  () => sandbox.addFault({ kind: "status", path: /users/, status: 502, times: 30 }),
  () => sandbox.clearFaults(),
];

interface Sample {
  readonly atMs: number;
  readonly residentMb: number;
  readonly handles: number;
  readonly lines: number;
}
const samples: Sample[] = [];
const startedMs = Date.now();
let turns = 0;
while (Date.now() - startedMs < minutes * 60_000 && !ended.signal.aborted) {
  await systemClock.sleep(TURN_MS, ended.signal);
  if (ended.signal.aborted) break;
  round[turns % round.length]?.();
  turns += 1;
  const status = readFileSync(`/proc/${run.pid}/status`, "utf8");
  samples.push({
    atMs: Date.now() - startedMs,
    residentMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? "0") / 1_024),
    handles: readdirSync(`/proc/${run.pid}/fd`).length,
    lines,
  });
}
const hasEnded = ended.signal.aborted;
const askedMs = Date.now();
run.kill("SIGTERM");
const code = await exited;
const endedAfterS = (Date.now() - askedMs) / 1_000;
await sandbox.stop();
rmSync(folder, { recursive: true, force: true });

const residents = samples.map(({ residentMb }) => residentMb);
const quarter = (part: number): string => {
  const some = residents.slice(
    Math.floor((residents.length * part) / 4),
    Math.ceil((residents.length * (part + 1)) / 4),
  );
  return `${Math.round(some.reduce((sum, one) => sum + one, 0) / Math.max(1, some.length))}`;
};
const handles = samples.map((one) => one.handles);
const told = [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, count]) => `${key} ${count}`);
process.stdout.write(
  `${Math.round((askedMs - startedMs) / 60_000)} minutes, ${samples.length} samples each ${SAMPLE_MS / 1_000} s, ${commits} commits, ${version - 1} publications, ${turns} turns\n` +
    `resident memory in MB, by quarters of the time: ${[0, 1, 2, 3].map(quarter).join(", ")}; at most ${Math.max(...residents)}\n` +
    `open handles: ${handles[0] ?? 0} first, ${Math.max(...handles)} at most, ${handles.at(-1) ?? 0} last\n` +
    `${lines} log lines: ${told.join(", ")}\n` +
    `asked to end: exit code ${code}, after ${endedAfterS.toFixed(1)} s\n`,
);
process.exit(hasEnded || code !== 0 ? 1 : 0);
