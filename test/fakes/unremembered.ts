import { NO_ROLLOUTS } from "./rollouts.ts";
import { NO_JOURNAL } from "../../src/apply/journal.ts";
import { UNLIMITED } from "../../src/model/budget.ts";
import { NOT_FROZEN } from "../../src/model/freeze.ts";
import { NO_OBSERVATION_CACHE } from "../../src/observe/observation-cache.ts";

/** The ports of a run that neither remembers nor is remembered, and has no budget. */
export const UNREMEMBERED = {
  memory: NO_OBSERVATION_CACHE,
  maxAgeMs: 0,
  readingEnds: UNLIMITED,
  announce: () => undefined,
  journal: NO_JOURNAL,
  sentSince: () => Promise.resolve([]),
  rollouts: NO_ROLLOUTS,
  unfinished: () => Promise.resolve([]),
  sendTimes: () => Promise.resolve("no-store" as const),
  freezes: () => Promise.resolve(NOT_FROZEN),
  hearHolds: () => Promise.resolve(),
  settleMs: 0,
  backOffs: () => Promise.resolve([]),
  hints: () => Promise.resolve([]),
  prove: () => ({ statements: [], unproved: new Set<string>() }),
  changingEnds: UNLIMITED,
  lostNow: () => Promise.resolve(null),
} as const;
