import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import schema from "../../schemas/plan.schema.json" with { type: "json" };
import type { PlanFile } from "./plan-file.ts";
import { shown } from "./shown.ts";

/** Checks parsed data against the schema of plans; properties that it does not know are refused. */
export type ShapeCheck = (
  value: unknown,
) => { readonly ok: true; readonly file: PlanFile } | { readonly ok: false; readonly problem: string };

/** Compiles the schema once. */
export function createShapeCheck(): ShapeCheck {
  const ajv = new Ajv2020({ strict: true });
  ajv.addSchema(schema, "report");
  const validate = ajv.compile<PlanFile>({ $ref: "report#/$defs/plan" });
  return (value) =>
    validate(value) ? { ok: true, file: value } : { ok: false, problem: describe(validate.errors?.[0]) };
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it is no plan";
  const place = error.instancePath === "" ? "the file" : error.instancePath.slice(1).replaceAll("/", ".");
  return `${place} ${error.message ?? error.keyword} ${shown(error.params)}`;
}
