import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeBundle } from "../scripts/image/write-bundle.ts";
import { startSandboxProcess } from "./sandbox-process.ts";

/** Something that puts the tenant of `bench/peers/tenant.yaml` right. */
export interface Contestant {
  readonly name: string;
  /** A program of Node and its arguments. */
  readonly command: readonly string[];
}

/** What it took, as the sandbox and the clock on the wall tell it, whatever the contestant says. */
export interface Outcome {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Those within a batch counted one by one, and the batch itself not. */
  readonly requests: number;
  readonly throttled: number;
  readonly rows: number;
  /** Users who do not have the version and exactly its consent. */
  readonly wrong: number;
}

const LIMITS_SCALE = 10;
const VERSION = "2.4.0";
const CONSENT = "CameraStream.Read.User,TeamsActivity.Send.User";
const JOB = {
  PEER_APP: "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee",
  PEER_GROUP: "2d1c4f1e-0a2b-4c3d-9e8f-7a6b5c4d3e2f",
  PEER_VERSION: VERSION,
};

const FOLDER = fileURLToPath(new URL("peers", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../package.json", import.meta.url));

/** One of the scripts of `bench/peers`. */
export function peerScript(name: string, ...flags: readonly string[]): readonly string[] {
  return [join(FOLDER, `${name}.mjs`), ...flags];
}

/**
 * Makes the bundle that is shipped, in that folder, and gives back TrueUp as a contestant runs it: told how much more than
 * Graph the sandbox allows, and else as it comes.
 */
export async function bundledTrueup(folder: string): Promise<(...args: readonly string[]) => readonly string[]> {
  await writeBundle(join(folder, "dist"));
  await copyFile(PACKAGE, join(folder, "package.json"));
  const program = join(folder, "dist", "trueup.mjs");
  return (...args) => [program, ...args, "--limits-scale", String(LIMITS_SCALE)];
}

/** Installs what `bench/peers/package-lock.json` names, where that has not been done yet. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(FOLDER, "node_modules/@microsoft/microsoft-graph-client"))) return;
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund"], { cwd: FOLDER, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(npm, "close");
  if (code !== 0) throw new Error(`npm ci in bench/peers ended with ${String(code)}`);
}

/**
 * Lets a contestant do the job against a sandbox of its own.
 * @param folder for files that a contestant leaves behind
 * @throws Error when it fails, with what it said
 */
export async function contest({ name, command }: Contestant, folder: string): Promise<Outcome> {
  const tenant = await readFile(join(FOLDER, "tenant.yaml"), "utf8");
  const sandbox = await startSandboxProcess({ tenant, limitsScale: LIMITS_SCALE, throttle: "fixed-window" });
  try {
    const environment = {
      ...process.env,
      ...JOB,
      TRUEUP_GRAPH_URL: sandbox.url,
      TRUEUP_ACCESS_TOKEN: "sandbox-token",
      TRUEUP_STORE: join(folder, `${name.replaceAll(/\W+/g, "-")}.sqlite`),
    };
    const seconds = await timed(name, command, environment);
    const control = sandbox.url.replace(/\/v1\.0$/, "/sandbox");
    const requests = await requestsAt(control);
    const installations = await installationsAt(control);
    return {
      seconds,
      requests: requests.length,
      throttled: requests.filter((status) => status === 429).length,
      rows: installations.length,
      wrong: installations.filter((apps) => !apps.some(isRight)).length,
    };
  } finally {
    await sandbox.stop();
  }
}

async function timed(name: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, command, { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${said.slice(0, 2000)}`);
  return (performance.now() - startMs) / 1000;
}

/** The status of every request that counted against a limit. */
async function requestsAt(control: string): Promise<readonly unknown[]> {
  const log = valueOf(await read(`${control}/requests`), "value");
  if (!Array.isArray(log)) throw new Error("the sandbox's log is no list");
  return log.filter((record) => valueOf(record, "path") !== "/$batch").map((record) => valueOf(record, "status"));
}

async function installationsAt(control: string): Promise<readonly (readonly unknown[])[]> {
  const snapshot = await read(`${control}/installations`);
  if (typeof snapshot !== "object" || snapshot === null) throw new Error("the sandbox's installations are no object");
  return Object.values(snapshot).map((apps) => (Array.isArray(apps) ? apps : []));
}

async function read(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}

function isRight(installation: unknown): boolean {
  const consent = valueOf(installation, "consent");
  const names = Array.isArray(consent) ? consent.map((permission) => String(valueOf(permission, "value"))) : [];
  return valueOf(installation, "version") === VERSION && names.toSorted().join() === CONSENT;
}

function valueOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
