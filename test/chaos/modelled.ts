import type { FaultKind } from "./faults.ts";
import type { MishapKind } from "./run-case.ts";

/** Where a model of `spec` does the same: the model, and its action. */
export interface Modelled {
  readonly model: string;
  readonly action: string;
}

/** What goes wrong in the campaign, and where a model does the same, or why none does. */
export interface Disturbance {
  /** The row of the table in docs/quality.md that tells of it. */
  readonly row: string;
  readonly in: readonly Modelled[] | string;
}

type Lasting = "refusesWrites" | "meddler" | "lag" | "odd-ids" | "left-lease";

const UNREAD: readonly Modelled[] = [{ model: "writes", action: "look" }];
const DOUBTFUL: readonly Modelled[] = [
  { model: "writes", action: "look" },
  { model: "writes", action: "getLost" },
  { model: "writes", action: "takeEffect" },
  { model: "writes", action: "hear" },
];
const ONE_VALUE = "a model knows a read that failed and one that did not, and no pages or links";

/** Everything that the campaign does to a run. The types name every kind of fault and mishap, so none can be left out. */
export const DISTURBANCES: Readonly<Record<FaultKind | MishapKind | Lasting, Disturbance>> = {
  throttled: { row: "429", in: DOUBTFUL },
  failed: { row: "500, 502, 503, 504", in: DOUBTFUL },
  reset: { row: "broken connections", in: DOUBTFUL },
  "no-answer": { row: "broken connections", in: DOUBTFUL },
  truncated: { row: "broken connections", in: DOUBTFUL },
  "not-json": { row: "answers that are none", in: DOUBTFUL },
  "wrong-shape": { row: "answers that are none", in: UNREAD },
  emptied: {
    row: "answers that are not true",
    in: "the models trust what a whole read shows; the proof of reach is about lists that lie",
  },
  stale: { row: "answers that are not true", in: [{ model: "writes", action: "catchUp" }] },
  lag: { row: "answers that are not true", in: [{ model: "writes", action: "catchUp" }] },
  loop: { row: "`@odata.nextLink`", in: ONE_VALUE },
  "foreign-link": { row: "`@odata.nextLink`", in: ONE_VALUE },
  refused: {
    row: "refusals",
    in: [
      { model: "writes", action: "hear" },
      { model: "writes", action: "getLost" },
    ],
  },
  "error-beside": { row: "answers that tell on themselves", in: UNREAD },
  "count-too-large": { row: "answers that tell on themselves", in: UNREAD },
  "dead-link": { row: "answers that tell on themselves", in: ONE_VALUE },
  partial: { row: "answers that tell on themselves", in: UNREAD },
  "null-app": { row: "answers that tell on themselves", in: UNREAD },
  refusesWrites: { row: "one status for every write", in: [{ model: "writes", action: "hear" }] },
  "odd-ids": { row: "odd ids", in: "people are numbers in the models" },
  publication: {
    row: "publications in the middle",
    in: [
      { model: "writes", action: "publish" },
      { model: "rollout", action: "offer" },
    ],
  },
  meddler: { row: "somebody else", in: "in the models only TrueUp changes what somebody has" },
  change: {
    row: "the world moves",
    in: [
      { model: "writes", action: "publish" },
      { model: "delta", action: "change" },
    ],
  },
  kill: {
    row: "the process",
    in: [
      { model: "writes", action: "crash" },
      { model: "lease", action: "crash" },
      { model: "delta", action: "crash" },
    ],
  },
  stop: { row: "the process", in: "a run that is asked to stop does less of the same; nothing new can follow" },
  "token-expires": { row: "the process", in: "the client renews the token below the protocol" },
  "store-locked": { row: "the store", in: "a run without its store ends; the models have `crash` for it" },
  "disk-full": { row: "the store", in: "a run without its store ends; the models have `crash` for it" },
  "left-lease": {
    row: "what is left behind",
    in: [
      { model: "writes", action: "expire" },
      { model: "lease", action: "tick" },
    ],
  },
};

/** Actions of the models that are TrueUp's own steps: the campaign runs the code that does them. */
export const OWN_STEPS: Readonly<Record<string, readonly string[]>> = {
  writes: ["takeLease", "readCatalog", "send", "readBack", "giveUp"],
  lease: ["take", "renew", "write", "release"],
  rollout: [],
  delta: ["begin", "page", "finish"],
};

/** Why the campaign does not do what an action of a model does, by model and action. */
export const NOT_IN_THE_CAMPAIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  writes: { tick: "time passes by itself in the campaign: it is virtual, and every request takes some of it" },
  lease: {
    pause: "the campaign plays one process at a time; test/killed stops real ones",
    arrive: "the campaign plays one process at a time; test/interleavings plays two",
  },
  rollout: Object.fromEntries(
    ["loseStore", "weather", "merge", "beginPass", "write", "endPass", "tick"].map((action) => [
      action,
      "the worlds of the campaign have no rollouts; test/rollout and the year play them",
    ]),
  ),
  delta: { replay: "the Graph of the campaign tells a change once; test/directory plays replays, and pages that fail" },
};
