import type { Ring, RingReach, RolloutState } from "../model/rollout.ts";

/** Whom shares are taken of: the fractions of those who count and whom no ring names. */
export interface Population {
  readonly fractions: readonly number[];
  /** False: some were not read yet, so that more may count. */
  readonly isWhole: boolean;
}

/**
 * How far each ring by share reaches. What was fixed stays until git asks for another share; a ring that was opened takes
 * nobody back. A ring that is to have so many people takes half of them at most.
 */
export function reachesOf(
  rings: readonly Ring[],
  before: Pick<RolloutState, "reaches" | "opened"> | null,
  population: () => Population,
): Readonly<Record<string, RingReach>> {
  const known = new Map(Object.entries(before?.reaches ?? {}));
  const opened = new Set(before?.opened.map(({ ring }) => ring));
  const settled = remembered(() => settle(population()));
  const reaches: [string, RingReach][] = [];
  let least = 0;
  for (const { name, members } of rings) {
    if (members.kind !== "share") continue;
    const { share, atLeast } = members;
    const old = known.get(name);
    const isSame = old !== undefined && old.share === share && old.atLeast === atLeast && old.isSettled;
    const fresh = isSame
      ? old
      : { share, atLeast, ...(atLeast === 0 ? { below: share, isSettled: true } : settled()(share, atLeast)) };
    const below = Math.max(least, fresh.below, opened.has(name) ? (old?.below ?? 0) : 0);
    reaches.push([name, { ...fresh, below }]);
    least = below;
  }
  return Object.fromEntries(reaches);
}

type Settle = (share: number, atLeast: number) => Pick<RingReach, "below" | "isSettled">;

function settle({ fractions, isWhole }: Population): Settle {
  const sorted = Float64Array.from(fractions).sort();
  return (share, atLeast) => {
    if (!isWhole) return { below: share, isSettled: false };
    const people = Math.min(atLeast, Math.floor(sorted.length / 2));
    // Whoever comes after the last one that is wanted is the first who is not reached.
    return { below: Math.max(share, sorted[people] ?? 0), isSettled: true };
  };
}

function remembered<Value>(make: () => Value): () => Value {
  let value: Value | null = null;
  return () => (value ??= make());
}
