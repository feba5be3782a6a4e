import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Dials } from "../src/sandbox/dials.ts";
import type { ThrottleAlgorithm } from "../src/sandbox/throttle.ts";

/** How the sandbox of a bench behaves. */
export interface SandboxProcessOptions {
  /** A tenant file, as text. */
  readonly tenant: string;
  /** Multiplies the documented limits. */
  readonly limitsScale: number;
  readonly throttle: ThrottleAlgorithm | "off";
  readonly dials?: Partial<Dials>;
  /** True: requests are not kept, as they would fill the memory. */
  readonly forgetsRequests?: boolean;
}

/** A sandbox in a process of its own, so that it takes no time from what is measured but the machine's. */
export interface SandboxProcess {
  /** The Graph root, for `TRUEUP_GRAPH_URL`. */
  readonly url: string;
  /** Scales the limits of all classes from now on. */
  setLimitsScale(scale: number): Promise<void>;
  /** Waits so long before each answer from now on, in milliseconds. */
  setLatency(ms: number): Promise<void>;
  clearRequests(): Promise<void>;
  /** Carries out any control of its control endpoint. */
  control(method: string, path: string, body?: object): Promise<void>;
  /** The paths of all requests that are kept, in the order in which they came. */
  requestPaths(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const CLI = new URL("../src/cli/main.ts", import.meta.url).pathname;
const ROOT_IN_OUTPUT = /answers at (http:\/\/\S+\/v1\.0)/;

/**
 * Starts a sandbox and waits until it answers.
 * @throws Error when it ends instead, with what it said
 */
export async function startSandboxProcess(options: SandboxProcessOptions): Promise<SandboxProcess> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
  const file = join(folder, "tenant.yaml");
  await writeFile(file, options.tenant);
  const flags = ["--port", "0", "--limits-scale", String(options.limitsScale), "--throttle", options.throttle];
  if (options.forgetsRequests === true) flags.push("--no-log");
  const child = spawn(process.execPath, [CLI, "sandbox", file, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let said = "";
  const url = await new Promise<string | null>((resolve) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      const found = ROOT_IN_OUTPUT.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => resolve(null));
  });
  if (url === null) {
    await stop();
    throw new Error(`the sandbox did not start: ${said}`);
  }
  const control = (method: string, path: string, body: object = {}): Promise<void> =>
    turn(method, url.replace(/\/v1\.0$/, `/sandbox/${path}`), body);
  if (options.dials !== undefined) await control("PATCH", "dials", options.dials);
  return {
    url,
    setLimitsScale: (scale) => control("PUT", "limits", { scale }),
    setLatency: (latencyMs) => control("PATCH", "dials", { latencyMs }),
    control,
    clearRequests: () => control("DELETE", "requests", {}),
    requestPaths: () => pathsOf(url.replace(/\/v1\.0$/, "/sandbox/requests")),
    stop,
  };
}

async function pathsOf(url: string): Promise<readonly string[]> {
  const { value }: { readonly value: readonly { readonly path: string }[] } = JSON.parse(
    await (await fetch(url)).text(),
  );
  return value.map(({ path }) => path);
}

async function turn(method: string, url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}
