import { InternalError } from "../errors.ts";
import { acceptsOneVersion, type Constraint, parseConstraint } from "../model/constraint.ts";
import type { Ensure } from "../model/desired.ts";
import type { AssignmentConfiguration } from "./configuration.ts";
import { didYouMean, shown } from "./did-you-mean.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { oddCharacter } from "./odd-characters.ts";
import type { AppNames } from "./parse-files.ts";
import { errorAt, type Problem, warningAt } from "./problem.ts";
import type { ParsedFile } from "./schema-check.ts";
import { readTargets, type TargetReader, userTarget } from "./targets.ts";
import type { Path } from "./yaml-file.ts";

/** The assignments of one file, the short form `users` included. */
export interface Assignments {
  readonly assignments: readonly AssignmentConfiguration[];
  readonly diagnostics: readonly Problem[];
}

/** What an assignment means that says nothing of them. */
const NOTHING_ELSE = { priority: 0, accountTypes: ["person"], except: [] } as const;

/** Reads the `assignments` section of a file. */
export function readAssignments(file: ParsedFile, appNames: AppNames, targets: TargetReader): Assignments {
  const assignments: AssignmentConfiguration[] = [];
  const diagnostics: Problem[] = [];
  const parse = rememberingConstraints();
  for (const [index, written] of (file.value.assignments ?? []).entries()) {
    if (written === null) continue;
    const path: Path = ["assignments", index];
    const { app, leftOut = false } = written;
    if (app !== undefined) diagnostics.push(...unknownApp(file, [...path, "app"], "value", app, appNames));
    const ensure = written.ensure ?? "upgraded";
    const version = readVersion(
      file,
      { owner: path, version: [...path, "version"] },
      written.version,
      ensure,
      parse,
      leftOut,
    );
    const to = readTargets(file, [...path, "to"], written.to, "to", targets);
    const except = readTargets(file, [...path, "except"], written.except ?? [], "except", targets);
    diagnostics.push(...version.diagnostics, ...to.diagnostics, ...except.diagnostics);
    if (app === undefined || leftOut) continue;
    assignments.push({
      app,
      ensure,
      version: version.constraint,
      priority: written.priority ?? NOTHING_ELSE.priority,
      accountTypes: written.accountTypes ?? NOTHING_ELSE.accountTypes,
      to: to.targets,
      except: except.targets,
      source: file.valueAt(path),
    });
  }
  return { assignments, diagnostics };
}

/** Reads the short form `users` of all files: one assignment for each user and app, of priority 0. */
export function readUsers(files: readonly ParsedFile[], appNames: AppNames): Assignments {
  const once = createDuplicateCheck();
  const parse = rememberingConstraints();
  const assignments: AssignmentConfiguration[] = [];
  const diagnostics: Problem[] = [];
  for (const file of files) {
    for (const [user, apps] of Object.entries(file.value.users ?? {})) {
      const target = userTarget(user, file.keyAt(["users", user]), file);
      diagnostics.push(...target.diagnostics);
      for (const [app, written] of Object.entries(apps)) {
        const path: Path = ["users", user, app];
        const source = file.keyAt(path);
        diagnostics.push(...unknownApp(file, path, "key", app, appNames));
        once.note(`${user.trim().toLowerCase()} ${app}`, `app "${app}" of user ${shown(user)}`, source);
        const short = typeof written === "string";
        const ensure = short ? "upgraded" : (written.ensure ?? "upgraded");
        const versionPath = short ? path : [...path, "version"];
        const text = short ? written : written.version;
        const version = readVersion(file, { owner: path, version: versionPath }, text, ensure, parse);
        diagnostics.push(...version.diagnostics);
        const { constraint } = version;
        assignments.push({ app, ensure, version: constraint, ...NOTHING_ELSE, to: target.targets, source });
      }
    }
  }
  return { assignments, diagnostics: [...diagnostics, ...once.diagnostics] };
}

