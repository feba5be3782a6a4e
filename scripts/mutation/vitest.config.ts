import { defineConfig } from "vitest/config";

/**
 * The tests that hold what is mutated to its word, and take less than a second each: each mutation runs those that reach it.
 * The million cases of the model check that lie behind obstacles take seconds, and would make hours of the whole.
 */
export default defineConfig({
  test: {
    include: ["test/{model,plan,gate,apply,reconcile,observe,proof,approval,model-check,difference}/**/*.test.ts"],
    testNamePattern: /^(?!.*behind every obstacle)/,
    setupFiles: ["test/seed.ts"],
    testTimeout: 20_000,
  },
});
