import { defineConfig } from "vitest/config";

/** The official clients of the services judge our requests. Their packages are installed in a folder of their own. */
export default defineConfig({
  test: {
    include: ["test/forge-clients/**/*.test.ts"],
    exclude: ["test/forge-clients/node_modules/**"],
    testTimeout: 240_000,
  },
});
