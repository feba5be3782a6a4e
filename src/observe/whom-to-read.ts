import type { Clock } from "../model/clock.ts";
import type { LookedFor, ObservationCache, Reading, Recalled } from "./observation-cache.ts";

/** How many users are read now, and of how many an earlier reading is used. */
export interface Readings {
  readonly remembered: number;
  readonly toRead: number;
  /**
   * Of `toRead`, those that were read within a day and for whom nothing was written since. Graph asks that a Teams resource
   * is polled once a day at most: https://learn.microsoft.com/graph/api/resources/teams-api-overview#polling-requirements
   */
  readonly readWithinDay: number;
}

/** Of how many an earlier reading is used, and who is read, in the order in which they are. */
interface WhomToRead {
  readonly remembered: number;
  readonly toRead: readonly string[];
  readonly readWithinDay: number;
}

/** What is read by a daily run is read again by the next one, also when that comes a little earlier. */
export const DAY_BETWEEN_READINGS_MS = 23 * 60 * 60_000;

/**
 * Splits the users into those of whom a young reading is remembered and those who are read. Whoever is wanted otherwise
 * than when last read comes first, the newest change before older ones; then whoever was never read, then the oldest.
 * Whoever was not as desired when last read counts as older than they are. So a run that cannot read everybody finds most of
 * what differs, and goes on where the last one ended.
 */
export async function whomToRead(
  userIds: readonly string[],
  lookedFor: LookedFor,
  {
    memory,
    maxAgeMs,
    clock,
    mustRead = NOBODY,
    wasOff = () => false,
    useEarlier = () => {},
  }: {
    readonly memory: ObservationCache;
    readonly maxAgeMs: number;
    readonly clock: Clock;
    readonly mustRead?: ReadonlyMap<string, number>;
    /** Whether somebody was not as desired by an earlier reading. */
    readonly wasOff?: WasOff;
    /** Told of everybody of whom an earlier reading is used; left out: only how many there are matters. */
    readonly useEarlier?: (userId: string, reading: Reading) => void;
  },
): Promise<WhomToRead> {
  const nowMs = clock.now();
  const covers = coverage(lookedFor);
  let remembered = 0;
  const queue = createQueue(userIds.length);
  let readWithinDay = 0;
  const judge = (userId: string, recalled: Recalled): void => {
    const { reading } = recalled;
    const dueSince = mustRead.get(userId.toLowerCase());
    if (
      dueSince === undefined &&
      reading !== null &&
      isYoung(reading.observation.at, nowMs, maxAgeMs) &&
      covers(reading.lookedFor)
    ) {
      useEarlier(userId, reading.observation);
      remembered += 1;
      return;
    }
    if (reading !== null && isYoung(reading.observation.at, nowMs, DAY_BETWEEN_READINGS_MS)) readWithinDay += 1;
    queue.add({
      userId,
      // Whoever was tried in vain comes first no more: they must not keep a budget from everybody else, run after run.
      isDue: dueSince !== undefined && (recalled.triedAt ?? Number.NEGATIVE_INFINITY) < dueSince,
      changedAt: changedSinceRead(recalled),
      doubtMs: doubtOf(userId, recalled),
    });
  };
  const doubtOf = (userId: string, { triedAt, reading }: Recalled): number => {
    if (triedAt === null) return Number.POSITIVE_INFINITY;
    const isOff = reading !== null && covers(reading.lookedFor) && wasOff(userId, reading.observation);
    return (nowMs - triedAt) * (isOff ? OFF_AGES : 1);
  };
  for await (const some of memory.recall(userIds)) for (const [userId, recalled] of some) judge(userId, recalled);
  return { remembered, toRead: queue.inTurn(), readWithinDay };
}

/** Tells whether somebody was not as desired by an earlier reading. */
export type WasOff = (userId: string, reading: Reading) => boolean;

/** After a day, as doubtful as others after a week: first, but not for ever, where what differs stays so. */
const OFF_AGES = 7;

const NOBODY: ReadonlyMap<string, number> = new Map();

interface Queued {
  readonly userId: string;
  /** Whom a rollout has to see now, so that it can go on. */
  readonly isDue: boolean;
  /** Minus infinity: nothing has changed since the last reading. */
  readonly changedAt: number;
  /** How long ago the last look was, weighed by how likely something differs; infinity: there was none. */
  readonly doubtMs: number;
}

/** Takes so many people at most, a million perhaps: so there is a column for each thing that decides who comes first. */
function createQueue(most: number) {
  const userIds: string[] = [];
  const isDue = new Uint8Array(most);
  const changedAt = new Float64Array(most);
  const doubtMs = new Float64Array(most);
  return {
    add(one: Queued): void {
      const place = userIds.push(one.userId) - 1;
      isDue[place] = Number(one.isDue);
      changedAt[place] = one.changedAt;
      doubtMs[place] = one.doubtMs;
    },
    /** Whoever is alike stays in the order in which they were added. */
    inTurn(): readonly string[] {
      const places = Uint32Array.from(userIds.keys());
      places.sort((a, b) => highestFirst(isDue, a, b) || highestFirst(changedAt, a, b) || highestFirst(doubtMs, a, b));
      return Array.from(places, (place) => userIds[place] ?? "");
    },
  };
}

/** A reading from the future says that a clock is wrong, not that it is young. */
function isYoung(atMs: number, nowMs: number, ageMs: number): boolean {
  return atMs <= nowMs && nowMs - atMs < ageMs;
}

/**
 * A reading keeps the managed apps only, so one that did not look for an app says nothing about it. Most readings looked
 * for the same apps, so each distinct list is compared once.
 */
function coverage(wanted: LookedFor): (seen: LookedFor) => boolean {
  const judged = new Map<readonly string[], boolean>();
  return (seen) => {
    if (wanted.consents && !seen.consents) return false;
    const known = judged.get(seen.appIds) ?? wanted.appIds.every((id) => seen.appIds.includes(id));
    judged.set(seen.appIds, known);
    return known;
  };
}

function changedSinceRead({ wantedSince, triedAt }: Recalled): number {
  if (wantedSince === null || (triedAt !== null && triedAt >= wantedSince)) return Number.NEGATIVE_INFINITY;
  return wantedSince;
}

function highestFirst(column: Uint8Array | Float64Array, a: number, b: number): number {
  return descending(column[a] ?? 0, column[b] ?? 0);
}

function ascending(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function descending(a: number, b: number): number {
  return ascending(b, a);
}
