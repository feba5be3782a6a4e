import type { ActingRow, Intent, Outcome } from "../model/plan.ts";
import type { RolloutEvent } from "../model/rollout.ts";
import type { Stage } from "./stages.ts";

export type { Stage } from "./stages.ts";

/** Where writes are noted, before and after. No method rejects: a journal that fails says so elsewhere and stops no run. */
export interface WriteJournal {
  /** Called right before a write is sent, once for each time it is sent; on disk when it resolves. `write`: of a row that may need several. */
  intend(intent: Intent, write: Stage): Promise<void>;
  /**
   * Nothing is to be expected any more of what was last intended for this user and app: Graph certainly did not carry it out, or the
   * app is back. What was seen of the user since then goes too, as no end of a run would find it.
   */
  withdraw(intent: Pick<Intent, "userId" | "appId">): Promise<void>;
  /** One write of a row has its outcome, before the next one is sent. `sends`: how often it was sent, at least once. Left out: this journal keeps rows only. */
  concludeWrite?(write: Stage, outcome: Outcome, sends: number): Promise<void>;
  /** A row that was to act has its outcome. `sends`: how many writes were sent for it. */
  conclude(row: ActingRow, outcome: Outcome, sends: number): Promise<void>;
  /** Something happened to a rollout. Left out: this journal keeps writes only. */
  noteRollout?(event: RolloutEvent): Promise<void>;
}

/** The journal of a run that keeps none. */
export const NO_JOURNAL: WriteJournal = {
  intend: () => Promise.resolve(),
  withdraw: () => Promise.resolve(),
  conclude: () => Promise.resolve(),
};

/** One journal that tells all of these, in order. */
export function journals(...all: readonly WriteJournal[]): WriteJournal {
  return {
    intend: async (intent, write) => {
      for (const one of all) await one.intend(intent, write);
    },
    withdraw: async (intent) => {
      for (const one of all) await one.withdraw(intent);
    },
    concludeWrite: async (write, outcome, sends) => {
      for (const one of all) await one.concludeWrite?.(write, outcome, sends);
    },
    conclude: async (row, outcome, sends) => {
      for (const one of all) await one.conclude(row, outcome, sends);
    },
    noteRollout: async (event) => {
      for (const one of all) await one.noteRollout?.(event);
    },
  };
}
