import process from "node:process";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { roomOf } from "./rooms.ts";

/** Properties come last: most changes are noticed by a quicker test before. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => slowness(a) - slowness(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

function slowness({ moduleId }: TestSpecification): number {
  return Number(/promises|model-check|never-disarm/.test(moduleId));
}

/**
 * The tests of one room that take less than a second each: each change is tried by those that reach it.
 * The million cases of the model check that lie behind obstacles take seconds, and would make hours of the whole; and that a
 * falsified table is noticed says nothing of the code.
 */
export default defineConfig({
  test: {
    include: roomOf(process.env["TRUEUP_MUTATION_ROOM"]).tests.map((folder) => `test/${folder}/**/*.test.ts`),
    testNamePattern: /^(?!.*(behind every obstacle|a table that says something else))/,
    setupFiles: ["test/seed.ts", "test/rows-compare.ts", "scripts/mutation/setup.ts"],
    testTimeout: 20_000,
    runner: "scripts/mutation/runner.ts",
    isolate: false,
    maxWorkers: 1,
    // A change may leave a promise behind that nobody waits for.
    dangerouslyIgnoreUnhandledErrors: true,
    sequence: { sequencer: QuickFirst },
  },
});
