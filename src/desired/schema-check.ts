import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import schema from "../../schemas/desired-state.schema.json" with { type: "json" };
import type { Diagnostic } from "../model/diagnostic.ts";
import type { CheckedState } from "./parsed-file.ts";
import type { App, Assignment, Policy, TrueUpDesiredState, UserApps } from "./schema.d.ts";
import { schemaProblem } from "./schema-problem.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** Checks a file against the schema of the language: what fits, and every problem of what does not, each at its place. */
export type SchemaCheck = (file: YamlFile) => {
  readonly value: CheckedState;
  readonly diagnostics: readonly Diagnostic[];
};

/** Compiles the schema once. */
export function createSchemaCheck(): SchemaCheck {
  const ajv = new Ajv2020({ allErrors: true, strict: true, verbose: true, messages: false });
  const validate = ajv.compile<TrueUpDesiredState>(schema);
  return (file) => {
    const { value } = file;
    if (validate(value)) return { value, diagnostics: [] };
    const errors = relevant(validate.errors ?? []);
    const diagnostics = errors.map((error) => schemaProblem(error, pathOf(error), file));
    return { value: fittingParts(value, ajv), diagnostics };
  };
}

/** The entries of a file that fit the schema, each taken by itself. */
function fittingParts(value: unknown, ajv: Ajv2020): CheckedState {
  const fits = <Part>(definition: string) => ajv.compile<Part>({ $ref: `${schema.$id}#/$defs/${definition}` });
  const isApp = fits<App>("app");
  const isAppName = fits<string>("appName");
  const isAssignment = fits<Assignment>("assignment");
  const isUserApps = fits<UserApps>("userApps");
  const isPolicy = fits<Policy>("policy");
  const isTenant = fits<string>("objectId");
  const { apps, assignments, users, policy, tenant } = asObject(value);
  return {
    ...(apps === undefined ? {} : { apps: entriesThat(asObject(apps), isApp, isAppName) }),
    ...(Array.isArray(assignments)
      ? { assignments: assignments.map((item) => (isAssignment(item) ? item : null)) }
      : {}),
    ...(users === undefined ? {} : { users: entriesThat(asObject(users), isUserApps) }),
    ...(policy !== undefined && isPolicy(policy) ? { policy } : {}),
    ...(tenant !== undefined && isTenant(tenant) ? { tenant } : {}),
  };
}

function entriesThat<Part>(
  object: Readonly<Record<string, unknown>>,
  isPart: (part: unknown) => part is Part,
  isName: (name: unknown) => boolean = () => true,
): Record<string, Part> {
  const parts: [string, Part][] = [];
  for (const [name, part] of Object.entries(object)) {
    if (isName(name) && isPart(part)) parts.push([name, part]);
  }
  return Object.fromEntries(parts);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/**
 * Where one of two forms is allowed (a text, or a mapping), a schema complains about both. What is left is about the
 * form that was written, or that neither was.
 */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === "oneOf");
  return errors.filter((error) => {
    if (error.keyword === "oneOf") return !errors.some((other) => other !== error && explains(other, error));
    if (error.propertyName !== undefined) return false;
    return error.keyword !== "type" || !choices.some((choice) => choice.instancePath === error.instancePath);
  });
}

/** Whether `error` says what is wrong inside the form that was written. */
function explains(error: ErrorObject, choice: ErrorObject): boolean {
  if (error.keyword === "type" && error.instancePath === choice.instancePath) return false;
  return error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
}

/** The JSON Pointer of an error as keys and indexes. */
function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
