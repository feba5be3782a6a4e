import process from "node:process";
import { type RunnerTestCase, type RunnerTestFile, TestRunner } from "vitest";
import { Found } from "./found.ts";

/** What the switches in an instrumented file look at. The names are those of Stryker's instrumenter, `global` too. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number;
  readonly mutantCoverage: { readonly static: Hits; readonly perTest: Record<string, Hits> };
}

type Hits = Record<string, number>;

/** A change that makes a test run so much longer never lets it end. */
const [TIMES_THE_HITS, TIMES_THE_TIME, GRACE_MS] = [100, 20, 2000];

declare global {
  // oxlint-disable-next-line no-underscore-dangle
  var __stryker__: Switches;
  var mutationFound: Found;
}

// Each file of tests gets a runner of its own, in the same process.
// oxlint-disable-next-line no-underscore-dangle
const switches = (globalThis.__stryker__ ??= { mutantCoverage: { static: {}, perTest: {} } });
const found = (globalThis.mutationFound ??= new Found(String(process.env["TRUEUP_MUTATION_FOUND"])));

/**
 * Runs each test as it is, sees which changes it reaches, and runs it again for each of them that no test before noticed:
 * in the same process, with the modules that are there already. That is some fifty times faster than to begin anew for each.
 * After a test that noticed a change, it has to pass unchanged again; else what the change left behind could count as noticed later.
 */
export default class EachChange extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    const { perTest } = switches.mutantCoverage;
    const started = performance.now();
    switches.currentTestId = test.id;
    await run();
    switches.currentTestId = undefined;
    const patience = TIMES_THE_TIME * (performance.now() - started) + GRACE_MS;
    for (const [id, hits] of Object.entries(perTest[test.id] ?? {})) {
      const known = found.of(id);
      if (known === "noticed" || known === "endless") continue;
      found.write(id, "tried");
      const status = await this.#try(test, id, hits, patience);
      found.write(id, status);
      if (status === "survived") continue;
      this.onBeforeTryTask(test, { retry: 0, repeats: 0 });
      await run();
    }
    delete perTest[test.id];
  }

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    super.onAfterRunFiles(files);
    for (const id of Object.keys(switches.mutantCoverage.static)) {
      if (found.of(id) === undefined) found.write(id, "at-load");
    }
  }

  async #try(
    test: RunnerTestCase,
    id: string,
    hits: number,
    patience: number,
  ): Promise<"noticed" | "endless" | "survived"> {
    Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: TIMES_THE_HITS * hits + 1000 });
    this.onBeforeTryTask(test, { retry: 0, repeats: 0 });
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"endless">((resolve) => {
      timer = setTimeout(() => resolve("endless"), patience);
    });
    try {
      const ended = await Promise.race([tooLong, this.#ends(test)]);
      return (switches.hitCount ?? 0) > (switches.hitLimit ?? Infinity) ? "endless" : ended;
    } catch {
      return "noticed";
    } finally {
      clearTimeout(timer);
      switches.activeMutant = undefined;
    }
  }

  async #ends(test: RunnerTestCase): Promise<"survived"> {
    await TestRunner.getTestFn(test)();
    this.onAfterTryTask(test);
    return "survived";
  }
}
