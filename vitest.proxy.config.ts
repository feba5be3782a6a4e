import { defineConfig } from "vitest/config";

/** Every example through a validating proxy, apart from the other tests: its packages are installed in a folder of their own. */
export default defineConfig({
  test: {
    include: ["test/validating-proxy/**/*.test.ts"],
    exclude: ["test/validating-proxy/node_modules/**"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
