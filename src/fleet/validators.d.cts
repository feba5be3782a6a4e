import type { ValidateFunction } from "ajv";
import type { Tenant, TrueUpFleet } from "./schema.d.ts";

/** The whole of a fleet.yaml, and one tenant of it, as schemas/fleet.schema.json has them. */
export const isFleet: ValidateFunction<TrueUpFleet>;
export const isTenant: ValidateFunction<Tenant>;
