const DAY_MS = 24 * 60 * 60_000;
/** People who are out of scope are forgotten after so long. */
export const OUT_OF_SCOPE_MS = 30 * DAY_MS;
/** So long what was done is kept. */
export const HISTORY_MS = 90 * DAY_MS;
/** So long a receipt is kept, and the name that goes with it. */
export const RECEIPTS_MS = 2 * 366 * DAY_MS;
/** What was sent has shown by then, or never does. */
export const INTENT_MS = DAY_MS;
/** Limits by the day look back so far; what is deleted a little later does no harm. */
export const SENDS_MS = 2 * DAY_MS;
/** Deleting goes through the whole file, and what is deleted after 30 days may be deleted a few hours later. */
export const PRUNE_EVERY_MS = 12 * 60 * 60_000;

/** Where rows of people are, and by which column they are as old as they are. */
export const TABLES_OF_PEOPLE = [
  { table: "readings", time: "tried_at" },
  { table: "intents", time: "at" },
  { table: "outcomes", time: "at" },
  { table: "troubles", time: "last_at" },
  { table: "watched", time: "since" },
  { table: "unsettled", time: "at" },
  { table: "hints", time: "at" },
] as const;
