import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { CheckedApp, CheckedAssignment, CheckedState } from "./parsed-file.ts";
import type { Policy, Target, UserApps } from "./schema.d.ts";
import { schemaProblem } from "./schema-problem.ts";
import { isApp, isAppName, isAssignment, isPolicy, isState, isTarget, isTenant, isUserApps } from "./validators.cjs";
import type { Path, YamlFile } from "./yaml-file.ts";

/** Checks a file against the schema of the language: what fits, and every problem of what does not, each at its place. */
export type SchemaCheck = (file: YamlFile) => {
  readonly value: CheckedState;
  readonly diagnostics: readonly Diagnostic[];
};

/** {@link SchemaCheck} */
export const checkSchema: SchemaCheck = (file) => {
  const { value } = file;
  if (isState(value)) return { value, diagnostics: [] };
  const errors = relevant(isState.errors ?? []);
  return {
    value: fittingParts(value),
    diagnostics: errors.map((error) => schemaProblem(error, pathOf(error), file)),
  };
};

/** The parts of a file that fit the schema, each taken by itself. */
function fittingParts(value: unknown): CheckedState {
  const { apps, assignments, users, policy, tenant } = asObject(value);
  return {
    ...(apps === undefined ? {} : { apps: fittingApps(asObject(apps)) }),
    ...(Array.isArray(assignments) ? { assignments: assignments.map((item: unknown) => fittingAssignment(item)) } : {}),
    ...(users === undefined ? {} : { users: fittingUsers(asObject(users)) }),
    ...(policy === undefined ? {} : { policy: fittingPolicy(policy) }),
    ...(tenant !== undefined && isTenant(tenant) ? { tenant } : {}),
  };
}

/** A policy's keys that fit, each taken by itself: one wrong limit does not hide what is wrong with the sections. */
function fittingPolicy(policy: unknown): Policy {
  const kept: unknown = Object.fromEntries(
    Object.entries(asObject(policy)).filter(([key, part]) => isPolicy({ [key]: part })),
  );
  return isPolicy(kept) ? kept : {};
}

/** Apps by name, each with its keys that fit. */
function fittingApps(apps: Readonly<Record<string, unknown>>): Record<string, CheckedApp> {
  const fitting: [string, CheckedApp][] = [];
  for (const [name, app] of Object.entries(apps)) {
    if (!isAppName(name)) continue;
    const kept: unknown = Object.fromEntries(
      Object.entries(asObject(app)).filter(([key, part]) => isApp({ [key]: part })),
    );
    if (isApp(kept)) fitting.push([name, isApp(app) ? kept : { ...kept, leftOut: true }]);
  }
  return Object.fromEntries(fitting);
}

/** An assignment's keys and targets that fit; null for what is no mapping at all. */
function fittingAssignment(item: unknown): CheckedAssignment | null {
  if (isAssignment(item)) return item;
  if (typeof item !== "object" || item === null || Array.isArray(item)) return null;
  const fits = ([key, part]: [string, unknown]): boolean => isAssignment({ ...SMALLEST_ASSIGNMENT, [key]: part });
  const { to, except, ...others } = asObject(item);
  const kept: unknown = { ...SMALLEST_ASSIGNMENT, ...Object.fromEntries(Object.entries(others).filter(fits)) };
  if (!isAssignment(kept)) return null;
  const { app, to: _, ...rest } = kept;
  return {
    ...rest,
    ...(fits(["app", others["app"]]) ? { app } : {}),
    to: fittingTargets(to),
    except: fittingTargets(except),
    leftOut: true,
  };
}

function fittingTargets(list: unknown): (Target | null)[] {
  return Array.isArray(list) ? list.map((each: unknown) => (isTarget(each) ? each : null)) : [];
}

/** Fits by itself, so that whether it fits with one key more tells about that key. */
const SMALLEST_ASSIGNMENT = { app: "a", to: [{ everyone: true }] } as const;

/** Users with those of their apps that fit. */
function fittingUsers(users: Readonly<Record<string, unknown>>): Record<string, UserApps> {
  const fitting: [string, UserApps][] = [];
  for (const [user, apps] of Object.entries(users)) {
    const kept: unknown = Object.fromEntries(
      Object.entries(asObject(apps)).filter(([app, part]) => isUserApps({ [app]: part })),
    );
    if (isUserApps(kept)) fitting.push([user, kept]);
  }
  return Object.fromEntries(fitting);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
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
    if (error.propertyName !== undefined) return false;
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
function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
