import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/** All that stderr holds when there is nothing to warn of. */
export const SIGNED_IN = "using the access token of TRUEUP_ACCESS_TOKEN as it is\n";

/** How a process ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Runs `trueup` with these arguments against the sandbox. */
  readonly trueup: (args: readonly string[], more?: RunMore) => Promise<Ended>;
  readonly end: () => Promise<void>;
}

export interface RunMore {
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the process runs, to send it signals. */
  readonly started?: (child: ChildProcess) => void;
}

/** A tenant, a folder for the desired state, and the real program in processes of its own. */
export async function startCommandLine(
  tenantYaml: string,
  options: Partial<Omit<SandboxOptions, "tenant" | "clock">> = {},
): Promise<CommandLine> {
  const tenant = parseTenant(tenantYaml, "tenant.yaml");
  const sandbox = await startSandbox({ tenant, clock: systemClock, throttle: "off", ...options });
  const folder = await mkdtemp(join(tmpdir(), "trueup-cli-"));
  const access = { TRUEUP_GRAPH_URL: sandbox.url, TRUEUP_ACCESS_TOKEN: "sandbox-token" };
  return {
    folder,
    sandbox,
    write: async (files) => {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
    },
    trueup: (args, more = {}) => runTrueup(args, folder, { ...access, ...more.env }, more.started),
    end: async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `trueup` in a folder, with this environment and nothing else but PATH. */
export function runTrueup(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    started(child);
  });
}
