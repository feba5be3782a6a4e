import type { ValidateFunction } from "ajv";
import type { TrueUpLock } from "./lock-schema.d.ts";

/** The whole of a lock file, as schemas/lock.schema.json has it. */
export const isLock: ValidateFunction<TrueUpLock>;
