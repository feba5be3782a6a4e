import type { Move } from "../../model/reasons.ts";
import { type PageRow, type RowState, whyOf } from "./row-state.ts";

/** Rows that wait for the same party for the same reason. */
export interface Waiting {
  readonly move: Move;
  readonly app: string;
  readonly state: RowState;
  readonly code: string | null;
  readonly sentence: string;
  readonly count: number;
  /** The most frequent facts of rows of their own, at most three. */
  readonly details: readonly { readonly text: string; readonly count: number }[];
  /** Rows with other facts. */
  readonly otherDetails: number;
}

/** How many facts of one reason are told apart while counting, so that a million different ones do not fill the memory. */
const DETAILS_COUNTED = 200;
const DETAILS_SHOWN = 3;

/** Gathers rows that wait, one after another. */
export function countWaiting(policySuspended: boolean): WaitingCount {
  const groups = new Map<string, Omit<Waiting, "details" | "otherDetails" | "count"> & Details>();
  return {
    note(row: PageRow, state: RowState): void {
      const { move, code, sentence, detail } = whyOf(row, policySuspended);
      const key = `${state} ${move} ${code ?? row.action ?? ""} ${row.app}`;
      const group = groups.get(key) ?? { move, app: row.app, state, code, sentence, rows: 0, told: new Map() };
      groups.set(key, group);
      group.rows += 1;
      if (detail === null) return;
      const before = group.told.get(detail);
      if (before !== undefined || group.told.size < DETAILS_COUNTED) group.told.set(detail, (before ?? 0) + 1);
    },
    figures(): readonly Waiting[] {
      const all = [...groups.values()].map(({ told, rows, ...group }) => {
        const sorted = [...told].sort(([, a], [, b]) => b - a);
        const details = sorted.slice(0, DETAILS_SHOWN).map(([text, count]) => ({ text, count }));
        const shown = details.reduce((sum, { count }) => sum + count, 0);
        return { ...group, count: rows, details, otherDetails: details.length === 0 ? 0 : rows - shown };
      });
      return all.sort((a, b) => b.count - a.count);
    },
  };
}

interface Details {
  rows: number;
  readonly told: Map<string, number>;
}

/** What {@link countWaiting} is told, and gives in the end: the largest group first. */
export interface WaitingCount {
  readonly note: (row: PageRow, state: RowState) => void;
  readonly figures: () => readonly Waiting[];
}