/** Each unknown name is compared with so many known ones: thousands with thousands would take long. */
const MOST_COMPARED = 500;

/** An app that no file describes. */
export function unknownApp(
  file: ParsedFile,
  path: Path,
  part: "key" | "value",
  app: string,
  { known, perhaps }: AppNames,
): readonly Problem[] {
  if (known.has(app) || perhaps.has(app)) return [];
  const at = part === "key" ? file.keyAt(path) : file.valueAt(path);
  const names = [...known].slice(0, MOST_COMPARED);
  const listed = names.length === 0 ? "no file has an apps section" : `known are ${names.slice(0, 10).join(", ")}`;
  return [errorAt(at, "unknown-app", `no app is named ${shown(app)}`, { hint: didYouMean(app, names) ?? listed })];
}

interface ReadVersion {
  readonly constraint: Constraint | null;
  readonly diagnostics: readonly Problem[];
}

/** Longer than any range a person writes; a range of a million characters would take long to read. */
const LONGEST_VERSION = 200;

type ParseConstraint = typeof parseConstraint;

/** {@link parseConstraint}, which remembers: of thousands of assignments most accept the same few ranges. */
function rememberingConstraints(): ParseConstraint {
  const known = new Map<string, ReturnType<ParseConstraint>>();
  return (text) => {
    const parsed = known.get(text) ?? parseConstraint(text);
    known.set(text, parsed);
    return parsed;
  };
}

function noVersion(diagnostic: Problem): ReadVersion {
  return { constraint: null, diagnostics: [diagnostic] };
}

const WITHOUT_VERSION = {
  absent: {
    code: "version-with-absent",
    message: "an app that is to be absent has no version",
    hint: "take the version out: whatever version is installed is removed",
  },
  leave: {
    code: "version-with-leave",
    message: "an app that is to be left as it is has no version",
    hint: "take the version out: whatever version is installed stays",
  },
} as const;

function readVersion(
  file: ParsedFile,
  paths: { readonly owner: Path; readonly version: Path },
  text: string | undefined,
  ensure: Ensure,
  parse: ParseConstraint,
  leftOut = false,
): ReadVersion {
  if (ensure === "absent" || ensure === "leave") {
    if (text === undefined) return { constraint: null, diagnostics: [] };
    const { code, message, hint } = WITHOUT_VERSION[ensure];
    return noVersion(errorAt(file.valueAt(paths.version), code, message, { hint }));
  }
  if (text === undefined && leftOut) return { constraint: null, diagnostics: [] };
  if (text === undefined) {
    const hint = 'say which versions are accepted, such as version: ">=2.3 <3", or version: latest';
    return noVersion(errorAt(file.keyAt(paths.owner), "version-missing", "the assignment says no version", { hint }));
  }
  const at = file.valueAt(paths.version);
  if (text.length > LONGEST_VERSION) {
    const message = `the version has ${text.length} characters, and ${LONGEST_VERSION} are the most`;
    return noVersion(errorAt(at, "invalid-version", message, { hint: 'write a range such as ">=2.3 <3"' }));
  }
  const parsed = parse(text);
  if (!parsed.ok) {
    const odd = oddCharacter(text);
    const hint = odd === null ? parsed.hint : `it holds ${odd.description}: ${odd.advice}`;
    return noVersion(errorAt(at, "invalid-version", parsed.message, { hint }));
  }
  if (!acceptsOneVersion(parsed.constraint)) return { constraint: parsed.constraint, diagnostics: [] };
  const lowest = parsed.constraint.alternatives?.[0]?.min?.version;
  if (lowest === undefined) throw new InternalError(`${shown(text)} accepts one version, which is not there`);
  const hint = `it can be met only while the catalog offers it; a range such as ">=${lowest.text}" stays true`;
  const warning = warningAt(at, "exact-version", `${shown(text)} accepts one version only`, { hint });
  return { constraint: parsed.constraint, diagnostics: [warning] };
}
