/** Something of the directory that changed; what has become of it is in the state. */
export interface DirectoryChange {
  readonly kind: "user" | "group" | "member";
  /** Of the user, or of the group. */
  readonly id: string;
  /** Who joined or left the group; null for other changes. */
  readonly memberId: string | null;
}

/** What of the directory changed, in order. A moment is a number of changes: that many had happened. */
export interface ChangeLog {
  readonly note: (change: DirectoryChange, atMs: number) => void;
  /** The last moment at which everything was at least as old as `atMs`. */
  readonly momentAt: (atMs: number) => number;
  /** Each once, the oldest first. */
  readonly between: (from: number, to: number) => readonly DirectoryChange[];
  /** What a round of delta queries goes through, kept for as long as its pages may be asked for. */
  readonly keepRound: (round: DeltaRound) => number;
  /** Null: it was never there, or others came since. */
  readonly roundOf: (number: number) => DeltaRound | null;
}

/** What one round of delta queries tells of, in the order of its pages. */
export interface DeltaRound {
  readonly entries: readonly DeltaEntry[];
  /** The moment that its delta token stands for. */
  readonly upTo: number;
}

/** One entity of a page; `members` null: nothing is told of members. */
export interface DeltaEntry {
  readonly id: string;
  readonly members: readonly string[] | null;
}

const ROUNDS_KEPT = 50;

/** Starts with nothing changed. */
export function createChangeLog(): ChangeLog {
  const changes: { readonly change: DirectoryChange; readonly atMs: number }[] = [];
  const rounds = new Map<number, DeltaRound>();
  let made = 0;
  return {
    note: (change, atMs) => void changes.push({ change, atMs }),
    momentAt: (atMs) => changes.findLastIndex((one) => one.atMs <= atMs) + 1,
    between: (from, to) => {
      const last = new Map(changes.slice(from, to).map(({ change }) => [Object.values(change).join(" "), change]));
      return [...last.values()];
    },
    keepRound: (round) => {
      made += 1;
      rounds.set(made, round);
      rounds.delete(made - ROUNDS_KEPT);
      return made;
    },
    roundOf: (number) => rounds.get(number) ?? null,
  };
}
