import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { timed } from "./timing.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const REPORT = new URL("../.test-results/vitest.json", import.meta.url);

/** How long somebody waits who changed a line. */
export const bench: Bench = {
  name: "tests",
  measures: "npm test, as CONTRIBUTING.md has it: wall time",
  run: async () => {
    const load = Math.round(loadavg()[0] ?? 0);
    const ms = await timed(async () => {
      const child = spawn("npm", ["test"], { cwd: ROOT, stdio: "ignore", env: { ...process.env, CI: "true" } });
      const [code] = await once(child, "close");
      if (code !== 0) throw new Error(`npm test ended with ${String(code)}`);
    });
    const { numPassedTests }: { numPassedTests: number } = JSON.parse(await readFile(REPORT, "utf8"));
    const note = `${numPassedTests.toLocaleString("en")} tests; load of the machine before it ${load} on ${cpus().length} cores`;
    return [{ name: "wall time", value: ms / 1_000, unit: "s", mark: { atMost: 100 }, note }];
  },
};
