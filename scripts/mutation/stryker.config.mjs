import process from "node:process";

/** One file at a time; `run.sh` names it, its room, and the folder for what a later run uses. */
const { TRUEUP_MUTATION_FILE: file, TRUEUP_MUTATION_KEPT: kept } = process.env;

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "scripts/mutation/vitest.config.ts" },
  tsconfigFile: "none: TypeScript 7 has no interface for this",
  mutate: [file],
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `${kept}/found/${file}.json`,
  timeoutMS: 10_000,
  concurrency: Number(process.env.TRUEUP_MUTATION_WORKERS ?? "1"),
  thresholds: { high: 100, low: 95, break: null },
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: `${kept}/reports/${file}.json` },
};
