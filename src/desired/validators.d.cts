import type { ValidateFunction } from "ajv";
import type {
  App,
  Assignment,
  Denied,
  Exception,
  Policy,
  Rollout,
  Target,
  TrueUpDesiredState,
  UserApps,
} from "./schema.d.ts";

/** The whole of a desired state, and its parts, as schemas/desired-state.schema.json has them. */
export const isState: ValidateFunction<TrueUpDesiredState>;
export const isApp: ValidateFunction<App>;
export const isAppName: ValidateFunction<string>;
export const isDenied: ValidateFunction<Denied>;
export const isAssignment: ValidateFunction<Assignment>;
export const isUserApps: ValidateFunction<UserApps>;
export const isPolicy: ValidateFunction<Policy>;
export const isException: ValidateFunction<Exception>;
export const isTarget: ValidateFunction<Target>;
export const isRollout: ValidateFunction<Rollout>;
export const isSharedFile: ValidateFunction<string>;
export const isTenant: ValidateFunction<string>;
