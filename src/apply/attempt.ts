import { applied, type Finding } from "./outcomes.ts";
import type { Halt } from "./halt.ts";
import type { SentWrite } from "./read-back.ts";

/** `sent`: the effect is still to be read back. `final`: nothing more is to be done. */
export type Attempt =
  | { readonly kind: "sent"; readonly write: SentWrite }
  | { readonly kind: "final"; readonly finding: Finding };

/** What is known of a row while it is being written. */
export interface RowState {
  sends: number;
  /** Turns that came too late to send. */
  lateTurns: number;
  /** Whether a write was sent that may have been carried out, as far as its answer tells. */
  inDoubt: boolean;
  /** When the row was last seen without the effect, in milliseconds since the epoch. */
  seenAtMs: number;
  lastRequestId: string | null;
}

/** A row that nothing was sent for, last seen at `seenAtMs`. */
export function beginRow(seenAtMs: number): RowState {
  return { sends: 0, lateTurns: 0, inDoubt: false, seenAtMs, lastRequestId: null };
}

/** Nothing more is to be done. */
export function final(finding: Finding): Attempt {
  return { kind: "final", finding };
}

/** What was sent is left to be read back; `doubt` says why it is not certain that Graph carried it out, null: it is. */
export function sent(state: RowState, doubt: string | null): Attempt {
  return { kind: "sent", write: { requestId: state.lastRequestId, doubt } };
}

/** Graph gave no clear answer, yet the effect was seen: that counts as a success like an accepted write. */
export function seenApplied(state: RowState, halt: Halt): Attempt {
  halt.count("success");
  return final(applied(state.lastRequestId));
}
