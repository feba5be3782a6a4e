import type { Clock } from "../model/clock.ts";
import { type Change, watchChanges } from "../notify/change.ts";
import type { PassState } from "../notify/state.ts";
import { bothTold, textOfTold, toldIn } from "../notify/told.ts";
import { askedStoreOfTenant, useStore } from "../session/open-store.ts";
import type { StoreWatch } from "./store-watch.ts";

/** Keeps what people were told, for the next process, or for another one that takes over. */
export interface KeepsTold {
  /**
   * Gives what is kept, null for nothing, and keeps what comes back. Calls `next` once, also where nothing can be kept. Never
   * rejects.
   * @returns whether it is kept
   */
  readonly revise: (next: (kept: string | null) => string) => Promise<boolean>;
}

/**
 * In the store that passes use.
 * @param teller the same for all who tell the same
 * @param environment names the store before the first pass has found it; null: nothing is to be kept
 * @throws UsageError for the name of a store that cannot be one
 */
export function toldInStore(
  teller: string,
  environment: Readonly<Record<string, string | undefined>> | null,
  store: StoreWatch,
  clock: Clock,
): KeepsTold {
  const asked = environment === null ? "" : askedStoreOfTenant(environment);
  return {
    async revise(next) {
      const file = store.name() ?? asked;
      const kept =
        file === ""
          ? null
          : await useStore(file, clock, async ({ told }) => told.keep(teller, next(await told.recall(teller))));
      if (kept === null) next(null);
      return kept === true;
    },
  };
}

/** What to say after each pass, also where another process told people something meanwhile. */
export function createKeptWatch(memory: KeepsTold): (state: PassState) => Promise<Change | null> {
  let watch = watchChanges();
  let isAtFirst = true;
  /** What is surely kept of this watch; null: nothing yet, or it could not be kept the last time. */
  let kept: string | null = null;
  return async (state) => {
    let change: Change | null = null;
    let text = "";
    const isKept = await memory.revise((found) => {
      const told = found === null || found === kept ? null : toldIn(found);
      // What this watch told and could not keep would be forgotten otherwise.
      if (told !== null) watch = watchChanges(isAtFirst || kept !== null ? told : bothTold(watch.told(), told));
      change = watch.note(state);
      text = textOfTold(watch.told());
      return text;
    });
    isAtFirst = false;
    kept = isKept ? text : null;
    return change;
  };
}
