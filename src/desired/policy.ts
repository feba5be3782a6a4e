import { DEFAULT_MAX_CHANGES, DEFAULT_MAX_REMOVALS, type Limit } from "../model/policy.ts";
import type { PolicyConfiguration } from "./configuration.ts";
import type { ParsedFile } from "./parsed-file.ts";
import type { Problem } from "./problem.ts";
import { groupTarget, userTarget } from "./targets.ts";

/** The policy with its defaults, from the one file that may hold it. */
export function readPolicy(file: ParsedFile | null): {
  readonly policy: PolicyConfiguration;
  readonly diagnostics: readonly Problem[];
} {
  const written = file?.value.policy ?? {};
  const protectedUsers = file === null ? [] : readProtectedUsers(file);
  return {
    policy: {
      suspended: written.suspend ?? false,
      protectedUsers: protectedUsers.flatMap<PolicyConfiguration["protectedUsers"][number]>(({ targets }) => targets),
      maxChanges: readLimit(written.maxChanges) ?? DEFAULT_MAX_CHANGES,
      maxRemovals: readLimit(written.maxRemovals) ?? DEFAULT_MAX_REMOVALS,
      perRun: written.perRun ?? null,
    },
    diagnostics: protectedUsers.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readProtectedUsers(file: ParsedFile) {
  return (file.value.policy?.protectedUsers ?? []).map((entry, index) => {
    const source = file.valueAt(["policy", "protectedUsers", index]);
    return typeof entry === "string" ? userTarget(entry, source) : groupTarget(entry.group, source);
  });
}

/** `100` or `"20%"`; the schema lets nothing else through. */
function readLimit(written: number | string | undefined): Limit | null {
  if (written === undefined) return null;
  if (typeof written === "number") return { kind: "count", count: written };
  return { kind: "percent", percent: Number.parseInt(written, 10) };
}
