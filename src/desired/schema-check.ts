import type { ErrorObject } from "ajv";
import { InternalError } from "../errors.ts";
import { isJsonObject } from "../model/json-object.ts";
import type { Problem } from "./problem.ts";
import { schemaProblem } from "./schema-problem.ts";
import type {
  Exception,
  App,
  Assignment,
  Denied,
  Policy,
  Rollout,
  Target,
  TrueUpDesiredState,
  UserApps,
} from "./schema.d.ts";
import {
  isApp,
  isAppName,
  isAssignment,
  isDenied,
  isException,
  isPolicy,
  isRollout,
  isSharedFile,
  isState,
  isTarget,
  isTenant,
  isUserApps,
} from "./validators.cjs";
import type { Path, YamlFile } from "./yaml-file.ts";

/**
 * What of a file fits the schema. Keys and entries that do not are left out, so that the others are checked all the same;
 * what is left out of a list stays as null, as places go by position.
 */
type CheckedState = Omit<
  TrueUpDesiredState,
  "apps" | "assignments" | "exceptions" | "policy" | "rollouts" | "use" | "apiVersion"
> & {
  readonly use?: readonly (string | null)[];
  readonly apps?: Readonly<Record<string, CheckedApp>>;
  readonly assignments?: readonly (CheckedAssignment | null)[];
  readonly exceptions?: readonly (CheckedException | null)[];
  readonly policy?: CheckedPolicy;
  readonly rollouts?: Readonly<Record<string, CheckedRollout>>;
};

/** Set where keys were left out: what is missing then is no problem of its own. */
interface LeftOut {
  readonly leftOut?: true;
}

/** A policy, as far as it fits. */
export type CheckedPolicy = Policy & LeftOut & { readonly windowNames?: readonly string[] };

/** An app, as far as it fits. */
export type CheckedApp = Omit<App, "deny"> & LeftOut & { readonly deny?: readonly (Denied | null)[] };

/** An assignment, as far as it fits. */
type CheckedAssignment = Partial<Omit<Assignment, "to" | "except">> &
  LeftOut & { readonly to: readonly (Target | null)[]; readonly except?: readonly (Target | null)[] };

/** A rollout, as far as it fits; null where its rings do not, which has been said. */
export type CheckedRollout = Rollout | null;

/** An exception, as far as it fits. */
export type CheckedException = Omit<Exception, "to" | "app"> &
  LeftOut & { readonly app?: string; readonly to: readonly (Target | null)[] };

/** A file of desired state, with the place of everything in it. */
export interface ParsedFile extends YamlFile {
  readonly value: CheckedState;
  /** Where the file really is, links followed; relative to the folder. */
  readonly realPath: string;
}

/** Checks a file against the schema of the language: what fits, and every problem of what does not, each at its place. */
type SchemaCheck = (file: YamlFile) => {
  readonly value: CheckedState;
  readonly diagnostics: readonly Problem[];
};

/** {@link SchemaCheck} */
export const checkSchema: SchemaCheck = (file) => {
  const { value } = file;
  if (isState(value)) return { value, diagnostics: [] };
  const { errors } = isState;
  if (!errors) throw new InternalError(`nothing is wrong with ${file.path}, which does not fit the schema`);
  return {
    value: fittingParts(value),
    diagnostics: relevant(errors).map((error) => schemaProblem(error, pathOf(error), file)),
  };
};

/** The parts of a file that fit the schema, each taken by itself. */
function fittingParts(value: unknown): CheckedState {
  const { apps, assignments, exceptions, users, rollouts, policy, tenant, use } = asMapping(value);
  return {
    ...(Array.isArray(use) ? { use: use.map((item: unknown) => (isSharedFile(item) ? item : null)) } : {}),
    ...(apps === undefined ? {} : { apps: fittingApps(asMapping(apps)) }),
    ...(Array.isArray(assignments) ? { assignments: assignments.map((item: unknown) => fittingAssignment(item)) } : {}),
    ...(Array.isArray(exceptions) ? { exceptions: exceptions.map((item: unknown) => fittingException(item)) } : {}),
    ...(users === undefined ? {} : { users: fittingUsers(asMapping(users)) }),
    ...(rollouts === undefined ? {} : { rollouts: fittingRollouts(asMapping(rollouts)) }),
    ...(policy === undefined ? {} : { policy: isPolicy(policy) ? policy : fittingPolicy(policy) }),
    ...(tenant !== undefined && isTenant(tenant) ? { tenant } : {}),
  };
}

/**
 * A mapping's keys that fit, each taken by itself: of a policy, one wrong limit does not hide what is wrong with the sections.
 * @param smallest a mapping that fits by itself, so that whether it fits with one key more tells about that key
 */
function fittingKeys<Fitting>(
  mapping: unknown,
  fits: (value: unknown) => value is Fitting,
  smallest: Readonly<Record<string, unknown>> = {},
): Fitting {
  const fitting = Object.entries(asMapping(mapping)).filter(([key, part]) => fits({ ...smallest, [key]: part }));
  const kept: unknown = { ...smallest, ...Object.fromEntries(fitting) };
  if (!fits(kept)) throw new InternalError("keys that fit each by itself do not fit together");
  return kept;
}

