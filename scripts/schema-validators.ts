import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const BANNER = "// Made from schemas/desired-state.schema.json by `npm run generate`; do not edit.\n";

/** The exported checks, and which part of the schema each is for; the empty one is the whole. */
const CHECKS = {
  isState: "",
  isApp: "#/$defs/app",
  isAppName: "#/$defs/appName",
  isAssignment: "#/$defs/assignment",
  isUserApps: "#/$defs/userApps",
  isPolicy: "#/$defs/policy",
  isTarget: "#/$defs/target",
  isTenant: "#/$defs/objectId",
} as const;

/** The schema of the language as code: compiling it at each start takes longer than all else that `trueup validate` does. */
export async function makeValidators(schemaFile: URL): Promise<string> {
  const schema: { readonly $id: string } = JSON.parse(await readFile(schemaFile, "utf8"));
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    verbose: true,
    messages: false,
    code: { source: true, lines: true },
  });
  ajv.addSchema(schema);
  const names = Object.entries(CHECKS).map(([name, part]) => [name, schema.$id + part]);
  return BANNER + standalone.default(ajv, Object.fromEntries(names));
}
