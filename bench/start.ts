import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Bench, Figure } from "./bench.ts";
import { CLI } from "./child.ts";
import { alternately, timed } from "./timing.ts";

const ROUNDS = 15;
const SMALLEST = fileURLToPath(new URL("../examples/smallest/desired", import.meta.url));

/** How long somebody waits for the first word, against a Node that does nothing. */
export const bench: Bench = {
  name: "start",
  measures: "trueup --help and trueup validate of the smallest example over node -e 0, after the first run",
  run: async () => {
    const cache = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      return [
        await figure("--help", [CLI, "--help"], 2, cache),
        await figure("validate", [CLI, "validate", SMALLEST], 6, cache),
      ];
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  },
};

async function figure(name: string, args: readonly string[], atMost: number, cache: string): Promise<Figure> {
  await run(args, cache);
  const [ours, bare] = await alternately(
    ROUNDS,
    () => timed(() => run(args, cache)),
    () => timed(() => run(["-e", "0"], cache)),
  );
  return {
    name: `${name} over node -e 0`,
    value: ours / bare,
    unit: "ratio",
    mark: { atMost },
    note: `${ours.toFixed(0)} ms over ${bare.toFixed(0)} ms, middle of ${ROUNDS}`,
  };
}

async function run(args: readonly string[], cache: string): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const child = spawn(process.execPath, [...args], { stdio: "ignore", env });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
}
