import type { Diagnostic } from "../model/diagnostic.ts";
import type { Target } from "../model/desired.ts";

/**
 * Groups that were read to their end and hold no user, in the order of `targets`: a warning, but an error in `except`,
 * where an exception that somebody relies on would except nobody. Only the directory can tell, so this comes after
 * validation; lists are checked there.
 */
export function emptyGroupDiagnostics(targets: readonly Target[]): readonly Diagnostic[] {
  return targets.filter(isEmptyGroup).map(({ role, name, source }) => ({
    code: role === "except" ? "empty-except" : "empty-group",
    severity: role === "except" ? "error" : "warning",
    message: role === "except" ? `the group "${name}" in except has no members` : `the group "${name}" has no members`,
    hint: "check that it is the group you mean; add members to it, or remove this entry",
    ...source,
    related: [],
  }));
}

function isEmptyGroup({ kind, state, members }: Target): boolean {
  return kind === "group" && state === "read" && members === 0;
}
