import { type RolloutNews, watchRollouts } from "./rollouts.ts";
import type { Changed, PassState, Trouble } from "./state.ts";

/** What is said of a trouble. */
export type What =
  /** It was not there before. */
  | "began"
  /** It concerns at least ten times as many as when it was said. */
  | "grew"
  /** It has come up once more: another commit was refused. */
  | "again"
  | "over"
  /** It comes and goes: it is said no more until it stays. */
  | "unsteady"
  /** It still does; said ever more rarely. */
  | "still-unsteady"
  /** It came and went, and now it is there to stay. */
  | "stayed";

/** One thing to say. */
export interface Item {
  readonly what: What;
  readonly trouble: Trouble;
  /** How often it came or went; 0 where it does not come and go. */
  readonly turns: number;
}

/** Everything that one message says. */
export interface Change {
  readonly state: PassState;
  readonly items: readonly Item[];
  /** What was said before and is there still. */
  readonly remaining: readonly Trouble[];
  /** What was changed since the last message that said so. */
  readonly changed: readonly Changed[];
  /** Rollouts that stand otherwise than people know. */
  readonly rollouts: readonly RolloutNews[];
  /** Passes that had something to say and did not, since too much had been said within an hour. */
  readonly unsaid: number;
}

/** Remembers what people were told. */
interface ChangeWatch {
  /** What to say after this pass; null: nothing. States come in the order of passes. */
  readonly note: (state: PassState) => Change | null;
  /** For whoever goes on after this one. */
  readonly told: () => Told;
}

/** What people were told, and what they are to be told. Times are in milliseconds since the epoch. */
export interface Told {
  readonly troubles: readonly KnownTrouble[];
  /** By app, the key of what was told of its rollout. */
  readonly rollouts: readonly (readonly [app: string, key: string])[];
  /** What was changed since the last message that said so, and when that was. */
  readonly pending: readonly Changed[];
  readonly changedSaid: { readonly commit: string | null; readonly atMs: number } | null;
  /** When messages went within an hour, and how many passes had to keep theirs since. */
  readonly messagesMs: readonly number[];
  readonly unsaid: number;
}

/** More messages than this in an hour are not read. What is left unsaid is said later, if it is still true. */
const PER_HOUR = 6;
const HOUR_MS = 3_600_000;
/** A day, less an hour since passes are never exactly a day apart. */
const DAY_MS = 23 * HOUR_MS;

/** So many turns within so many passes are coming and going; so many passes without one end it. */
const TURNS = 3;
const WITHIN_PASSES = 10;
const STEADY_PASSES = 5;

/** What is known of one trouble. */
export interface KnownTrouble {
  trouble: Trouble;
  isPresent: boolean;
  /** Null: people do not know of it, or know that it is over. Else the count that was said. */
  saidCount: number | null;
  /** The last passes, the newest last: whether it came or went. */
  turned: readonly boolean[];
  unsteady: Unsteady | null;
  /** Was unsteady until now. */
  hasSettled: boolean;
}

/** How often it came and went, and when that is said. */
export interface Unsteady {
  turns: number;
  steadyPasses: number;
  isSaid: boolean;
  /** When it is said again that it comes and goes, and after how long after that. */
  nextMs: number;
  everyMs: number;
}

/**
 * Tells what differs from what people were told: never the same twice, nothing about what is as it was, and of something that
 * comes and goes only that it does.
 * @param before what people were told by an earlier watch; null: nothing, and the first state tells trouble only
 */
export function watchChanges(before: Told | null = null): ChangeWatch {
  const known = structuredClone(before?.troubles ?? []);
  const memories = new Map(known.map((memory) => [memory.trouble.key, memory]));
  const rolloutWatch = watchRollouts(before?.rollouts ?? []);
  let pending = new Map<string, Changed>(before?.pending.map((one) => [`${one.app} ${one.action}`, one]));
  let changedSaid = before?.changedSaid ?? null;
  let messagesMs = before?.messagesMs ?? [];
  let unsaid = before?.unsaid ?? 0;
  let isFirst = before === null;

  function take(state: PassState): void {
    for (const trouble of state.troubles.values()) {
      if (!memories.has(trouble.key)) memories.set(trouble.key, newMemory(trouble));
    }
    for (const [key, memory] of memories) {
      update(memory, state);
      const isForgotten = !memory.isPresent && memory.saidCount === null && memory.unsteady === null;
      if (isForgotten && !memory.turned.includes(true)) memories.delete(key);
    }
    for (const { app, action, count } of state.changed) {
      const key = `${app} ${action}`;
      pending.set(key, { app, action, count: (pending.get(key)?.count ?? 0) + count });
    }
  }

  function isChangeDue({ atMs, commit }: PassState): boolean {
    if (pending.size === 0 || isFirst) return false;
    return changedSaid === null || changedSaid.commit !== commit || isOver(changedSaid.atMs + DAY_MS, atMs, DAY_MS);
  }

  return {
    note(state) {
      take(state);
      const items = [...memories.values()].flatMap((memory) => itemOf(memory, state) ?? []);
      // Whoever starts a controller is not told what was so before.
      if (isFirst) rolloutWatch.said(state.rollouts);
      const rollouts = rolloutWatch.news(state.rollouts);
      const isDue = items.length > 0 || rollouts.length > 0 || isChangeDue(state);
      isFirst = false;
      if (!isDue) return null;
      messagesMs = messagesMs.filter((ms) => !isOver(ms + HOUR_MS, state.atMs, HOUR_MS));
      if (messagesMs.length >= PER_HOUR) {
        unsaid += 1;
        return null;
      }
      messagesMs = [...messagesMs, state.atMs];
      for (const { trouble } of items) {
        const memory = memories.get(trouble.key);
        if (memory !== undefined) markSaid(memory, state.atMs);
      }
      rolloutWatch.said(rollouts);
      const said = new Set(items.map(({ trouble }) => trouble.key));
      const remaining = [...memories.values()].filter(({ isPresent, trouble }) => isPresent && !said.has(trouble.key));
      const changed = [...pending.values()];
      if (changed.length > 0) changedSaid = { commit: state.commit, atMs: state.atMs };
      const change = { state, items, remaining: remaining.map(({ trouble }) => trouble), changed, rollouts, unsaid };
      pending = new Map();
      unsaid = 0;
      return change;
    },
    told: () => ({
      troubles: structuredClone([...memories.values()]),
      rollouts: rolloutWatch.told(),
      pending: [...pending.values()],
      changedSaid,
      messagesMs,
      unsaid,
    }),
  };
}

