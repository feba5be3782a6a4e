import type { RolloutPorts } from "../../src/rollout/ports.ts";

/** The rollouts of a run whose desired state has none. */
export const NO_ROLLOUTS: RolloutPorts = {
  memory: null,
  readSignal: () => Promise.reject(new Error("no signal is asked for")),
};
