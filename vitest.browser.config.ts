import { defineConfig } from "vitest/config";

/** Tests in a real browser, apart from the others: where there is none they say so and check nothing. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file starts a browser.
    maxWorkers: 2,
  },
});
