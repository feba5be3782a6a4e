import type { RolloutProgress } from "../../src/model/rollout.ts";
import type { RolloutPorts } from "../../src/rollout/ports.ts";

/** The rollouts of a run whose desired state has none. */
export const NO_ROLLOUTS: RolloutPorts = {
  memory: null,
  readSignal: () => Promise.reject(new Error("no signal is asked for")),
};

/** A rollout that stands in its first ring. */
export const ROLLOUT: RolloutProgress = {
  app: "expenses",
  catalogId: "catalog",
  digest: "sha256:digest",
  version: "2.4.0",
  phase: "soaking",
  at: 0,
  rings: [{ name: "it", isOpen: true, people: 2, done: 1, earliestAt: null }],
  until: null,
  detail: null,
  gates: [],
  halt: null,
  warnings: [],
  rereads: null,
  course: [],
};
