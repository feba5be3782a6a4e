import type { Hint } from "../model/events.ts";

/** Who is worth a look, first come first served, within bounds. */
export interface Hints {
  /** False: there is no room for another person. */
  readonly add: (hint: Hint) => boolean;
  /** Notes that this program itself changes a pair: the next notification of it says nothing new. */
  readonly noteOwn: (userId: string, appId: string, atMs: number) => void;
  /** The change was certainly not made. */
  readonly forgetOwn: (userId: string, appId: string) => void;
  readonly has: (userId: string) => boolean;
  /** Takes out the hints of at most so many people, the longest waiting first. */
  readonly take: (people: number) => readonly Hint[];
  /** How many people wait. */
  readonly waiting: () => number;
}

/** So many people may wait: a flood costs memory for no more. */
export const MOST_WAITING = 20_000;
/** A notification of an own change comes by then, or not at all. */
const OWN_FOR_MS = 60 * 60_000;
const MOST_OWN = 200_000;

/** @param isOwnTold called for each hint that comes of an own change */
export function createHints(isOwnTold: () => void): Hints {
  const byPerson = new Map<string, Map<string, Hint>>();
  const own = new Map<string, number>();

  function isOwn({ userId, appId, atMs }: Hint): boolean {
    const key = `${userId} ${appId}`;
    const sentAtMs = own.get(key);
    own.delete(key);
    return sentAtMs !== undefined && atMs - sentAtMs <= OWN_FOR_MS;
  }

  return {
    add(hint) {
      if (isOwn(hint)) {
        isOwnTold();
        return true;
      }
      const known = byPerson.get(hint.userId);
      if (known === undefined && byPerson.size >= MOST_WAITING) return false;
      byPerson.set(hint.userId, (known ?? new Map<string, Hint>()).set(hint.appId, hint));
      return true;
    },
    noteOwn(userId, appId, atMs) {
      own.set(`${userId} ${appId}`.toLowerCase(), atMs);
      for (const oldest of own.keys()) {
        if (own.size <= MOST_OWN) break;
        own.delete(oldest);
      }
    },
    forgetOwn: (userId, appId) => void own.delete(`${userId} ${appId}`.toLowerCase()),
    has: (userId) => byPerson.has(userId.toLowerCase()),
    take(people) {
      const taken = [...byPerson].slice(0, people);
      for (const [userId] of taken) byPerson.delete(userId);
      return taken.flatMap(([, hints]) => [...hints.values()]);
    },
    waiting: () => byPerson.size,
  };
}
