import { defineConfig } from "vitest/config";

/** Tests with other people's clients, apart from the others: their packages are installed in a folder of their own. */
export default defineConfig({
  test: {
    include: ["test/clients/**/*.test.ts"],
    exclude: ["test/clients/node_modules/**"],
    // A command of CLI for Microsoft 365 takes two seconds to start.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
