import { Option } from "commander";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { causeOf, UsageError } from "../../errors.ts";
import { count } from "../../report/facts/wording.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";
import { parseTenant } from "../../sandbox/tenant-file.ts";
import type { Tenant } from "../../sandbox/tenant.ts";
import type { ThrottleAlgorithm } from "../../sandbox/throttle.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { type Declare, examples, parseMilliseconds, parseOrigin, parsePort, parseScale } from "../options.ts";

/** The flags of `sandbox`. */
export interface SandboxFlags {
  readonly port: number;
  readonly limitsScale: number;
  /** False with `--no-log`. */
  readonly log: boolean;
  /** Milliseconds; left out: as the tenant file says. */
  readonly latency?: number;
  /** Milliseconds; left out: as the tenant file says. */
  readonly lag?: number;
  readonly throttle: ThrottleAlgorithm | "off";
  /** Files in PEM; both or none. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** By which origin clients reach it, where that is not its own. */
  readonly publicUrl?: string;
}

/** The tenant of the demo, used where no other is named. */
export const EXAMPLE_TENANT = new URL("../../../examples/demo/tenant.yaml", import.meta.url);

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("[tenant]", "a tenant file; without it, the example tenant of the demo")
    .option("--port <port>", "port on 127.0.0.1; 0: any free one", parsePort, 0)
    .option("--limits-scale <factor>", "multiply the documented limits", parseScale, 1)
    .option("--latency <ms>", "wait before each answer", parseMilliseconds)
    .option("--no-log", "forget requests once they are answered, for runs of millions of them")
    .option("--lag <ms>", "reads show a write only after so long", parseMilliseconds)
    .option("--tls-cert <file>", "answer by HTTPS, with this certificate")
    .option("--tls-key <file>", "the key of the certificate")
    .option("--public-url <url>", "by which origin clients reach it; links in answers begin with it", parseOrigin)
    .addOption(
      new Option("--throttle <algorithm>", "how requests are counted")
        .choices(["fixed-window", "sliding-log", "token-bucket", "off"])
        .default("fixed-window"),
    )
    .addHelpText("after", examples("trueup sandbox", "trueup sandbox examples/rollout/tenant.yaml --port 8080"))
    .action((tenant: string | undefined, flags: SandboxFlags) =>
      execute((console) => runSandbox(tenant, flags, console)),
    );
};

/** `trueup sandbox`: runs until it is stopped. */
export async function runSandbox(file: string | undefined, flags: SandboxFlags, console: Console): Promise<number> {
  const tenant = await readTenant(file ?? EXAMPLE_TENANT);
  const sandbox = await start(tenant, flags);
  await console.result([
    `A sandbox tenant with ${count(tenant.users.length, "user")} answers at ${sandbox.url}\n\n`,
    "To point trueup at it, in another terminal:\n\n",
    `  export TRUEUP_GRAPH_URL=${sandbox.url}\n`,
    "  export TRUEUP_ACCESS_TOKEN=sandbox-token\n\n",
    `Its limits are ${flags.limitsScale === 1 ? "the documented ones" : `the documented ones times ${flags.limitsScale}`}. Ctrl-C ends it; what was changed is then gone.\n`,
  ]);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await sandbox.stop();
  if (flags.log) console.notice(`${sandbox.requests.length} requests answered`);
  return 0;
}

/**
 * Reads a tenant file.
 * @throws UsageError when it cannot be read; ConfigError with what is wrong in it
 */
export async function readTenant(file: string | URL): Promise<Tenant> {
  const name = typeof file === "string" ? file : file.pathname;
  return parseTenant(await readText(file, `the tenant file ${name}`, EXAMPLE_HINT), name);
}

const EXAMPLE_HINT = "give a YAML file such as examples/demo/tenant.yaml";

async function readText(file: string | URL, what: string, hint: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${what} cannot be read: ${causeOf(error)}`, hint);
  }
}

async function start(tenant: Tenant, flags: SandboxFlags): Promise<Sandbox> {
  const { port, limitsScale, throttle, latency, lag, log, publicUrl } = flags;
  const tls = await readCertificate(flags);
  try {
    return await startSandbox({
      tenant,
      clock: systemClock,
      port,
      limitsScale,
      throttle,
      keepsLog: log,
      dials: {
        ...(latency === undefined ? {} : { latencyMs: latency }),
        ...(lag === undefined ? {} : { lagMs: lag }),
      },
      ...(tls === null ? {} : { tls }),
      ...(publicUrl === undefined ? {} : { publicOrigin: publicUrl }),
    });
  } catch (error) {
    if (error instanceof Error && tls !== null && !("syscall" in error)) {
      throw new UsageError(
        `the sandbox cannot use the certificate ${flags.tlsCert ?? ""}: ${causeOf(error)}`,
        PEM_HINT,
      );
    }
    throw new UsageError(
      `the sandbox cannot listen on port ${port}: ${causeOf(error)}`,
      "give another --port, or 0 for any free one",
    );
  }
}

async function readCertificate({ tlsCert, tlsKey }: SandboxFlags): Promise<Required<SandboxOptions>["tls"] | null> {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UsageError("a certificate is of no use without its key", "give --tls-cert and --tls-key together");
  }
  return {
    cert: await readText(tlsCert, `the certificate ${tlsCert}`, PEM_HINT),
    key: await readText(tlsKey, `the key ${tlsKey}`, PEM_HINT),
  };
}

const PEM_HINT = "give a certificate and its key, both in PEM";
