import type { DefinitionIdentity } from "./catalog.ts";
import type { PlanApp } from "./plan.ts";
import type { Move } from "./reasons.ts";

/** A (user, app) pair that is not tried for a while, since earlier tries led to nothing. */
export interface BackOff {
  readonly userId: string;
  /** Catalog id (Graph: `teamsApp.id`). */
  readonly appId: string;
  /** What was offered when it was tried last, as {@link definitionText} says it: another definition is tried at once. */
  readonly definition: string;
  /** Milliseconds since the epoch; {@link NEVER_AGAIN} where only another definition or desired state ends it. */
  readonly until: number;
  /** What happened so far, for people: `refused 3 times since 2026-01-05 (blocked-by-policy)`. */
  readonly history: string;
  readonly move: Move;
  /**
   * True: trying again is a fight, or meets a refusal that the same desired state always meets, so whoever asks for it
   * waits too. False: somebody may have mended the cause meanwhile, so only runs on a schedule wait.
   */
  readonly isFutile: boolean;
  /** True: a repair of consent had no effect and none of the app had, so that nobody else's is tried either. */
  readonly ofAllRepairs: boolean;
}

/** The end of a wait that only another definition or desired state ends; the last moment that a date can hold. */
export const NEVER_AGAIN = 8_640_000_000_000_000;

/**
 * A definition as one text that differs when the definition does:
 * `2.4.0 application TeamsActivity.Send.User as fdebf36e-… with a bot`.
 */
export function definitionText(offered: PlanApp["offered"]): string {
  if (offered === null) return "none";
  const permissions = offered.permissions?.map(({ value, type }) => `${type} ${value}`).sort() ?? ["unknown"];
  return [offered.version, ...permissions, identityText(offered.identity)].join(" ");
}

function identityText(identity: DefinitionIdentity): string {
  if (identity.state === "unknown") return "as unknown";
  return `as ${identity.clientAppId ?? "nobody"}${identity.bot ? " with a bot" : ""}`;
}
