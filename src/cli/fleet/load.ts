import { REGISTRATION_LIMITS } from "../../graph/limits.ts";
import type { FleetStatus } from "../../model/fleet-status.ts";
import { askedStore } from "../../session/open-store.ts";
import { fleetLoadIn } from "../../store/open.ts";
import type { Console } from "../console.ts";

/**
 * What is known of the queue and of shared limits.
 * @throws UsageError where the database does not answer
 */
export async function loadOf({ environment }: Console): Promise<Pick<FleetStatus, "queue" | "budgets">> {
  const load = await fleetLoadIn(askedStore(environment));
  const budgets = load?.given?.flatMap(({ registration, limitClass, perSecond }) => {
    const limit = LIMITS.get(limitClass);
    return limit === undefined ? [] : [{ registration, limitClass, used: Math.min(1, perSecond / limit) }];
  });
  return { queue: load?.queue ?? null, budgets: budgets ?? null };
}

/** By class; a newer version may divide others. */
const LIMITS: ReadonlyMap<string, number> = new Map(Object.entries(REGISTRATION_LIMITS));
