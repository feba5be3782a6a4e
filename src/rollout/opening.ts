import type { OpenedRing, Ring, Rollout, RolloutState } from "../model/rollout.ts";
import { areRingsRead, type Places } from "./ring-of-person.ts";
import type { Note, Situation } from "./situation.ts";
import { isComplete, isWhollyDone, type Tally } from "./tally.ts";

/** Latches that the ring that was opened last is complete, and that all is done. */
export function noteComplete(
  state: RolloutState,
  rollout: Rollout,
  tallies: readonly Tally[],
  nowMs: number,
  note: Note,
): RolloutState {
  const open = openRings(rollout, state);
  const [ring, tally] = [rollout.rings[open - 1], tallies[open - 1]];
  if (ring === undefined || tally === undefined || !areRingsRead(rollout.rings)) return state;
  // Where nobody counts at all, a group was emptied rather than a rollout ended.
  if (tallies.every(({ counted }) => counted === 0)) return state;
  const isSettled = ring.members.kind !== "share" || state.reaches[ring.name]?.isSettled === true;
  const at = state.opened.findIndex((one) => one.ring === ring.name);
  const isKnown = state.opened[at]?.completeAt != null;
  if (!isKnown && !(isSettled && isComplete(tally))) return state;
  const opened = state.opened.map((one, index) => (index === at && !isKnown ? { ...one, completeAt: nowMs } : one));
  if (open < rollout.rings.length || state.doneAt !== null) return { ...state, opened };
  note("done");
  return { ...state, opened, doneAt: nowMs };
}

/** Opens the rings up to the first at `ring` or after it in which somebody counts; without one, all of them. */
export function openUpTo(
  state: RolloutState,
  rollout: Rollout,
  ring: number,
  tallies: readonly Tally[],
  { nowMs }: Situation,
  kind: "opened" | "recovered",
  note: Note,
): RolloutState {
  const { rings } = rollout;
  const next = tallies.findIndex(({ counted }, at) => at >= ring && counted > 0);
  const to = next < 0 ? rings.length - 1 : next;
  const isOpen = new Set(state.opened.map((one) => one.ring));
  const reached = rings.slice(0, to + 1);
  const fresh = reached.filter(({ name }) => !isOpen.has(name));
  const last = reached.at(-1)?.name ?? null;
  note(kind, { ring: last });
  return {
    ...state,
    opened: [
      ...state.opened,
      ...fresh.map(({ name }) => ({ ring: name, at: nowMs, completeAt: name === last ? null : nowMs })),
    ],
    openBelow: Math.max(state.openBelow, ...fresh.map((one) => reachOf(one, state.reaches))),
    idleMs: 0,
  };
}

/** How far a ring reaches among those whom no ring names. */
export function reachOf({ name, members }: Ring, reaches: RolloutState["reaches"]): number {
  return members.kind === "everybody-else" ? 1 : (reaches[name]?.below ?? 0);
}

/** How many leading rings are open. */
export function openRings(rollout: Rollout | null, state: RolloutState | null): number {
  if (rollout === null || state === null) return 0;
  const opened = new Set(state.opened.map(({ ring }) => ring));
  const first = rollout.rings.findIndex(({ name }) => !opened.has(name));
  return first < 0 ? rollout.rings.length : first;
}

/** Whether a person may have the version now. Whom no target names keeps what was opened to them, whatever git says later. */
export function openTo(
  { ringOf, fractionOf }: Places,
  { rings }: Rollout,
  { opened, openBelow }: RolloutState,
): (userId: string | null, index: number) => boolean {
  const names = new Set(opened.map(({ ring }) => ring));
  const isOpen = rings.map(({ name }) => names.has(name));
  return (userId, index) => {
    if (isOpen[ringOf(userId, index)] === true) return true;
    return openBelow > 0 && (fractionOf(userId, index) ?? 1) < openBelow;
  };
}

/** The last of the leading rings that are open: the one that is to be complete, and soaks. */
export function currentRing(rollout: Rollout, state: RolloutState): OpenedRing | undefined {
  const name = rollout.rings[openRings(rollout, state) - 1]?.name;
  return state.opened.find(({ ring }) => ring === name);
}

/** Whether git says that this definition does not wait. */
export function isUrgent(rollout: Rollout, { digest }: RolloutState): boolean {
  return rollout.urgent === digest;
}

/** When the soak of the ring that was opened last has ended or ends; null: it is not complete. */
export function soakEnd(state: RolloutState | null, rollout: Rollout | null): number | null {
  if (state === null || rollout === null) return null;
  const last = currentRing(rollout, state);
  if (last?.completeAt == null) return null;
  return last.completeAt + (isUrgent(rollout, state) ? 0 : (rollout.rings[openRings(rollout, state) - 1]?.soakMs ?? 0));
}

/**
 * When each closed ring opens at the earliest, as if every ring were complete the moment it opens; null: it is open, or the
 * windows never are. `until`: when the ring that was opened last has soaked; null: it is not complete.
 */
export function earliestOpenings(
  { rings, urgent }: Rollout,
  open: number,
  until: number | null,
  { definition, nowMs, opensAt }: Pick<Situation, "definition" | "nowMs" | "opensAt">,
): readonly (number | null)[] {
  let at = opensAt(Math.max(nowMs, until ?? nowMs));
  return rings.map((_, index) => {
    if (index < open) return null;
    const isSoaked = urgent === definition.digest || (index === open && until !== null);
    if (at !== null) at = opensAt(at + (isSoaked ? 0 : (rings[index - 1]?.soakMs ?? 0)));
    return at;
  });
}

/**
 * The last ring, of those before the first in which somebody lacks the version, in which somebody counts: there the rollout
 * stood before its memory was lost, or people came to the version by themselves. Its soak begins anew. -1: there is none.
 */
export function lastRingThatIsDone(tallies: readonly Tally[]): number {
  const first = tallies.findIndex((tally) => tally.counted > 0 && !isWhollyDone(tally));
  return tallies.slice(0, first < 0 ? tallies.length : first).findLastIndex(({ counted }) => counted > 0);
}
