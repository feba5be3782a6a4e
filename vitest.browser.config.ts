import { defineConfig } from "vitest/config";

/** Tests in a real browser, apart from the others: where there is none they say so and check nothing. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Each file starts a browser.
    maxWorkers: 2,
  },
});
