import { defineConfig } from "vitest/config";

/** The tests that hold what is mutated to its word, and take seconds: each mutation runs those that reach it. */
export default defineConfig({
  test: {
    include: ["test/{plan,gate,apply,reconcile,observe,proof,approval,model-check,difference}/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 20_000,
  },
});
