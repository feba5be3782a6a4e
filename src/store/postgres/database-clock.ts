import type { Clock } from "../../model/clock.ts";

/** The time of the database, as a process goes by it between two questions. */
export interface DatabaseClock extends Clock {
  /** Asks the database anew where what is known is old, or where this machine was stopped or its hands were set. Rejects where it does not answer. */
  readonly check: () => Promise<void>;
}

/** Two clocks part by less than a few milliseconds in so long. */
const GOOD_FOR_MS = 60_000;
/** A machine that stood still, or hands that were set: its hands and the time that passed part by more than this. */
const SET_BY_MS = 1_000;

/**
 * The clock of the database, carried on by the time that passes here: machines that share a database date by one clock, whatever
 * their own hands show.
 * @param machine its hands are never told
 * @param ask what the database's clock shows, in milliseconds since the epoch
 */
export async function createDatabaseClock(machine: Clock, ask: () => Promise<number>): Promise<DatabaseClock> {
  const aheadNow = (): number => machine.now() - machine.elapsed();
  const look = async () => {
    // Taken before the question: who stands still while the answer is on its way asks once more.
    const ahead = aheadNow();
    const askedAt = machine.elapsed();
    const shownMs = await ask();
    const answeredAt = machine.elapsed();
    // It was shown at some moment in between.
    return { shownMs, at: (askedAt + answeredAt) / 2, answeredAt, ahead };
  };
  let known = await look();
  return {
    now: () => Math.round(known.shownMs + machine.elapsed() - known.at),
    elapsed: () => machine.elapsed(),
    sleep: (ms, signal) => machine.sleep(ms, signal),
    async check() {
      const isOld = machine.elapsed() - known.answeredAt >= GOOD_FOR_MS;
      if (isOld || Math.abs(aheadNow() - known.ahead) >= SET_BY_MS) known = await look();
    },
  };
}
