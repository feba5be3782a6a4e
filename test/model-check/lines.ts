import type { HoldWord, Word } from "./table.ts";

/** Whether a word of docs/decision-table.md is true of a row. */
export type Is = (word: Word) => boolean;

/** A line of the table of decisions. */
export interface Line {
  readonly number: number;
  /** The line in words. */
  readonly said: string;
  readonly verdict: string;
  /** The action of `act`, else the reason. */
  readonly why: string;
  readonly drift: string;
  readonly applies: (is: Is) => boolean;
}

/** A fact of drift that comes on top of what a line says. */
export interface Added {
  readonly drift: string;
  readonly applies: (is: Is) => boolean;
}

/** A line of a table that looks at what was decided so far. */
export interface Step {
  readonly said: string;
  readonly verdict: string;
  readonly why: string;
  readonly drift: string;
  readonly consent: string;
  readonly applies: (is: Is) => boolean;
}

/** A line of the holds. */
export interface Hold {
  readonly number: number;
  readonly said: string;
  readonly reason: string;
  readonly applies: (is: (word: HoldWord) => boolean) => boolean;
}
