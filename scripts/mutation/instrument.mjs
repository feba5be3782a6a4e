import { Instrumenter } from "@stryker-mutator/instrumenter";

/**
 * A file with every small change in it, each behind a switch, and what the changes are. The package is only in the copy of
 * the checkout in which `run.sh` runs this.
 */
export async function instrument(name, content) {
  const quiet = { debug() {}, info() {}, isDebugEnabled: () => false };
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { files, mutants } = await new Instrumenter(quiet).instrument([{ name, content, mutate: true }], options);
  const changes = mutants.map(({ id, replacement, location: { start, end } }) => ({
    id,
    replacement,
    location: { start: oneBased(start), end: oneBased(end) },
  }));
  return { instrumented: files[0].content, changes };
}

function oneBased({ line, column }) {
  return { line: line + 1, column: column + 1 };
}
