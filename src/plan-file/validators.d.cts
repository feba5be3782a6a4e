import type { ValidateFunction } from "ajv";
import type { Plan } from "./schema.d.ts";

/** A plan file, as schemas/plan.schema.json has it. */
export const isPlan: ValidateFunction<Plan>;
