import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeBundle } from "../scripts/image/write-bundle.ts";
import type { Bench, Figure } from "./bench.ts";
import { alternately, least, timed } from "./timing.ts";

const ROUNDS = 40;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SMALLEST = join(ROOT, "examples/smallest/desired");

/** How long somebody waits for the first word of what npm installs, against a Node that does nothing. */
export const bench: Bench = {
  name: "start",
  measures:
    "trueup --help and trueup validate of the smallest example, as the package is installed, over node -e 0, after the first run",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "trueup-bench-"));
    try {
      await writeBundle(join(folder, "dist"));
      const program = "scripts/package/trueup.mjs";
      for (const file of ["package.json", program]) await cp(join(ROOT, file), join(folder, file));
      const installed = { program: join(folder, program), caches: folder };
      return [
        await figure("--help", ["--help"], { atMost: 1.4 }, installed),
        await figure("validate", ["validate", SMALLEST], { atMost: 2.5 }, installed),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Installed {
  readonly program: string;
  /** Where compiled code is kept. */
  readonly caches: string;
}

async function figure(
  name: string,
  args: readonly string[],
  { atMost }: { readonly atMost: number },
  { program, caches }: Installed,
): Promise<Figure> {
  await run([program, ...args], caches);
  const [ours, bare] = await alternately(
    ROUNDS,
    () => timed(() => run([program, ...args], caches)),
    () => timed(() => run(["-e", "0"], caches)),
    least,
  );
  return {
    name: `${name} over node -e 0`,
    value: ours / bare,
    unit: "ratio",
    mark: { atMost },
    note: `${ours.toFixed(0)} ms over ${bare.toFixed(0)} ms, least of ${ROUNDS}`,
  };
}

async function run(args: readonly string[], caches: string): Promise<void> {
  const child = spawn(process.execPath, [...args], {
    stdio: "ignore",
    env: { ...process.env, XDG_CACHE_HOME: caches },
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
}
