import type { ValidateFunction } from "ajv";
import type { Plan, Row } from "./schema.d.ts";

/** A plan file, as schemas/plan.schema.json has it. */
export const isPlan: ValidateFunction<Plan>;

/** A row of one. */
export const isRow: ValidateFunction<Row>;
