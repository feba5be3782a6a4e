import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Console } from "../../src/cli/console.ts";
import { runCommandLine } from "../../src/cli/program.ts";
import { printable } from "../../src/report/facts/printable.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { systemClock } from "../../src/session/system-clock.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/** All that stderr holds when there is nothing to warn of. */
export const SIGNED_IN = "using the access token of TRUEUP_ACCESS_TOKEN as it is\n";

/** How a command line or a process ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Carries out `trueup` with these arguments against the sandbox, in this process: for all that only words tell. */
  readonly trueup: (args: readonly string[], more?: { readonly env?: Environment } & Terminal) => Promise<Ended>;
  /** Runs it in a process of its own: for signals, kills and what several processes do to each other. */
  readonly spawned: (args: readonly string[], more?: RunMore) => Promise<Ended>;
  readonly end: () => Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** The terminal that a command line believes to have; left out: none. */
export interface Terminal {
  readonly color?: boolean;
  readonly columns?: number | null;
}

export interface RunMore {
  readonly env?: Environment;
  /** Called once the process runs, to send it signals. */
  readonly started?: (child: ChildProcess) => void;
  /** An open file in the place of stdout. */
  readonly stdout?: number;
}

/** A tenant, a folder for the desired state, and the real program. */
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
    trueup: (args, more = {}) => runTrueup(args, folder, { ...access, ...more.env }, more),
    spawned: (args, more = {}) => spawnTrueup(args, folder, { ...access, ...more.env }, more),
    end: async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How many command lines are being carried out, and where the process was before the first. */
const under = { way: 0, from: "" };

/**
 * Carries out a command line of `trueup` in this process, in a folder, with this environment, PATH and no terminal. Those
 * that run at once have to be of one folder, since a process is in one.
 */
export async function runTrueup(
  args: readonly string[],
  cwd: string,
  env: Environment,
  { color = false, columns = null }: Terminal = {},
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const rendered = (text: string): void => {
    stderr += `${text}\n`;
  };
  const console: Console = {
    result: (chunks) => {
      for (const chunk of chunks) stdout += chunk;
      return Promise.resolve();
    },
    notice: (line) => rendered(printable(line)),
    rendered,
    status: () => undefined,
    ask: () => Promise.resolve(false),
    isInteractive: false,
    isStderrTerminal: false,
    resultColor: color,
    resultColumns: columns,
    noticeColumns: columns,
    noticeColor: color,
    environment: { PATH: process.env["PATH"] ?? "", ...env },
  };
  const help = {
    writeOut: (text: string) => {
      stdout += text;
    },
    writeErr: (text: string) => {
      stderr += text;
    },
  };
  if (under.way === 0) under.from = process.cwd();
  under.way += 1;
  process.chdir(cwd);
  try {
    const exitCode = await runCommandLine(["node", "trueup", ...args], () => Promise.resolve(console), help);
    return { exitCode, stdout, stderr };
  } finally {
    under.way -= 1;
    if (under.way === 0) process.chdir(under.from);
  }
}

/** Runs `trueup` in a process of its own, in a folder, with this environment and nothing else but PATH. */
export function spawnTrueup(
  args: readonly string[],
  cwd: string,
  env: Environment,
  { started, stdout: file }: Omit<RunMore, "env"> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", file ?? "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    started?.(child);
  });
}
