import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { ForksWhileSmall } from "./test/order.ts";

const inCi = process.env["CI"] !== undefined && process.env["CI"] !== "";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Scripts of their own run these (`test:browser`, `test:clients`, `test:forges`, `test:proxy`): they need what not every machine has, and take their time.
    exclude: [
      ...configDefaults.exclude,
      "test/browser/**",
      "test/clients/**",
      "test/forge-clients/**",
      "test/validating-proxy/**",
    ],
    setupFiles: ["test/seed.ts", "test/rows-compare.ts"],
    // Files share a worker: importing the libraries once per worker instead of once per file is ten times faster.
    isolate: false,
    // Two more than there are cores, since tests of whole commands wait for time and for processes.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: ForksWhileSmall },
    // For what never ends. A machine that is slow, or has other things to do, has not failed: no test and no wait has less.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 180_000 } },
    // The counts that .ci/run prints come from this report.
    reporters: inCi ? ["default", "json"] : ["default"],
    outputFile: { json: ".test-results/vitest.json" },
  },
});
