import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { isWrite, userIn } from "../../src/sandbox/request-log.ts";
import { sandboxToken } from "../../src/sandbox/roles.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const ROLES = [
  "User.Read.All",
  "GroupMember.Read.All",
  "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
];

/** A folder of a fleet whose tenants are sandboxes of this process, and workers that are processes of their own. */
export interface FleetOfSandboxes {
  readonly folder: string;
  /** By name of the tenant. */
  readonly sandboxes: ReadonlyMap<string, Sandbox>;
  /** Writes to the tenant of a name, so far. */
  readonly writes: (tenant: string) => number;
  /** What is not as it has to be in the end: everybody has the newest version, after exactly one write. */
  readonly wrong: (tenant: string) => readonly string[];
  /** `path`: the folder of the fleet where it is left out. */
  readonly worker: (args: readonly string[], path?: string) => Worker;
  /** The environment of whoever works on one tenant by itself. */
  readonly environmentOf: (tenant: string) => Readonly<Record<string, string>>;
  /** Commits another desired state to every tenant, which asks for the same. */
  readonly change: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** `trueup fleet work`, as a process. */
export interface Worker {
  readonly child: ChildProcess;
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

/** What is not as in most fleets of tests. */
interface Special {
  /** Graph's limits of a tenant, times that; left out: nobody is throttled. */
  readonly limitsScale?: number;
  /** Names of tenants, ring by ring. */
  readonly rings?: readonly (readonly string[])[];
  /** By name of the tenant: what its desired state says beside the shared file. */
  readonly states?: Readonly<Record<string, string>>;
}

/** @param store the address of the database */
export async function fleetOfSandboxes(
  names: readonly string[],
  people: number,
  store: string,
  latencyMs = 2,
  { limitsScale, rings = [], states = {} }: Special = {},
): Promise<FleetOfSandboxes> {
  const limits =
    limitsScale === undefined ? ({ throttle: "off" } as const) : ({ throttle: "fixed-window", limitsScale } as const);
  const folder = await mkdtemp(join(tmpdir(), "trueup-fleet-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const sandboxes = new Map<string, Sandbox>();
  const state = `${folder}-state`;
  const env: Record<string, string> = { PATH: process.env["PATH"] ?? "", TRUEUP_STORE: store, XDG_STATE_HOME: state };
  const entries: string[] = [];
  await write("shared/expenses.yaml", SHARED);
  for (const [index, name] of names.entries()) {
    const tenantId = `3f6c1f0e-0000-4000-8000-${String(index + 1).padStart(12, "0")}`;
    const tenant = parseTenant(tenantText(name, tenantId, people), `${name}.yaml`);
    const sandbox = await startSandbox({ tenant, clock: systemClock, ...limits, dials: { latencyMs } });
    sandboxes.set(name, sandbox);
    const prefix = name.toUpperCase();
    env[`${prefix}_TRUEUP_GRAPH_URL`] = sandbox.url;
    env[`${prefix}_TRUEUP_ACCESS_TOKEN`] = sandboxToken({ tenantId, roles: ROLES, appId: "registration-of-the-fleet" });
    entries.push(`  ${name}: { tenant: ${tenantId}, credentials: { environment: ${prefix} } }`);
    await write(`tenants/${name}/policy.yaml`, OWN + (states[name] ?? ""));
  }
  const order = rings.length === 0 ? "" : `rings: ${JSON.stringify(rings.map((tenants) => ({ tenants })))}\n`;
  await write("fleet.yaml", `fleetVersion: 1\ntenants:\n${entries.join("\n")}\n${order}`);

  const sandboxOf = (name: string): Sandbox => {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) throw new Error(`there is no tenant ${name}`);
    return sandbox;
  };
  const children: ChildProcess[] = [];
  return {
    folder,
    sandboxes,
    writes: (tenant) => sandboxOf(tenant).requests.filter(isWrite).length,
    wrong(tenant) {
      const sandbox = sandboxOf(tenant);
      const old = Object.values(sandbox.snapshot()).filter((apps) => apps.some(({ version }) => version !== "2.4.0"));
      // What was told to come later was not carried out.
      const carriedOut = sandbox.requests.filter((record) => isWrite(record) && record.status !== 429);
      const writes = [...Map.groupBy(carriedOut, (record) => userIn(record) ?? "").values()];
      const [twice, never] = [writes.filter(({ length }) => length > 1), people - writes.length];
      return [
        [old.length, "have an old version"],
        [twice.length, "were written more than once"],
        [never, "were never written"],
      ].flatMap(([count, what]) => (count === 0 ? [] : [`${tenant}: ${count} ${what}`]));
    },
    worker(args, path = folder) {
      const child = spawn(process.execPath, [MAIN, "fleet", "work", path, ...args], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          output += chunk;
        });
      const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
      return { child, ended, output: () => output };
    },
    environmentOf(tenant) {
      const own = ["TRUEUP_GRAPH_URL", "TRUEUP_ACCESS_TOKEN"].map((name): [string, string] => [
        name,
        env[`${tenant.toUpperCase()}_${name}`] ?? "",
      ]);
      return { ...env, ...Object.fromEntries(own) };
    },
    async change() {
      for (const name of names) await write(`tenants/${name}/policy.yaml`, `# changed\n${OWN}${states[name] ?? ""}`);
    },
    async end() {
      for (const child of children) child.kill("SIGKILL");
      for (const sandbox of sandboxes.values()) await sandbox.stop();
      for (const made of [folder, state]) await rm(made, { recursive: true, force: true });
    },
  };
}

const SHARED = `apiVersion: trueup/v1
apps:
  expenses: { manifestId: cf1ba4c7-0000-4000-8000-000000000003, permissions: [TeamsActivity.Send.User] }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
`;

const OWN = `apiVersion: trueup/v1
use: [shared/expenses.yaml]
policy: { maxChanges: 100% }
`;

function tenantText(name: string, tenantId: string, people: number): string {
  return `tenantId: ${tenantId}
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: cf1ba4c7-0000-4000-8000-000000000003
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User, type: application }] }
population:
  - count: ${people}
    upn: "person{n}@${name}.com"
    installations: [{ app: expenses, version: 2.1.0 }]
`;
}
