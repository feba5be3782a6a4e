import type { RolloutConfiguration } from "../desired/configuration.ts";
import type { Ring, Rollout } from "../model/rollout.ts";
import { type NameResolution, type ResolvedTarget, resolveTarget } from "./targets.ts";

/** A rollout whose rings hold users, and what became of the targets of its rings. */
interface ResolvedRollout {
  readonly rollout: Rollout;
  readonly targets: readonly ResolvedTarget[];
}

/** Turns the targets of a rollout's rings into users. */
export function resolveRollout(written: RolloutConfiguration, meanings: NameResolution): ResolvedRollout {
  const targets: ResolvedTarget[] = [];
  const rings = written.rings.map((ring): Ring => {
    const { members, ...others } = ring;
    if (members.kind !== "named") return { ...others, members };
    const resolved = members.to.map((target) => resolveTarget(target, "ring", meanings));
    targets.push(...resolved);
    const ids = resolved.flatMap(({ users }) => [...users].map((key) => meanings.identities.users.get(key)?.id));
    const userIds = new Set(ids.filter((id) => id != null));
    return { ...others, members: { kind: "named", userIds, isWhole: resolved.every(({ open }) => open === "nobody") } };
  });
  return { rollout: { ...written, rings }, targets };
}
