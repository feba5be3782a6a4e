import type { Halt, OpenedRing, RolloutEvent, RolloutState } from "../model/rollout.ts";
import type { Definition } from "./situation.ts";
import { blankState, supersede } from "./state.ts";

/**
 * What events tell of the rollout of a definition whose state was lost, in the order in which they were recorded: its halts
 * and the rings that were opened. The ring that was opened last is watched anew. Null: they tell nothing of it.
 */
export function restoreState(events: readonly RolloutEvent[], definition: Definition): RolloutState | null {
  const own = events.filter(
    ({ catalogId, digest }) => catalogId === definition.catalogId && digest === definition.digest,
  );
  if (own.length === 0) return null;
  return own.reduce(afterEvent, blankState(definition));
}

function afterEvent(state: RolloutState, { kind, at, ring, halt, detail }: RolloutEvent): RolloutState {
  switch (kind) {
    case "began":
      return { ...state, beganAt: at, measuredSince: at, lookedAt: at, opened: [], doneAt: null };
    case "opened":
    case "recovered":
      return ring === null
        ? state
        : { ...state, opened: [...state.opened.map((one) => passed(one, at)), openedAt(ring, at)] };
    case "halted":
    case "expired":
      return halt === null ? state : { ...state, halts: [...state.halts, standing(halt, kind, at, detail)] };
    case "resumed": {
      const halts = state.halts.map((one) => (one.number === halt ? { ...one, liftedAt: at } : one));
      return { ...state, halts, measuredSince: at };
    }
    case "done":
      return { ...state, doneAt: at };
    case "superseded":
      return supersede(state);
  }
}

function openedAt(ring: string, at: number): OpenedRing {
  return { ring, at, completeAt: null };
}

function passed(ring: OpenedRing, at: number): OpenedRing {
  return { ...ring, completeAt: ring.completeAt ?? at };
}

function standing(number: number, kind: Halt["kind"], at: number, detail: string | null): Halt {
  return { number, kind, at, because: detail ?? "as the receipts say", liftedAt: null };
}
