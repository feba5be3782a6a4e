import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { MemoryGroup } from "./memory-group.ts";

/** The command line of this checkout. */
export const CLI = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const PEAK = fileURLToPath(new URL("peak-memory.mjs", import.meta.url));

/** What a process that has ended took. */
export interface Took {
  readonly seconds: number;
  /** The most memory it held at once (resident), in MB. */
  readonly peakMb: number;
  /** Of all its threads, in its own code and in the system's. */
  readonly cpuSeconds: number;
}

/**
 * Runs a process of this Node to its end; what it writes is not kept.
 * @param exitCodes those that are as expected
 * @param group what it may hold of memory; null: as much as there is
 * @throws Error for any other, with what it said on stderr
 */
export async function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  exitCodes: readonly number[] = [0],
  group: Pick<MemoryGroup, "members"> | null = null,
): Promise<Took> {
  const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
  const peakFile = join(folder, "peak");
  try {
    const before = performance.now();
    const [program, ...more] = [...(group === null ? [] : joining(group)), process.execPath, "--import", PEAK, ...args];
    const child = spawn(program, more, {
      env: { ...process.env, ...env, TRUEUP_BENCH_PEAK: peakFile },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-4_000);
    });
    const [code] = await once(child, "close");
    const seconds = (performance.now() - before) / 1000;
    if (typeof code !== "number" || !exitCodes.includes(code))
      throw new Error(`${args.join(" ")} ended with ${String(code)}: ${said}`);
    const [peakKb, cpuMicroseconds] = (await readFile(peakFile, "utf8")).split(" ").map(Number);
    return { seconds, peakMb: (peakKb ?? Number.NaN) / 1024, cpuSeconds: (cpuMicroseconds ?? Number.NaN) / 1e6 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A shell that joins a group, and becomes what stands after it. */
function joining({ members }: Pick<MemoryGroup, "members">): readonly [string, ...string[]] {
  return ["sh", "-c", 'echo $$ >"$0" && exec "$@"', members];
}
