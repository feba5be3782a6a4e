import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Files share a worker: importing the libraries once per worker instead of once per file is ten times faster.
    isolate: false,
    testTimeout: 20_000,
  },
});
