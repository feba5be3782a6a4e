import { type PageRow, readAt } from "./row-state.ts";

/** How well and how lately people were read. */
export interface ReadingFigures {
  /** Rows that rest on a reading, by when it was made: quarters of an hour since the epoch. */
  readonly byQuarter: ReadonlyMap<number, number>;
  readonly known: number;
  readonly notReadYet: number;
  readonly unreadable: number;
  /** Rows that were decided without looking. */
  readonly notNeeded: number;
  /** ISO time; null when no row rests on a reading. */
  readonly oldestAt: string | null;
}

/** How long a step of {@link ReadingFigures.byQuarter} is. */
export const QUARTER_MS = 15 * 60_000;

/** Counts what rows rest on, one after another. */
export function countReadings(): ReadingCount {
  const byQuarter = new Map<number, number>();
  const counts = { known: 0, notReadYet: 0, unreadable: 0, notNeeded: 0 };
  let oldestAt: string | null = null;
  let last = { at: "", quarter: 0 };
  return {
    note(row: PageRow): void {
      const { state } = row.observed;
      if (row.reason === "not-read-yet") counts.notReadYet += 1;
      else if (state === "unreadable") counts.unreadable += 1;
      else if (state === "not-observed") counts.notNeeded += 1;
      const at = readAt(row);
      if (at === null || state === "unreadable" || state === "not-observed") return;
      counts.known += 1;
      // ISO times of the same form sort as text.
      if (oldestAt === null || at < oldestAt) oldestAt = at;
      if (last.at !== at) last = { at, quarter: Math.floor(Date.parse(at) / QUARTER_MS) };
      byQuarter.set(last.quarter, (byQuarter.get(last.quarter) ?? 0) + 1);
    },
    figures: (): ReadingFigures => ({ byQuarter, ...counts, oldestAt }),
  };
}

/** What {@link countReadings} is told, and gives in the end. */
export interface ReadingCount {
  readonly note: (row: PageRow) => void;
  readonly figures: () => ReadingFigures;
}