/** Whether a wait of so long is over; also where it has not begun yet, as the clock was ahead then and was set back since. */
function isOver(untilMs: number, nowMs: number, lengthMs: number): boolean {
  return nowMs >= untilMs || nowMs < untilMs - lengthMs;
}

function newMemory(trouble: Trouble): KnownTrouble {
  return { trouble, isPresent: false, saidCount: null, turned: [], unsteady: null, hasSettled: false };
}

function update(memory: KnownTrouble, state: PassState): void {
  const now = state.troubles.get(memory.trouble.key);
  if (now === undefined && mayBeHidden(memory, state)) return;
  const isPresent = now !== undefined;
  const hasTurned = isPresent !== memory.isPresent;
  memory.trouble = now ?? { ...memory.trouble, anew: false };
  memory.isPresent = isPresent;
  memory.turned = [...memory.turned, hasTurned].slice(-WITHIN_PASSES);
  if (memory.unsteady !== null) goOn(memory, memory.unsteady, hasTurned);
  else if (memory.turned.filter(Boolean).length >= TURNS) {
    const turns = memory.turned.filter(Boolean).length;
    memory.unsteady = { turns, steadyPasses: 0, isSaid: false, nextMs: 0, everyMs: DAY_MS };
  }
}

/** Whether it may still be there, though this pass did not see it: there was no plan, or as many rows are not known. */
function mayBeHidden({ trouble, isPresent }: KnownTrouble, { unknownRows }: PassState): boolean {
  if (!trouble.inPlan || !isPresent) return false;
  if (unknownRows === null) return true;
  return trouble.app !== null && (unknownRows.get(trouble.app) ?? 0) >= trouble.count;
}

function goOn(memory: KnownTrouble, unsteady: Unsteady, hasTurned: boolean): void {
  unsteady.turns += hasTurned ? 1 : 0;
  unsteady.steadyPasses = hasTurned ? 0 : unsteady.steadyPasses + 1;
  if (unsteady.steadyPasses < STEADY_PASSES) return;
  memory.unsteady = null;
  memory.turned = [];
  memory.hasSettled = true;
  // How it is now is news, whichever way it stayed.
  memory.saidCount = memory.isPresent ? null : memory.trouble.count;
}

function itemOf(memory: KnownTrouble, { atMs }: PassState): Item | null {
  const { trouble, unsteady } = memory;
  if (unsteady !== null) {
    if (!unsteady.isSaid) return { what: "unsteady", trouble, turns: unsteady.turns };
    return isOver(unsteady.nextMs, atMs, unsteady.everyMs)
      ? { what: "still-unsteady", trouble, turns: unsteady.turns }
      : null;
  }
  const what = steadyNews(memory);
  return what === null ? null : { what, trouble, turns: 0 };
}

function steadyNews({ trouble, isPresent, saidCount, hasSettled }: KnownTrouble): What | null {
  if (!isPresent) return saidCount === null ? null : "over";
  if (saidCount === null) return hasSettled ? "stayed" : "began";
  if (trouble.anew) return "again";
  return trouble.count >= 10 * Math.max(1, saidCount) ? "grew" : null;
}

function markSaid(memory: KnownTrouble, atMs: number): void {
  memory.hasSettled = false;
  memory.saidCount = memory.isPresent ? memory.trouble.count : null;
  const { unsteady } = memory;
  if (unsteady === null) return;
  if (unsteady.isSaid) unsteady.everyMs *= 2;
  unsteady.isSaid = true;
  unsteady.nextMs = atMs + unsteady.everyMs;
}
