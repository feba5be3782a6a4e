import { InternalError } from "../errors.ts";
import type { App } from "../model/desired.ts";
import { digestOf } from "../model/definition-digest.ts";
import { type AppLock, type Lock, LOCK_FILE, type LockedDefinition } from "../model/lock.ts";
import { sortPermissions } from "../model/permission.ts";
import { blameOddCharacters, foreignMark } from "./foreign-marks.ts";
import type { LockedApp } from "./lock-schema.d.ts";
import { isLock } from "./lock-validators.cjs";
import { errorAt, type Problem, startOf, warningAt } from "./problem.ts";
import { asMapping, pathOf } from "./schema-check.ts";
import { LOCK_AFRESH, schemaProblem } from "./schema-problem.ts";
import type { ReadFile } from "./source-folder.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** The lock file as it was read: what it says of each app, and what is wrong with it. */
export interface LockReading {
  /** Null: there is none, or it cannot be used, which is among the diagnostics. */
  readonly lock: Lock | null;
  readonly lockOf: (name: string) => AppLock;
  readonly diagnostics: readonly Problem[];
}

/**
 * Checks the lock file against its schema, its own digests, the tenant and the apps of the desired state.
 * @param read null: there is no lock file
 */
export function readLock(
  read: ReadFile | null,
  tenantId: string | null,
  apps: readonly Pick<App, "name">[],
): LockReading {
  if (read === null) return { lock: null, lockOf: () => ({ state: "no-lock" }), diagnostics: [] };
  if (read.state === "problem") return unusable([read.diagnostic]);
  const mark = foreignMark(read.path, read.text);
  if (mark !== null) return unusable([mark]);
  const { file, diagnostics } = parseYamlFile(read.path, read.text);
  const problems = file === null ? diagnostics : [...diagnostics, ...shapeProblems(file)];
  if (file === null || problems.length > 0) return unusable(blameOddCharacters(read.path, read.text, problems));
  const { value } = file;
  if (!isLock(value)) throw new InternalError("a lock file without problems does not fit its schema");
  const locked = new Map(Object.entries(value.apps).map(([name, app]) => [name, definitionOf(app)]));
  const lock = { tenantId: value.tenant?.toLowerCase() ?? null, apps: locked };
  const found = [...digestProblems(file, locked), ...tenantProblems(file, lock.tenantId, tenantId)];
  return {
    lock,
    lockOf: (name) => {
      const definition = locked.get(name);
      return definition === undefined
        ? { state: "not-named", source: startOf(LOCK_FILE) }
        : { state: "locked", definition, source: file.keyAt(["apps", name]) };
    },
    diagnostics: [...found, ...unusedApps(file, locked, apps)],
  };
}

function unusable(diagnostics: readonly Problem[]): LockReading {
  return { lock: null, lockOf: () => ({ state: "not-named", source: startOf(LOCK_FILE) }), diagnostics };
}

/** A file of a newer version gets one error, not one for each key that it has and this program does not know. */
function shapeProblems(file: YamlFile): readonly Problem[] {
  const version = asMapping(file.value)["lockVersion"];
  if (typeof version === "number" && Number.isInteger(version) && version > 1) {
    const message = `the lock file is of version ${version}, and this program reads version 1`;
    return [errorAt(file.valueAt(["lockVersion"]), "lock-version", message, { hint: "update TrueUp" })];
  }
  if (isLock(file.value)) return [];
  const { errors } = isLock;
  if (!errors) throw new InternalError("nothing is wrong with a lock file that does not fit its schema");
  return errors.filter(isOwnError).map((error) => schemaProblem(error, pathOf(error), file));
}

/** Of a value that may be a text or null, the schema says twice what is wrong. */
function isOwnError({ keyword, schemaPath }: { readonly keyword: string; readonly schemaPath: string }): boolean {
  return keyword !== "oneOf" && !schemaPath.includes("/oneOf/1/") && keyword !== "const";
}

function definitionOf({
  catalogId,
  version,
  clientAppId,
  permissions,
  bot,
  digest,
  firstSeen,
}: LockedApp): LockedDefinition {
  return {
    catalogId: catalogId.toLowerCase(),
    version,
    clientAppId: clientAppId?.toLowerCase() ?? null,
    permissions: sortPermissions(permissions),
    bot,
    digest,
    firstSeen,
  };
}

function digestProblems(file: YamlFile, locked: ReadonlyMap<string, LockedDefinition>): readonly Problem[] {
  return [...locked].flatMap(([name, definition]) => {
    if (definition.digest === digestOf(definition)) return [];
    const message = `the digest of ${name} is not that of the lines above it`;
    const hint = `somebody edited them by hand: ${LOCK_AFRESH}`;
    return [errorAt(file.valueAt(["apps", name, "digest"]), "lock-digest", message, { hint })];
  });
}

function tenantProblems(file: YamlFile, locked: string | null, tenantId: string | null): readonly Problem[] {
  if (locked === null || tenantId === null || locked === tenantId) return [];
  const message = `the lock file is of tenant ${locked}, and the desired state of ${tenantId}`;
  const hint = "each tenant has a lock file of its own: delete this one, and run trueup lock";
  return [errorAt(file.valueAt(["tenant"]), "lock-tenant", message, { hint })];
}

function unusedApps(
  file: YamlFile,
  locked: ReadonlyMap<string, LockedDefinition>,
  apps: readonly Pick<App, "name">[],
): readonly Problem[] {
  const known = new Set(apps.map(({ name }) => name));
  return [...locked.keys()]
    .filter((name) => !known.has(name))
    .map((name) =>
      warningAt(
        file.keyAt(["apps", name]),
        "lock-unused",
        `the lock file names ${name}, which the desired state does not have`,
        {
          hint: "run trueup lock, which takes it out",
        },
      ),
    );
}