/** A policy's keys that fit, its windows each by itself; a window that does not is known by its name all the same. */
function fittingPolicy(policy: unknown): CheckedPolicy {
  const { windows, ...others } = asMapping(policy);
  const kept: unknown = {
    ...fittingKeys(others, isPolicy),
    windows: Object.fromEntries(
      Object.entries(asMapping(windows)).filter(([name, window]) => isPolicy({ windows: { [name]: window } })),
    ),
  };
  if (!isPolicy(kept)) throw new InternalError("windows that fit each by itself do not fit together");
  return { ...kept, ...LEFT_OUT, windowNames: Object.keys(asMapping(windows)) };
}

/** Apps by name, each with its keys that fit. */
function fittingApps(apps: Readonly<Record<string, unknown>>): Record<string, CheckedApp> {
  const fitting: [string, CheckedApp][] = [];
  for (const [name, app] of Object.entries(apps)) {
    if (!isAppName(name)) continue;
    const { deny, ...others } = asMapping(app);
    const kept = { ...fittingKeys(others, isApp), deny: fittingDenials(deny) };
    fitting.push([name, isApp(app) ? kept : { ...kept, ...LEFT_OUT }]);
  }
  return Object.fromEntries(fitting);
}

function fittingDenials(list: unknown): readonly (Denied | null)[] {
  if (!Array.isArray(list)) return [];
  return list.map((each: unknown) => (isDenied(each) ? each : null));
}

/** An assignment's keys and targets that fit; null for what is no mapping at all. */
function fittingAssignment(item: unknown): CheckedAssignment | null {
  if (isAssignment(item)) return item;
  if (typeof item !== "object" || item === null || Array.isArray(item)) return null;
  const { to, except, ...others } = asMapping(item);
  const { app, to: _, ...rest } = fittingKeys(others, isAssignment, SMALLEST_ASSIGNMENT);
  return {
    ...rest,
    ...(app === others["app"] ? { app } : {}),
    to: fittingTargets(to),
    except: fittingTargets(except),
    ...LEFT_OUT,
  };
}

/** An exception's keys and targets that fit; null for what is no mapping at all. */
function fittingException(item: unknown): CheckedException | null {
  if (isException(item)) return item;
  if (typeof item !== "object" || item === null || Array.isArray(item)) return null;
  const { to, ...others } = asMapping(item);
  const { app, to: _, ...rest } = fittingKeys(others, isException, SMALLEST_EXCEPTION);
  return { ...rest, ...(app === others["app"] ? { app } : {}), to: fittingTargets(to), ...LEFT_OUT };
}

function fittingTargets(list: unknown): (Target | null)[] {
  return Array.isArray(list) ? list.map((each: unknown) => (isTarget(each) ? each : null)) : [];
}

const LEFT_OUT: LeftOut = { leftOut: true };

const SMALLEST_ASSIGNMENT = { app: "a", to: [{ everyone: true }] } as const;

const SMALLEST_EXCEPTION = { ...SMALLEST_ASSIGNMENT, reason: "r", owner: "o", until: "2027-01-31" } as const;

/** Users with those of their apps that fit. */
function fittingUsers(users: Readonly<Record<string, unknown>>): Record<string, UserApps> {
  return Object.fromEntries(Object.entries(users).map(([user, apps]) => [user, fittingKeys(apps, isUserApps)]));
}

/** Rollouts by the name of their app, each with its keys that fit: one wrong gate does not hide what is wrong with the rings. */
function fittingRollouts(rollouts: Readonly<Record<string, unknown>>): Record<string, CheckedRollout> {
  return Object.fromEntries(
    Object.entries(rollouts).map(([app, rollout]) => {
      const { rings } = asMapping(rollout);
      return [app, isRollout({ rings }) ? fittingKeys(rollout, isRollout, { rings }) : null];
    }),
  );
}

/**
 * Where one of two forms is allowed (a text, or a mapping), a schema complains about both. What is left is about the
 * form that was written, or that neither was.
 */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === "oneOf").map(({ instancePath }) => instancePath));
  const explained = explainedPaths(errors);
  return errors.filter((error) => {
    if (error.keyword === "oneOf") return !explained.has(error.instancePath);
    if (error.propertyName !== undefined || error.keyword === "if") return false;
    // What is no name of a user is told where users are read.
    if (error.keyword === "propertyNames" && error.instancePath === "/users") return false;
    return error.keyword !== "type" || !choices.has(error.instancePath);
  });
}

/** The places about whose inside some error speaks: of a choice there, it says what is wrong with the form that was written. */
function explainedPaths(errors: readonly ErrorObject[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { keyword, instancePath } of errors) {
    if (keyword !== "type" && keyword !== "oneOf") paths.add(instancePath);
    for (let end = instancePath.lastIndexOf("/"); end > 0; end = instancePath.lastIndexOf("/", end - 1)) {
      paths.add(instancePath.slice(0, end));
    }
  }
  return paths;
}

/** The JSON Pointer of an error as keys and indexes. */
export function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A value of YAML by its keys; without any unless it is a mapping. */
export function asMapping(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}
