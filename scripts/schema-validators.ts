import { readFile } from "node:fs/promises";
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

/** The exported checks of a schema, and which part of it each is for; the empty one is the whole. */
type Checks = Readonly<Record<string, string>>;

const LANGUAGE = "schemas/desired-state.schema.json";
const LANGUAGE_CHECKS: Checks = {
  isState: "",
  isApp: "#/$defs/app",
  isAppName: "#/$defs/appName",
  isDenied: "#/$defs/denied",
  isAssignment: "#/$defs/assignment",
  isUserApps: "#/$defs/userApps",
  isPolicy: "#/$defs/policy",
  isException: "#/$defs/exception",
  isTarget: "#/$defs/target",
  isRollout: "#/$defs/rollout",
  isSharedFile: "#/$defs/sharedFile",
  isTenant: "#/$defs/objectId",
};

/** The schema of the language as code, with all that is wrong and the values that are, for messages with places. */
export function makeLanguageValidators(root: URL): Promise<string> {
  return makeValidators(root, LANGUAGE, LANGUAGE_CHECKS, { allErrors: true, verbose: true, messages: false });
}

/** The schema of the lock file as code, for messages with places as well. */
export function makeLockValidators(root: URL): Promise<string> {
  const options = { allErrors: true, verbose: true, messages: false };
  return makeValidators(root, "schemas/lock.schema.json", { isLock: "" }, options);
}

/** The schema of fleet.yaml as code, for messages with places as well. */
export function makeFleetValidators(root: URL): Promise<string> {
  const options = { allErrors: true, verbose: true, messages: false };
  return makeValidators(root, "schemas/fleet.schema.json", { isFleet: "", isTenant: "#/$defs/tenant" }, options);
}

/** The schema of plans as code: it stops at the first thing that is wrong, as a plan is written by a program. */
export function makePlanValidators(root: URL): Promise<string> {
  return makeValidators(root, "schemas/plan.schema.json", { isPlan: "#/$defs/plan", isRow: "#/$defs/row" }, {});
}

/** Code instead of a schema: compiling one at each start takes longer than all else that `trueup validate` does. */
async function makeValidators(root: URL, path: string, checks: Checks, options: Options): Promise<string> {
  const schema: object = JSON.parse(await readFile(new URL(path, root), "utf8"));
  const ajv = new Ajv2020({ ...options, strict: true, code: { source: true, lines: true } });
  ajv.addSchema(schema, path);
  const names = Object.entries(checks).map(([name, part]) => [name, path + part]);
  return `// Made from ${path} by \`npm run generate\`; do not edit.\n${standalone.default(ajv, Object.fromEntries(names))}`;
}
