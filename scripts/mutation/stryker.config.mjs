import process from "node:process";
import { roomOf } from "./rooms.ts";

/** One room at a time; `run.sh` names it, the files of it where not all are meant, and the folder for what a later run uses. */
const { TRUEUP_MUTATION_ROOM: name, TRUEUP_MUTATION_FILES: files, TRUEUP_MUTATION_KEPT: kept } = process.env;
const room = roomOf(name);

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "scripts/mutation/vitest.config.ts" },
  tsconfigFile: "none: TypeScript 7 has no interface for this",
  mutate: files ? files.split(" ") : [...room.mutate],
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `${kept}/${name}.json`,
  timeoutMS: 10_000,
  concurrency: Number(process.env.TRUEUP_MUTATION_WORKERS ?? "1"),
  thresholds: { high: 100, low: 95, break: null },
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: `${kept}/${name}-report.json` },
};
