import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What the text of a test has that starts processes. */
const STARTS_PROCESSES = /child_process|fakes\/(git|repository)\.ts|\bspawned\b|\bspawnTrueup\b/;

/**
 * First the files that start processes: a fork copies the tables of all the memory that a worker took so far, and costs
 * thirty times as much once that is a gigabyte. Then as vitest does it, the longest first.
 */
export class ForksWhileSmall extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const forks = Map.groupBy(sorted, ({ moduleId }) => STARTS_PROCESSES.test(readFileSync(moduleId, "utf8")));
    return [...(forks.get(true) ?? []), ...(forks.get(false) ?? [])];
  }
}
