import type { Diagnostic, RelatedLocation, SourceLocation } from "../model/diagnostic.ts";
import { compareLocations, compareText } from "../model/order.ts";

/** Everything that can be wrong with a desired state, by code. `docs/desired-state.md` holds the same table, compared by a test. */
export const CODES = {
  "no-desired-state": "the path does not exist or holds no YAML file",
  "unreadable-file": "a file cannot be read, or is no regular file",
  "file-too-large": "a file, or all files together, are larger than any desired state should be",
  "not-text": "a file is binary, or neither UTF-8 nor UTF-16 with a byte order mark",
  "git-lfs-pointer": "a file is what Git LFS leaves in place of one that was not fetched",
  "merge-conflict": "a file holds a conflict of git that nobody has solved",
  "outside-folder": "a path leaves the desired-state folder, perhaps through a link, or leads to a hidden name",
  "invalid-yaml": "the text is not YAML, or nested deeper than any desired state is",
  "odd-character": "YAML reads a character otherwise than people do, such as a no-break space in the indentation",
  template: "the file is a template, and nobody has rendered it",
  "duplicate-key": "a mapping has a key twice",
  "yaml-alias": "anchors and aliases are not part of the language",
  "yaml-tag": "tags are not part of the language",
  "yaml-version": "the file asks for another version of YAML than 1.2",
  "not-desired-state": "a YAML file under the path does not begin with apiVersion: trueup/v1",
  "unknown-key": "a key that the language does not have",
  "missing-key": "a key that has to be there is not",
  "wrong-type": "a value of another type than the language has there",
  "invalid-value": "a value that the language does not allow there",
  "invalid-id": "an id that is not a GUID",
  "app-id": "an app has both manifestId and catalogId, or neither",
  "replaces-itself": "an app is to replace an earlier upload that has its own id",
  "invalid-name": "a name with characters that no name has",
  "not-a-user": "text that is neither a principal name nor an object id",
  "version-is-number": "a version that YAML reads as a number, which would change it",
  "invalid-version": "a version that is no range, or a range that nothing can be in",
  "version-missing": "an assignment says no version",
  "version-with-absent": "an assignment removes the app and says a version all the same",
  "version-with-leave": "an assignment leaves the app as it is and says a version all the same",
  "exact-version": "a single version, which can be met only while the catalog offers it (warning)",
  "unknown-app": "an assignment names an app that no file describes",
  "said-twice": "the same thing is said in two places",
  "section-misplaced": "a section stands in a file where policy.sections does not allow it, or tenant in a shared file",
  "policy-misplaced": "policy stands in another file than policy.yaml at the root, or shared/policy.yaml of a fleet",
  "use-without-fleet": "a file uses shared files and belongs to no tenant of a fleet",
  "waves-without-max-due": "perRun or perDay without maxDue, which lets a mistake of any size go (warning)",
  "invalid-time-zone": "a time zone that this machine does not know",
  "invalid-window": "a window that is never open, or not while another one is that has to be open too",
  "unknown-window": "a name that no window under policy.windows has",
  "rollout-rings": "the rings of a rollout leave open whom a version reaches, or when",
  "rollout-resume": "the rollout of every app lifts a halt, which is one app's",
  "rollout-signal": "a signal says not where it is asked for, or not what it has to be",
  "rollout-undecided": "a gate that can never decide, or not in a ring as small as it may be (error or warning)",
  "soak-too-short": "a ring's soak ends before the removals in it can be counted (warning)",
  "invalid-list": "a list file is not CSV, or has a row of more than a million characters",
  "mail-as-name": "the users of a list are mail addresses, which can differ from principal names (warning)",
  "empty-list": "a list holds no user (warning)",
  "empty-except": "an exception excepts nobody",
  "lock-version": "the lock file is of a newer version",
  "lock-tenant": "the lock file is of another tenant than the desired state",
  "lock-digest": "a digest of the lock file is not that of what it stands beside, so somebody edited the file",
  "lock-unused": "the lock file names an app that the desired state does not have (warning)",
  "no-assignment": "nothing is assigned, so there is nothing to do (warning)",
} as const;

/** What else can be wrong with a fleet, by code. `docs/fleet.md` holds the same table, compared by a test. */
export const FLEET_CODES = {
  "use-circle": "shared files use each other in a circle",
  "not-a-fleet": "the path holds no fleet.yaml",
  "fleet-version": "fleet.yaml is of a newer version",
  "unknown-tenant": "a ring names a tenant that fleet.yaml does not have",
  "look-alike": "people take the names of two tenants for each other",
  "no-tenant-folder": "a tenant of fleet.yaml has no folder",
  "unlisted-tenant": "a folder under tenants/ that fleet.yaml does not name (warning)",
  "other-tenant": "the desired state of a tenant, or its lock, is of another tenant than fleet.yaml says",
  "credentials-in-fleet": "a file with credentials is in the folder of the fleet, which git keeps",
  "invalid-schedule": "a schedule that cannot be read",
} as const;

/** A code of {@link CODES} or {@link FLEET_CODES}. */
export type Code = keyof typeof CODES | keyof typeof FLEET_CODES;

/** What is wrong in a file, with its place. */
export type Problem = Diagnostic & SourceLocation;

/** What there is to say beyond the message. */
interface ProblemOptions {
  readonly hint?: string | null;
  readonly related?: readonly RelatedLocation[];
}

/** An error at a place of a file. There is always a way out of one, so the hint is not optional. */
export function errorAt(
  at: SourceLocation,
  code: Code,
  message: string,
  options: ProblemOptions & { readonly hint: string },
): Problem {
  return problem("error", at, code, message, options);
}

/** A warning at a place of a file. */
export function warningAt(at: SourceLocation, code: Code, message: string, options: ProblemOptions = {}): Problem {
  return problem("warning", at, code, message, options);
}

/** The first place of a file, for what concerns it as a whole. */
export function startOf(file: string): SourceLocation {
  return { file, line: 1, column: 1 };
}

/** Sorted by file, line, column, code, message, by code units; the order of reading does not show. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) => compareLocations(a, b) || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
}

function problem(
  severity: Problem["severity"],
  at: SourceLocation,
  code: Code,
  message: string,
  { hint = null, related = [] }: ProblemOptions,
): Problem {
  return { code, severity, message, hint, file: at.file, line: at.line, column: at.column, related };
}
