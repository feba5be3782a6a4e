import type { PolicyConfiguration } from "../desired/configuration.ts";
import type { Policy } from "../model/policy.ts";
import type { Identities } from "./identities.ts";
import type { ResolvedTarget } from "./targets.ts";

/**
 * The policy with its names turned into object ids. What was read of an entry protects also when the rest was not;
 * such an entry is in `protectedUnresolved`.
 * @param entries the resolved `protectedUsers`, in their order
 */
export function policyOf(
  { suspended, maxChanges, maxRemovals, perRun }: PolicyConfiguration,
  entries: readonly ResolvedTarget[],
  { users }: Identities,
): Policy {
  const ids = entries.flatMap((entry) => [...entry.users].map((key) => users.get(key)?.id ?? null));
  const unresolved = entries.filter(({ open }) => open !== "nobody").map(({ target }) => target.name);
  return {
    suspended,
    maxChanges,
    maxRemovals,
    perRun,
    protectedUserIds: new Set(ids.filter((id) => id !== null)),
    protectedUnresolved: [...new Set(unresolved)],
  };
}
