import { createHash } from "node:crypto";
import type { App } from "../model/desired.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareLocations, compareText } from "../model/order.ts";
import { readApps } from "./apps.ts";
import { type Assignments, readAssignments, readUsers } from "./assignments.ts";
import type { AssignmentConfiguration, Configuration, Loaded } from "./configuration.ts";
import { createDuplicateCheck } from "./duplicates.ts";
import { readExceptions } from "./exceptions.ts";
import { readLock } from "./lock-file.ts";
import { checkSectionPlacement, policyFile, readPolicy } from "./policy.ts";
import { errorAt, type Problem, sortProblems, startOf, warningAt } from "./problem.ts";
import { readSourceFolder } from "./read-files.ts";
import { readRollouts } from "./rollouts.ts";
import type { ParsedFile } from "./schema-check.ts";
import type { ReadFile } from "./source-folder.ts";
import { parseWithShared } from "./shared-files.ts";
import { readLists } from "./user-list-files.ts";

/**
 * Loads the desired state at PATH, a file or a folder, and checks everything that can be checked without a tenant.
 * Every problem of every file is among the diagnostics; bad input never throws.
 */
export async function load(path: string): Promise<Loaded> {
  const folder = await readSourceFolder(path);
  if (folder === null || folder.files.length === 0) return nothingAt(path, folder === null);
  const { files, texts, hashes, appNames, diagnostics: fileProblems } = await parseWithShared(folder);
  const lists = await readLists(files, folder);

  const written = readApps(files);
  const assigned = files.map((file) => readAssignments(file, appNames, lists.listFor));
  const users = readUsers(files, appNames);
  const tenant = readTenant(files);
  const lock = readLock(folder.lock, tenant.tenantId, written.apps);
  const apps = { ...written, apps: written.apps.map((app): App => ({ ...app, lock: lock.lockOf(app.name) })) };
  const policy = readPolicy(policyFile(files, folder.single));
  const exceptions = readExceptions(files, appNames, lists.listFor, policy.policy.timeZone);
  const rollouts = readRollouts(files, appNames, policy.policy, lists.listFor);

  const allTexts = new Map([...texts, ...lists.texts, ...lockText(folder.lock)]);
  const allHashes = new Map([...hashes, ...lists.hashes, ...lockHash(folder.lock)]);
  const found = [
    fileProblems,
    lists.diagnostics,
    apps.diagnostics,
    lock.diagnostics,
    users.diagnostics,
    tenant.diagnostics,
    policy.diagnostics,
    rollouts.diagnostics,
    exceptions.diagnostics,
  ];
  const problems = [
    ...found.flat(),
    ...assigned.flatMap((part) => part.diagnostics),
    ...checkSectionPlacement(files, folder.single),
  ];
  const isValid = !problems.some(({ severity }) => severity === "error");
  const assignments = sortAssignments([...assigned, users]);
  const isIdle = isValid && assignments.length === 0;
  const configuration: Configuration = {
    tenantId: tenant.tenantId ?? lock.lock?.tenantId ?? null,
    lock: lock.lock,
    apps: apps.apps,
    assignments,
    rollouts: rollouts.rolloutsOf(apps.apps),
    exceptions: exceptions.exceptions,
    policy: policy.policy,
  };
  let digest: string | null = null;
  return {
    configuration: isValid ? configuration : null,
    diagnostics: [...(isIdle ? [NO_ASSIGNMENT] : []), ...sortProblems(problems)],
    files: allTexts,
    sources: [...allHashes.keys()],
    // Whoever only checks does without it: to load what hashes is a tenth of what `validate` takes.
    get digest() {
      digest ??= digestOf(allHashes);
      return digest;
    },
    approvedAt: apps.approvedAt,
  };
}

function lockText(lock: ReadFile | null): readonly (readonly [path: string, text: string])[] {
  return lock?.state === "read" ? [[lock.path, lock.text]] : [];
}

function lockHash(lock: ReadFile | null): readonly (readonly [path: string, sha256: () => string])[] {
  return lock?.state === "read" ? [[lock.path, lock.sha256]] : [];
}

const NO_ASSIGNMENT: Diagnostic = {
  ...warningAt(startOf(""), "no-assignment", "nothing is assigned to anybody", { hint: "add an assignment" }),
  file: null,
  line: null,
  column: null,
};

function nothingAt(path: string, isMissing: boolean): Loaded {
  const message = isMissing ? `there is no ${path}` : `${path} holds no YAML file`;
  const hint = "give a YAML file, or a folder with files that end in .yaml or .yml; trueup init writes a first one";
  const problem = { ...errorAt(startOf(path), "no-desired-state", message, { hint }), line: null, column: null };
  return {
    configuration: null,
    diagnostics: [problem],
    files: new Map(),
    sources: [],
    digest: digestOf(new Map()),
    approvedAt: new Map(),
  };
}

function readTenant(files: readonly ParsedFile[]): { tenantId: string | null; diagnostics: readonly Problem[] } {
  const once = createDuplicateCheck();
  let tenantId: string | null = null;
  for (const file of files) {
    if (file.value.tenant === undefined) continue;
    once.note("tenant", "the tenant", file.keyAt(["tenant"]));
    tenantId ??= file.value.tenant.toLowerCase();
  }
  return { tenantId, diagnostics: once.diagnostics };
}

/** By file and line: "the first" means the same whatever the order of reading. */
function sortAssignments(parts: readonly Assignments[]): readonly AssignmentConfiguration[] {
  return parts.flatMap(({ assignments }) => assignments).sort((a, b) => compareLocations(a.source, b.source));
}

/**
 * `sha256:…` over the files by path: the same files give the same digest, whatever the order they were read in.
 * It covers, for each file sorted by path, a line `path`, tab, hexadecimal SHA-256 of its bytes.
 * @param files what tells the SHA-256 of each file, by path
 */
function digestOf(files: ReadonlyMap<string, () => string>): string {
  const lines = [...files].sort(([a], [b]) => compareText(a, b)).map(([path, sha256]) => `${path}\t${sha256()}\n`);
  return `sha256:${createHash("sha256").update(lines.join("")).digest("hex")}`;
}
