import { DEFAULT_RULES, type Limit, type PolicyPlaces } from "../model/policy.ts";
import type { PolicyConfiguration } from "./configuration.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { FROM_TENANT, isShared, SHARED_FOLDER } from "./fleet-places.ts";
import { fitsGlob } from "./glob.ts";
import { errorAt, type Problem, warningAt } from "./problem.ts";
import type { CheckedPolicy, ParsedFile } from "./schema-check.ts";
import { groupTarget, userTarget } from "./targets.ts";
import { readWindows } from "./windows.ts";

/** The policy with its defaults, from the one file that may hold it. */
export function readPolicy(file: ParsedFile | null): {
  readonly policy: PolicyConfiguration;
  readonly diagnostics: readonly Problem[];
} {
  const written: CheckedPolicy = file?.value.policy ?? {};
  const protectedUsers = file === null ? [] : readProtectedUsers(file);
  const { diagnostics: windowProblems, ...windows } = readWindows(file, written);
  return {
    policy: {
      suspended: written.suspend ?? false,
      protectedUsers: protectedUsers.flatMap<PolicyConfiguration["protectedUsers"][number]>(({ targets }) => targets),
      maxChanges: readLimit(written.maxChanges) ?? DEFAULT_RULES.maxChanges,
      maxRemovals: readLimit(written.maxRemovals) ?? DEFAULT_RULES.maxRemovals,
      maxDue: readLimit(written.maxDue),
      perRun: written.perRun ?? null,
      perDay: written.perDay ?? null,
      sections: written.sections ?? {},
      ...windows,
      ...(file === null ? {} : { places: placesIn(file, written) }),
    },
    diagnostics: [
      ...protectedUsers.flatMap(({ diagnostics }) => diagnostics),
      ...windowProblems,
      ...(file === null ? [] : unguardedWaves(file, written)),
    ],
  };
}

/** Keys that can hold rows. */
const PLACED = ["suspend", "maxChanges", "maxRemovals", "maxDue", "perRun", "perDay", "window"] as const;

/** Where the policy, and each of its keys that can hold rows, is written. */
function placesIn(file: ParsedFile, written: CheckedPolicy): PolicyPlaces {
  const keys = PLACED.filter((key) => written[key] !== undefined && written.leftOut !== true).map(
    (key) => [key, file.keyAt(["policy", key])] as const,
  );
  return Object.fromEntries([["policy", file.keyAt(["policy"])], ...keys]);
}

/** Waves pass a mistake of any size on to everybody, a few people at a time. */
function unguardedWaves(file: ParsedFile, written: CheckedPolicy): readonly Problem[] {
  const { perRun, perDay, maxDue, leftOut } = written;
  const wave = perDay === undefined ? (perRun === undefined ? null : "perRun") : "perDay";
  if (wave === null || maxDue !== undefined || leftOut === true) return [];
  const message = `${wave} lets any number of changes go, a few at a time, as policy has no maxDue`;
  const hint = 'add maxDue, such as "10%": more changes due in all than that, and every change is held';
  return [warningAt(file.keyAt(["policy", wave]), "waves-without-max-due", message, { hint })];
}

function readProtectedUsers(file: ParsedFile) {
  return (file.value.policy?.protectedUsers ?? []).map((entry, index) => {
    const source = file.valueAt(["policy", "protectedUsers", index]);
    return typeof entry === "string" ? userTarget(entry, source, file) : groupTarget(entry, source, file);
  });
}

/** `100` or `"20%"`; the schema lets nothing else through. */
function readLimit(written: number | string | undefined): Limit | null {
  if (written === undefined) return null;
  if (typeof written === "number") return { kind: "count", count: written };
  return { kind: "percent", percent: Number.parseInt(written, 10) };
}

const POLICY_FILE = "policy.yaml";
/** Where a policy may stand: the file of the tenant, and the one that tenants of a fleet share. */
const POLICY_FILES: readonly string[] = [POLICY_FILE, `${FROM_TENANT}${SHARED_FOLDER}/${POLICY_FILE}`];
const SECTIONS = ["apps", "assignments", "users", "tenant", "rollouts", "exceptions"] as const;

/**
 * Where sections may stand: `policy` of a folder only in policy.yaml at its root, the others where `policy.sections` says.
 * Code owners of a folder then are the only ones who can change what is said there.
 */
export function checkSectionPlacement(files: readonly ParsedFile[], single: boolean): readonly Problem[] {
  return [...(single ? [] : misplacedPolicies(files)), ...misplacedSections(files, single), ...sharedTenants(files)];
}

/** The file whose `policy` counts; null when there is none. */
export function policyFile(files: readonly ParsedFile[], single: boolean): ParsedFile | null {
  return files.find((file) => file.value.policy !== undefined && (single || POLICY_FILES.includes(file.path))) ?? null;
}

function misplacedPolicies(files: readonly ParsedFile[]): readonly Problem[] {
  const once = createDuplicateCheck();
  const misplaced: Problem[] = [];
  for (const file of files) {
    if (file.value.policy === undefined) continue;
    const at = file.keyAt(["policy"]);
    if (POLICY_FILES.includes(file.path)) once.note("policy", "the policy", at);
    else {
      const hint = `move it to ${POLICY_FILE} at the root of the folder, the only file where it counts`;
      misplaced.push(errorAt(at, "policy-misplaced", `policy stands in ${file.path}`, { hint }));
    }
  }
  return [...misplaced, ...once.diagnostics];
}

/** A shared file is of no tenant. */
function sharedTenants(files: readonly ParsedFile[]): readonly Problem[] {
  return files
    .filter((file) => isShared(file.path) && file.value.tenant !== undefined)
    .map((file) =>
      errorAt(file.keyAt(["tenant"]), "section-misplaced", "tenant stands in a file that tenants share", {
        hint: "take it out: fleet.yaml says the id of each tenant",
      }),
    );
}

/**
 * A link stands in two places: whoever may change what it leads to must be allowed as much as who may change the link.
 * The files of a Kubernetes volume, all at its root and
 * linked to its hidden `..data` folder, have but one place.
 */
function standingPlaces({ path, realPath }: ParsedFile): readonly string[] {
  if (isShared(path)) return [path.slice(FROM_TENANT.length), realPath];
  const inVolume = !path.includes("/") && realPath.startsWith("..");
  return inVolume ? [path] : [path, realPath];
}

function misplacedSections(files: readonly ParsedFile[], single: boolean): readonly Problem[] {
  const allowed = policyFile(files, single)?.value.policy?.sections ?? {};
  const problems: Problem[] = [];
  for (const file of files) {
    for (const section of SECTIONS) {
      const globs = allowed[section];
      if (file.value[section] === undefined || globs === undefined) continue;
      if (standingPlaces(file).every((path) => globs.some((glob) => fitsGlob(path, glob)))) continue;
      problems.push(
        errorAt(file.keyAt([section]), "section-misplaced", `${section} may not stand in ${file.path}`, {
          hint: `policy.sections allows it in ${globs.join(", ")}`,
        }),
      );
    }
  }
  return problems;
}
